"""Credit for speed: full up to one ratio, none from another on, smooth in between, in the student's favour in doubt."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks.speed import credit, decided_ratio, settled
from grader.course.spec import Case, SpeedCheck
from tests.conftest import Folder, Grade, exchanged, solution
from tests.test_right_answers import LOOPS


def no_inputs(_rng: np.random.Generator) -> Case:
    """Inputs that are never used."""
    raise AssertionError


CHECK = SpeedCheck("speed", 1.0, "", no_inputs, full_ratio=4.0, zero_ratio=100.0)
RATIOS = st.floats(0.01, 10_000)


class TestCredit:
    @pytest.mark.parametrize(("ratio", "share"), [(0.5, 1.0), (4.0, 1.0), (20.0, 0.5), (100.0, 0.0), (1e6, 0.0)])
    def test_falls_with_the_logarithm_of_the_ratio(self, ratio: float, share: float) -> None:
        assert credit(ratio, CHECK) == share

    @given(RATIOS, RATIOS)
    def test_never_rises_with_the_ratio(self, one: float, other: float) -> None:
        slow, fast = max(one, other), min(one, other)
        assert credit(slow, CHECK) <= credit(fast, CHECK)

    @given(st.lists(RATIOS, min_size=5, max_size=30))
    def test_is_given_in_the_students_favour_where_noise_could_turn_it(self, ratios: list[float]) -> None:
        given_credit = credit(decided_ratio(ratios, CHECK), CHECK)
        assert given_credit >= credit(float(np.median(ratios)), CHECK) or settled(ratios, CHECK)


def test_a_fast_function_gets_full_credit_and_its_ratio_is_told(grade: Grade, folder: Folder) -> None:
    run = grade(4, "--submission", folder.write(solution()), "--json", "-", "--exercise", "conv2d")
    speed = run.check("conv2d", "speed")
    assert (speed.status, speed.score) == ("passed", 1.0)
    assert speed.times["ratio"] < 4


def test_a_busy_machine_changes_nothing(grade: Grade, folder: Folder) -> None:
    program = "import time\nend = time.monotonic() + 60\nwhile time.monotonic() < end: pass"
    busy = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        run = grade(4, "--submission", folder.write(solution()), "--json", "-", "--exercise", "conv2d")
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert run.check("conv2d", "speed").times["ratio"] < 2


def test_sleeping_is_slow(grade: Grade, folder: Folder) -> None:
    source = solution().replace("def conv2d(", "def right(") + (
        "\nimport time\n\ndef conv2d(images, kernels, bias, stride=1, padding='valid'):\n"
        "    time.sleep(0.5 if images.size > 10_000 else 0)\n"
        "    return right(images, kernels, bias, stride, padding)\n"
    )
    run = grade(4, "--submission", folder.write(source), "--json", "-", "--exercise", "conv2d")
    assert run.check("conv2d", "speed").score == 0


def test_a_naive_loop_gets_its_numerical_marks_and_no_credit_for_speed(grade: Grade, folder: Folder) -> None:
    source = exchanged(solution(), conv2d=LOOPS)
    run = grade(4, "--submission", folder.write(source), "--json", "-", "--exercise", "conv2d")
    speed = run.check("conv2d", "speed")
    assert speed.score == 0
    assert run.exercise("conv2d").score == 4.0


def test_a_wrong_function_is_not_measured(grade: Grade, folder: Folder) -> None:
    source = exchanged(solution(), conv2d="def conv2d(images, kernels, bias, stride=1, padding='valid'):\n    return 0")
    run = grade(4, "--submission", folder.write(source), "--json", "-", "--exercise", "conv2d")
    assert run.check("conv2d", "speed").code == "not_measured"


def test_a_function_that_is_fast_on_large_inputs_only_because_it_is_wrong_gets_nothing(
    grade: Grade, folder: Folder
) -> None:
    source = solution().replace("def conv2d(", "def right(") + (
        "\ndef conv2d(images, kernels, bias, stride=1, padding='valid'):\n"
        "    if images.size > 10_000:\n        return np.zeros((2, 2))\n"
        "    return right(images, kernels, bias, stride, padding)\n"
    )
    run = grade(4, "--submission", folder.write(source), "--json", "-", "--exercise", "conv2d")
    assert run.check("conv2d", "speed").code == "wrong_shape"
