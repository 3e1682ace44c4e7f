"""The folder of a class report: nothing is written into one that holds anything else, nor out of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from grader.report.class_html import EXERCISES, INDEX, STUDENTS

MARK = ".convgrade-class"
"""A file that says that the folder is of our making, and in which edition."""


class OccupiedError(Exception):
    """The folder holds what is not of our making."""


class ClassFolder:
    """A folder that pages are written into; those of an earlier report are removed when it is opened.

    Students' pages stay where both reports are of one `edition` (a language, say), which has to be named for that.
    Reports of another kind have folders and a mark of their own.
    """

    def __init__(
        self, path: Path, edition: str = "", folders: Sequence[str] = (STUDENTS, EXERCISES), mark: str = MARK
    ) -> None:
        """Make the folder; raises OccupiedError, or OSError where it cannot be made."""
        self._path = path
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()) and not _is_ours(path, folders, mark):
            raise OccupiedError
        stays = bool(edition) and (path / mark).exists() and (path / mark).read_text("utf-8") == edition
        (path / INDEX).unlink(missing_ok=True)
        for name in folders:
            (path / name).mkdir(exist_ok=True)
            for page in (path / name).glob("*.html"):
                if name != STUDENTS or not stays:
                    page.unlink()
        self._put(path / mark, edition.encode())

    def is_current(self, page: str, result: Path) -> bool:
        """Whether a student's page is there and no older than the result."""
        try:
            return (self._path / STUDENTS / page).stat().st_mtime_ns >= result.stat().st_mtime_ns
        except OSError:
            return False

    def remove_other_students(self, pages: set[str]) -> None:
        """Remove the pages of students who are none any more."""
        for page in (self._path / STUDENTS).glob("*.html"):
            if page.name not in pages:
                page.unlink()

    def write(self, folder: str, name: str, page: str) -> None:
        """Write a page into one of the folders, or into the folder itself (`""`)."""
        self._put(self._path / folder / name, page.encode("utf-8", "backslashreplace"))

    def _put(self, file: Path, data: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        with os.fdopen(os.open(file, flags, 0o666), "wb") as opened:
            opened.write(data)


def _is_ours(path: Path, folders: Sequence[str], mark: str) -> bool:
    """Whether an earlier report made the folder, and nobody put a link in the place of one of its own."""
    links = any((path / name).is_symlink() for name in folders)
    return (path / mark).is_file() and not (path / mark).is_symlink() and not links
