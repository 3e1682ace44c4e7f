"""A submission's module kept running: loaded into a worker, and into a fresh one whenever a limit was broken."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import repeat
from typing import TYPE_CHECKING, Self

import msgspec
from msgspec.structs import replace

from grader.answers import Answer, Raised
from grader.engine.processors import worker_processor
from grader.sandbox.forking import Starter
from grader.sandbox.levels import IsolationUnavailableError, Level
from grader.sandbox.limits import BreachError, Limits
from grader.sandbox.process import Worker
from grader.sandbox.wire import Call, Loaded, Step, argument

if TYPE_CHECKING:
    from grader.course.spec import Case, Exercise
    from grader.engine.beside import Examiner


class Spending(msgspec.Struct):
    """Seconds spent waiting for a submission."""

    seconds: float = 0.0


class Session:
    """One module of sources that are run in workers. Use it as a context manager."""

    def __init__(
        self,
        start: Starter,
        levels: Sequence[Level],
        limits: Limits,
        spending: Spending | None = None,
        processor: int | None = None,
    ) -> None:
        """Start a worker under the first of the levels; the others are for a machine that does not keep it.

        Sessions of one submission may share what they spend of the chapter's time. All workers of a judge run on one
        processor, so that those who take turns are measured alike, unless another is given.
        """
        self._start = start
        self.levels = levels
        self._processor = worker_processor() if processor is None else processor
        self.limits = limits
        self._worker: Worker | None = None
        self._module = self._drivers = ""
        self.sources: Mapping[str, bytes] = {}
        self.borrowed: Mapping[str, list[str]] = {}
        self.spending = spending or Spending()
        self._called: set[str] = set()
        self.examiner: Examiner | None = None
        self._begin_worker()

    @property
    def level(self) -> Level:
        """The level of isolation; certain once a module is loaded."""
        return self.levels[0]

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the worker."""
        self.reset()

    def begin(self, module: str, sources: Mapping[str, bytes], drivers: str = "") -> None:
        """Have the module imported, while the caller may do something else.

        `drivers` names a module of ours whose functions may drive the module's.
        """
        self._module, self.sources, self._drivers = module, sources, drivers
        beside: Mapping[str, bytes] = {}
        if drivers:
            from grader.engine.beside import beside_sources  # noqa: PLC0415 (few chapters have drivers)

            beside = beside_sources()
        self._begin_worker().begin_load(module, sources, beside, drivers)

    def loaded(self) -> list[str] | Raised:
        """Callables of the module, or what it raised.

        `BreachError` for a limit, `IsolationUnavailableError` when the machine keeps none of the levels.
        """
        allowance = self._allowance(self.limits.load_seconds)
        began = time.monotonic()
        try:
            loaded = self._begin_worker().loaded(allowance)
            self.levels = self.levels[:1]  # from here on the submission may have a hand in what fails
            return self._noted(loaded)
        except IsolationUnavailableError:
            if len(self.levels) == 1:
                raise
        except BreachError:
            self.levels = self.levels[:1]
            self.reset()
            raise
        finally:
            self.spending.seconds += time.monotonic() - began
        self.levels = self.levels[1:]
        self.reset()
        self.begin(self._module, self.sources, self._drivers)
        return self.loaded()

    def _noted(self, loaded: Loaded | Raised) -> list[str] | Raised:
        if isinstance(loaded, Raised):
            return loaded
        self.borrowed = loaded.borrowed
        return loaded.functions

    def load(self, module: str, sources: Mapping[str, bytes], drivers: str = "") -> list[str] | Raised:
        """Import the module, and wait for it."""
        self.begin(module, sources, drivers)
        return self.loaded()

    def reload(self, source: bytes) -> None:
        """Have another source of the same module imported, in a fresh worker."""
        self.reset()
        self.begin(self._module, {**self.sources, self._module: source}, self._drivers)

    def _begin_worker(self) -> Worker:
        if self._worker is None:
            self._worker = Worker(self._start(), self.level, self.limits, self._processor)
            self._called = set()
        return self._worker

    def answers(self, function: str, cases: Sequence[Case], driver: str = "") -> Iterator[Answer]:
        """The answers to the cases in turn, which are put at once. `BreachError` stands for one that never came."""
        calls = [call_of(function, case, driver) for case in cases]
        try:
            running = self._running()
            self._called.add(function)
            return self._waited_for(running.run(calls, lambda: self._allowance(self.limits.call_seconds)))
        except BreachError:
            self.reset()
            raise

    def answers_to(self, exercise: Exercise, cases: Sequence[Case]) -> Iterator[Answer]:
        """The answers to cases of an exercise, examined where it asks for that."""
        if not exercise.examination:
            return self.answers(exercise.id, cases, exercise.driver)
        assert self.examiner is not None
        whole = [replace(case, report=()) for case in cases]  # the part reported is one of the examination's result
        answers = self.answers(exercise.id, whole, exercise.driver)
        return map(self.examiner.examined, repeat(exercise), cases, answers)

    def _waited_for(self, answers: Iterator[Answer]) -> Iterator[Answer]:
        """The answers; the time spent waiting for them counts for the chapter."""
        while True:
            start = time.monotonic()
            try:
                answer = next(answers, None)
            except BreachError:
                self.reset()
                raise
            finally:
                self.spending.seconds += time.monotonic() - start
            if answer is None:
                return
            yield answer

    def timed(self, function: str, case: Case) -> tuple[Answer, float]:
        """The answer to one case and the seconds it took, pipes included."""
        try:
            allowance = self._allowance(self.limits.speed_call_seconds)
            answer, seconds = self._running().timed(call_of(function, case), allowance)
        except BreachError:
            self.reset()
            raise
        self.spending.seconds += seconds
        return answer, seconds

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Keep the submission, and whatever it left running, from taking part in what is done meanwhile."""
        if self._worker is None:
            yield
            return
        with ExitStack() as stack:
            try:
                stack.enter_context(self._worker.stopped())
            except BreachError:
                self.reset()
                raise
            yield

    def is_used(self, function: str) -> bool:
        """Whether functions other than this one have run in the worker, and may have left something behind."""
        return self._worker is not None and bool(self._called - {function})

    def has_answered(self) -> bool:
        """Whether what is to come next has begun to come."""
        return self._worker is None or self._worker.has_answered()

    @property
    def is_busy(self) -> bool:
        """Whether the worker still does or holds something."""
        return self._worker is not None and self._worker.is_busy

    def _allowance(self, seconds: float) -> float:
        left = self.limits.chapter_seconds - self.spending.seconds
        if left <= 0:
            raise BreachError("chapter_time", limit=self.limits.chapter_seconds, used=self.spending.seconds)
        return min(seconds, left)

    def _running(self) -> Worker:
        """The worker, or a fresh one into which the module has been loaded again."""
        if self._worker is None:
            raised = self.load(self._module, self.sources, self._drivers)
            if isinstance(raised, Raised):
                raise BreachError("process", reason=raised.exception)
        return self._begin_worker()

    def reset(self) -> None:
        """End the worker; the next call gets a fresh one."""
        if self._worker is not None:
            self._worker.__exit__()
            self._worker = None


def call_of(function: str, case: Case, driver: str = "") -> Call:
    """A case as it goes over the wire."""
    steps = [
        Step(
            [argument(value) for value in step.arguments],
            {name: argument(value) for name, value in step.keywords.items()},
        )
        for step in case.steps
    ]
    return Call(function, steps, list(case.report), driver)
