# mypy: ignore-errors
"""Packs a hard link to another student's work in place of the module.

Verdict: link_in_archive
"""

import tarfile
from pathlib import Path


def build(folder: Path) -> Path:
    path = folder / "work.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("chapter04_convolution.py")
        entry.type, entry.linkname = tarfile.LNKTYPE, "../neighbour/chapter04_convolution.py"
        archive.addfile(entry)
    return path
