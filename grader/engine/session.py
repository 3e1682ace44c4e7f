"""A submission's module kept running: loaded into a worker, and into a fresh one whenever a limit was broken."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from subprocess import Popen
from typing import Self

from grader.answers import Answer, Raised
from grader.course.spec import Case
from grader.sandbox.levels import Level
from grader.sandbox.limits import BreachError, Limits
from grader.sandbox.process import Worker
from grader.sandbox.wire import Call

Start = Callable[[], Popen[bytes]]


class Session:
    """One module of sources that are run in workers. Use it as a context manager."""

    def __init__(self, start: Start, level: Level, packages: Sequence[str], limits: Limits) -> None:
        """Take the first process from `start`; later ones, after a breach, too."""
        self._start = start
        self._level = level
        self._packages = packages
        self.limits = limits
        self._worker: Worker | None = Worker(start(), level, packages, limits)
        self._module = ""
        self._sources: Mapping[str, bytes] = {}
        self._spent = 0.0

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the worker."""
        self._discard()

    def load(self, module: str, sources: Mapping[str, bytes]) -> tuple[list[str], str] | Raised:
        """Import the module: its callables and what it printed, or what it raised; `BreachError` for a limit."""
        self._module, self._sources = module, sources
        assert self._worker is not None
        return self._worker.load(module, sources, self.limits.load_seconds)

    def answers(self, function: str, cases: Sequence[Case]) -> Iterator[Answer]:
        """The answers to the cases in turn. `BreachError` stands for the answer that never came."""
        calls = [call_of(function, case) for case in cases]
        start = time.monotonic()
        try:
            yield from self._running().run(calls, self._allowance(self.limits.call_seconds))
        except BreachError:
            self._discard()
            raise
        finally:
            self._spent += time.monotonic() - start

    def timed(self, function: str, case: Case) -> tuple[Answer, float]:
        """The answer to one case and the seconds it took, pipes included."""
        try:
            allowance = self._allowance(self.limits.speed_call_seconds)
            answer, seconds = self._running().timed(call_of(function, case), allowance)
        except BreachError:
            self._discard()
            raise
        self._spent += seconds
        return answer, seconds

    def _allowance(self, seconds: float) -> float:
        left = self.limits.chapter_seconds - self._spent
        if left <= 0:
            raise BreachError("chapter_time", limit=self.limits.chapter_seconds)
        return min(seconds, left)

    def _running(self) -> Worker:
        """The worker, or a fresh one into which the module has been loaded again."""
        if self._worker is None:
            self._worker = Worker(self._start(), self._level, self._packages, self.limits)
            loaded = self._worker.load(self._module, self._sources, self.limits.load_seconds)
            if isinstance(loaded, Raised):
                raise BreachError("process", reason=loaded.exception)
        return self._worker

    def _discard(self) -> None:
        if self._worker is not None:
            self._worker.__exit__()
            self._worker = None


def call_of(function: str, case: Case) -> Call:
    """A case as it goes over the wire."""
    return Call(function, list(case.arguments), dict(case.keywords))
