"""What is graded in chapter 1: digital images.

The channels of the colour gradient are judged one by one, so that a wrong one costs its own points only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grader.course.properties import Channels
from grader.course.spec import Case, Chapter, Check, Exercise, Tolerance, case, examined
from grader.language import mark
from reference import chapter01_images as reference

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = NDArray[Any]


def _colours(rng: np.random.Generator, height: int, width: int, channels: int = 3) -> Array:
    return rng.integers(0, 256, size=(height, width, channels), dtype=np.uint8)


def _greys(rng: np.random.Generator, height: int, width: int) -> Array:
    return rng.integers(0, 256, size=(height, width), dtype=np.uint8)


# gradient_image


def _course_image(_: np.random.Generator) -> Iterator[Case]:
    yield case(2, 2)
    yield case(4, 4)
    yield case(8, 8)


def _steps(rng: np.random.Generator) -> Iterator[Case]:
    yield case(2, 2, 10)
    yield case(3, 3, step=1)
    yield case(5, 5, step=int(rng.integers(11, 28)))


def _rectangular_gradients(rng: np.random.Generator) -> Iterator[Case]:
    yield case(2, 3)
    yield case(4, 2)
    yield case(1, 5)
    yield case(6, 1)
    yield case(3, 6, step=int(rng.integers(11, 28)))


def _bright_gradients(rng: np.random.Generator) -> Iterator[Case]:
    yield case(9, 9)
    yield case(3, 3, step=64)
    yield case(4, 4, step=int(rng.integers(90, 128)))
    yield case(4, 4, step=255)
    yield case(3, 3, step=300)
    yield case(12, 12)
    yield case(2, 300, step=1)
    yield case(300, 2, step=3)


GRADIENT_IMAGE = Exercise(
    "gradient_image",
    mark("A grey image that grows lighter from corner to corner"),
    reference.gradient_image,
    (
        Check("course_image", 1.25, mark("The course's picture"), _course_image),
        Check("steps", 0.75, mark("Other steps"), _steps),
        Check("rectangles", 1.0, mark("Images that are not square"), _rectangular_gradients),
        Check("white", 1.0, mark("Nothing is lighter than white (255)"), _bright_gradients),
    ),
    dtype="uint8",
)


# rgb_gradient


def _gradients(*sizes: tuple[int, int]) -> Iterator[Case]:
    for height, width in sizes:
        yield examined(case(height, width), reference.rgb_gradient(height, width))


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    drawn = (int(rng.integers(9, 15)), int(rng.integers(4, 8)))
    return _gradients((2, 2), (8, 8), (3, 5), drawn, (2, 260), (260, 2))


def _thin_images(rng: np.random.Generator) -> Iterator[Case]:
    return _gradients((1, 2), (2, 1), (1, 1), (1, int(rng.integers(5, 12))), (int(rng.integers(5, 12)), 1))


_red = Channels(
    0, 1, mark("Red, channel 0, should go evenly from 0 in the left column to 255 in the right one."), slack=1
)
_green = Channels(
    1, 2, mark("Green, channel 1, should go evenly from 0 in the top row to 255 in the bottom one."), slack=1
)
_blue = Channels(2, 3, mark("Blue, channel 2, should be 128 in every pixel."), slack=0)
_red_and_green = Channels(
    0,
    2,
    mark("Along a side of a single pixel the level should be 0, and along the other go from 0 to 255."),
    slack=1,
)

RGB_GRADIENT = Exercise(
    "rgb_gradient",
    mark("A colour image: red from left to right, green from top to bottom"),
    reference.rgb_gradient,
    (
        Check("red", 1.5, mark("Red grows from left to right"), _sizes, judge=_red),
        Check("green", 1.5, mark("Green grows from top to bottom"), _sizes, judge=_green),
        Check("blue", 1.0, mark("Blue is 128 everywhere"), _sizes, judge=_blue),
        Check("thin", 1.0, mark("A side of a single pixel"), _thin_images, judge=_red_and_green),
    ),
    tolerance=Tolerance(absolute=1.0),
    dtype="uint8",
)


# pixel_count


def _grey_images(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[10, 20], [30, 40]], dtype=np.uint8))
    yield case(_greys(rng, 3, 5))
    yield case(np.zeros((5, 3), dtype=np.uint8))
    yield case(_greys(rng, 1, 7))
    yield case(rng.random((6, 1)))
    yield case(np.ones((2, 4)))
    yield case(_greys(rng, 128, 128))


def _colour_images(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_colours(rng, 2, 2))
    yield case(np.zeros((3, 4, 3), dtype=np.uint8))
    yield case(rng.random((5, 2, 3)))
    yield case(_colours(rng, 3, 3))
    yield case(_colours(rng, 1, 6))
    yield case(_colours(rng, 60, 80))


def _other_channels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_colours(rng, 2, 3, 1))
    yield case(_colours(rng, 4, 3, 4))
    yield case(rng.random((3, 5, 2)))


PIXEL_COUNT = Exercise(
    "pixel_count",
    mark("How many pixels an image has"),
    reference.pixel_count,
    (
        Check("grey", 1.25, mark("Grey images"), _grey_images),
        Check("colours", 1.25, mark("Colour images: three numbers, one pixel"), _colour_images),
        Check("channels", 0.5, mark("Images with another number of channels"), _other_channels),
    ),
)


# to_grayscale


def _luma(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[[255.0, 0.0, 0.0]]]))
    yield case(np.array([[[0.0, 255.0, 0.0]]]))
    yield case(np.array([[[0.0, 0.0, 255.0]]]))
    yield case(np.array([[[100.0, 200.0, 50.0], [50.0, 100.0, 200.0]], [[200.0, 50.0, 100.0], [255.0, 255.0, 255.0]]]))
    yield case(np.round(255 * rng.random((3, 3, 3))))


def _coloured_rectangles(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.round(255 * rng.random((1, 2, 3))))
    yield case(np.round(255 * rng.random((3, 1, 3))))
    yield case(np.round(255 * rng.random((3, 5, 3))))
    yield case(np.asfortranarray(np.round(255 * rng.random((6, 4, 3)))))


def _scales(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[[1.0, 0.5, 0.25], [0.0, 0.0, 0.0]], [[0.25, 1.0, 0.5], [1.0, 1.0, 1.0]]]))
    yield case(rng.random((3, 3, 3)))
    yield case(rng.random((4, 4, 3)).astype(np.float32))
    yield case(rng.integers(20000, 65536, size=(3, 3, 3), dtype=np.uint16))


def _coloured_bytes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[[1, 2, 3], [3, 1, 2]], [[0, 1, 1], [1, 0, 0]]], dtype=np.uint8))
    yield case(rng.integers(200, 256, size=(3, 3, 3), dtype=np.uint8))
    yield case(_colours(rng, 4, 4))
    yield case(rng.integers(0, 256, size=(3, 3, 3)))


TO_GRAYSCALE = Exercise(
    "to_grayscale",
    mark("The brightness of a colour image"),
    reference.to_grayscale,
    (
        Check("luma", 2.0, mark("Each colour has its weight"), _luma),
        Check("rectangles", 0.75, mark("Images that are not square"), _coloured_rectangles),
        Check("scale", 1.0, mark("The result is on the scale of the image"), _scales),
        Check("integers", 1.25, mark("Images of integers are computed like decimal numbers"), _coloured_bytes),
    ),
)


# rescale


def _bytes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0, 51], [102, 255]], dtype=np.uint8))
    yield case(np.array([[255, 254], [128, 127]], dtype=np.uint8))
    yield case(_greys(rng, 3, 5))
    yield case(_colours(rng, 4, 2))
    yield case(rng.integers(0, 256, size=(3, 3)))


def _partial_ranges(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0, 51], [25, 10]], dtype=np.uint8))
    yield case(np.array([[200, 255], [220, 210]], dtype=np.uint8))
    yield case(np.zeros((2, 3), dtype=np.uint8))
    yield case(np.full((2, 2), 102, dtype=np.uint8))
    yield case(np.array([[0, 1], [1, 0]], dtype=np.uint8))
    yield case(rng.integers(40, 90, size=(3, 4, 3), dtype=np.uint8))


def _decimal_bytes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.0, 51.0], [102.0, 255.0]]))
    yield case(np.round(255 * rng.random((3, 2))))
    yield case(np.asfortranarray(np.round(255 * rng.random((4, 3, 3)))))
    yield case(np.round(255 * rng.random((3, 3))).astype(np.float32))


RESCALE = Exercise(
    "rescale",
    mark("From bytes to numbers between 0 and 1"),
    reference.rescale,
    (
        Check("bytes", 1.25, mark("Black becomes 0, white becomes 1"), _bytes),
        Check("partial_ranges", 1.0, mark("Dark images stay dark, light images light"), _partial_ranges),
        Check("decimals", 0.75, mark("8-bit values in decimal numbers; the image is not changed"), _decimal_bytes),
    ),
)


CHAPTER = Chapter(
    1,
    "chapter01_images",
    mark("Digital images"),
    (GRADIENT_IMAGE, RGB_GRADIENT, PIXEL_COUNT, TO_GRAYSCALE, RESCALE),
)
