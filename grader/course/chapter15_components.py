"""What is graded in chapter 15: the weights of a dense layer, one block of a CNN, a pattern found wherever it stands.

As in chapter 4 each check asks for one idea: positive numbers where ReLU is not the question, kernels that look the
same flipped, sizes that pooling divides; and for the pattern, images in which another measure of likeness would choose
another place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grader.course.draws import normal
from grader.course.spec import Case, Chapter, Check, Exercise, case
from grader.language import mark
from reference import chapter15_components as reference

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = NDArray[Any]

HAND_IMAGE = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
HAND_KERNEL = np.array([[1.0, 2.0], [2.0, 1.0]]).reshape(2, 2, 1, 1)
HAND_PATTERN = np.array([[1.0, 2.0], [3.0, 4.0]])
NO_BIAS = np.zeros(1)

ERRORS = mark("Arguments without meaning raise ValueError")
INTEGERS = mark("Images of integers are computed like decimal numbers")


def _positive(rng: np.random.Generator, *shape: int) -> Array:
    """Draw pixels that ReLU leaves as they are, under kernels of such numbers."""
    return rng.uniform(0.2, 3.0, size=shape)


def _symmetric(kernels: Array) -> Array:
    """Kernels that a half turn leaves as they are."""
    return np.asarray(kernels + kernels[::-1, ::-1])


# dense_weight_count


def _grey_layers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(4, 3)
    yield case(784, 64)
    yield case(int(rng.integers(10, 1000)), int(rng.integers(10, 1000)))
    yield case(100, 1)
    yield case(1, 10, 1)


def _colours(rng: np.random.Generator) -> Iterator[Case]:
    yield case(4, 3, 3)
    yield case(1024, 10, channels=3)
    yield case(9, 5, channels=2)
    yield case(int(rng.integers(10, 1000)), int(rng.integers(10, 100)), int(rng.integers(4, 9)))


def _cameras(rng: np.random.Generator) -> Iterator[Case]:
    yield case(8_000_000, 1000)
    yield case(8_000_000, 1000, 3)
    yield case(int(rng.integers(5, 20)) * 1_000_000 + 1, 4001, channels=3)


DENSE_WEIGHT_COUNT = Exercise(
    "dense_weight_count",
    mark("How many weights a dense layer needs for an image"),
    reference.dense_weight_count,
    (
        Check("grey", 1.75, mark("Grey images"), _grey_layers),
        Check("colours", 1.5, mark("Images with several channels"), _colours),
        Check("cameras", 0.75, mark("The picture of a camera: billions of weights"), _cameras),
    ),
)


# feature_maps


def _blocks(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, HAND_KERNEL, NO_BIAS)
    yield case(_positive(rng, 1, 5, 5, 1), _symmetric(_positive(rng, 2, 2, 1, 1)), NO_BIAS)
    yield case(_positive(rng, 1, 8, 8, 1), _symmetric(_positive(rng, 3, 3, 1, 1)), NO_BIAS)
    yield case(_positive(rng, 1, 6, 6, 1), _positive(rng, 1, 1, 1, 1), NO_BIAS, pool_size=2)
    single = np.float32
    kernel = _symmetric(_positive(rng, 3, 3, 1, 1)).astype(single)
    yield case(_positive(rng, 1, 6, 6, 1).astype(single), kernel, NO_BIAS.astype(single))


def _orientation(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, np.arange(1.0, 5.0).reshape(2, 2, 1, 1), NO_BIAS)
    yield case(_positive(rng, 1, 5, 5, 1), np.array([1.0, 2.0, 4.0, 8.0]).reshape(2, 2, 1, 1), NO_BIAS)
    yield case(_positive(rng, 1, 6, 6, 1), _positive(rng, 3, 3, 1, 1), NO_BIAS)


def _negative(rng: np.random.Generator) -> Iterator[Case]:
    yield case(-HAND_IMAGE, HAND_KERNEL, NO_BIAS)
    edge = np.array([[1.0, 0.0, -1.0], [0.0, 0.0, 0.0], [-1.0, 0.0, 1.0]]).reshape(3, 3, 1, 1)
    yield case(normal(rng, 1, 8, 8, 1), edge, NO_BIAS)
    yield case(normal(rng, 1, 9, 9, 1), _symmetric(normal(rng, 2, 2, 1, 1)), NO_BIAS)
    yield case(normal(rng, 1, 6, 6, 1), -_positive(rng, 1, 1, 1, 1), NO_BIAS)
    images = -_positive(rng, 1, 8, 8, 1)
    images[0, :4, :4] *= -1
    yield case(images, _symmetric(_positive(rng, 3, 3, 1, 1)), NO_BIAS)


def _biases(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, HAND_KERNEL, np.array([10.0]))
    yield case(HAND_IMAGE, HAND_KERNEL, np.array([-5.0]))
    yield case(_positive(rng, 1, 5, 5, 1), _symmetric(_positive(rng, 2, 2, 1, 3)), np.array([1.0, 7.0, 4.0]))
    yield case(2 + _positive(rng, 1, 5, 5, 1), _symmetric(_positive(rng, 2, 2, 1, 2)), -rng.uniform(1.0, 3.0, size=2))
    yield case(_positive(rng, 1, 4, 4, 3), _symmetric(_positive(rng, 3, 3, 3, 2)), rng.uniform(20.0, 30.0, size=2))


def _channels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_positive(rng, 1, 2, 2, 2), np.array([[[[1.0], [10.0]]]]), np.zeros(1))
    yield case(_positive(rng, 1, 2, 2, 1), np.array([[[[1.0, 10.0, 100.0]]]]), np.zeros(3))
    yield case(_positive(rng, 1, 5, 5, 2), _symmetric(_positive(rng, 2, 2, 2, 2)), np.zeros(2))
    yield case(_positive(rng, 1, 6, 6, 3), _symmetric(_positive(rng, 3, 3, 3, 4)), np.zeros(4))


def _batches(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_positive(rng, 2, 3, 3, 1), HAND_KERNEL, NO_BIAS)
    yield case(np.asfortranarray(_positive(rng, 4, 6, 6, 1)), _symmetric(_positive(rng, 3, 3, 1, 1)), NO_BIAS)


def _rectangles(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_positive(rng, 1, 3, 5, 1), HAND_KERNEL, NO_BIAS)
    yield case(_positive(rng, 1, 8, 4, 1), _symmetric(_positive(rng, 3, 3, 1, 1)), NO_BIAS)
    yield case(_positive(rng, 1, 4, 6, 1), _symmetric(_positive(rng, 1, 3, 1, 1)), NO_BIAS)
    yield case(_positive(rng, 1, 7, 5, 1), _symmetric(_positive(rng, 4, 2, 1, 1)), NO_BIAS)


def _pool_sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_positive(rng, 1, 4, 4, 1), HAND_KERNEL, NO_BIAS, pool_size=1)
    yield case(_positive(rng, 1, 4, 4, 1), HAND_KERNEL, NO_BIAS, 3)
    yield case(_positive(rng, 1, 4, 4, 1), HAND_KERNEL, NO_BIAS)  # pixels are left over
    yield case(_positive(rng, 1, 7, 7, 1), HAND_KERNEL, NO_BIAS, pool_size=3)
    yield case(_positive(rng, 1, 10, 10, 1), _symmetric(_positive(rng, 3, 3, 1, 1)), NO_BIAS, pool_size=3)
    yield case(_positive(rng, 1, 9, 9, 1), _symmetric(_positive(rng, 2, 2, 1, 1)), NO_BIAS, pool_size=4)


def _together(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, HAND_KERNEL, np.array([-50.0]))  # 56 - 50 is left of the last window, nothing of the others
    yield case(HAND_IMAGE, HAND_KERNEL, np.array([-100.0]))
    yield case(-_positive(rng, 1, 4, 4, 2), _symmetric(_positive(rng, 3, 3, 2, 2)), np.array([70.0, 200.0]))
    yield case(normal(rng, 2, 7, 6, 3), normal(rng, 3, 2, 3, 4), normal(rng, 4))
    yield case(normal(rng, 3, 8, 11, 2), normal(rng, 2, 3, 2, 5), normal(rng, 5), 3)


def _integers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(rng.integers(1, 10, size=(1, 5, 5, 1)), HAND_KERNEL / 7, NO_BIAS)
    images = rng.integers(200, 256, size=(1, 5, 5, 1), dtype=np.uint8)
    yield case(images, HAND_KERNEL.astype(np.uint8), np.zeros(1, np.uint8))
    yield case(images, _symmetric(_positive(rng, 2, 2, 1, 1)), NO_BIAS)
    yield case(rng.integers(-9, 10, size=(1, 5, 5, 1)), np.array([[1, -2], [-2, 1]]).reshape(2, 2, 1, 1), NO_BIAS)


def _bad_blocks(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, HAND_KERNEL, NO_BIAS, pool_size=0)
    yield case(HAND_IMAGE, HAND_KERNEL, NO_BIAS, -1)
    yield case(HAND_IMAGE, HAND_KERNEL, NO_BIAS, 3)
    yield case(_positive(rng, 1, 3, 7, 1), HAND_KERNEL, NO_BIAS, 3)
    yield case(_positive(rng, 1, 7, 3, 1), HAND_KERNEL, NO_BIAS, 3)
    yield case(HAND_IMAGE, np.ones((4, 2, 1, 1)), NO_BIAS, 1)
    yield case(HAND_IMAGE, np.ones((2, 4, 1, 1)), NO_BIAS, 1)
    yield case(HAND_IMAGE, np.ones((3, 3, 1, 1)), NO_BIAS, 1)  # one window: has a meaning


FEATURE_MAPS = Exercise(
    "feature_maps",
    mark("A block of a CNN: convolution, ReLU, max-pooling"),
    reference.feature_maps,
    (
        Check("block", 1.5, mark("Convolution and pooling of positive numbers"), _blocks),
        Check("orientation", 0.75, mark("The kernel is not flipped"), _orientation),
        Check("relu", 1.5, mark("Negative numbers become 0"), _negative),
        Check("bias", 0.75, mark("One bias a filter"), _biases),
        Check("channels", 1.0, mark("Several channels, several filters"), _channels),
        Check("batch", 0.5, mark("Several images"), _batches),
        Check("rectangles", 0.5, mark("Images and kernels that are not square"), _rectangles),
        Check("pool_size", 1.0, mark("Other pool sizes, and pixels left over"), _pool_sizes),
        Check("together", 0.75, mark("Everything at once"), _together),
        Check("integers", 0.25, INTEGERS, _integers),
        Check("bad_arguments", 0.5, ERRORS, _bad_blocks),
    ),
)


# locate


def _planted(rng: np.random.Generator, image: tuple[int, int], pattern: tuple[int, int], *place: int) -> Case:
    """Draw an image, and cut its pattern out at a place (any, unless one is given)."""
    pixels = normal(rng, *image)
    row, column = place or [int(rng.integers(0, n - k + 1)) for n, k in zip(image, pattern, strict=True)]
    return case(pixels, pixels[row : row + pattern[0], column : column + pattern[1]].copy())


def _moved(pattern: Array, *place: int, background: float = 0.0) -> Case:
    """The pattern at a place of an otherwise empty image of 6 by 6 pixels."""
    pixels = np.full((6, 6), background)
    pixels[place[0] :, place[1] :][: pattern.shape[0], : pattern.shape[1]] = pattern
    return case(pixels, pattern)


def _staged(rng: np.random.Generator, pattern: Array, *windows: Array) -> Case:
    """Draw an image of far brighter pixels and put the windows into it, side by side in any order."""
    height, width = pattern.shape[0] + 1, pattern.shape[1] + 1
    pixels = np.round(rng.uniform(50.0, 90.0, size=(3 * height, 3 * width)))
    for window, slot in zip(windows, rng.permutation(9), strict=False):
        row, column = 1 + slot // 3 * height, 1 + slot % 3 * width
        pixels[row : row + height - 1, column : column + width - 1] = window
    return case(pixels, pattern)


def _exact(rng: np.random.Generator) -> Iterator[Case]:
    yield _moved(HAND_PATTERN, 1, 3)
    yield _moved(HAND_PATTERN, 3, 1)
    yield _moved(HAND_PATTERN, 2, 0, background=5.0)
    yield _moved(normal(rng, 3, 3), 0, 2)
    yield _planted(rng, (6, 6), (2, 2), 2, 3)
    yield _planted(rng, (8, 8), (3, 3))
    image = np.asfortranarray(normal(rng, 7, 7).astype(np.float32))
    yield case(image, image[4:6, 2:4].copy())


def _borders(rng: np.random.Generator) -> Iterator[Case]:
    yield _moved(HAND_PATTERN, 4, 4)
    yield _moved(HAND_PATTERN, 0, 0)
    yield _planted(rng, (5, 5), (2, 2), 3, 0)
    yield _planted(rng, (5, 5), (3, 3), 0, 2)
    yield _planted(rng, (6, 6), (3, 3), 3, 3)
    yield _planted(rng, (3, 3), (3, 3), 0, 0)


def _other_sides(rng: np.random.Generator) -> Iterator[Case]:
    yield _planted(rng, (4, 9), (2, 2), 1, 6)
    yield _planted(rng, (9, 4), (3, 3), 5, 1)
    yield _planted(rng, (6, 6), (2, 4), 3, 1)
    yield _planted(rng, (6, 7), (4, 1), 1, 5)
    yield _planted(rng, (5, 8), (1, 1), 2, 7)
    yield _planted(rng, (10, 6), (5, 2))


def _whole_windows(rng: np.random.Generator) -> Iterator[Case]:
    """Images whose opposite borders make up the pattern together, while inside it stands only nearly so."""
    for axis in (0, 1):
        image = 3 * normal(rng, 6, 6)
        pattern = np.roll(image, 1, axis)[2 * axis :, :2][:2].copy()
        image[2:4, 3:5] = pattern + rng.uniform(0.2, 0.4, size=(2, 2))
        yield case(image, pattern)
    image = 4 + normal(rng, 6, 6)
    image[1:3, 2:4] = [[5.0, 0.5], [6.0, 0.5]]
    image[3:5, 5] = [5.0, 6.0]
    yield case(image, np.array([[5.0, 0.0], [6.0, 0.0]]))
    yield case(image.T.copy(), np.array([[5.0, 6.0], [0.0, 0.0]]))


def _nearest(rng: np.random.Generator) -> Iterator[Case]:
    pattern = HAND_PATTERN
    near = pattern + 0.5
    yield case(np.array([[9.0, 3.0, 5.0, 4.0]]), np.array([[3.0, 4.0]]))
    yield _staged(rng, pattern, near)
    yield _staged(rng, pattern, near, 2 * pattern)  # as correlated as can be
    yield _staged(rng, pattern, near, pattern + 3)  # the same but for its brightness
    yield _staged(rng, pattern, near, np.add(pattern, [[3, -3], [-3, 3]]))  # differences that add up to 0
    yield _staged(rng, pattern, pattern + 1, np.add(pattern, [[0, 3], [0, 0]]))  # a smaller sum of absolute differences
    yield _staged(rng, pattern, np.add(pattern, [[0, 2], [0, 0]]), pattern + 1.5)  # a smaller largest difference
    yield _staged(rng, pattern, near, np.add(pattern, [[0, 0], [0, 9]]))  # more pixels that are exactly right
    yield _staged(rng, pattern, near, pattern[::-1], pattern[:, ::-1], pattern.T, pattern[::-1, ::-1])
    yield _staged(rng, pattern, pattern - 1, pattern + 1.2)  # less for its brightness
    yield _staged(rng, -pattern, near, -pattern - 1)
    for scale in (0.01, 1e6):
        yield case(*(scale * array for array in _staged(rng, pattern, near, pattern + 1, pattern - 2).arguments))
    pattern = np.round(8 * normal(rng, 3, 3))
    yield _staged(rng, pattern, pattern + rng.choice([-1.0, 1.0], size=(3, 3)), pattern + 2, -pattern, 2 * pattern)


def _ties(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.ones((3, 4)), np.ones((2, 2)))
    yield case(np.zeros((3, 3)), np.ones((1, 2)))
    image = np.zeros((6, 6))
    image[1:3, 3:5] = image[3:5, 1:3] = HAND_PATTERN
    yield case(image, HAND_PATTERN)
    image = rng.integers(10, 20, size=(7, 7)).astype(float)
    image[2:4, 5:7] = image[2:4, 1:3] = image[5:7, 0:2] = HAND_PATTERN
    yield case(image, HAND_PATTERN)
    image = rng.integers(10, 20, size=(6, 6)).astype(float)
    image[0:2, 4:6], image[4:6, 0:2] = HAND_PATTERN + 1, HAND_PATTERN - 1
    yield case(image, HAND_PATTERN)


def _bytes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[2, 5, 9, 3, 6, 9]]), np.array([[2.75, 5.75]]))
    pattern = rng.integers(100, 110, size=(2, 2))
    for near in (pattern - 3, pattern + 3):
        staged = _staged(rng, pattern, near, pattern + 10, pattern - 10, pattern + 32, pattern - 48, pattern + 16)
        yield case(*(array.astype(np.uint8) for array in staged.arguments))
    image = rng.integers(-120, 120, size=(6, 6), dtype=np.int8)
    image[1:3, 2:4], image[4:6, 0:2] = [[115, -115], [-115, 115]], [[-125, 125], [125, -125]]
    yield case(image, np.array([[125, -125], [-125, 125]], dtype=np.int8))


def _large_patterns(rng: np.random.Generator) -> Iterator[Case]:
    yield case(normal(rng, 3, 3), np.ones((4, 2)))
    yield case(normal(rng, 3, 3), np.ones((2, 4)))
    yield case(normal(rng, 4, 5), np.ones((5, 6)))
    yield _planted(rng, (3, 4), (3, 4), 0, 0)  # as large as the image: has a meaning


LOCATE = Exercise(
    "locate",
    mark("Where a pattern stands in an image"),
    reference.locate,
    (
        Check("exact", 1.5, mark("A pattern that stands exactly in the image"), _exact),
        Check("borders", 0.75, mark("The first and the last places"), _borders),
        Check("rectangles", 0.75, mark("Images and patterns that are not square"), _other_sides),
        Check("whole_windows", 0.5, mark("The pattern lies on the image as a whole"), _whole_windows),
        Check("nearest", 1.75, mark("The smallest sum of squared differences"), _nearest),
        Check("ties", 0.75, mark("The first in reading order among equals"), _ties),
        Check("integers", 0.5, INTEGERS, _bytes),
        Check("bad_arguments", 0.5, ERRORS, _large_patterns),
    ),
)


CHAPTER = Chapter(
    15,
    "chapter15_components",
    mark("The components of a CNN"),
    (DENSE_WEIGHT_COUNT, FEATURE_MAPS, LOCATE),
)
