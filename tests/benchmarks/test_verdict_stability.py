"""How much the credit for speed differs when the same submissions are graded again and again.

`GRADINGS=40 pytest tests/benchmarks/test_verdict_stability.py -s -n 0` grades each 40 times, which takes ten to twenty
minutes; by default fewer. Half of the time other processes keep every processor busy.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from grader.checks.speed import STEP
from grader.course import CHAPTERS
from grader.report.model import CheckResult
from tests.conftest import ROOT, Grade, solution
from tests.test_right_answers import LOOPS

GRADINGS = int(os.environ.get("GRADINGS", "6"))
ROUNDING = 1e-9

CONV2D = "conv2d(images, kernels, bias, stride=1, padding='valid')"
MAX_POOL2D = "max_pool2d(images, pool_size, stride=None, padding='valid')"
AVERAGE_POOL2D = "average_pool2d(images, pool_size, stride=None, padding='valid')"
DENSE = "dense(x, weights, bias)"
BACKWARD = "conv2d_backward(gradient, images, kernels, stride=1, padding='valid')"
TRAIN = "train(images, labels, parameters, epochs, batch_size, learning_rate)"

REPEATED = """

rightly = {name}

def {signature}:
    for _ in range({times}):
        rightly({arguments})
    return rightly({arguments})
"""

SINGLE = """

doubly = conv2d

def conv2d(images, kernels, bias, stride=1, padding="valid"):
    return doubly(images.astype("f4"), kernels.astype("f4"), bias.astype("f4"), stride, padding)
"""


@dataclass(frozen=True)
class Submission:
    """One right function, more or less fast."""

    title: str
    chapter: int
    exercise: str
    source: str


def repeated(chapter: int, signature: str, times: int) -> Submission:
    """The solution, which computes everything so many times more."""
    name, _, parameters = signature.partition("(")
    arguments = ", ".join(part.partition("=")[0] for part in parameters.rstrip(")").split(", "))
    more = REPEATED.format(name=name, signature=signature, times=times, arguments=arguments)
    return Submission(f"{name}, {times + 1} times", chapter, name, solution(CHAPTERS[chapter]) + more)


SUBMISSIONS = [
    Submission("conv2d in float32", 4, "conv2d", solution() + SINGLE),
    repeated(4, CONV2D, 0),
    repeated(4, CONV2D, 3),
    repeated(4, CONV2D, 4),  # about the ratio up to which credit is full
    repeated(4, CONV2D, 19),
    repeated(4, CONV2D, 104),  # about the last step of credit
    Submission("conv2d in loops", 4, "conv2d", solution() + LOOPS),
    repeated(6, MAX_POOL2D, 33),  # about the ratio up to which credit is full
    repeated(6, AVERAGE_POOL2D, 99),
    repeated(7, DENSE, 4),
    repeated(8, BACKWARD, 4),
    repeated(8, TRAIN, 2),
]


@contextmanager
def busy(count: int) -> Iterator[None]:
    """So many processes that compute without end."""
    program = "while True: sum(range(100_000))"
    processes = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def graded(grade: Grade, submission: Submission, folder: Path) -> CheckResult:
    """The verdict on the submission's speed."""
    folder.mkdir(exist_ok=True)
    for path in (ROOT / "solutions").glob("*.py"):
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (folder / f"{CHAPTERS[submission.chapter]}.py").write_text(submission.source, "utf-8")
    run = grade(submission.chapter, "--submission", folder, "--exercise", submission.exercise, "--json", "-")
    found = next(check for check in run.exercise(submission.exercise).checks if check.kind == "speed")
    assert "ratio" in found.times, found
    return found


def summary(values: Sequence[float], form: str) -> str:
    """Median, smallest and largest."""
    return " ".join(f"{value:{form}}" for value in (median(values), min(values), max(values)))


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=lambda submission: submission.title)
def test_the_credit_differs_by_a_step_at_most(submission: Submission, grade: Grade, tmp_path: Path) -> None:
    found: dict[str, list[CheckResult]] = {"quiet": [], "busy": []}
    for index in range(GRADINGS):
        load = "quiet" if index % 2 == 0 else "busy"
        with busy((os.cpu_count() or 1) if load == "busy" else 0):
            found[load].append(graded(grade, submission, tmp_path / "submission"))
    print(f"\n{submission.title:<26}{'ratio: median, min, max':>34}{'credit':>22}{'rounds':>8}")
    for load, checks in found.items():
        ratios, credits_, rounds = (
            [check.times["ratio"] for check in checks],
            [check.score / check.max_score for check in checks],
            median(check.times["rounds"] for check in checks),
        )
        statuses = ", ".join(sorted({check.status for check in checks}))
        print(f"  {load:<24}{summary(ratios, '10.2f'):>34}{summary(credits_, '6.2f'):>22}{rounds:>8.0f}  {statuses}")
    everything = [check for checks in found.values() for check in checks]
    shares = [check.score / check.max_score for check in everything]
    assert max(abs(share - median(shares)) for share in shares) <= STEP + ROUNDING
    assert not {"passed", "failed"} <= {check.status for check in everything}
