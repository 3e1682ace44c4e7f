# mypy: ignore-errors
"""Packs a device in place of the module.

Verdict: not_a_file
"""

import tarfile
from pathlib import Path


def build(folder: Path) -> Path:
    path = folder / "work.tar"
    with tarfile.open(path, "w") as archive:
        entry = tarfile.TarInfo("chapter04_convolution.py")
        entry.type, entry.devmajor, entry.devminor = tarfile.CHRTYPE, 1, 5
        archive.addfile(entry)
    return path
