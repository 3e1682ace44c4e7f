"""Grading many submissions of chapter 4 in one process, on one processor."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from grader.engine.chapter import Settings
from grader.engine.questions import Questions
from grader.engine.run import grade
from grader.engine.starters import Starters
from grader.sandbox.levels import candidates
from grader.sandbox.nursery import Nursery
from grader.submission import Submission
from tests.conftest import CHAPTER4, exchanged, solution

WRONG = {
    "cross_correlate2d": "def cross_correlate2d(image, kernel):\n    return convolve2d(image, kernel)\n",
    "same_padding": "def same_padding(size, kernel_size, stride):\n    return kernel_size // 2, kernel_size // 2\n",
    "zero_pad2d": "def zero_pad2d(image, padding):\n    raise NotImplementedError\n",
}


def write_submissions(folder: Path, count: int) -> list[Path]:
    """So many different submissions: of any two in a row one is right, the other has one mistake."""
    sources = [part for wrong in WRONG for part in (solution(), exchanged(solution(), **{wrong: WRONG[wrong]}))]
    places = [folder / f"student{number}" for number in range(count)]
    for number, place in enumerate(places):
        place.mkdir(parents=True)
        own = f"{sources[number % len(sources)]}\n# {number}\n"
        (place / f"{CHAPTER4}.py").write_text(own, "utf-8")
    return places


@contextmanager
def one_processor() -> Iterator[None]:
    """Keep this process, and all that it starts meanwhile, on one processor."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def seconds_each(submissions: Sequence[Path]) -> tuple[list[float], int]:
    """Wall time of grading each of the submissions, and the most bytes that judge and nursery have held together."""
    seconds: list[float] = []
    settings = Settings(Questions(0), speed=False)
    levels = candidates(None)
    with one_processor(), Nursery(["numpy"]) as nursery, Starters(nursery) as starters:
        for submission in submissions:
            began = time.perf_counter()
            with ExitStack() as workers:
                result = grade(
                    [4], Submission.at(submission), settings, levels, "en", starters, lambda *_: None, workers
                )
            seconds.append(time.perf_counter() - began)
            assert "grader_error" not in result.statuses
            levels = (result.isolation,)
        held = sum(_memory(pid) for pid in (os.getpid(), nursery.pid))
    return seconds, held


def _memory(pid: int) -> int:
    """Bytes that a process holds for itself now: resident, but not shared with files."""
    fields = Path(f"/proc/{pid}/statm").read_text("ascii").split()
    return (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGE_SIZE")


def typical(seconds: Sequence[float]) -> float:
    """The mean of all but the first of every kind, which computes what is right for those that follow."""
    return float(np.mean(seconds[len(WRONG) * 2 :] or seconds))
