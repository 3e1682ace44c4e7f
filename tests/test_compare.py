"""The feedback ladder: the first rung on which an answer differs from the expected one speaks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.answers import NotPlain, Raised, Returned
from grader.checks.compare import Fault, find_fault
from grader.course.spec import Case, Check, Exercise, Tolerance, case


def no_cases(_rng: np.random.Generator) -> list[Case]:
    """A check without cases."""
    return []


def function(x: Any) -> Any:
    """What the exercise of these tests is called with."""
    return x


EXERCISE = Exercise("function", "", function, (Check("basic", 1.0, "", no_cases),))
GRID = np.arange(6.0).reshape(2, 3)


def fault(expected: Any, received: Any, exercise: Exercise = EXERCISE, given: Case | None = None) -> Fault | None:
    """The fault of plain data."""
    return find_fault(Returned(expected), Returned(received), exercise, given or case(GRID))


def code(expected: Any, received: Any) -> str | None:
    """The code of the fault."""
    found = fault(expected, received)
    return found.code if found else None


class TestArrays:
    @pytest.mark.parametrize(
        "received",
        [
            GRID.copy(),
            GRID.astype(np.float32),
            GRID.astype(int),
            GRID.astype(np.uint8),
            np.asfortranarray(GRID),
            GRID + 1e-9,
        ],
    )
    def test_are_right_in_every_form(self, received: np.ndarray) -> None:
        assert fault(GRID, received) is None

    @pytest.mark.parametrize(
        ("received", "expected_code"),
        [
            (None, "wrong_type"),
            (GRID.tolist(), "wrong_type"),
            (5.0, "wrong_type"),
            ("array", "wrong_type"),
            (np.array(1.0), "wrong_shape"),
            (GRID.T, "wrong_shape"),
            (GRID[None], "wrong_shape"),
            (np.empty((0, 1, 1)), "wrong_shape"),
            (GRID.astype(complex), "wrong_dtype"),
            (GRID > 2, "wrong_dtype"),
            (np.full((2, 3), np.nan), "not_finite"),
            (np.where(GRID == 4, np.inf, GRID), "not_finite"),
            (GRID + 0.01, "values_differ"),
            (-GRID, "values_differ"),
        ],
    )
    def test_are_wrong_for_one_reason(self, received: Any, expected_code: str) -> None:
        assert code(GRID, received) == expected_code

    def test_say_where_they_first_differ(self) -> None:
        received = GRID.copy()
        received[1, 0] += 1
        received[1, 2] += 1
        found = fault(GRID, received)
        assert found is not None
        assert (found.index, found.facts) == ((1, 0), {"count": 2, "total": 6})

    @given(
        hnp.arrays(np.float64, hnp.array_shapes(max_dims=3), elements=st.floats(-1e6, 1e6)),
        st.data(),
    )
    def test_one_wrong_element_is_found_wherever_it_stands(self, expected: np.ndarray, data: st.DataObject) -> None:
        place = tuple(data.draw(st.integers(0, size - 1)) for size in expected.shape)
        received = expected.copy()
        received[place] += 0.01 * max(np.abs(expected).max(), 1.0)
        found = fault(expected, received)
        assert found is not None
        assert found.index == place

    @given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=3), elements=st.floats(-1e6, 1e6)))
    def test_float32_is_exact_enough(self, expected: np.ndarray) -> None:
        assert fault(expected, expected.astype(np.float32)) is None

    def test_roundoff_of_the_arguments_magnitude_is_no_mistake_where_zeros_are_expected(self) -> None:
        assert fault(np.zeros(3), np.full(3, 1e-13), given=case(np.full(3, 255.0))) is None
        assert fault(np.zeros(3), np.full(3, 1.0), given=case(np.full(3, 255.0))) is not None

    def test_integers_are_compared_exactly(self) -> None:
        assert code(np.array([10**9]), np.array([10**9 + 1])) == "values_differ"


class TestNumbers:
    @pytest.mark.parametrize("received", [0.5, np.float64(0.5), np.array(0.5), np.float32(0.5)])
    def test_count_in_every_form(self, received: Any) -> None:
        assert fault(0.5, received) is None

    @pytest.mark.parametrize("received", [np.array([0.5]), [0.5], None, "0.5", True, np.ones((1, 1))])
    def test_nothing_else_counts(self, received: Any) -> None:
        assert code(0.5, received) == "wrong_type"

    @pytest.mark.parametrize("received", [3, np.int64(3), np.array(3), np.uint8(3)])
    def test_an_integer_may_be_a_numpy_one(self, received: Any) -> None:
        assert fault(3, received) is None

    @pytest.mark.parametrize("received", [3.0, True, np.array([3])])
    def test_where_an_integer_is_asked_a_float_is_none(self, received: Any) -> None:
        assert code(3, received) == "wrong_type"

    def test_where_a_float_is_asked_an_integer_counts(self) -> None:
        assert fault(1.0, 1) is None

    def test_may_be_exact_to_an_absolute_tolerance(self) -> None:
        exercise = Exercise("function", "", function, EXERCISE.checks, Tolerance(absolute=1.0))
        assert fault(0.0, 0.9, exercise) is None
        assert fault(0.0, 1.1, exercise) is not None


class TestContainers:
    def test_tuples_and_lists_are_interchangeable(self) -> None:
        assert fault((1, 2), [1, 2]) is None
        assert fault([GRID, 1.0], (GRID, 1.0)) is None

    def test_an_array_is_no_tuple(self) -> None:
        assert code((1, 2), np.array([1, 2])) == "wrong_type"

    def test_lead_to_the_part_that_is_wrong(self) -> None:
        found = fault({"a": [GRID, GRID]}, {"a": [GRID, GRID + 1]})
        assert found is not None
        assert (found.path, found.index) == (("a", 1), (0, 0))

    @pytest.mark.parametrize(
        ("received", "expected_code"), [((1,), "wrong_length"), ((1, 2, 3), "wrong_length"), (None, "wrong_type")]
    )
    def test_of_another_length_are_wrong(self, received: Any, expected_code: str) -> None:
        assert code((1, 2), received) == expected_code

    def test_with_other_keys_are_wrong(self) -> None:
        assert code({"a": 1}, {"b": 1}) == "wrong_keys"


class TestExceptions:
    def test_a_value_error_is_right_where_one_is_asked(self) -> None:
        assert find_fault(Raised("ValueError"), Raised("ValueError"), EXERCISE, case(1)) is None

    def test_a_value_is_wrong_where_a_value_error_is_asked(self) -> None:
        found = find_fault(Raised("ValueError"), Returned(1), EXERCISE, case(1))
        assert found is not None
        assert found.code == "value_error_expected"

    @pytest.mark.parametrize("expected", [Raised("ValueError"), Returned(1)])
    def test_not_implemented_means_not_started(self, expected: Any) -> None:
        found = find_fault(expected, Raised("NotImplementedError"), EXERCISE, case(1))
        assert found is not None
        assert found.code == "not_implemented"

    @pytest.mark.parametrize("expected", [Raised("ValueError"), Returned(1)])
    def test_another_exception_is_an_error_with_its_place(self, expected: Any) -> None:
        found = find_fault(expected, Raised("IndexError", "out of range", "chapter", 7), EXERCISE, case(1))
        assert found == Fault(
            "raised", facts={"exception": "IndexError", "message": "out of range", "module": "chapter", "line": 7}
        )

    def test_a_value_that_is_no_plain_data_is_named(self) -> None:
        found = find_fault(Returned(GRID), NotPlain("generator"), EXERCISE, case(1))
        assert found == Fault("wrong_type", facts={"expected": "array", "received": "generator"})


class TestSideEffects:
    def test_a_right_result_must_leave_its_arguments_alone(self) -> None:
        found = find_fault(Returned(GRID), Returned(GRID, modified=(0,)), EXERCISE, case(GRID))
        assert found == Fault("modified_argument", facts={"argument": "x"})

    def test_a_right_result_must_be_no_view_of_an_argument(self) -> None:
        found = find_fault(Returned(GRID), Returned(GRID, shared=("x",)), EXERCISE, case(GRID))
        assert found == Fault("shares_memory", facts={"argument": "x"})

    def test_unless_the_exercise_allows_a_view(self) -> None:
        exercise = Exercise("function", "", function, EXERCISE.checks, may_return_view=True)
        assert find_fault(Returned(GRID), Returned(GRID, shared=(0,)), exercise, case(GRID)) is None
