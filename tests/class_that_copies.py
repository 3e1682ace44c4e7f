"""Students of chapter 4 who each found their own way, and others who copied from one of them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from types import FunctionType, ModuleType

from reference.variants import chapter04_convolution as ways
from reference.variants import variants_of
from tests.conftest import CHAPTER4, ROOT, exchanged, solution

INDEPENDENT = 4
"""Students who wrote every function in another style; as many as there are styles of every exercise."""


def independent(number: int) -> str:
    """The chapter as one of them wrote it."""
    styles: dict[str, list[str]] = {}
    for variant in variants_of(CHAPTER4):
        text = inspect.getsource(variant.function)
        written = re.sub(r"\A.*?^def \w+\(", f"def {variant.exercise}(", text, flags=re.MULTILINE | re.DOTALL)
        styles.setdefault(variant.exercise, []).append(written)
    functions = "\n\n".join(style[number] for style in styles.values())
    beside = "\n\n".join(inspect.getsource(function) for function in _needed(functions, ways))
    return f"import itertools\nimport math\nimport numpy as np\n\n\n{beside}\n\n{functions}"


def _needed(text: str, module: ModuleType) -> Iterator[FunctionType]:
    """Functions of the module that the text calls, and those that they call."""
    names = set(re.findall(r"\b_\w+", text))
    for name, value in vars(module).items():
        if isinstance(value, FunctionType) and name in names | set(re.findall(r"\b_\w+", text)):
            text += inspect.getsource(value)
            yield value


def stub() -> str:
    return (ROOT / "exercises" / f"{CHAPTER4}.py").read_text("utf-8")


def renamed(source: str) -> str:
    """A copy whose variables have other names."""
    names = {"image": "picture", "kernel": "mask", "output": "out", "i": "row", "j": "col", "window": "patch"}
    for old, new in {**names, "kernel_height": "kh", "kernel_width": "kw", "stride": "step", "rows": "a"}.items():
        source = re.sub(rf"\b{old}\b", new, source)
    return source


def retold(source: str) -> str:
    """A copy with other comments, texts and line breaks."""
    source = re.sub(r"(?m)^( *)([\w, ]+ = )", r"\1# now the next step\n\n\1\2", source)
    return re.sub(r"(?m)  # .*$", "", source).replace("is larger than", "does not fit into")


def reordered(source: str) -> str:
    """A copy whose functions come in the opposite order."""
    head, *functions = re.split(r"(?m)^(?=def )", source)
    return head + "\n\n".join(reversed(functions))


def with_conv2d_of(source: str, other: str) -> str:
    """One's own work, but for the longest function, which is the other's under another name."""
    found = re.search(r"^def conv2d\(.*?(?=^# %%|^def |\Z)", other, re.MULTILINE | re.DOTALL)
    assert found
    taken = renamed(found[0].replace("def conv2d(", "def convolutional_layer(")).rstrip()
    own = "def conv2d(*arguments, **named):\n    return convolutional_layer(*arguments, **named)\n"
    return f"{exchanged(source, conv2d=own)}\n\n{taken}\n"


def class_of_independents() -> dict[str, str]:
    """A class in which nobody copied: one student wrote what the model solution has."""
    return {"alice": solution(), **{f"student{number}": independent(number) for number in range(INDEPENDENT)}}
