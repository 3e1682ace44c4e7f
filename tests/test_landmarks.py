"""Landmarks of speed: every exercise that is measured has some, and a report draws them in their order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.landmarks import LandmarkError, keep, landmarks, speed_check
from grader.course import CHAPTERS, load_chapter
from grader.course.landmarks import KINDS, landmarks_of
from grader.course.spec import Chapter, Exercise
from grader.report.landmarks import NAMES, SIGNS, YOU, columns, picture, times
from grader.report.messages import Messages
from grader.report.model import CheckResult, Detail
from tests.conftest import ROOT

MEASURED = [
    (load_chapter(number), exercise)
    for number in CHAPTERS
    for exercise in load_chapter(number).exercises
    if speed_check(exercise)
]
FACTS: dict[str, str | int | float] = {"full_ratio": 4.0, "zero_ratio": 100.0, "loop": 996.0, "vectorised": 1.05}


def slow(ratio: float, facts: dict[str, str | int | float] | None = None) -> CheckResult:
    """A verdict on a function that takes so many times the reference's time."""
    detail = Detail(facts=FACTS | {"keras": 1.48} if facts is None else facts)
    return CheckResult("speed", "", "speed", "partial", 0.5, 1.0, "slow", detail=detail, times={"ratio": ratio})


def test_speed_is_measured_where_the_course_says_so() -> None:
    names = {exercise.id for _, exercise in MEASURED}
    assert names == {"conv2d", "max_pool2d", "average_pool2d", "dense", "conv2d_backward", "train"}


@pytest.mark.parametrize(("chapter", "exercise"), MEASURED, ids=lambda one: one.id)
class TestAnExerciseThatIsMeasured:
    def test_has_every_landmark_and_a_naive_loop_is_by_far_the_slowest(
        self, chapter: Chapter, exercise: Exercise
    ) -> None:
        ratios = landmarks_of(chapter.id, exercise.id)
        assert tuple(ratios) == KINDS
        assert ratios["loop"] > 5 * max(ratios["vectorised"], ratios["keras"])

    def test_gives_vectorised_code_full_credit_and_a_naive_loop_next_to_none(
        self, chapter: Chapter, exercise: Exercise
    ) -> None:
        check, ratios = speed_check(exercise), landmarks_of(chapter.id, exercise.id)
        assert check is not None
        assert ratios["vectorised"] < check.full_ratio
        assert ratios["loop"] > check.zero_ratio / 1.5

    def test_has_an_idea_for_every_ratio(self, chapter: Chapter, exercise: Exercise) -> None:
        check = speed_check(exercise)
        assert check is not None, chapter.id
        shares = [idea.loop_share for idea in check.ideas]
        assert shares == sorted(shares, reverse=True)
        assert shares[-1] == 0.0

    def test_can_be_measured_again(self, chapter: Chapter, exercise: Exercise) -> None:
        assert tuple(one.kind for one in landmarks(chapter, exercise, ROOT)) == KINDS


def test_an_exercise_without_a_naive_variant_has_no_landmarks() -> None:
    chapter = load_chapter(1)
    with pytest.raises(LandmarkError, match="no variant is marked as naive"):
        list(landmarks(chapter, chapter.exercises[0], ROOT))


@pytest.mark.thorough
def test_what_is_measured_again_replaces_only_what_was_measured(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow", reason="the extra `keras` is missing")
    file = tmp_path / "landmarks.json"
    keep({"b": {"one": {"keras": 1.0, "loop": 12345.0}, "two": {"loop": 2.0}}}, file)
    keep({"a": {"three": {"loop": 3.0}}, "b": {"one": {"loop": 4.0}}}, file)
    kept = json.loads(file.read_text("utf-8"))
    assert kept["ratios"] == {"a": {"three": {"loop": 3.0}}, "b": {"one": {"loop": 4.0}, "two": {"loop": 2.0}}}
    assert set(kept["versions"]) == {"python", "numpy", "keras", "tensorflow"}


class TestThePicture:
    def test_shows_every_landmark_and_the_student_in_two_lines(self) -> None:
        axis, legend = picture(slow(33.0), Messages("en"), 76)
        assert [sign for sign in axis if sign in NAMES] == ["◆", "△", "○", "▼", "■"]
        assert legend == "▼ you 33×  ◆ reference 1×  △ NumPy 1.1×  ○ Keras 1.5×  ■ loops 1000×"

    @pytest.mark.parametrize("language", ["en", "fr"])
    @given(st.floats(0.001, 1e9))
    def test_fits_its_columns(self, language: str, ratio: float) -> None:
        lines = picture(slow(ratio), Messages(language), 76)
        assert all(len(line) <= 76 for line in lines)
        assert all(sign in lines[0] for sign in NAMES)

    def test_leaves_out_what_was_never_measured(self) -> None:
        assert picture(slow(33.0, {"full_ratio": 4.0}), Messages("en"), 76) == []
        assert picture(CheckResult("speed", "", "speed", "failed", 0.0, 1.0, "not_measured"), Messages("en"), 76) == []
        axis, _ = picture(slow(33.0, FACTS), Messages("en"), 76)
        assert SIGNS["keras"] not in axis

    @given(st.dictionaries(st.sampled_from([*NAMES]), st.floats(0.01, 1e6), min_size=1), st.integers(5, 80))
    def test_keeps_the_order_of_the_ratios(self, ratios: dict[str, float], width: int) -> None:
        found = columns(ratios, width)
        assert sorted(found, key=lambda sign: found[sign]) == sorted(ratios, key=lambda sign: ratios[sign])
        assert len(set(found.values())) == len(ratios)
        assert all(0 <= column < width for column in found.values())

    def test_is_logarithmic(self) -> None:
        assert columns({"◆": 1.0, YOU: 10.0, "■": 100.0}, 61) == {"◆": 0, YOU: 30, "■": 60}

    @pytest.mark.parametrize(
        ("ratio", "text"), [(0.912, "0.91"), (1.0, "1"), (9.96, "10"), (33.3, "33"), (996.0, "1000"), (2740.0, "2700")]
    )
    def test_has_numbers_without_exponents(self, ratio: float, text: str) -> None:
        assert times(ratio, Messages("en")) == text

    def test_breaks_its_legend_between_landmarks_where_the_terminal_is_narrow(self) -> None:
        lines = picture(slow(33.0), Messages("en"), 36)
        assert all(len(line) <= 36 for line in lines)
        assert lines[1:] == ["▼ you 33×  ◆ reference 1×", "△ NumPy 1.1×  ○ Keras 1.5×", "■ loops 1000×"]
