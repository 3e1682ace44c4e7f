"""The keeper's side of the level `process`: ending whatever a worker started, since nothing forbids it to start any."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

PROCESSES = Path("/proc")


def end_descendants() -> None:
    """End every process below this one, which adopts orphans.

    All are stopped before any is ended, so that none starts another meanwhile.
    """
    stopped: set[int] = set()
    while found := _descendants(os.getpid()) - stopped:
        _send(signal.SIGSTOP, found)
        stopped |= found
    _send(signal.SIGKILL, stopped)
    with contextlib.suppress(ChildProcessError):
        while stopped:
            os.waitpid(-1, 0)


def _send(number: signal.Signals, processes: set[int]) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(process, number)


def _descendants(ancestor: int) -> set[int]:
    """The living processes below one; none where there is no /proc."""
    children: dict[int, list[int]] = {}
    for path in PROCESSES.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            state, parent = path.read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
            if state not in "ZX":
                children.setdefault(int(parent), []).append(int(path.parent.name))
    found: set[int] = set()
    pending = [ancestor]
    while pending:
        below = children.get(pending.pop(), [])
        found.update(below)
        pending += below
    return found
