"""What is graded in chapter 6: pooling.

Each check asks for one idea and leaves the others out where it can: positive values where the border of `"same"` is
not the question, a black frame around the image where only the places of the windows are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grader.course import faster, windows
from grader.course.draws import bright_bytes, digits, normal
from grader.course.spec import Case, Chapter, Check, Exercise, SpeedCheck, case
from grader.language import mark
from reference import chapter06_pooling as reference

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = NDArray[Any]

HAND_IMAGES = np.arange(1.0, 17.0).reshape(1, 4, 4, 1)
SMALL_IMAGES = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)

BATCH = mark("Several images")
CHANNELS = mark("Several channels, each on its own")
DEFAULT_STRIDE = mark("Windows side by side: the stride is the pool size by default")
ERRORS = mark("Arguments without meaning raise ValueError")
INTEGERS = mark("Images of integers are computed like decimal numbers")
LEFTOVERS = mark("Pixels left over after the last whole window")
RECTANGLES = mark("Images that are not square")
SAME = mark("Padding “same”, where the windows stand")
SPEED = mark("Speed, compared with the reference")
STRIDES = mark("Strides smaller and larger than the pool size")
STRIDED_SAME = mark("Padding “same”, with a stride of its own")
WHOLE = mark("Everything at once")


def _positive(rng: np.random.Generator, *shape: int) -> Array:
    """Draw decimal numbers above 1: zeros around the image never win, and none is lost to a start at zero."""
    return rng.uniform(1, 9, size=shape)


def _negative(rng: np.random.Generator, *shape: int) -> Array:
    return -_positive(rng, *shape)


def _framed(rng: np.random.Generator, frame: int, height: int, width: int) -> Array:
    """A square or rectangle of random values in a black frame: whether padding counts in a mean does not show."""
    image = np.pad(_positive(rng, height, width), frame)
    return image[np.newaxis, :, :, np.newaxis]


# both poolings


def _side_by_side(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGES, 2)
    yield case(digits(rng, 1, 4, 4, 1), 2)
    yield case(_positive(rng, 1, 6, 6, 1), 3)
    yield case(_positive(rng, 1, 6, 6, 1), 2, stride=None, padding="valid")
    yield case(_positive(rng, 1, 4, 4, 1), 4)
    yield case(_positive(rng, 1, 8, 8, 1).astype(np.float32), 2)


def _rectangles(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 1, 2, 4, 1), 2)
    yield case(digits(rng, 1, 6, 3, 1), 3)
    yield case(_positive(rng, 1, 4, 8, 1), 2)
    yield case(np.asfortranarray(_positive(rng, 1, 8, 6, 1)), 2)


def _channels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 1, 2, 2, 2), 2)
    yield case(_positive(rng, 1, 4, 4, 2), 2)
    yield case(_positive(rng, 1, 4, 4, 4), 2)
    yield case(_positive(rng, 1, 6, 6, 3), 3)


def _batches(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 2, 2, 2, 1), 2)
    yield case(_positive(rng, 3, 4, 4, 1), 2)
    yield case(np.asfortranarray(_positive(rng, 4, 6, 6, 1)), 3)


def _leftovers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(SMALL_IMAGES, 2)
    yield case(digits(rng, 1, 3, 3, 1), 2)
    yield case(_positive(rng, 1, 5, 5, 1), 3)
    yield case(_positive(rng, 1, 8, 8, 1), 3)
    yield case(_positive(rng, 1, 7, 7, 1), 4)


def _strides(rng: np.random.Generator) -> Iterator[Case]:
    yield case(SMALL_IMAGES, 2, 1)
    yield case(digits(rng, 1, 4, 4, 1), 2, stride=1)
    yield case(_positive(rng, 1, 5, 5, 1), 3, stride=2)
    yield case(_positive(rng, 1, 7, 7, 1), 3, stride=1)
    yield case(_positive(rng, 1, 5, 5, 1), 2, stride=3)
    yield case(_positive(rng, 1, 9, 9, 1), 2, stride=4)
    yield case(_positive(rng, 1, 8, 8, 1), 3, stride=2)
    yield case(_positive(rng, 1, 9, 9, 1), 4, stride=3)
    yield case(_positive(rng, 1, 4, 4, 1), 3, stride=5)
    yield case(np.asfortranarray(_positive(rng, 1, 8, 8, 1).astype(np.float32)), 4, stride=2)


def _whole(rng: np.random.Generator) -> Iterator[Case]:
    yield case(normal(rng, 2, 5, 7, 3), 3, 2)
    yield case(normal(rng, 3, 6, 4, 2), 2, 1, "same")
    yield case(normal(rng, 2, 9, 6, 2), 2, stride=4, padding="same")
    yield case(normal(rng, 2, 7, 11, 3), 4, 3, "same")
    yield case(normal(rng, 1, 5, 7, 2), 3, None, "same")
    yield case(normal(rng, 2, 10, 7, 1), 4, padding="same")
    yield case(normal(rng, 3, 8, 5, 4).astype(np.float32), 3, padding="same")
    yield case(normal(rng, 1, 7, 4, 2), 3, 1, "same")
    yield case(normal(rng, 2, 3, 2, 2), 5, 1, "same")
    yield case(rng.integers(-99, -9, size=(2, 5, 4, 2)), 2, padding="same")
    yield case(normal(rng, 2, 3, 4, 2), 1)
    yield case(normal(rng, 1, 5, 4, 3), 1, 2)
    yield case(normal(rng, 1, 3, 4, 2), 1, padding="same")


def _bad_arguments(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGES, 3, padding="full")
    yield case(HAND_IMAGES, 0)
    yield case(HAND_IMAGES, -1)
    yield case(HAND_IMAGES, 2, 0)
    yield case(HAND_IMAGES, 2, stride=-1)
    yield case(HAND_IMAGES, 2, 0, "same")
    yield case(HAND_IMAGES, 0, 1, "same")
    yield case(HAND_IMAGES, 0, 1)
    yield case(digits(rng, 1, 3, 3, 1), 4)
    yield case(digits(rng, 1, 2, 4, 1), 3)
    yield case(digits(rng, 1, 4, 2, 1), 3, 2)
    yield case(digits(rng, 1, 3, 3, 1), 5, 1)
    yield case(_framed(rng, 0, 3, 3) * 0, 5, 1, "same")  # the padding makes room for the windows: has a meaning
    yield case(digits(rng, 1, 2, 2, 1), 2)


def _large_pooling(rng: np.random.Generator) -> Case:
    """Draw many small windows that overlap, 9 pixels each: a loop over them costs more than what is done in each.

    Image and maps are small enough for a processor's own cache, so that the ratio does not mind what others compute.
    """
    return case(normal(rng, 1, 96, 96, 4), 3, 1)


POOLING_FULL_RATIO, POOLING_ZERO_RATIO = 50.0, 700.0
"""Shifted views take twice as long as the reference, all windows laid out 30 times, a loop over them 350 times."""


# max_pool2d


def _negatives(rng: np.random.Generator) -> Iterator[Case]:
    yield case(-HAND_IMAGES, 2)
    yield case(_negative(rng, 1, 4, 4, 1), 2)
    yield case(normal(rng, 1, 8, 8, 1), 2)
    yield case(_negative(rng, 1, 6, 6, 1) * 1e12, 3)


def _max_same(rng: np.random.Generator) -> Iterator[Case]:
    yield case(SMALL_IMAGES, 2, padding="same")
    yield case(digits(rng, 1, 5, 5, 1), 3, padding="same")
    yield case(_positive(rng, 1, 4, 4, 1), 3, padding="same")
    yield case(_positive(rng, 1, 7, 7, 1), 4, padding="same")
    yield case(_positive(rng, 1, 6, 6, 1), 2, padding="same")
    yield case(_positive(rng, 1, 9, 9, 1), 5, padding="same")


def _max_strided_same(rng: np.random.Generator) -> Iterator[Case]:
    yield case(SMALL_IMAGES, 3, 1, "same")
    yield case(_positive(rng, 1, 5, 5, 1), 2, stride=1, padding="same")
    yield case(_positive(rng, 1, 5, 5, 1), 4, stride=1, padding="same")
    yield case(_positive(rng, 1, 6, 6, 1), 3, stride=2, padding="same")
    yield case(_positive(rng, 1, 7, 7, 1), 5, stride=3, padding="same")
    yield case(_positive(rng, 1, 8, 8, 1), 2, stride=3, padding="same")
    yield case(_positive(rng, 1, 5, 5, 1), 2, stride=4, padding="same")
    yield case(_positive(rng, 1, 8, 8, 1), 2, stride=4, padding="same")  # nothing is missing, pixels are left over


def _max_border(rng: np.random.Generator) -> Iterator[Case]:
    yield case(-SMALL_IMAGES, 2, padding="same")
    yield case(_negative(rng, 1, 5, 5, 1), 3, padding="same")
    yield case(_negative(rng, 1, 4, 4, 1), 3, stride=1, padding="same")
    yield case(_negative(rng, 1, 5, 5, 1) * 1e12, 2, padding="same")
    yield case(_negative(rng, 1, 4, 4, 1).astype(np.float32), 3, padding="same")


def _max_integers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(rng.integers(1, 10, size=(1, 4, 4, 1)), 2)
    yield case(bright_bytes(rng, 1, 4, 4, 1), 2)
    yield case(rng.integers(-99, 0, size=(1, 4, 4, 1)), 2)
    yield case(np.full((1, 5, 5, 1), 250, dtype=np.uint8), 2, padding="same")


MAX_POOL2D = Exercise(
    "max_pool2d",
    mark("Max pooling: the largest value in each window"),
    reference.max_pool2d,
    (
        Check("basic", 1.0, DEFAULT_STRIDE, _side_by_side),
        Check("negatives", 0.5, mark("Negative values"), _negatives),
        Check("rectangles", 0.5, RECTANGLES, _rectangles),
        Check("channels", 0.5, CHANNELS, _channels),
        Check("batch", 0.5, BATCH, _batches),
        Check("leftovers", 0.5, LEFTOVERS, _leftovers),
        Check("stride", 1.0, STRIDES, _strides),
        Check("same_padding", 0.75, SAME, _max_same),
        Check("same_border", 0.5, mark("Padding “same” is never the maximum"), _max_border),
        Check("same_with_stride", 0.5, STRIDED_SAME, _max_strided_same),
        Check("integers", 0.25, INTEGERS, _max_integers),
        Check("whole_layer", 0.25, WHOLE, _whole),
        Check("bad_arguments", 0.25, ERRORS, _bad_arguments),
        SpeedCheck("speed", 1.0, SPEED, _large_pooling, POOLING_FULL_RATIO, POOLING_ZERO_RATIO, ideas=faster.POOLING),
    ),
    receptive_field=windows.pooling_window,
)


# average_pool2d


def _average_same(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_framed(rng, 1, 1, 1), 2, padding="same")
    yield case(_framed(rng, 2, 3, 3), 2, padding="same")
    yield case(_framed(rng, 3, 2, 2), 3, padding="same")
    yield case(_framed(rng, 2, 1, 1), 3, padding="same")
    yield case(_framed(rng, 4, 3, 3), 4, padding="same")
    yield case(_framed(rng, 2, 2, 2), 2, padding="same")


def _average_strided_same(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_framed(rng, 2, 2, 2), 3, 1, "same")
    yield case(_framed(rng, 2, 3, 3), 2, stride=1, padding="same")
    yield case(_framed(rng, 4, 1, 1), 4, stride=1, padding="same")
    yield case(_framed(rng, 3, 4, 4), 3, stride=2, padding="same")
    yield case(_framed(rng, 4, 3, 3), 4, stride=3, padding="same")
    yield case(_framed(rng, 2, 4, 4), 2, stride=3, padding="same")
    yield case(_framed(rng, 2, 4, 4), 2, stride=4, padding="same")  # nothing is missing, pixels are left over


def _average_border(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.ones((1, 3, 3, 1)), 2, padding="same")
    yield case(digits(rng, 1, 3, 3, 1), 2, padding="same")
    yield case(_positive(rng, 1, 5, 5, 1), 3, padding="same")
    yield case(digits(rng, 1, 5, 5, 1) % 3, 4, stride=2, padding="same")  # black pixels of the image do count
    yield case(_negative(rng, 1, 4, 4, 1), 3, padding="same")
    yield case(_positive(rng, 1, 7, 7, 1), 3, stride=1, padding="same")
    yield case(_positive(rng, 1, 5, 5, 1).astype(np.float32), 2, stride=1, padding="same")


def _average_integers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.arange(1, 17).reshape(1, 4, 4, 1), 2)
    yield case(bright_bytes(rng, 1, 4, 4, 1), 2)
    yield case(rng.integers(0, 2, size=(1, 6, 6, 1)), 3)
    yield case(rng.integers(-9, 10, size=(1, 6, 6, 1)), 3)
    yield case(bright_bytes(rng, 1, 6, 6, 1), 3)


def _average_side_by_side(rng: np.random.Generator) -> Iterator[Case]:
    yield from _side_by_side(rng)
    yield case(normal(rng, 1, 6, 6, 1), 2)


AVERAGE_POOL2D = Exercise(
    "average_pool2d",
    mark("Average pooling: the mean of each window"),
    reference.average_pool2d,
    (
        Check("basic", 1.0, DEFAULT_STRIDE, _average_side_by_side),
        Check("rectangles", 0.5, RECTANGLES, _rectangles),
        Check("channels", 0.5, CHANNELS, _channels),
        Check("batch", 0.5, BATCH, _batches),
        Check("leftovers", 0.5, LEFTOVERS, _leftovers),
        Check("stride", 0.75, STRIDES, _strides),
        Check("same_padding", 0.5, SAME, _average_same),
        Check("same_border", 0.5, mark("Padding “same” is not counted in the mean"), _average_border),
        Check("same_with_stride", 0.25, STRIDED_SAME, _average_strided_same),
        Check("integers", 0.5, INTEGERS, _average_integers),
        Check("whole_layer", 0.25, WHOLE, _whole),
        Check("bad_arguments", 0.25, ERRORS, _bad_arguments),
        SpeedCheck("speed", 1.0, SPEED, _large_pooling, POOLING_FULL_RATIO, POOLING_ZERO_RATIO, ideas=faster.POOLING),
    ),
    receptive_field=windows.pooling_window,
)


# global_average_pool2d


def _one_mean(rng: np.random.Generator) -> Iterator[Case]:
    yield case(SMALL_IMAGES)
    yield case(digits(rng, 1, 4, 4, 1))
    yield case(normal(rng, 1, 5, 5, 1))
    yield case(normal(rng, 1, 1, 1, 1))


def _many_means(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 1, 2, 2, 2))
    yield case(digits(rng, 2, 2, 2, 1))
    yield case(normal(rng, 3, 4, 4, 3))
    yield case(normal(rng, 4, 3, 3, 2) + 2)
    yield case(np.asfortranarray(normal(rng, 2, 5, 5, 5)))
    yield case(normal(rng, 3, 1, 1, 4))


def _rectangular_means(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 1, 2, 3, 1))
    yield case(normal(rng, 1, 5, 2, 1) + 1)
    yield case(normal(rng, 2, 3, 7, 2).astype(np.float32) + 1)


def _integer_means(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1, 2], [4, 8]]).reshape(1, 2, 2, 1))
    yield case(bright_bytes(rng, 1, 3, 3, 1))
    yield case(rng.integers(-9, 10, size=(1, 3, 3, 1)))
    yield case(np.array([[250, 251], [253, 255]], dtype=np.uint8).reshape(1, 2, 2, 1))


GLOBAL_AVERAGE_POOL2D = Exercise(
    "global_average_pool2d",
    mark("Global average pooling: one number for each channel of each image"),
    reference.global_average_pool2d,
    (
        Check("mean", 0.75, mark("The mean of all pixels"), _one_mean),
        Check("batch_and_channels", 0.75, mark("Several images, several channels"), _many_means),
        Check("rectangles", 0.25, RECTANGLES, _rectangular_means),
        Check("integers", 0.25, INTEGERS, _integer_means),
    ),
)


# shift_invariance


def _columns(rng: np.random.Generator, height: int, width: int) -> Array:
    """Draw images of few and often repeated values, so that many maxima stay as they are and many do not."""
    return rng.choice([1.0, 2.0, 7.0, 9.5], size=(height, width), p=[0.4, 0.3, 0.2, 0.1])


def _nothing_moves(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.full((4, 4), 3.0), 1, 2)
    yield case(digits(rng, 4, 4), 0, 2)
    yield case(_positive(rng, 6, 6), 6, 3)
    yield case(np.repeat(digits(rng, 4, 1), 4, axis=1), 1, 2)
    yield case(digits(rng, 4, 4), 2, 4)


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[9.0, 0.0, 0.0, 5.0], [0.0, 0.0, 0.0, 0.0], [0.0, 7.0, 0.0, 0.0], [0.0, 0.0, 8.0, 0.0]]), 1, 2)
    yield case(np.array([[0.0, 9.0, 1.0, 2.0], [0.0, 1.0, 0.0, 2.0]]), 1, 2)
    yield case(np.array([[0.0, 9.0, 1.0, 9.0], [0.0, 3.0, 0.0, 2.0]]), 2, 2)
    yield case(np.eye(6) + 1, 1, 2)
    yield case(digits(rng, 8, 8), 1, 4)
    yield case(_columns(rng, 8, 8), 1, 2)
    yield case(_columns(rng, 9, 9), 2, 3)
    yield case(digits(rng, 6, 6), 1, 2)
    yield case(_columns(rng, 5, 5), 1, 1)
    yield case(_columns(rng, 12, 12) - 10, 1, 3)
    yield case(_columns(rng, 12, 12).astype(np.float32), 3, 2)


def _uncovered(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0, 9.0], [1.0, 2.0, 3.0], [9.0, 5.0, 5.0]]), 1, 2)
    yield case(np.array([[3.0, 5.0, 9.0, 4.0, 7.0], [0.0, 0.0, 2.0, 3.0, 8.0], [9.0, 9.0, 9.0, 9.0, 1.0]]), 1, 2)
    yield case(_columns(rng, 7, 7), 1, 2)
    yield case(_columns(rng, 8, 8), 1, 3)
    yield case(_columns(rng, 11, 11), 2, 4)
    yield case(_columns(rng, 10, 10) - 10, 1, 3)


def _rolls(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.0, 9.0, 1.0, 2.0], [0.0, 1.0, 0.0, 2.0]]), -1, 2)
    yield case(np.array([[0.0, 9.0, 1.0, 2.0], [0.0, 1.0, 0.0, 2.0]]), 5, 2)
    yield case(_columns(rng, 6, 6), -1, 2)
    yield case(_columns(rng, 6, 6), 8, 3)
    yield case(_columns(rng, 8, 8), -11, 2)
    yield case(_columns(rng, 8, 8), 17, 2)


def _rectangular_shifts(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[9.0, 0.0, 0.0, 5.0, 0.0, 6.0], [0.0, 0.0, 4.0, 0.0, 0.0, 0.0]]), 1, 2)
    yield case(_columns(rng, 4, 8), 1, 2)
    yield case(_columns(rng, 9, 6), 2, 3)
    yield case(rng.integers(0, 4, size=(6, 10)), 1, 2)
    yield case(bright_bytes(rng, 12, 4), 1, 2)


def _bad_shifts(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 4, 4), 1, 0)
    yield case(digits(rng, 4, 4), 1, -2)
    yield case(digits(rng, 2, 4), 1, 3)
    yield case(digits(rng, 4, 2), 1, 3)
    yield case(digits(rng, 3, 3), 0, 4)
    yield case(digits(rng, 4, 4), 1, 4)  # one window: has a meaning


SHIFT_INVARIANCE = Exercise(
    "shift_invariance",
    mark("How much of a max-pooled image stays the same when the image is shifted"),
    reference.shift_invariance,
    (
        Check("nothing_moves", 0.25, mark("A shift that changes no value"), _nothing_moves),
        Check("fraction", 1.25, mark("The fraction of the values that stay"), _fractions),
        Check("leftovers", 0.5, LEFTOVERS, _uncovered),
        Check("rolls", 0.5, mark("Shifts to the left and beyond the width"), _rolls),
        Check("rectangles", 0.25, RECTANGLES, _rectangular_shifts),
        Check("bad_arguments", 0.25, ERRORS, _bad_shifts),
    ),
)


CHAPTER = Chapter(
    6,
    "chapter06_pooling",
    mark("Pooling"),
    (MAX_POOL2D, AVERAGE_POOL2D, GLOBAL_AVERAGE_POOL2D, SHIFT_INVARIANCE),
)
