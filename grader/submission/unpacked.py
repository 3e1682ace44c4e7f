"""Judge's side of archives: what a worker says it found in one. Nothing of it is believed unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.submission.text import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    Facts,
    Unreadable,
    checked_text,
    misnamed,
    sources_of,
)

LIMITS = {
    "entries": 10_000,
    "files": MAX_FILES,
    "file_bytes": MAX_FILE_BYTES,
    "taken_bytes": MAX_TOTAL_BYTES,
    "unpacked_bytes": 256 << 20,
}
"""What may be taken from an archive; see `grader.submission.archive.unpack`."""

MODULE_CODES = frozenset(
    {
        *("link_in_archive", "encrypted_archive", "duplicate_entry"),
        *("damaged_archive", "huge_file", "not_a_file"),
    }
)
ARCHIVE_LIMITS = frozenset({"entries", "taken", "unpacked", "memory"})
LONGEST = 1_000
SHOWN_NAMES = 5


class NonsenseError(Exception):
    """The worker's answer is none that our code gives."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Modules of an archive by path, or why one cannot be read; names of what is in it."""

    archive: str
    modules: Mapping[str, bytes | Unreadable]
    found: tuple[str, ...]

    def sources(self, name: str) -> dict[str, bytes] | Unreadable:
        """The module of that name in the shallowest folder that has it, and whatever it may import from there."""
        file = f"{name}.py"
        homes = self._homes(file)
        if not homes:
            return self._missing(file)
        if len(homes) > 1:
            facts: Facts = {"archive": self.archive, "first": homes[0] + file, "second": homes[1] + file}
            return Unreadable("ambiguous_archive", facts)
        home = homes[0]
        module = self.modules[home + file]
        if isinstance(module, bytes):
            module = checked_text(module, file)
        if isinstance(module, Unreadable):
            return module
        files = {path.removeprefix(home): source for path, source in self.modules.items() if path.startswith(home)}
        return {
            **sources_of({path: source for path, source in files.items() if isinstance(source, bytes)}),
            name: module,
        }

    def _homes(self, file: str) -> list[str]:
        """Of the folders that have the file, the shallowest."""
        homes = sorted(path.removesuffix(file) for path in self.modules if f"/{path}".endswith(f"/{file}"))
        least = min((home.count("/") for home in homes), default=0)
        return [home for home in homes if home.count("/") == least]

    def _missing(self, file: str) -> Unreadable:
        for path in self.modules:
            if path.rpartition("/")[2].casefold() == file:
                return misnamed(file, path)
        facts: Facts = {"file": file, "archive": self.archive, "found": ", ".join(self.found)}
        return Unreadable("missing_in_archive" if self.found else "empty_archive", facts)


def checked(answer: Any, archive: str) -> Unpacked | Unreadable:
    """A worker's answer, if it is one that `grader.submission.archive.unpack` may give; else `NonsenseError`."""
    if not isinstance(answer, dict):
        raise NonsenseError
    match answer:
        case {"code": "huge_archive", "what": str(what)} if what in ARCHIVE_LIMITS:
            return Unreadable("huge_archive", {"archive": archive, "what": what})
        case {"code": "damaged_archive", "reason": str(reason)}:
            return Unreadable("damaged_archive", {"archive": archive, "reason": reason[:LONGEST]})
        case {"modules": dict(modules), "found": list(found)} if len(modules) <= MAX_FILES:
            if len(found) > SHOWN_NAMES or not all(isinstance(name, str) and len(name) <= LONGEST for name in found):
                raise NonsenseError
            files = {_path(path): _module(module, path, archive) for path, module in modules.items()}
            if sum(len(file) for file in files.values() if isinstance(file, bytes)) > MAX_TOTAL_BYTES:
                raise NonsenseError
            return Unpacked(archive, files, tuple(found))
    raise NonsenseError


def _path(path: Any) -> str:
    """A path of a Python file that leads down."""
    if not isinstance(path, str) or len(path) > LONGEST or not path.lower().endswith(".py"):
        raise NonsenseError
    if any(part in {"", ".", ".."} for part in path.split("/")):
        raise NonsenseError
    return path


def _module(module: Any, path: str, archive: str) -> bytes | Unreadable:
    """A module's bytes, or why they are not to be had."""
    match module:
        case np.ndarray(dtype=np.uint8, ndim=1, size=size) if size <= MAX_FILE_BYTES:
            return module.tobytes()
        case [str(code), str(reason)] if code in MODULE_CODES:
            facts: Facts = {"file": path.rpartition("/")[2], "archive": archive, "reason": reason[:LONGEST]}
            return Unreadable(code, facts)
    raise NonsenseError
