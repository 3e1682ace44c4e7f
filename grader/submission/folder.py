"""Reading modules from a folder that may hold anything: links, pipes, devices, a hundred thousand files.

The folder is opened once and everything else relative to it, so that nothing can be exchanged between a check and
the reading. What is opened is a regular file, or a link to one that stays beneath the folder.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

from grader.submission.text import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    Facts,
    Unreadable,
    checked_text,
    misnamed,
    module_name,
    sources_of,
)

MAX_ENTRIES = 20_000
MAX_PACKAGES = 16
MAX_PACKAGE_ENTRIES = 1_000
MAX_LINKS = 8
OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC  # a pipe must not hold us up


class _OutsideError(Exception):
    """A link that leads out of the folder."""


class _NoFileError(Exception):
    """Something that is no regular file."""


@contextmanager
def _opened(path: Path | str, beneath: int | None = None, flags: int = 0) -> Iterator[int]:
    """A folder's descriptor."""
    descriptor = os.open(path, OPEN_FOLDER | flags, dir_fd=beneath)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def sources_in(folder: Path, name: str) -> dict[str, bytes] | Unreadable:
    """The module of that name in a folder, and the modules and packages beside it, by the names they are imported by.

    The module is UTF-8 text and not empty; otherwise the answer is why it cannot be graded.
    """
    try:
        with _opened(folder) as descriptor:
            return _sources(descriptor, name, folder.name)
    except OSError as error:
        return _unreadable(error, {"file": folder.name})


def modules_in(folder: Path) -> dict[str, bytes]:
    """The modules and packages in a folder, by the names they are imported by; none where it cannot be read."""
    try:
        with _opened(folder) as descriptor:
            entries = _entries(descriptor, MAX_ENTRIES)
            return sources_of(_beside(descriptor, entries)) if entries else {}
    except OSError:
        return {}


def read_file(path: Path, limit: int) -> bytes | Unreadable:
    """The bytes of one file; `huge_file` when there are more than the limit."""
    try:
        with _opened(path.parent) as descriptor:
            return _read(descriptor, path.name, limit)
    except OSError as error:
        return _unreadable(error, {"file": path.name})


def _sources(folder: int, name: str, shown: str) -> dict[str, bytes] | Unreadable:
    file = f"{name}.py"
    entries = _entries(folder, MAX_ENTRIES)
    if entries is None:
        return Unreadable("huge_folder", {"folder": shown, "limit": MAX_ENTRIES})
    source = _read(folder, file)
    if isinstance(source, Unreadable):
        alike = [entry.name for entry in entries if entry.name.casefold() == file]
        return misnamed(file, alike[0]) if source.code == "missing_file" and alike else source
    source = checked_text(source, file)
    return source if isinstance(source, Unreadable) else {**sources_of(_beside(folder, entries)), name: source}


def _entries(folder: int, limit: int) -> list[os.DirEntry[str]] | None:
    """What is in a folder, in order; None when it is more than the limit."""
    with os.scandir(folder) as found:
        entries = list(islice(found, limit + 1))
    return None if len(entries) > limit else sorted(entries, key=lambda entry: entry.name)


def _beside(folder: int, entries: list[os.DirEntry[str]]) -> dict[str, bytes]:
    """The modules in a folder, then those of its packages: what can be read, as much as may be sent."""
    files: dict[str, bytes] = {}
    left = MAX_TOTAL_BYTES
    for path in islice(_paths(folder, entries), MAX_FILES):
        parent, _, name = path.rpartition("/")
        try:
            with ExitStack() as opened:
                home = opened.enter_context(_opened(parent, folder, os.O_NOFOLLOW)) if parent else folder
                source = _read(home, name)
        except OSError:
            continue
        if isinstance(source, bytes):
            left -= len(source)
            if left < 0:
                break
            files[path] = source
    return files


def _paths(folder: int, entries: list[os.DirEntry[str]]) -> Iterator[str]:
    """Paths of the modules in a folder, then of those in its packages."""
    yield from (entry.name for entry in entries if module_name(entry.name))
    packages = [entry.name for entry in entries if entry.name.isidentifier() and entry.is_dir(follow_symlinks=False)]
    for package in packages[:MAX_PACKAGES]:
        try:
            with _opened(package, folder, os.O_NOFOLLOW) as descriptor:
                parts = _entries(descriptor, MAX_PACKAGE_ENTRIES)
        except OSError:
            continue
        yield from (path for part in parts or () if module_name(path := f"{package}/{part.name}"))


def _read(folder: int, name: str, limit: int = MAX_FILE_BYTES) -> bytes | Unreadable:
    """The bytes of a regular file that really lies in the folder."""
    facts: Facts = {"file": name}
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return Unreadable("missing_file", facts)
    try:
        with os.fdopen(_open_file(folder, name, MAX_LINKS), "rb") as file:
            source = file.read(limit + 1)
    except _OutsideError:
        return Unreadable("outside_folder", facts)
    except _NoFileError:
        return Unreadable("not_a_file", facts)
    except OSError as error:
        return _unreadable(error, facts)
    return Unreadable("huge_file", {**facts, "limit": limit}) if len(source) > limit else source


def _open_file(folder: int, path: str, links: int) -> int:
    """Descriptor of a regular file beneath a folder; follows that many links, none of them up or out."""
    *parents, name = path.split("/")
    with ExitStack() as opened:
        for parent in parents:
            folder = opened.enter_context(_opened(parent, folder, os.O_NOFOLLOW))
        mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        if stat.S_ISLNK(mode):
            target = os.readlink(name, dir_fd=folder)
            if target.startswith("/") or ".." in target.split("/"):
                raise _OutsideError
            if links == 0:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            return _open_file(folder, target, links - 1)
        if not stat.S_ISREG(mode):
            raise _NoFileError
        descriptor = os.open(name, OPEN_FILE, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # exchanged since it was looked at
        os.close(descriptor)
        raise _NoFileError
    return descriptor


def _unreadable(error: OSError, facts: Facts) -> Unreadable:
    return Unreadable("unreadable_file", {**facts, "reason": error.strerror or str(error)})
