# mypy: ignore-errors
"""Hands in a file of a terabyte that takes no room.

Verdict: huge_file
"""

from pathlib import Path


def build(folder: Path) -> Path:
    with (folder / "chapter04_convolution.py").open("wb") as file:
        file.truncate(1 << 40)
    return folder
