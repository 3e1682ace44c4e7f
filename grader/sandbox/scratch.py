"""The scratch folder of a worker that runs outside namespaces: made, locked by its keeper, removed with all it holds.

A keeper that is killed cannot remove its folder; the lock is gone with it, though, and the next grading removes what
nobody locks.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

PREFIX = "convgrade-scratch-"
OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
SECONDS_TO_LOCK = 60.0
"""A folder this young may be on its way to being locked."""


@contextlib.contextmanager
def scratch_folder() -> Iterator[str]:
    """An empty folder of its own, which goes with the context, and with it what others left behind."""
    from tempfile import mkdtemp  # noqa: PLC0415 (slow to load, and the judge only counts)

    folder = mkdtemp(prefix=PREFIX)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
    finally:
        _remove(folder)
        os.close(descriptor)
        _remove_abandoned(Path(folder).parent)


def _remove_abandoned(place: Path) -> None:
    """Remove what keepers that were killed left behind in the folder for temporary files."""
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                _remove_if_abandoned(entry)


def _remove_if_abandoned(entry: os.DirEntry[str]) -> None:
    with contextlib.suppress(OSError):
        found = entry.stat(follow_symlinks=False)
        if found.st_uid != os.getuid() or time.time() - found.st_mtime < SECONDS_TO_LOCK:
            return
        descriptor = os.open(entry.path, OPEN_FOLDER)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(entry.path)
        finally:
            os.close(descriptor)


def _remove(folder: str) -> None:
    """Remove a folder of a stranger: links in it are removed, never followed; closed folders are opened first.

    However deep its folders are nested, no path grows and nothing recurses: what lies in a folder of it is brought up.
    """
    with contextlib.suppress(OSError):
        top = os.open(folder, OPEN_FOLDER)
        try:
            names = (f"{os.urandom(8).hex()}-{number}" for number in count())
            while _brought_up(top, names):
                pass
        finally:
            os.close(top)
        Path(folder).rmdir()


def _brought_up(top: int, names: Iterator[str]) -> bool:
    """Remove the files and the folders of a folder, the latter's own folders moved to it: whether there were any."""
    folders = _emptied(top)
    for name in folders:
        inner = os.open(name, OPEN_FOLDER, dir_fd=top)
        try:
            for below in _emptied(inner):
                os.rename(below, next(names), src_dir_fd=inner, dst_dir_fd=top)
        finally:
            os.close(inner)
        os.rmdir(name, dir_fd=top)
    return bool(folders)


def _emptied(folder: int) -> list[str]:
    """Remove the files of a folder; its folders, which are opened."""
    with os.scandir(folder) as found:
        entries = list(found)
    folders = []
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            os.chmod(entry.name, 0o700, dir_fd=folder)
            folders.append(entry.name)
        else:
            os.unlink(entry.name, dir_fd=folder)
    return folders


def used(folder: str, most: int) -> tuple[int, int]:
    """Bytes and number of files in a folder; counting stops at `most` files.

    Where no look is possible (a closed folder, a path too long) as many may lie.
    """
    total = files = 0
    pending = [folder]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    files += 1
                    if files >= most:
                        return total, files
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
        except FileNotFoundError:  # removed meanwhile
            continue
        except OSError:
            return total, most
    return total, files
