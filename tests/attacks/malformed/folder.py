# mypy: ignore-errors
"""Hands in a folder in place of the module.

Verdict: not_a_file
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").mkdir()
    return folder
