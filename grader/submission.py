"""Reading a submission as files: no line of it is run or even parsed here."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

MAX_FILE_BYTES = 1 << 20
MAX_FILES = 64


class UnreadableSubmissionError(Exception):
    """There is no submission at the path given; `code` says why."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(f"{code}: {path}")
        self.code = code
        self.path = path


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file cannot be graded: a code and the facts of its sentence."""

    code: str
    facts: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submission:
    """A folder of modules, or one file that stands for the module asked for."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> Submission:
        """The submission at a path; `UnreadableSubmissionError` when there is neither a folder nor a Python file."""
        if not path.exists():
            raise UnreadableSubmissionError("no_submission", path)
        if not path.is_dir() and path.suffix != ".py":
            raise UnreadableSubmissionError("no_folder", path)
        return cls(path)

    @property
    def _folder(self) -> Path:
        return self.path if self.path.is_dir() else self.path.parent

    def _module(self, name: str) -> bytes | Unreadable:
        path = self.path / f"{name}.py" if self.path.is_dir() else self.path
        source = _read(path, self._folder)
        return source if isinstance(source, Unreadable) else _check_text(source, path.name)

    def sources(self, name: str) -> dict[str, bytes] | Unreadable:
        """The module to grade and whatever else it may import from the same folder, by module name.

        The module is UTF-8 text and not empty; otherwise the answer is why it cannot be graded.
        """
        module = self._module(name)
        if isinstance(module, Unreadable):
            return module
        sources: dict[str, bytes] = {}
        if self.path.is_dir():
            for path in sorted(self.path.glob("*.py"))[:MAX_FILES]:
                other = _read(path, self._folder) if path.stem.isidentifier() else b""
                if isinstance(other, bytes):
                    sources[path.stem] = other
        return {**sources, name: module}


def _read(path: Path, folder: Path) -> bytes | Unreadable:
    """The bytes of a regular file that really lies in the folder."""
    facts: dict[str, str | int | float] = {"file": path.name}
    if not os.path.lexists(path):
        return Unreadable("missing_file", facts)
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            return Unreadable("outside_folder", facts)
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe must not hold us up
    except (OSError, RuntimeError) as error:
        return Unreadable("unreadable_file", {**facts, "reason": getattr(error, "strerror", None) or "loop of links"})
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return Unreadable("not_a_file", facts)
    with os.fdopen(descriptor, "rb") as file:
        source = file.read(MAX_FILE_BYTES + 1)
    if len(source) > MAX_FILE_BYTES:
        return Unreadable("huge_file", {**facts, "limit": MAX_FILE_BYTES})
    return source


def _check_text(source: bytes, name: str) -> bytes | Unreadable:
    facts: dict[str, str | int | float] = {"file": name}
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Unreadable("not_utf8", {**facts, "line": 1})
    if (position := source.find(b"\0")) >= 0:
        return Unreadable("nul_bytes", {**facts, "line": source.count(b"\n", 0, position) + 1})
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Unreadable("not_utf8", {**facts, "line": source.count(b"\n", 0, error.start) + 1})
    return source if text.strip() else Unreadable("empty_file", facts)
