"""Which hints were asked for: a small file in the submission's folder.

The student can change or remove it. It is there to be counted and to go on where one stopped, not to be trusted, so a
missing or damaged file is no error. As the folder may be a stranger's, no link is followed out of it and none is
written through.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from grader.submission.folder import OPEN_FOLDER, read_file

FILE = ".convgrade_hints.json"
LARGEST = 1 << 16
STEPS = 3

Used = dict[str, dict[str, int]]
"""Steps asked for, by chapter and exercise."""


def used_hints(folder: Path | None) -> Used:
    """What was asked for in a folder; nothing where nobody knows."""
    if folder is None:
        return {}
    data = read_file(folder / FILE, LARGEST)
    if not isinstance(data, bytes):
        return {}
    try:
        found = msgspec.json.decode(data, type=Used)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    return {
        chapter: {exercise: min(max(step, 0), STEPS) for exercise, step in steps.items()}
        for chapter, steps in found.items()
    }


def note_hint(folder: Path, chapter: str, exercise: str, step: int) -> None:
    """Note that a step was asked for. `OSError` when it cannot be.

    The file is written anew beside the old one and put in its place, so that it is never half written.
    """
    used = used_hints(folder)
    used.setdefault(chapter, {})[exercise] = step
    data = msgspec.json.format(msgspec.json.encode(used), indent=1) + b"\n"
    descriptor = os.open(folder, OPEN_FOLDER)
    new = f"{FILE}.{os.urandom(8).hex()}"
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666, dir_fd=descriptor), "wb") as file:
            file.write(data)
        os.replace(new, FILE, src_dir_fd=descriptor, dst_dir_fd=descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(new, dir_fd=descriptor)
        raise
    finally:
        os.close(descriptor)
