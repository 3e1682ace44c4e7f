# mypy: ignore-errors
"""Hands in a pipe that nobody writes to, and pipes beside it.

Verdict: not_a_file
"""

import os
from pathlib import Path


def build(folder: Path) -> Path:
    os.mkfifo(folder / "chapter04_convolution.py")
    os.mkfifo(folder / "other.py")
    return folder
