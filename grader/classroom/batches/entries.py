"""Who handed what in: the entries of a folder of submissions, one a student, as platforms and people leave them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from grader.submission import Submission
from grader.submission.kinds import OTHER_SUFFIXES, SUFFIXES, Kind

DEEPEST = 3
"""Levels below a student's folder at which the modules are looked for: platforms add folders of their own."""

MOST_LOOKED_AT = 2_000
NOT_HANDED_IN = (".", "__MACOSX", "__pycache__")
"""What such names begin with, a file manager or Python has left behind."""


class Entry(msgspec.Struct, frozen=True):
    """A student, by the name of the file or folder, and where what was handed in lies."""

    name: str
    path: Path


def entries_of(folder: Path) -> list[Entry]:
    """Every student's entry, in the order of names; links and what is no submission by its very name are left out.

    A student is called as the folder is, or as the file is without its suffix, unless two would be called the same.
    `OSError` when the folder cannot be read.
    """
    found = [entry for entry in sorted(os.scandir(folder), key=lambda entry: entry.name) if _may_be_one(entry)]
    names = [_name_of(entry) for entry in found]
    seldom = Counter(name.casefold() for name in names)
    return [
        Entry(name if seldom[name.casefold()] == 1 else entry.name, Path(entry.path))
        for name, entry in zip(names, found, strict=True)
    ]


def submission_of(entry: Entry, modules: Sequence[str]) -> Submission:
    """What was handed in: the entry itself, or the folder or the only archive in it that holds the modules.

    `UnreadableSubmissionError` when it is nothing that can be graded.
    """
    path = entry.path
    if path.is_dir():
        path = _home_in(path, [f"{module}.py" for module in modules])
    return Submission.at(path)


def _may_be_one(entry: os.DirEntry[str]) -> bool:
    if entry.is_symlink() or entry.name.startswith(NOT_HANDED_IN):
        return False
    return entry.is_dir() or _suffix(entry.name) in {*SUFFIXES, *OTHER_SUFFIXES}


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 (a name need not be text)


def _name_of(entry: os.DirEntry[str]) -> str:
    if entry.is_dir():
        return entry.name
    stem = entry.name[: -len(_suffix(entry.name))]
    return stem.removesuffix(".tar") or entry.name


def _home_in(folder: Path, files: Sequence[str]) -> Path:
    """The shallowest place beneath that has one of the files, or the only archive or notebook; else the folder."""
    archives: list[Path] = []
    notebooks: list[Path] = []
    for place, entries in _places(folder):
        if any(entry.name.casefold() in files and not entry.is_dir(follow_symlinks=False) for entry in entries):
            return place
        kinds = {entry.name: _kind(entry) for entry in entries}
        archives += [place / name for name, kind in kinds.items() if kind not in {None, "file", "notebook"}]
        notebooks += [place / name for name, kind in kinds.items() if kind == "notebook"]
    found = archives or notebooks
    return found[0] if len(found) == 1 else folder


def _places(folder: Path) -> Iterator[tuple[Path, list[os.DirEntry[str]]]]:
    """Folders from the top down, with what is in them; no link is followed, and no more than a decent number read."""
    level = [folder]
    left = MOST_LOOKED_AT
    for _ in range(DEEPEST + 1):
        below: list[Path] = []
        for place in level:
            try:
                with os.scandir(place) as found:
                    entries = sorted(islice(found, left), key=lambda entry: entry.name)
            except OSError:
                continue
            left -= len(entries)
            yield place, entries
            below += [
                place / entry.name
                for entry in entries
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(NOT_HANDED_IN)
            ]
        level = below


def _kind(entry: os.DirEntry[str]) -> Kind | None:
    """What an ordinary file is by its name."""
    return SUFFIXES.get(_suffix(entry.name)) if entry.is_file(follow_symlinks=False) else None
