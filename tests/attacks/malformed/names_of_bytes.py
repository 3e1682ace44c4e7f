# mypy: ignore-errors
"""Hands in a right module among files whose names are no text, or full of control characters.

Earns: all
"""

import os
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_text(solution())
    for name in (
        b"\xff\xfe.py",
        b"\x1b[2J.py",
        b"a\nb.py",
        b"..py",
        b".py",
        b" .py",
        b"a.b.py",
        "\u202eyp.py".encode(),
    ):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(b"1 / 0\n")
    return folder
