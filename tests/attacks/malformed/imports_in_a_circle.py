# mypy: ignore-errors
"""Hands in a right module that imports others which import it and one another.

Earns: all
"""

from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_text("import ring0\n" + solution())
    for number in range(50):
        (folder / f"ring{number}.py").write_text(f"import ring{(number + 1) % 50}, chapter04_convolution\n")
    return folder
