"""The scratch folder of a worker that runs outside namespaces: made, locked by its keeper, removed with all it holds.

A keeper that is killed cannot remove its folder; the lock is gone with it, though, and the next grading removes what
nobody locks.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PREFIX = "convgrade-scratch-"
SECONDS_TO_LOCK = 60.0
"""A folder this young may be on its way to being locked."""


@contextlib.contextmanager
def scratch_folder() -> Iterator[str]:
    """An empty folder of its own, which goes with the context."""
    folder = tempfile.mkdtemp(prefix=PREFIX)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
    finally:
        _remove(folder)
        os.close(descriptor)


def remove_abandoned() -> None:
    """Remove what keepers that were killed left behind."""
    place = tempfile.gettempdir()
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                _remove_if_abandoned(entry)


def _remove_if_abandoned(entry: os.DirEntry[str]) -> None:
    with contextlib.suppress(OSError):
        found = entry.stat(follow_symlinks=False)
        if found.st_uid != os.getuid() or time.time() - found.st_mtime < SECONDS_TO_LOCK:
            return
        descriptor = os.open(entry.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(entry.path)
        finally:
            os.close(descriptor)


def _remove(folder: str) -> None:
    """Remove a folder of a stranger: links in it are removed, never followed; closed folders are opened first."""
    if os.path.isdir(folder):  # noqa: PTH112 (a string serves)
        for path, folders, _ in os.walk(folder):
            for below in (Path(path, name) for name in folders):
                if not below.is_symlink():
                    with contextlib.suppress(OSError):
                        below.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def used(folder: str, most: int) -> tuple[int, int]:
    """Bytes and number of files in a folder; counting stops at `most` files."""
    total = count = 0
    pending = [folder]
    while pending:
        with contextlib.suppress(OSError), os.scandir(pending.pop()) as entries:
            for entry in entries:
                count += 1
                if count >= most:
                    return total, count
                with contextlib.suppress(OSError):
                    found = entry.stat(follow_symlinks=False)
                    total += found.st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
    return total, count
