"""The processor on which all workers of a judge run, so that those who take turns are measured alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from grader.sandbox.confinement import libc


def worker_processor(beside: int = 0) -> int | None:
    """Number of the processor of this judge's workers, or of the one so many places beside it.

    None where processes cannot be bound to one.
    """
    if not hasattr(os, "sched_getaffinity"):
        return None
    now = _allowed()
    allowed = _before.get(now, now)
    return allowed[(_place(allowed, os.getpid()) + beside) % len(allowed)]


def _allowed() -> tuple[int, ...]:
    return tuple(sorted(os.sched_getaffinity(os.getpid())))


@cache
def _place(allowed: tuple[int, ...], pid: int) -> int:
    """Where to put the workers: not where the judge is now, and not where every other judge has its own."""
    elsewhere = [place for place, number in enumerate(allowed) if number != libc().sched_getcpu()]
    return elsewhere[pid % len(elsewhere)] if elsewhere else 0


_before: dict[tuple[int, ...], tuple[int, ...]] = {}
"""The processors of this process before it left one of them to its workers."""


@contextmanager
def apart_from_workers() -> Iterator[None]:
    """Bind this process to the processors that its workers do not use, if there are any: both work at once then.

    By itself the kernel puts two that speak to one another on one processor, and moves one of them too late.
    """
    processor = worker_processor()
    if processor is None or len(before := _allowed()) == 1:
        yield
        return
    others = tuple(number for number in before if number != processor)
    _before[others] = before
    os.sched_setaffinity(0, others)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
        del _before[others]


@contextmanager
def beside_the_workers(processor: int | None) -> Iterator[None]:
    """Bind this thread, too, to the workers' processor.

    What goes through a pipe then never changes caches, and nothing that two processors do at once makes one call
    cheaper than the next: ratios scatter half as much.
    """
    if processor is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {processor})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
