"""A commit's modules as an archive, which then goes the way of every archive: a confined worker takes it apart."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from grader.classroom.repositories.committed import Entry, contents, files_of
from grader.submission.archive import SHOWN_NAMES, path_of, wanted
from grader.submission.text import MAX_FILE_BYTES, MAX_FILES

if TYPE_CHECKING:
    from grader.classroom.repositories.repository import Commit
    from grader.report.model import Result

LFS_POINTER = b"version https://git-lfs.github.com/spec/"

CODES = {
    "missing_in_archive": "missing_in_repository",
    "empty_archive": "empty_repository",
    "ambiguous_archive": "ambiguous_repository",
    "duplicate_entry": "duplicate_in_repository",
    "link_in_archive": "link_in_repository",
    "huge_archive": "huge_in_repository",
}
"""What is said of an archive, as it is said of a repository."""


class Packed(msgspec.Struct, frozen=True):
    """A tar archive, the folders from which its modules are, and those modules that are no more than LFS pointers."""

    data: bytes
    homes: tuple[str, ...]
    pointers: tuple[str, ...]


def packed(commit: Commit, folder: str = "") -> Packed:
    """The modules of a commit below a folder: those beside a chapter's module, and what such a one may import.

    Of whatever else is there go a few names, so that a missing module can be told from a misplaced one.
    """
    named = {entry.path: entry for entry in files_of(commit, folder) if path_of(entry.path) == entry.path}
    chosen = wanted(list(named))[:MAX_FILES]
    entries = [named[path] for path in chosen]
    others = sorted(named.keys() - set(chosen), key=lambda path: (path.count("/"), path))[:SHOWN_NAMES]
    read = contents(commit, entries, MAX_FILE_BYTES)
    pointers = [entry.path for entry, data in zip(entries, read, strict=True) if data and data.startswith(LFS_POINTER)]
    homes = dict.fromkeys(path.rpartition("/")[0] for path in chosen)
    return Packed(_archive(entries, read, others), tuple(homes), tuple(pointers))


def _archive(entries: Sequence[Entry], read: Sequence[bytes | None], others: Sequence[str]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT, compresslevel=1) as archive:
        for entry, data in zip(entries, read, strict=True):
            about = tarfile.TarInfo(entry.path)
            if entry.is_link:
                about.type = tarfile.SYMTYPE
            else:
                data = bytes(MAX_FILE_BYTES + 1) if data is None else data  # noqa: PLW2901 (too large: by its size)
                about.size = len(data)
            archive.addfile(about, io.BytesIO(data or b""))
        for path in others:
            archive.addfile(tarfile.TarInfo(path))
    return file.getvalue()


def of_repository(result: Result, name: str) -> None:
    """Have a result, which was made of such an archive, speak of the repository of that name."""
    for chapter in result.chapters:
        chapter.code = CODES.get(chapter.code, chapter.code)
        _rename(chapter.facts, name)
        for exercise in chapter.exercises:
            for check in exercise.checks:
                check.code = CODES.get(check.code, check.code)
                _rename(check.detail.facts, name)


def _rename(facts: dict[str, str | int | float], name: str) -> None:
    if "archive" in facts:
        del facts["archive"]
        facts["repository"] = name
