"""The warm parent: a trusted process that imports NumPy (or another package) once and forks whatever needs it.

It is started with an empty environment and never reads a line of a submission, nor anything worth stealing. First
it forks the judge, which is the grader's own engine and alone reads the job. Then it forks workers for the judge,
each from the same untouched state: a worker knows nothing of the judge or of another worker, and starts in
milliseconds. When the judge is gone it ends, and the kernel ends the workers with it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import NoReturn

from grader.sandbox.confine import ConfinementError, die_with_parent, load_libraries
from grader.sandbox.forking import REQUEST, START, STATUS, ForkingStarter
from grader.sandbox.packages import Surroundings

SECONDS_TO_END = 5.0
POLL_SECONDS = 0.001


def main(judge: str, packages: Sequence[str]) -> NoReturn:
    """Fork the judge, the module of that name, whose `main` is given a starter of workers; then serve it.

    The workers may import the packages, which are imported here, once.
    """
    die_with_parent()
    for package in packages:
        import_module(package)
    gc.freeze()  # what is imported stays: the collector need not look at it, nor copy its pages after a fork
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        die_with_parent()
        ours.close()
        gc.enable()
        import_module(judge).main(ForkingStarter(theirs))
        os._exit(0)
    theirs.close()
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)  # the job is the judge's alone
    os.dup2(nothing, 1)
    os.close(nothing)
    serve(ours, packages)


def serve(requests: socket.socket, packages: Sequence[str]) -> NoReturn:
    """Fork workers on request and tell how they ended, until the other end of the socket is closed."""
    from grader.sandbox import worker  # noqa: PLC0415 (while the judge loads what it needs)

    with contextlib.suppress(ConfinementError):  # the worker that is to be confined says so
        load_libraries()
    surroundings = Surroundings.of(packages)
    run_worker = partial(worker.main, surroundings)
    while True:
        message, descriptors, _, _ = socket.recv_fds(requests, REQUEST.size, 3)
        if not message:
            os._exit(0)
        action, pid = REQUEST.unpack(message)
        answer = _fork_worker(requests, descriptors, run_worker) if action == START else _ended(pid)
        requests.send(STATUS.pack(answer))


def _fork_worker(requests: socket.socket, descriptors: list[int], run_worker: Callable[[], NoReturn]) -> int:
    pid = os.fork()
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
        run_worker()
    except BaseException:  # noqa: BLE001 (nothing may go on as a second warm parent)
        traceback.print_exc()
    finally:
        os._exit(70)


def _ended(pid: int) -> int:
    """Exit code of a worker, or minus the signal that ended it; one that does not end by itself is ended."""
    deadline = time.monotonic() + SECONDS_TO_END
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        time.sleep(POLL_SECONDS)
