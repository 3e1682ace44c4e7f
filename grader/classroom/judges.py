"""Judges that live on: each is a process that does one job after another, several of them side by side."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from msgspec.structs import replace

from grader.engine.client import outcome
from grader.engine.job import Done, Failed
from grader.sandbox.launch import WarmParent

if TYPE_CHECKING:
    from grader.engine.job import Job, Message
    from grader.sandbox.levels import Level

JUDGE = "grader.engine.judge"
LONGEST_SECONDS = 1800.0
"""No chapter takes so long: submissions have limits of their own. A judge that does is taken for dead."""

Key = TypeVar("Key")
Notice = Callable[[str, str], None]


def is_fault(message: Message) -> bool:
    """Whether the grader failed: on the whole of a job, or on an exercise of it."""
    return isinstance(message, Failed) or (isinstance(message, Done) and "grader_error" in message.result.statuses)


class Judge:
    """A judge that is started when it is needed, and anew when it has failed. Use it as a context manager."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._process: WarmParent | None = None
        self._stopped = False
        self._working = threading.Lock()
        self._kept: dict[tuple[Level, ...], list[Level]] = {}

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process and all its workers."""
        if self._process is not None:
            self._process.__exit__()
            self._process = None

    def stop(self) -> None:
        """End what another thread waits for: it gets a failure at once, and no fresh judge."""
        self._stopped = True
        if self._process is not None:
            self._process.begin_end()

    def end(self) -> None:
        """End for good, though another thread may be waiting for an outcome: nothing of the process is left."""
        self.stop()
        with self._working:
            self.__exit__()

    def grade(self, todo: Job, notice: Notice = lambda _chapter, _exercise: None) -> Message:
        """The outcome of a job. A fault of the grader's is tried again once, with a fresh judge."""
        with self._working:
            return self._graded(todo, notice)

    def _graded(self, todo: Job, notice: Notice) -> Message:
        asked = tuple(todo.levels)
        todo = replace(todo, levels=self._kept.get(asked, todo.levels))
        message = self._once(todo, notice)
        if is_fault(message) and not self._stopped:
            self.__exit__()
            message = self._once(todo, notice)
        if isinstance(message, Failed):
            self.__exit__()
        elif isinstance(message, Done):
            self._kept[asked] = [message.result.isolation]  # what the machine keeps need not be tried again
        return message

    def _once(self, todo: Job, notice: Notice) -> Message:
        if self._process is None:
            self._process = WarmParent(JUDGE)
        if self._stopped:  # perhaps before there was a process to end
            self._process.begin_end()
        watch = threading.Timer(LONGEST_SECONDS * len(todo.chapters), self._process.begin_end)
        watch.daemon = True
        watch.start()
        try:
            return outcome(self._process, todo, notice)
        finally:
            watch.cancel()
            watch.join()


class Judges(Generic[Key]):
    """Judges side by side, each with its workers on a processor of its own."""

    def __init__(self, count: int) -> None:
        """Have so many judges."""
        self._count = count
        self._waiting = threading.Lock()
        self._stopped = False

    def outcomes(self, jobs: Iterable[tuple[Key, Job]]) -> Generator[tuple[Key, Message]]:
        """The outcomes as they come; jobs are drawn when a judge is free. Closing the iterator ends the judges."""
        drawn = iter(jobs)
        done: queue.SimpleQueue[tuple[Key, Message] | BaseException | None] = queue.SimpleQueue()
        judges = [Judge() for _ in range(self._count)]
        threads = [
            threading.Thread(target=self._work, args=(judge, number, drawn, done), daemon=True)
            for number, judge in enumerate(judges)
        ]
        for thread in threads:
            thread.start()
        working = len(threads)
        try:
            while working:
                match done.get():
                    case None:
                        working -= 1
                    case BaseException() as error:
                        raise error
                    case (_, _) as found:
                        yield found
        finally:
            self._stopped = True
            for judge in judges:
                judge.stop()
            for thread in threads:
                thread.join()

    def _work(
        self,
        judge: Judge,
        number: int,
        jobs: Iterator[tuple[Key, Job]],
        done: queue.SimpleQueue[tuple[Key, Message] | BaseException | None],
    ) -> None:
        """Do jobs until there are none left."""
        _stay_on(number)
        try:
            while (job := self._next(jobs)) is not None and not self._stopped:
                message = judge.grade(job[1])
                if not self._stopped:
                    done.put((job[0], message))
        except BaseException as error:  # noqa: BLE001 (raised by whoever waits for outcomes)
            done.put(error)
        finally:
            judge.__exit__()
            done.put(None)

    def _next(self, jobs: Iterator[tuple[Key, Job]]) -> tuple[Key, Job] | None:
        with self._waiting:
            return next(jobs, None)


def _stay_on(number: int) -> None:
    """Bind this thread, and what it starts, to one processor; neighbours get neighbouring ones."""
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {allowed[number % len(allowed)]})
