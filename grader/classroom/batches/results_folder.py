"""The folder of a batch: a result file a student, and beside it of what it is the result.

Every write is whole or not at all, so that whatever ends a batch, it goes on where it stopped.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path

from grader.classroom.writing import UNFINISHED, write_whole
from grader.report.model import Result, to_json

MARK = ".convgrade-batch"
"""An empty file that says that the folder is of our making."""

STUDENTS, KEYS = "students", ".keys"
LONGEST_NAME = 200


class OccupiedError(Exception):
    """The folder holds what is not of our making."""


class BusyError(Exception):
    """Another batch writes into the folder now."""


class ResultsFolder:
    """Results by student. Nothing but a newer result of the same student replaces one."""

    def __init__(self, path: Path) -> None:
        """Make the folder, and keep other batches out; OccupiedError, BusyError, or OSError where it cannot be made."""
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()) and not (path / MARK).is_file():
            raise OccupiedError
        self._lock = (path / MARK).open("w")  # ends with the process, however that ends
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError from error
        for name in (STUDENTS, KEYS):
            (path / name).mkdir(exist_ok=True)
            for unfinished in (path / name).glob(f"*{UNFINISHED}"):
                unfinished.unlink()

    def file_of(self, student: str) -> Path:
        """Where a student's result is, or will be."""
        return self.path / STUDENTS / f"{_safe(student)}.json"

    def key_of(self, student: str) -> str:
        """Of what the student's result is the result; empty when there is none."""
        try:
            key = (self.path / KEYS / _safe(student)).read_text("ascii")
        except (OSError, UnicodeDecodeError):
            return ""
        return key if self.file_of(student).is_file() else ""

    def keep(self, student: str, result: Result, key: str) -> None:
        """Write a result, then what it is the result of."""
        (self.path / KEYS / _safe(student)).unlink(missing_ok=True)  # until it is written, there is none
        write_whole(self.file_of(student), to_json(result))
        if key:
            write_whole(self.path / KEYS / _safe(student), key.encode())

    def forget(self, student: str) -> None:
        """Remove the result of a submission that is none any more."""
        (self.path / KEYS / _safe(student)).unlink(missing_ok=True)
        self.file_of(student).unlink(missing_ok=True)


def _safe(student: str) -> str:
    """The name as that of a file, which has to leave room for a suffix; two names never become one."""
    if len(os.fsencode(student)) <= LONGEST_NAME:
        return student
    digest = hashlib.sha256(os.fsencode(student)).hexdigest()[:16]
    return f"{os.fsdecode(os.fsencode(student)[:LONGEST_NAME])}-{digest}"
