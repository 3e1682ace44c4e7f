"""The folder of a class report: nothing is written into one that holds anything else, nor out of it."""

from __future__ import annotations

import os
from pathlib import Path

from grader.report.class_html import EXERCISES, INDEX, STUDENTS

MARK = ".convgrade-class"
"""An empty file that says that the folder is of our making."""


class OccupiedError(Exception):
    """The folder holds what is not of our making."""


class ClassFolder:
    """A folder that pages are written into; those of an earlier report are removed when it is opened."""

    def __init__(self, path: Path) -> None:
        """Make the folder; raises OccupiedError, or OSError where it cannot be made."""
        self._path = path
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()) and not _is_ours(path):
            raise OccupiedError
        self._put(path / MARK, b"")
        (path / INDEX).unlink(missing_ok=True)
        for name in (STUDENTS, EXERCISES):
            (path / name).mkdir(exist_ok=True)
            for page in (path / name).glob("*.html"):
                page.unlink()

    def write(self, folder: str, name: str, page: str) -> None:
        """Write a page into one of the folders, or into the folder itself (`""`)."""
        self._put(self._path / folder / name, page.encode("utf-8", "backslashreplace"))

    def _put(self, file: Path, data: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        with os.fdopen(os.open(file, flags, 0o666), "wb") as opened:
            opened.write(data)


def _is_ours(path: Path) -> bool:
    """Whether an earlier report made the folder, and nobody put a link in the place of one of its own."""
    links = any((path / name).is_symlink() for name in (STUDENTS, EXERCISES))
    return (path / MARK).is_file() and not (path / MARK).is_symlink() and not links
