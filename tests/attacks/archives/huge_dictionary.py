# mypy: ignore-errors
"""Asks, in a compressed tar, for a dictionary of four gigabytes.

Verdict: huge_archive
"""

import io
import lzma
import struct
import tarfile
import zlib
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        entry = tarfile.TarInfo("chapter04_convolution.py")
        entry.size = len(solution().encode())
        archive.addfile(entry, io.BytesIO(solution().encode()))
    data = lzma.compress(buffer.getvalue())
    length = (data[12] + 1) * 4
    header = bytearray(data[12 : 12 + length - 4])
    header[header.index(b"\x21\x01") + 2] = 40
    path = folder / "work.tar.xz"
    path.write_bytes(data[:12] + header + struct.pack("<I", zlib.crc32(header)) + data[12 + length :])
    return path
