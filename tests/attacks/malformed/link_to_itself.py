# mypy: ignore-errors
"""Hands in a link that leads to itself.

Verdict: unreadable_file
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").symlink_to("chapter04_convolution.py")
    return folder
