"""A Keras chapter is graded within TensorFlow's import plus twice what the solution itself needs."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import NamedTuple

import pytest

from grader.course import CHAPTERS, LIGHT_CHAPTERS
from tests.conftest import ROOT, Grade

pytest.importorskip("tensorflow", reason="the Keras chapters need the extra `keras`")

ROUNDS = 3


class Round(NamedTuple):
    """Seconds measured one right after the other."""

    grading: float
    imports: float
    answers: float

    @property
    def share(self) -> float:
        """Of what is allowed."""
        return self.grading / (self.imports + 2 * self.answers)


@pytest.mark.parametrize("number", sorted(CHAPTERS.keys() - LIGHT_CHAPTERS))
def test_a_keras_chapter_takes_no_more_than_the_import_and_twice_the_solution(number: int, grade: Grade) -> None:
    rounds = sorted((_measured(number, grade) for _ in range(ROUNDS)), key=lambda one: one.share)
    middle = rounds[ROUNDS // 2]
    print(
        f"\nchapter {number}: {middle.grading:.1f} s, TensorFlow's import {middle.imports:.1f} s, "
        f"solution {middle.answers:.1f} s: {middle.share:.2f} × what is allowed"
    )
    assert middle.share <= 1.0


def _measured(number: int, grade: Grade) -> Round:
    needed = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.keras_need", str(number)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'solutions'}", "PATH": "/usr/bin"},
    )
    imports, answers = map(float, needed.stdout.split()[-2:])
    began = time.perf_counter()
    run = grade(str(number), "--submission", ROOT / "solutions")
    seconds = time.perf_counter() - began
    assert run.code == 0, run.out
    return Round(seconds, imports, answers)
