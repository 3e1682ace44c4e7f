# mypy: ignore-errors
"""Packs two modules of one name: whoever looks at one is given the other to run.

Verdict: duplicate_entry
"""

import io
import tarfile
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    path = folder / "work.tar"
    with tarfile.open(path, "w") as archive:
        for source in (solution().encode(), b"1 / 0\n"):
            entry = tarfile.TarInfo("chapter04_convolution.py")
            entry.size = len(source)
            archive.addfile(entry, io.BytesIO(source))
    return path
