# mypy: ignore-errors
"""Says that it holds a sparse file of a terabyte.

Verdict: huge_file
"""

import tarfile
from pathlib import Path


def build(folder: Path) -> Path:
    path = folder / "work.tar"
    entry = tarfile.TarInfo("chapter04_convolution.py")
    entry.type, entry.size = tarfile.GNUTYPE_SPARSE, 0
    header = bytearray(entry.tobuf(tarfile.GNU_FORMAT))
    header[386:398] = b"00000000000\0"
    header[398:410] = b"77777777777\0"
    header[483:495] = b"77777777777\0"
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    path.write_bytes(header + bytes(1024))
    return path
