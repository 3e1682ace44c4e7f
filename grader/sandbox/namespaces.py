"""The keeper's side of the level `bubblewrap`: namespaces in which nothing exists but what a worker needs.

bubblewrap makes them: a root of its own with Python's files bound read-only, an empty scratch folder of limited size,
no network, no other process, no /proc. In them it runs `cat`, which waits. The keeper, which has NumPy loaded
already, then enters them (setns) and forks the worker there: this takes some 15 ms where starting Python and NumPy
inside would take ten times as long. Sources: bwrap(1), user_namespaces(7), setns(2), pid_namespaces(7).
"""

from __future__ import annotations

import contextlib
import json
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


@contextlib.contextmanager
def namespaces(surroundings: Surroundings, scratch_bytes: int) -> Iterator[str]:
    """Enter fresh namespaces: what is forked then lives in them, and dies with the context. The scratch folder's path.

    `ConfinementError` when bubblewrap is missing or the machine forbids it.
    """
    bubblewrap = find_bubblewrap()
    holder = next((place for place in HOLDER_PLACES if Path(place).exists()), None)
    if bubblewrap is None or holder is None:
        raise ConfinementError("bubblewrap is not installed")
    (own_end, wakes), (answers, their_end), (complaints, complaining), (told, telling) = (os.pipe() for _ in range(4))
    streams = (own_end, their_end, complaining)
    actions = [(os.POSIX_SPAWN_DUP2, descriptor, standard) for standard, descriptor in enumerate(streams)]
    actions.append((os.POSIX_SPAWN_DUP2, telling, telling))  # onto itself: it stays open
    arguments = [bubblewrap, *_options(surroundings, scratch_bytes, holder), "--info-fd", str(telling), "--", HOLDER]
    pid = os.posix_spawn(bubblewrap, arguments, {}, file_actions=actions, setsigmask=[])
    for descriptor in (*streams, telling):
        os.close(descriptor)
    try:
        with contextlib.suppress(BrokenPipeError):  # it has ended already: its complaint says why
            os.write(wakes, b"\n")
        ready, _, _ = select.select([answers], [], [], SECONDS_TO_START)
        if not ready or os.read(answers, 1) != b"\n":  # it echoes once everything is in its place
            raise ConfinementError(_first_line(complaints) or "bubblewrap ended without a word")
        _enter(json.loads(os.read(told, 1 << 16))["child-pid"])
        yield SCRATCH
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        for descriptor in (wakes, answers, told, complaints):
            os.close(descriptor)


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
