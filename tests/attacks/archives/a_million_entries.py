# mypy: ignore-errors
"""Lists a million entries.

Verdict: huge_archive
"""

import struct
import zipfile
from pathlib import Path


def build(folder: Path) -> Path:
    path = folder / "work.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "")
    data = path.read_bytes()
    start = data.find(b"PK\1\2")
    listed = data[start:-22] * 1_000_000
    path.write_bytes(data[:start] + listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(listed), start, 0))
    return path
