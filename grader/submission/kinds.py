"""What lies at a path: a folder, a Python file, a notebook, or an archive, which is known by its first bytes."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import Literal

Kind = Literal["folder", "file", "notebook", "zip", "tar", "gz", "bz2", "xz"]
"""`gz`, `bz2` and `xz` are compressed tar archives."""

MAGIC: dict[Kind, tuple[tuple[int, bytes], ...]] = {
    "zip": ((0, b"PK\3\4"), (0, b"PK\5\6"), (0, b"PK\7\x08")),
    "tar": ((257, b"ustar\0"), (257, b"ustar  \0")),
    "gz": ((0, b"\x1f\x8b"),),
    "bz2": tuple((0, b"BZh%d1AY&SY" % level) for level in range(1, 10)),
    "xz": ((0, b"\xfd7zXZ\0"),),
}
"""Where in a file of the kind which bytes stand."""

SUFFIXES: dict[str, Kind] = {
    ".py": "file",
    ".ipynb": "notebook",
    ".zip": "zip",
    ".tar": "tar",
    ".gz": "gz",
    ".tgz": "gz",
    ".bz2": "bz2",
    ".tbz2": "bz2",
    ".xz": "xz",
    ".txz": "xz",
}
"""Said to be of the kind: what first bytes do not tell is left to whoever reads the whole file."""

OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd")
OTHER_SUFFIXES = (".rar", ".7z", ".zst", ".tzst")
HEAD = 512


class UnreadableSubmissionError(Exception):
    """There is no submission at the path given; `code` says why."""

    def __init__(self, code: str, path: Path, reason: str = "") -> None:
        super().__init__(f"{code}: {path}")
        self.code = code
        self.path = path
        self.reason = reason


def kind_of(path: Path) -> Kind:
    """What lies at the path; `UnreadableSubmissionError` when it is nothing that is read here."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnreadableSubmissionError("no_submission", path) from error
    except OSError as error:
        raise UnreadableSubmissionError("unreadable_submission", path, error.strerror or str(error)) from error
    if stat.S_ISDIR(mode):
        return "folder"
    suffix = path.suffix.lower()
    head = _head(path) if stat.S_ISREG(mode) else b""
    for kind, marks in MAGIC.items():
        if any(head[offset:].startswith(magic) for offset, magic in marks):
            return kind
    if head.startswith(OTHER_ARCHIVES) or (suffix in OTHER_SUFFIXES and head):
        raise UnreadableSubmissionError("other_archive", path)
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    raise UnreadableSubmissionError("no_folder", path)


def _head(path: Path) -> bytes:
    """The beginning of a file; nothing when it cannot be read, which is told when all of it is."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            return file.read(HEAD) or b""
    return b""
