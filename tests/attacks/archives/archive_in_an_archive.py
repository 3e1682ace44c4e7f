# mypy: ignore-errors
"""Packs archives in archives, each many times as large as the one around it.

Earns: all
"""

import io
import zipfile
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    inner = bytes(8 << 20)
    for _ in range(4):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(8):
                archive.writestr(f"{number}.zip", inner)
        inner = buffer.getvalue()
    path = folder / "work.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("chapter04_convolution.py", solution())
        archive.writestr("inner.zip", inner)
    return path
