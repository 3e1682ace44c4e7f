# mypy: ignore-errors
"""Packs gigabytes of zeros before the module, in a compressed tar.

Verdict: huge_archive
"""

import gzip
import tarfile
from pathlib import Path


def build(folder: Path) -> Path:
    path = folder / "work.tar.gz"
    entry = tarfile.TarInfo("zeros.bin")
    entry.size = 2 << 30
    piece = gzip.compress(bytes(64 << 20), 1)
    path.write_bytes(gzip.compress(entry.tobuf()) + piece * 32 + gzip.compress(bytes(1024)))
    return path
