"""The processor on which all workers of a judge run, so that those who take turns are measured alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


def worker_processor(beside: int = 0) -> int | None:
    """Number of the processor of this judge's workers, or of the one so many places beside it.

    None where processes cannot be bound to one.
    """
    if not hasattr(os, "sched_getaffinity"):
        return None
    allowed = sorted(os.sched_getaffinity(os.getpid()))
    return allowed[(os.getpid() + beside) % len(allowed)]


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
