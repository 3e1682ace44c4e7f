# mypy: ignore-errors
"""Packs the module in two folders, equally near.

Verdict: ambiguous_archive
"""

import zipfile
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    path = folder / "work.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mine/chapter04_convolution.py", solution())
        archive.writestr("other/chapter04_convolution.py", "1 / 0\n")
    return path
