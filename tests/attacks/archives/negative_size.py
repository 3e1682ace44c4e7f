# mypy: ignore-errors
"""Says that its entry has a negative size, so that a reader goes back and reads it for ever.

Verdict: damaged_archive
"""

import tarfile
from pathlib import Path


def build(folder: Path) -> Path:
    path = folder / "work.tar"
    blocks = b""
    for size in (0, -1024, 0):
        entry = tarfile.TarInfo("chapter04_convolution.py")
        entry.size = size
        blocks += entry.tobuf(tarfile.GNU_FORMAT)
    path.write_bytes(blocks + bytes(1024))
    return path
