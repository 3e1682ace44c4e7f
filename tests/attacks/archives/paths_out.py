# mypy: ignore-errors
"""Names its entries so that they would be unpacked beside, above and far from the folder.

Earns: all
"""

import zipfile
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    path = folder / "work.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("chapter04_convolution.py", solution())
        for name in ("../evil.py", "../../evil.py", "/tmp/evil.py", "C:\\evil.py", "..\\evil.py", "a/../../evil.py"):
            archive.writestr(zipfile.ZipInfo(name), "1 / 0\n")
    return path
