"""The keeper's side of the level `bubblewrap`: namespaces in which nothing exists but what a worker needs.

bubblewrap makes them: a root of its own with Python's files bound read-only, an empty scratch folder of limited size,
no network, no other process, no /proc. In them it runs `cat`, which waits. The keeper, which has NumPy loaded
already, then enters them (setns) and forks the worker there: this takes some 15 ms where starting Python and NumPy
inside would take ten times as long. Sources: bwrap(1), user_namespaces(7), setns(2), pid_namespaces(7).
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from collections.abc import Iterator
from pathlib import Path

from grader.sandbox.confinement import (
    LIBRARY_CACHE,
    NULL_DEVICE,
    READ_ONLY_DEVICES,
    ConfinementError,
    libc,
)
from grader.sandbox.levels import find_bubblewrap
from grader.sandbox.packages import Surroundings

SCRATCH = "/scratch"
HOLDER = "/holder"
HOLDER_PLACES = ("/usr/bin/cat", "/bin/cat", "/run/current-system/sw/bin/cat")
NOBODY = "65534"
SECONDS_TO_START = 10.0

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
NAMESPACES = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS


class Holder:
    """Fresh namespaces, held by a process of bubblewrap's that waits in them: to be entered once, then to be ended."""

    def __init__(self, surroundings: Surroundings, scratch_bytes: int) -> None:
        """Start to make them, while the caller goes on; `ConfinementError` when bubblewrap is missing."""
        bubblewrap = find_bubblewrap()
        holder = next((place for place in HOLDER_PLACES if Path(place).exists()), None)
        if bubblewrap is None or holder is None:
            raise ConfinementError("bubblewrap is not installed")
        self.scratch_bytes = scratch_bytes
        (own_end, self._wakes), (self._answers, their_end), (self._complaints, complaining), (self._told, telling) = (
            os.pipe() for _ in range(4)
        )
        streams = (own_end, their_end, complaining)
        actions = [(os.POSIX_SPAWN_DUP2, descriptor, standard) for standard, descriptor in enumerate(streams)]
        actions.append((os.POSIX_SPAWN_DUP2, telling, telling))  # onto itself: it stays open
        options = (*_options(surroundings, scratch_bytes, holder), "--info-fd", str(telling), "--", HOLDER)
        self._pid = os.posix_spawn(bubblewrap, [bubblewrap, *options], {}, file_actions=actions, setsigmask=[])
        self._process = os.pidfd_open(self._pid)
        for descriptor in (*streams, telling):
            os.close(descriptor)

    def enter(self) -> None:
        """Join the namespaces: children to come live in them. `ConfinementError` when the machine forbids it."""
        with contextlib.suppress(BrokenPipeError):  # it has ended already: its complaint says why
            os.write(self._wakes, b"\n")
        ready, _, _ = select.select([self._answers], [], [], SECONDS_TO_START)
        if not ready or os.read(self._answers, 1) != b"\n":  # it echoes once everything is in its place
            raise ConfinementError(_first_line(self._complaints) or "bubblewrap ended without a word")
        from json import loads  # noqa: PLC0415 (not before somebody waits for the namespaces)

        _enter(loads(os.read(self._told, 1 << 16))["child-pid"])

    def end(self) -> None:
        """End it, and with it all that lives in the namespaces."""
        with contextlib.suppress(ProcessLookupError):  # it ended with the warm parent
            signal.pidfd_send_signal(self._process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):  # it is the warm parent's child
            os.waitpid(self._pid, 0)
        self.let_go()

    def let_go(self) -> None:
        """Leave it to another process that has inherited it."""
        for descriptor in (self._process, self._wakes, self._answers, self._told, self._complaints):
            os.close(descriptor)


@contextlib.contextmanager
def namespaces(holder: Holder) -> Iterator[str]:
    """Enter fresh namespaces: what is forked then lives in them, and dies with the context. The scratch folder's path.

    `ConfinementError` when the machine forbids it.
    """
    try:
        holder.enter()
        yield SCRATCH
    finally:
        holder.end()


def _options(surroundings: Surroundings, scratch_bytes: int, holder: str) -> Iterator[str]:
    """Options of bwrap(1). What is mounted later lies over what is mounted before."""
    yield from ("--unshare-all", "--unshare-user", "--die-with-parent", "--cap-drop", "ALL")
    yield from ("--uid", NOBODY, "--gid", NOBODY)
    for path in (*surroundings.shared, surroundings.library):
        yield from ("--ro-bind", path, path)
    for path in surroundings.hidden:
        yield from ("--tmpfs", path)
    for path in surroundings.located:
        yield from ("--ro-bind", path, path)
    for path in surroundings.hidden:
        yield from ("--remount-ro", path)
    for path in (NULL_DEVICE, *READ_ONLY_DEVICES):
        yield from ("--dev-bind-try", path, path)
    yield from ("--ro-bind-try", LIBRARY_CACHE, LIBRARY_CACHE, "--ro-bind", holder, HOLDER)
    if surroundings.asks_for_itself:
        yield from ("--dir", "/proc/self", "--symlink", HOLDER, "/proc/self/exe")
    yield from ("--size", str(scratch_bytes), "--tmpfs", SCRATCH, "--chdir", SCRATCH, "--remount-ro", "/")


def _enter(pid: int) -> None:
    """Join the namespaces of a process; the pid namespace is for the children to come."""
    process = os.pidfd_open(pid)
    try:
        if libc().setns(process, NAMESPACES) != 0:
            raise ConfinementError("the kernel does not let the grader enter bubblewrap's namespaces (setns)")
    finally:
        os.close(process)


def _first_line(descriptor: int) -> str:
    if not select.select([descriptor], [], [], 0)[0]:
        return ""
    return os.read(descriptor, 1 << 12).decode("utf-8", "replace").strip().partition("\n")[0]
