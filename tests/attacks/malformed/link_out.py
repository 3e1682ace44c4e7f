# mypy: ignore-errors
"""Hands in a link to a right module elsewhere.

Verdict: outside_folder
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").symlink_to("../neighbour/chapter04_convolution.py")
    return folder
