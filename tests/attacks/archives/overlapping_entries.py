# mypy: ignore-errors
"""Lists the same packed megabytes under tens of thousands of names: little to send, terabytes to unpack.

Earns: all
"""

import struct
import zipfile
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    path = folder / "work.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("chapter04_convolution.py", solution())
        archive.writestr("00000.py", bytes(4 << 20))
    data = path.read_bytes()
    start = data.find(b"PK\1\2")
    first, last = start, data.rfind(b"PK\1\2")
    listed = data[first:last] + b"".join(data[last:-22].replace(b"00000", b"%05d" % number) for number in range(900))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 901, 901, len(listed), start, 0)
    path.write_bytes(data[:start] + listed + end)
    return path
