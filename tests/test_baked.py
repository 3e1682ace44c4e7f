"""Chapters as files: data come back as they were, and a chapter from a file asks and answers what the course does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.answers import Kept, Raised, Returned, same_data
from grader.checks.local import answer_of
from grader.classroom.kits.baking import SEEDS, baked, can_be_baked
from grader.course import LIGHT_CHAPTERS, load_chapter
from grader.course.baked import NotPlainError, answer_in, answer_out, chapter_of, packed, unpacked
from grader.course.kept import NotKeptError
from grader.course.spec import Check, cases_of
from tests.conftest import THOROUGH

NUMBERS = st.sampled_from(["?", "i1", "i8", "u1", "u8", "f4", "f8", "c16"])
ARRAYS = arrays.arrays(NUMBERS, arrays.array_shapes(min_dims=0, min_side=0, max_side=4))
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(), ARRAYS)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(st.text(), inner)),
    max_leaves=20,
)


def alike(left: Any, right: Any) -> bool:
    """Whether data are the same, NaN and signs of zeros included."""
    if isinstance(left, float) and isinstance(right, float):
        return np.float64(left).tobytes() == np.float64(right).tobytes()
    if isinstance(left, (list, tuple)):
        return type(left) is type(right) and len(left) == len(right) and all(map(alike, left, right))
    if isinstance(left, dict):
        return (
            isinstance(right, dict) and list(left) == list(right) and all(alike(left[key], right[key]) for key in left)
        )
    return same_data(left, right)


@given(DATA)
def test_data_come_back_as_they_were(data: Any) -> None:
    assert alike(unpacked(packed(data)), data)


def test_so_do_memory_order_numbers_of_numpys_and_what_is_kept_of_other_calls() -> None:
    fortran = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    found = unpacked(packed([fortran, np.float32(0.1), Kept(1, (0, "a")), 1j]))
    assert found[0].flags.f_contiguous
    assert found[0].flags.writeable
    assert type(found[1]) is np.float32
    assert found[2:] == [Kept(1, (0, "a")), 1j]


@pytest.mark.parametrize("value", [object(), np.array([object()]), {1}, b"bytes", np.str_("text")])
def test_what_is_no_data_is_refused_and_as_an_answer_like_none(value: Any) -> None:
    with pytest.raises(NotPlainError):
        packed(value)
    assert answer_in(answer_out(Returned([value]))) == Raised("")


@pytest.mark.parametrize("number", sorted(LIGHT_CHAPTERS) if THOROUGH else [1, 4])
def test_a_chapter_from_a_file_asks_and_answers_what_the_course_does(number: int) -> None:
    chapter = load_chapter(number)
    assert can_be_baked(chapter)
    found = baked(chapter)
    again = chapter_of(found.data)
    left_out = {(one.exercise, one.title) for one in found.left_out}
    assert again.points + sum(one.points for one in found.left_out) == chapter.points
    for exercise, other in zip(chapter.exercises, again.exercises, strict=True):
        ours, theirs = exercise.signature.parameters.values(), other.signature.parameters.values()
        assert [(one.name, one.kind, one.default) for one in theirs] == [
            (one.name, one.kind, one.default) for one in ours
        ]
        kept = [c for c in exercise.checks if isinstance(c, Check) and (exercise.id, c.title) not in left_out]
        for check, baked_check in zip(kept, other.checks, strict=True):
            assert isinstance(baked_check, Check)
            for seed in SEEDS:
                asked = cases_of(check, exercise, chapter.id, seed)
                kept_cases = cases_of(baked_check, other, chapter.id, seed)
                assert len(asked) == len(kept_cases)
                for one, two in zip(asked[:3], kept_cases, strict=False):
                    right, remembered = answer_of(exercise.reference, one), answer_of(other.reference, two)
                    assert type(right) is type(remembered)
                    if isinstance(right, Returned) and isinstance(remembered, Returned):
                        assert alike(remembered.value, right.value)


def test_what_was_not_kept_is_not_made_up() -> None:
    exercise = chapter_of(baked(load_chapter(3)).data).exercises[0]
    with pytest.raises(NotKeptError):
        exercise.reference(1)
    with pytest.raises(NotKeptError):
        cases_of(exercise.checks[0], exercise, "chapter03_cnn_structure", 99)  # type: ignore[arg-type]
    case = cases_of(exercise.checks[0], exercise, "chapter03_cnn_structure", 0)[0]  # type: ignore[arg-type]
    with pytest.raises(NotKeptError):
        answer_of(exercise.reference, type(case)(case.steps))


def test_chapters_with_models_cannot_be_baked() -> None:
    assert not can_be_baked(load_chapter(11))
