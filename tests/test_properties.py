"""Judges of properties hold for the references, fail for what breaks them, and take any plain data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.local import answer_of
from grader.course.properties import adjoint, linear, picks_centre, subsampled, unmoved
from grader.course.spec import Case, case, examined, in_turn
from reference.chapter04_convolution import conv2d, cross_correlate2d, strided_cross_correlate2d
from reference.chapter07_dense import softmax
from reference.chapter08_training import conv2d_backward
from tests.test_wire import PLAIN

SEEDS = st.integers(0, 2**32 - 1)


def value(function: Any, asked: Case) -> Any:
    """What a function gives."""
    answer = answer_of(function, asked)
    assert hasattr(answer, "value"), answer
    return answer.value


def linear_case(rng: np.random.Generator) -> Case:
    """f(x), f(y), f(2x + 3y) for a kernel."""
    one, other, kernel = rng.normal(size=(5, 4)), rng.normal(size=(5, 4)), rng.normal(size=(2, 3))
    return in_turn(case(one, kernel), case(other, kernel), case(2 * one + 3 * other, kernel))


def delta_case(rng: np.random.Generator) -> Case:
    """An image under a kernel with a single 1."""
    kernel = np.zeros((3, 3))
    kernel[1, 1] = 1
    return case(rng.normal(size=(5, 4)), kernel)


def strided_case(rng: np.random.Generator) -> Case:
    """A stride of 1, then of 2."""
    image, kernel = rng.normal(size=(6, 5)), rng.normal(size=(2, 2))
    return in_turn(case(image, kernel, 1), case(image, kernel, 2))


def shifted_case(rng: np.random.Generator) -> Case:
    """Logits, and the same ones shifted."""
    logits = rng.normal(size=(2, 4))
    return in_turn(case(logits), case(logits + 7))


def layer_case(rng: np.random.Generator) -> Case:
    """The gradient of a layer's result."""
    images, kernels = rng.normal(size=(2, 5, 4, 2)), rng.normal(size=(2, 3, 2, 3))
    result = conv2d(images, kernels, np.zeros(3), 2, "same")
    return examined(case(rng.normal(size=result.shape), images, kernels, stride=2, padding="same"), result)


PROPERTIES = {
    "linear": (linear, linear_case, cross_correlate2d, lambda image, kernel: cross_correlate2d(image, kernel) + 1),
    "identity": (
        picks_centre,
        delta_case,
        cross_correlate2d,
        lambda image, kernel: 2 * cross_correlate2d(image, kernel),
    ),
    "subsampled": (
        subsampled,
        strided_case,
        strided_cross_correlate2d,
        lambda image, kernel, stride: strided_cross_correlate2d(image, kernel, stride) * stride,
    ),
    "unmoved": (unmoved, shifted_case, softmax, np.exp),
    "adjoint": (
        adjoint,
        layer_case,
        conv2d_backward,
        lambda *arguments, **keywords: tuple(2 * part for part in conv2d_backward(*arguments, **keywords)),
    ),
}


@pytest.mark.parametrize(("judge", "asked", "right", "wrong"), PROPERTIES.values(), ids=PROPERTIES)
@settings(max_examples=25)
@given(seed=SEEDS)
def test_holds_for_what_has_it_and_for_nothing_else(judge: Any, asked: Any, right: Any, wrong: Any, seed: int) -> None:
    given_case = asked(np.random.default_rng(seed))
    assert judge(given_case, value(right, given_case)) is None
    assert judge(given_case, value(wrong, given_case)) is not None


@pytest.mark.parametrize(("judge", "asked", "right", "wrong"), PROPERTIES.values(), ids=PROPERTIES)
@given(answer=PLAIN)
def test_takes_any_plain_data(judge: Any, asked: Any, right: Any, wrong: Any, answer: Any) -> None:
    del right, wrong
    verdict = judge(asked(np.random.default_rng(0)), answer)
    assert verdict is None or isinstance(verdict, str)  # nothing but zeros is linear, too
