"""Trying every isolation level of this machine, as a judge of its own: what works, and whether it holds."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import msgspec

from grader.answers import Returned
from grader.sandbox.launch import WarmParent
from grader.sandbox.levels import LEVELS, IsolationUnavailableError, Level, candidates, is_safe
from grader.sandbox.limits import BreachError, Limits
from grader.sandbox.process import Worker, WorkerStartError
from grader.sandbox.wire import Call, Step

if TYPE_CHECKING:
    from grader.sandbox.forking import Starter

PROBES = {
    "files": "open(outside).close()",
    "machine": "open('/etc/passwd').close()",
    "processes": "open(f'/proc/{os.getppid() or 2}/status').close()",
    "write": "open('/var/tmp/convgrade-probe', 'w').close()",
    "program": "os.execv('/bin/true', ['true'])",
    "process": "os._exit(0) if os.fork() == 0 else os.wait()",
    "network": "__import__('socket').socket().close()",
    "signals": "os.kill(os.getppid() or 2, 0)",
}
"""What a submission must not be able to do: each succeeds where it can."""

SOURCE = """
import os

def attempt(expression, outside):
    try:
        eval(expression, {"os": os, "outside": outside})
    except OSError:
        return False
    return True
"""
LIMITS = Limits(start_seconds=10.0)


class Tried(msgspec.Struct):
    """What came of a level: how long a worker takes to start, why it cannot be had, what it did not keep out."""

    level: Level
    seconds: float = 0.0
    reason: str = ""
    leaks: list[str] = []

    @property
    def holds(self) -> bool:
        """Whether strangers' code may be run at it."""
        return is_safe(self.level) and not self.reason and not self.leaks


class TrialError(Exception):
    """The trial itself failed; the message is the last that it said."""


def tried_levels() -> list[Tried]:
    """What came of each level that the platform may have, from the strongest to the weakest."""
    with WarmParent(__name__) as judge:
        answer = judge.stdout.read()
        if not answer:
            raise TrialError(judge.stderr.read().decode("utf-8", "replace").strip().rpartition("\n")[2])
    return msgspec.json.decode(answer, type=list[Tried])


def main(start: Starter) -> None:
    """Write what came of each level, as JSON, to stdout."""
    _tried("process", start)  # until then, the warm parent is still getting ready
    found = [_tried(level, start) for level in LEVELS if level in candidates(None)]
    sys.stdout.buffer.write(msgspec.json.encode(found))
    sys.stdout.buffer.flush()


def _tried(level: Level, start: Starter) -> Tried:
    began = time.monotonic()
    try:
        with Worker(start(), level, LIMITS) as worker:
            worker.begin_load("probe", {"probe": SOURCE.encode()})
            worker.loaded(LIMITS.load_seconds)
            tried = Tried(level, time.monotonic() - began)
            if is_safe(level):  # elsewhere the probes would only show what is known
                tried.leaks = [name for name, expression in PROBES.items() if _succeeds(worker, expression)]
            return tried
    except (IsolationUnavailableError, WorkerStartError, BreachError) as error:
        return Tried(level, reason=str(error))


def _succeeds(worker: Worker, expression: str) -> bool:
    call = Call("attempt", [Step([expression, __file__])])
    answer = next(worker.run([call], lambda: LIMITS.call_seconds))
    return not isinstance(answer, Returned) or answer.value is not False
