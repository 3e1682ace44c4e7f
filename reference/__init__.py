"""What is right: fast NumPy implementations, which Keras vouches for. Imports NumPy and SciPy only."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType


def modules_of(package: str, chapter: str) -> Iterator[ModuleType]:
    """A chapter's modules in a package of lists: `chapter08_training` and `chapter08_training_steps`, say."""
    folder = Path(str(import_module(package).__file__)).parent
    for path in sorted(folder.glob(f"{chapter}*.py")):
        if path.stem == chapter or path.stem.startswith(f"{chapter}_"):
            yield import_module(f"{package}.{path.stem}")
