"""The warm parent: a trusted process that imports NumPy (or another package) once and forks whatever needs it.

It is started with an empty environment and never reads a line of a submission, nor anything worth stealing. First
it forks the judge, which is the grader's own engine and alone reads the job. Then it forks workers for the judge,
each with a keeper around it and from the same untouched state: a worker knows nothing of the judge or of another
worker, and starts in milliseconds. When the judge is gone it ends, and the keepers end the workers.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import NoReturn

from grader.sandbox.confinement import ConfinementError, die_with_parent, load_libraries
from grader.sandbox.forking import REQUEST, START, STATUS, ForkingStarter
from grader.sandbox.launch import ALIVE
from grader.sandbox.limits import Limits
from grader.sandbox.namespaces import Holder
from grader.sandbox.packages import Surroundings

SECONDS_TO_END = 1.0
POLL_SECONDS = 0.001


def main(judge: str, packages: Sequence[str], temporary: str) -> NoReturn:
    """Fork the judge, the module of that name, whose `main` is given a starter of workers; then serve it.

    The garbage collector is off until the judge turns it on.

    The workers may import the packages, which are imported here, once. Scratch folders are made in the folder for
    temporary files, the system's own when it is empty.
    """
    die_with_parent()
    os.set_inheritable(ALIVE, False)
    _set_temporary_folder(temporary)
    surroundings = Surroundings.of(packages)
    spare = _spare_namespaces(surroundings)
    for package in packages:
        import_module(package)
    gc.freeze()  # what is imported stays: the collector need not look at it, nor copy its pages after a fork
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        die_with_parent()
        ours.close()
        if spare is not None:
            spare.let_go()
        import_module(judge).main(ForkingStarter(theirs))
        os._exit(0)
    theirs.close()
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)  # the job is the judge's alone
    os.dup2(nothing, 1)
    os.close(nothing)
    serve(ours, surroundings, spare)


def nurse(descriptor: int, temporary: str, packages: Sequence[str]) -> NoReturn:
    """Import the packages and serve whoever holds the other end of the socket; end with the process that started it."""
    die_with_parent()
    for package in packages:
        import_module(package)
    gc.freeze()
    _set_temporary_folder(temporary)
    requests = socket.socket(fileno=descriptor)
    requests.set_inheritable(False)
    serve(requests, Surroundings.of(packages))


def _set_temporary_folder(path: str) -> None:
    """Where `tempfile`, once somebody needs it, makes its folders."""
    if path:
        os.environ["TMPDIR"] = path


def _spare_namespaces(surroundings: Surroundings) -> Holder | None:
    """Namespaces for the first worker, if bubblewrap is there: they are made while the packages are imported."""
    try:
        return Holder(surroundings, Limits().scratch_bytes)
    except (ConfinementError, OSError):  # the worker that is to live in some says so
        return None


def serve(requests: socket.socket, surroundings: Surroundings, spare: Holder | None = None) -> NoReturn:
    """Fork workers on request and tell how they ended, until the other end of the socket is closed."""
    from grader.sandbox import keeper  # noqa: PLC0415 (while the judge loads what it needs)

    with contextlib.suppress(ConfinementError):  # the worker that is to be confined says so
        load_libraries()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        message, descriptors, _, _ = socket.recv_fds(requests, REQUEST.size, 3)
        if not message:
            os._exit(0)
        action, pid = REQUEST.unpack(message)
        if action == START:
            answer = _fork_keeper(requests, descriptors, partial(keeper.main, surroundings, spare))
            if spare is not None:  # it is the first keeper's now
                spare.let_go()
                spare = None
        else:
            answer = _ended(pid)
        requests.send(STATUS.pack(answer))


def _fork_keeper(requests: socket.socket, descriptors: list[int], keep: Callable[[], NoReturn]) -> int:
    try:
        pid = os.fork()
    except OSError as error:  # no more processes, or no memory for one: told, and perhaps over soon
        pid = -(error.errno or 1)
    if pid:
        for descriptor in descriptors:
            os.close(descriptor)
        return pid
    try:
        os.setsid()
        requests.close()
        gc.enable()
        for standard, descriptor in enumerate(descriptors):
            os.dup2(descriptor, standard)
            os.close(descriptor)
        keep()
    except BaseException:  # noqa: BLE001 (nothing may go on as a second warm parent)
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(70)


def _ended(pid: int) -> int:
    """How a worker ended: as its keeper did. One that does not end by itself is ended."""
    deadline = time.monotonic() + SECONDS_TO_END
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGTERM)
        time.sleep(POLL_SECONDS)
