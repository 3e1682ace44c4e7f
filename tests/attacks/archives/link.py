# mypy: ignore-errors
"""Packs a link to the list of users in place of the module.

Verdict: link_in_archive
"""

import stat
import zipfile
from pathlib import Path


def build(folder: Path) -> Path:
    path = folder / "work.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("chapter04_convolution.py")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return path
