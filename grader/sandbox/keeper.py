"""The keeper: a trusted process around one worker.

Forked by the warm parent, it makes the worker's surroundings (namespaces or a scratch folder), forks the worker into
them, waits, and removes everything, whether the worker ends, is to be ended (SIGTERM), or the warm parent is gone
(SIGTERM from the kernel). It ends as the worker ended. It never reads a byte of a submission.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from grader.sandbox import wire, worker
from grader.sandbox.confinement import ConfinementError, adopt_orphans, die_with_parent
from grader.sandbox.descendants import end_descendants
from grader.sandbox.frames import WireError, read_frame
from grader.sandbox.levels import uses_namespaces
from grader.sandbox.namespaces import Holder, namespaces

if TYPE_CHECKING:
    from grader.sandbox.packages import Surroundings

WATCHED = (signal.SIGTERM, signal.SIGCHLD)
SETUP_LIMIT = 1 << 16
REFUSED = 1


def main(surroundings: Surroundings, spare: Holder | None = None) -> NoReturn:
    """Keep one worker, in the spare namespaces if there are any; the standard streams are the pipes to the judge."""
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # an ignored signal could not be waited for everywhere
    die_with_parent(signal.SIGTERM)
    with contextlib.suppress(OSError):  # Linux: where memory runs out, a worker goes before anything of ours
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    status = REFUSED << 8
    try:
        with os.fdopen(os.dup(0), "rb", buffering=0) as requests:  # no byte is read before its time
            setup = wire.decode_setup(read_frame(requests, SETUP_LIMIT))
        with _surroundings(surroundings, setup, spare) as scratch:
            status = _kept(surroundings, setup, scratch)
    except (EOFError, WireError):  # the judge is gone
        pass
    except (ConfinementError, OSError) as error:
        _tell(wire.Refused(str(error)))
    _end_like(status)


def _surroundings(surroundings: Surroundings, setup: wire.Setup, spare: Holder | None) -> AbstractContextManager[str]:
    """Where the worker is to live: the path of its scratch folder."""
    if uses_namespaces(setup.isolation):
        if spare is not None and spare.scratch_bytes == setup.scratch_bytes:
            return namespaces(spare)
        return namespaces(Holder(surroundings, setup.scratch_bytes))
    return _unconfined()


@contextlib.contextmanager
def _unconfined() -> Iterator[str]:
    """A scratch folder; whatever the worker started there ends before the folder is removed."""
    from grader.sandbox.scratch import scratch_folder  # noqa: PLC0415 (namespaces have one of their own)

    adopt_orphans()
    with scratch_folder() as scratch:
        try:
            yield scratch
        finally:
            end_descendants()


def _kept(surroundings: Surroundings, setup: wire.Setup, scratch: str) -> int:
    """Fork the worker and wait for it: its wait status."""
    waiting, release = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(release)
        os.read(waiting, 1)
        _become_worker(surroundings, setup, scratch)
    os.close(waiting)
    _tell(wire.Started(pid, scratch))
    os.closerange(0, 3)  # the pipes are the worker's alone: they close when it closes them
    os.close(release)
    return _ended(pid)


def _become_worker(surroundings: Surroundings, setup: wire.Setup, scratch: str) -> NoReturn:
    try:
        die_with_parent()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.setpgid(0, 0)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        worker.main(surroundings, setup, scratch)
    finally:
        os._exit(70)


def _tell(message: wire.Reply) -> None:
    with contextlib.suppress(OSError):  # the judge is gone
        os.write(1, wire.encode(message))


def _ended(pid: int) -> int:
    """Wait for the worker, or end it when asked to: its wait status."""
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return status
        if signal.sigwait(WATCHED) == signal.SIGTERM:
            os.kill(pid, signal.SIGKILL)
            return os.waitpid(pid, 0)[1]


def _end_like(status: int) -> NoReturn:
    """End with the worker's exit code, or by the signal that ended it."""
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        os._exit(code)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [-code])
    with contextlib.suppress(OSError, ValueError):
        signal.signal(-code, signal.SIG_DFL)
    os.kill(os.getpid(), -code)
    os._exit(70)
