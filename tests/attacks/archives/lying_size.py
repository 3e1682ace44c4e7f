# mypy: ignore-errors
"""Says that its module is small, and unpacks to a hundred megabytes.

Verdict: damaged_archive
"""

import struct
import zipfile
from pathlib import Path


def build(folder: Path) -> Path:
    path = folder / "work.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("chapter04_convolution.py", bytes(100 << 20))
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, 22, 10)
    struct.pack_into("<L", data, data.find(b"PK\1\2") + 24, 10)
    path.write_bytes(data)
    return path
