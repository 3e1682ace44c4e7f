# mypy: ignore-errors
"""Hands in a right module among files named like the modules of Python, NumPy and the grader.

Earns: all
"""

from pathlib import Path

from tests.conftest import solution

NAMES = [
    *("sys", "builtins", "os", "io", "abc", "codecs", "encodings", "importlib", "_frozen_importlib", "_imp", "marshal"),
    *("threading", "warnings", "types", "struct", "typing", "numpy", "__main__", "__init__", "posix", "signal", "_io"),
    *("grader", "reference", "msgspec", "site", "sitecustomize", "usercustomize", "conftest", "linecache", "traceback"),
]


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_text(f"import numpy, os, sys\n{solution()}")
    for name in NAMES:
        (folder / f"{name}.py").write_text("raise SystemExit('planted')\n")
    return folder
