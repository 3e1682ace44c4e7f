"""The terminal report: 80 columns, the same without colour, and no stranger's text acts on the terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from grader.engine.showing import show
from grader.report import sentences, terminal
from grader.report.arrays import grid
from grader.report.messages import Messages, one_line, printable
from grader.report.model import (
    ChapterResult,
    CheckResult,
    Detail,
    ExerciseResult,
    Failure,
    NamedValue,
    Result,
    Shown,
)
from tests.conftest import ROOT

GOLDEN = Path(__file__).parent / "golden"

HOSTILE = "\x1b[31mred\x1b[0m [bold]markup[/bold] ::error:: \u202eright to left\u202c \x07 <b>html</b> " + "x" * 1000


def array(values: np.ndarray) -> Shown:
    """A small array as a result holds it."""
    return show(values)


def result(language: str, *checks: CheckResult, output: str = "") -> Result:
    """A result of one exercise with these checks."""
    score, points = sum(c.score for c in checks), sum(c.max_score for c in checks)
    status = "partial" if score else checks[0].status
    exercise = ExerciseResult("conv2d", "A whole convolutional layer", status, score, points, list(checks), output)
    chapter = ChapterResult(4, "chapter04_convolution", "Convolution, stride, padding", score, points, [exercise])
    return Result(1, "convgrade 0", 0, "landlock", language, "exercises", score, points, [chapter])  # type: ignore[arg-type]


def rendered(result: Result, *, colour: bool = False) -> str:
    """The report as text."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=80,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
        highlight=False,
        markup=False,
    )
    terminal.show(result, console)
    return buffer.getvalue()


def half_right() -> list[CheckResult]:
    """Checks of an exercise that is half right."""
    images = np.arange(9.0).reshape(1, 3, 3, 1)
    kernels = np.ones((2, 2, 1, 1))
    expected = np.array([[8.0, 12.0], [20.0, 24.0]]).reshape(1, 2, 2, 1)
    received = expected.copy()
    received[0, 1, 0, 0] = 7.5
    failure = Failure(
        arguments=[
            NamedValue("images", array(images)),
            NamedValue("kernels", array(kernels)),
            NamedValue("stride", show(1)),
        ],
        expected=array(expected),
        received=array(received),
        index=[0, 1, 0, 0],
        expected_at=20.0,
        received_at=7.5,
    )
    detail = Detail(facts={"count": 1, "total": 4}, failure=failure, cases_passed=1, cases_total=3)
    hint = "Larger strides"
    wrong = CheckResult(
        "stride", "Larger strides", "numerical", "failed", 0.0, 1.0, "values_differ", "known", hint, detail
    )
    right = CheckResult("basic", "One image, one channel, one filter", "numerical", "passed", 1.5, 1.5)
    slow = CheckResult(
        *("speed", "Speed, compared with the reference", "speed", "partial", 0.5, 1.0, "slow"),
        detail=Detail(facts={"full_ratio": 4.0, "zero_ratio": 100.0}),
        times={"ratio": 20.25},
    )
    return [right, wrong, slow]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_half_right_exercise_is_reported_as_agreed(language: str) -> None:
    report = "\n".join(line.rstrip() for line in rendered(result(language, *half_right())).splitlines()) + "\n"
    golden = GOLDEN / f"half_right.{language}.txt"
    assert report == golden.read_text("utf-8")


def test_colour_adds_nothing_but_colour() -> None:
    plain, coloured = (rendered(result("en", *half_right()), colour=colour) for colour in (False, True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", [*sentences.TEMPLATES, "values_differ", "not_finite", "a_code_of_a_later_version"])
def test_every_code_makes_a_sentence_within_80_columns_and_harmless(code: str, language: str) -> None:
    facts: dict[str, str | int | float] = dict.fromkeys(
        ("exception", "message", "expected", "received", "argument", "module", "function", "file", "reason", "signal"),
        HOSTILE,
    )
    facts |= {"count": 1, "total": 2, "line": 3, "limit": 3.0, "exit_code": 0, "full_ratio": 4.0, "zero_ratio": 100.0}
    failure = Failure([NamedValue("image", Shown("text", text=HOSTILE))], Shown("text", text=HOSTILE), None)
    check = CheckResult("basic", "t", "numerical", "error", 0.0, 1.0, code, "m", HOSTILE, Detail(facts, failure, 1, 2))
    report = rendered(result(language, check, output=HOSTILE))
    assert all(len(line) <= 80 for line in report.splitlines())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", report)


@given(st.text())
def test_text_of_strangers_has_no_control_characters_left(text: str) -> None:
    assert printable(one_line(text)).isprintable() or " " in text or "\u3000" in text or not text.isprintable()
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", one_line(text))


class TestArrays:
    def test_the_first_wrong_value_is_marked(self) -> None:
        layout = grid(array(np.array([[1.0, 2.0], [3.0, 40.0]])), "x", [1, 0], Messages("en"))
        assert layout is not None
        assert layout.lines == ("  1    2", " >3<  40") or layout.lines[1].split() == [">3<", "40"]

    def test_of_a_batch_the_part_with_the_wrong_value_is_shown(self) -> None:
        layout = grid(array(np.zeros((2, 3, 3, 2))), "images", [1, 0, 2, 1], Messages("en"))
        assert layout is not None
        assert layout.label == "[1, :, :, 1]"

    def test_of_kernels_the_first_two_axes_are_laid_out(self) -> None:
        layout = grid(array(np.zeros((2, 3, 1, 2))), "kernels", None, Messages("en"))
        assert layout is not None
        assert (layout.label, len(layout.lines)) == ("[:, :, 0, 0]", 2)

    def test_numbers_have_the_languages_decimal_sign(self) -> None:
        layout = grid(array(np.array([0.5])), "x", None, Messages("fr"))
        assert layout is not None
        assert layout.lines == ("0,5",)

    @pytest.mark.parametrize("values", [np.zeros((0, 3)), np.zeros(1000)])
    def test_too_large_or_empty_ones_are_told_by_their_shape(self, values: np.ndarray) -> None:
        assert grid(array(values), "x", None, Messages("en")) is None

    @given(st.floats(), st.floats())
    def test_two_numbers_that_differ_are_shown_to_differ(self, one: float, other: float) -> None:
        left, right = Messages("en").distinct(one, other)
        assert left != right or np.isclose(one, other, rtol=1e-10, atol=0, equal_nan=True) or np.isnan(one + other)


def test_the_readme_shows_a_true_report() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "strided_cross_correlate2d · Larger strides, whether they divide the size or not" in readme
