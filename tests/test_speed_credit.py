"""Credit for speed: full up to one ratio, none from another on, smooth in between, in the student's favour in doubt."""

from __future__ import annotations

import os
import subprocess
import sys
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks.speed import CONFIDENCE, STEP, credit, idea_for, interval, is_passed, settled
from grader.course import faster
from grader.course.spec import Case, Idea, SpeedCheck
from grader.report.model import CheckResult
from tests.conftest import Folder, Grade, exchanged, solution
from tests.test_right_answers import LOOPS


def no_inputs(_rng: np.random.Generator) -> Case:
    """Inputs that are never used."""
    raise AssertionError


CHECK = SpeedCheck("speed", 1.0, "", no_inputs, full_ratio=4.0, zero_ratio=100.0)
RATIOS = st.floats(0.01, 10_000)
SAMPLES = st.lists(RATIOS, min_size=1, max_size=60)


class TestCredit:
    @pytest.mark.parametrize(("ratio", "share"), [(0.5, 1.0), (4.0, 1.0), (20.0, 0.5), (100.0, 0.0), (1e6, 0.0)])
    def test_falls_with_the_logarithm_of_the_ratio(self, ratio: float, share: float) -> None:
        assert credit(ratio, CHECK) == share

    @given(RATIOS, RATIOS)
    def test_never_rises_with_the_ratio(self, one: float, other: float) -> None:
        slow, fast = max(one, other), min(one, other)
        assert credit(slow, CHECK) <= credit(fast, CHECK)

    @given(RATIOS)
    def test_moves_by_a_step_at_most_where_the_ratio_moves_by_a_sixth(self, ratio: float) -> None:
        assert credit(ratio, CHECK) - credit(ratio * 7 / 6, CHECK) <= STEP + 1e-9

    @given(RATIOS)
    def test_that_is_a_step_below_full_is_passed_still(self, ratio: float) -> None:
        assert is_passed(credit(ratio, CHECK)) == (credit(ratio, CHECK) >= 0.95)


class TestTheInterval:
    @given(SAMPLES)
    def test_holds_the_median(self, ratios: list[float]) -> None:
        low, high = interval(ratios)
        assert low <= np.median(ratios) <= high

    @given(SAMPLES, st.randoms())
    def test_does_not_mind_the_order(self, ratios: list[float], random: Random) -> None:
        shuffled = random.sample(ratios, len(ratios))
        assert interval(shuffled) == interval(ratios)

    @given(SAMPLES, st.floats(1.0, 100.0), st.data())
    def test_never_falls_where_a_ratio_rises(self, ratios: list[float], factor: float, data: st.DataObject) -> None:
        slower = list(ratios)
        slower[data.draw(st.integers(0, len(ratios) - 1))] *= factor
        assert all(now >= before for now, before in zip(interval(slower), interval(ratios), strict=True))

    @pytest.mark.parametrize("count", [11, 20, 60])
    def test_holds_the_true_median_as_surely_as_it_says(self, count: int) -> None:
        rng = np.random.default_rng(count)
        intervals = [interval(list(rng.lognormal(0.0, 0.3, count))) for _ in range(2000)]
        assert np.mean([low <= 1.0 <= high for low, high in intervals]) >= CONFIDENCE - 0.003

    def test_of_many_ratios_leaves_outliers_out(self) -> None:
        low, high = interval([1.0] * 38 + [0.01, 100.0])
        assert (low, high) == (1.0, 1.0)


class TestTheDecision:
    @given(RATIOS)
    def test_rounds_in_the_students_favour(self, ratio: float) -> None:
        exact = np.clip(np.log(100 / ratio) / np.log(25), 0, 1)
        assert -1e-6 <= credit(ratio, CHECK) - exact < STEP

    @given(SAMPLES)
    def test_once_settled_would_be_moved_by_a_step_at_most(self, ratios: list[float]) -> None:
        if settled(ratios, CHECK):
            shares = [credit(ratio, CHECK) for ratio in interval(ratios)]
            assert all(abs(share - credit(float(np.median(ratios)), CHECK)) <= STEP + 1e-9 for share in shares)

    @pytest.mark.parametrize(
        ("ratios", "enough"),
        [
            ([1.0, 1.1], False),  # two may agree by chance
            ([1.0, 1.1, 1.2], True),  # whatever comes, the credit is full
            ([500.0, 600.0, 550.0], True),  # … or none
            ([20.0, 20.1, 20.2], False),  # noise could still turn it
            ([20.0, 20.1, 20.2] * 4, True),
            ([20.0, 30.0, 40.0] * 4, False),
        ],
    )
    def test_takes_more_rounds_where_noise_could_turn_it(self, ratios: list[float], *, enough: bool) -> None:
        assert settled(ratios, CHECK) is enough


class TestTheIdea:
    ideas = (Idea(1 / 3, "loops"), Idea(1 / 60, "smaller loops"), Idea(0.0, "the rest"))

    @pytest.mark.parametrize(
        ("ratio", "message"),
        [(900, "loops"), (300, "loops"), (299, "smaller loops"), (15, "smaller loops"), (5, "the rest")],
    )
    def test_is_the_first_that_applies(self, ratio: float, message: str) -> None:
        found = idea_for(ratio, self.ideas, 900.0)
        assert found is not None
        assert found.message == message

    def test_is_none_where_nobody_has_one(self) -> None:
        assert idea_for(50.0, (), 900.0) is None


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
    assert speed.hint == faster.CONVOLUTION[0].message
    assert run.exercise("conv2d").score == 4.0


POOLED = """
def max_pool2d(images, pool_size, stride=None, padding="valid"):
    if (pool_size, stride, padding) != (3, 1, "valid"):
        return right(images, pool_size, stride, padding)
    {pooled}
"""
WINDOW_BY_WINDOW = """rows, columns = (size - pool_size + 1 for size in images.shape[1:3])
    return np.stack([np.stack([images[:, i:i + pool_size, j:j + pool_size].max(axis=(1, 2))
        for j in range(columns)], axis=1) for i in range(rows)], axis=1)"""
ALL_WINDOWS = """
    from numpy.lib.stride_tricks import sliding_window_view
    return sliding_window_view(images, (pool_size, pool_size), axis=(1, 2)).max(axis=(-2, -1))"""


def of_pooling(grade: Grade, folder: Folder, pooled: str) -> CheckResult:
    """The speed check of max pooling, written so for the windows that are timed."""
    source = solution("chapter06_pooling").replace("def max_pool2d(", "def right(") + POOLED.format(pooled=pooled)
    path = folder.write(source, "chapter06_pooling")
    return grade(6, "--submission", path, "--json", "-", "--exercise", "max_pool2d").check("max_pool2d", "speed")


def test_a_loop_over_windows_gets_a_part_of_the_credit_for_pooling(grade: Grade, folder: Folder) -> None:
    check = of_pooling(grade, folder, WINDOW_BY_WINDOW)
    assert 0 < check.score < 0.6
    assert check.hint == faster.POOLING[1].message


def test_taking_all_windows_at_once_gets_all_of_it(grade: Grade, folder: Folder) -> None:
    assert of_pooling(grade, folder, ALL_WINDOWS).status == "passed"


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
