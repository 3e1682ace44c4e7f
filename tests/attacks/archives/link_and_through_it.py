# mypy: ignore-errors
"""Packs a link to a folder elsewhere, and then a file that would be written through it.

Earns: all
"""

import io
import tarfile
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    path = folder / "work.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("door")
        link.type, link.linkname = tarfile.SYMTYPE, str(folder)
        archive.addfile(link)
        for name in ("door/evil.py", "chapter04_convolution.py"):
            entry = tarfile.TarInfo(name)
            entry.size = len(solution().encode())
            archive.addfile(entry, io.BytesIO(solution().encode()))
    return path
