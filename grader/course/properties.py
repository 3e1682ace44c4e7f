"""Judges of properties: what must hold between answers, whatever the right values are.

A judge gives None when its property holds, else a message. It must take any plain data for an answer. What it needs of
the right values its case hides from the submission, so that it can judge where the reference is not at hand.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.answers import arrays_in
from grader.course.spec import Case
from grader.language import mark

TOLERANCE = 1e-4

NO_ARRAYS = mark("An array of numbers was expected from every call.")
OTHER_SHAPE = mark("The results of the calls do not have the shapes that belong together.")


def _floats(value: Any, count: int) -> list[NDArray[np.float64]] | None:
    """The answers of `count` calls as finite arrays, or None when they are no such thing."""
    if not isinstance(value, list) or len(value) != count:
        return None
    if not all(isinstance(array, np.ndarray) and array.dtype.kind in "iuf" for array in value):
        return None
    arrays = [np.asarray(array, dtype=np.float64) for array in value]
    return arrays if all(np.isfinite(array).all() for array in arrays) else None


def _close(left: NDArray[Any], right: NDArray[Any], scale: float) -> bool:
    """Whether two arrays agree; those that are larger than the largest number never do."""
    with np.errstate(all="ignore"):
        return bool(np.all(np.abs(left - right) <= TOLERANCE * scale))


def _scale(*arrays: NDArray[Any]) -> float:
    return max((float(np.max(np.abs(array), initial=0.0)) for array in arrays), default=0.0) or 1.0


def linear(_case: Case, value: Any) -> str | None:
    """Of f(x), f(y) and f(2x + 3y) the last is 2·f(x) + 3·f(y)."""
    found = _floats(value, 3)
    if found is None:
        return NO_ARRAYS
    one, other, both = found
    if not one.shape == other.shape == both.shape:
        return OTHER_SHAPE
    with np.errstate(over="ignore"):
        sum_of_both = 2 * one + 3 * other
    holds = _close(both, sum_of_both, _scale(*found))
    return None if holds else mark("It is not linear: f(2x + 3y) differs from 2 f(x) + 3 f(y).")


def picks_centre(case: Case, value: Any) -> str | None:
    """A kernel that is 1 in its centre and 0 elsewhere gives the image back, without the border it cannot reach."""
    found = _floats([value], 1)
    if found is None:
        return NO_ARRAYS
    image, kernel = case.arguments
    rows, columns = (size // 2 for size in kernel.shape)
    expected = image[rows : image.shape[0] - rows, columns : image.shape[1] - columns]
    if found[0].shape != expected.shape:
        return OTHER_SHAPE
    holds = _close(found[0], expected, _scale(expected))
    return None if holds else mark("A kernel that is 1 in its centre and 0 elsewhere must give the image back.")


def subsampled(case: Case, value: Any) -> str | None:
    """With a stride of s the result is every s-th value of the result with a stride of 1."""
    found = _floats(value, 2)
    if found is None:
        return NO_ARRAYS
    dense, sparse = found
    stride = case.steps[1].arguments[2]
    expected = dense[::stride, ::stride] if dense.ndim == 2 else dense
    if sparse.shape != expected.shape:
        return OTHER_SHAPE
    holds = _close(sparse, expected, _scale(expected))
    return None if holds else mark("With a stride of s you must get every s-th value of the result with a stride of 1.")


def unmoved(_case: Case, value: Any) -> str | None:
    """Both calls give the same."""
    found = _floats(value, 2)
    if found is None:
        return NO_ARRAYS
    if found[0].shape != found[1].shape:
        return OTHER_SHAPE
    holds = _close(found[0], found[1], _scale(*found))
    return None if holds else mark("Adding the same number to all logits must change nothing.")


def adjoint(case: Case, value: Any) -> str | None:
    """⟨conv(x), g⟩ = ⟨x, dimages⟩ = ⟨k, dkernels⟩ for a layer without bias and the gradient g of its result conv(x).

    That result is what the case hides.
    """
    if not isinstance(value, (list, tuple)) or len(value) != 3 or len(arrays_in(value)) != 3:
        return NO_ARRAYS
    found = _floats(list(value[:2]), 2)
    gradient, images, kernels = case.arguments[:3]
    if found is None:
        return NO_ARRAYS
    if found[0].shape != images.shape or found[1].shape != kernels.shape:
        return OTHER_SHAPE
    through = float(np.sum(case.hidden[0] * gradient))
    with np.errstate(all="ignore"):
        back = np.array([float(np.sum(images * found[0])), float(np.sum(kernels * found[1]))])
    holds = _close(back, np.full(2, through), max(abs(through), 1.0))
    return None if holds else mark("The gradients do not belong to this layer: ⟨conv(x), g⟩ differs from ⟨x, dx⟩.")


class Channels(msgspec.Struct, frozen=True):
    """Judges some channels of an image, whatever is in the others, by the image that the case hides.

    `slack` is how far a level may be from the right one; shape and dtype must be right in any case.
    """

    first: int
    stop: int
    message: str
    slack: int

    def __call__(self, case: Case, value: Any) -> str | None:
        """None, or what is wrong."""
        expected = case.hidden[0]
        if not isinstance(value, np.ndarray) or value.shape != expected.shape:
            return mark("The image should be an array of shape (height, width, 3).")
        if value.dtype != expected.dtype:
            return mark("The image should be made of bytes: its dtype should be uint8.")
        judged = slice(self.first, self.stop)
        error = np.abs(value[..., judged].astype(int) - expected[..., judged].astype(int))
        return self.message if error.max(initial=0) > self.slack else None
