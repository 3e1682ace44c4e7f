# mypy: ignore-errors
"""Has one header after the other say how long the name of the next one is.

Verdict: damaged_archive
"""

import tarfile
from pathlib import Path


def build(folder: Path) -> Path:
    path = folder / "work.tar"
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 511
    path.write_bytes((entry.tobuf(tarfile.GNU_FORMAT) + b"y" * 511 + b"\0") * 5_000 + bytes(1024))
    return path
