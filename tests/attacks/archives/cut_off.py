# mypy: ignore-errors
"""Ends in the middle.

Verdict: damaged_archive
"""

import zipfile
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    path = folder / "work.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("chapter04_convolution.py", solution())
    path.write_bytes(path.read_bytes()[:5000])
    return path
