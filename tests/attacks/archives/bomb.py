# mypy: ignore-errors
"""Packs a gigabyte of zeros as the module, in a megabyte.

Verdict: huge_file
"""

import zipfile
from pathlib import Path


def build(folder: Path) -> Path:
    path = folder / "work.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("chapter04_convolution.py", "w") as entry:
            for _ in range(256):
                entry.write(bytes(4 << 20))
    return path
