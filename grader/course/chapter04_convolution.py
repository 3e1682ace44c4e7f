"""What is graded in chapter 4: convolution, stride and padding.

Each check asks for one idea and leaves the others out where it can, so that one misunderstanding costs its own
points only: kernels that look the same flipped where the flip is not the question, square images where the sides are
not, a bias of zero where the bias is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grader.course import faster, windows
from grader.course.draws import bright_bytes, digits, normal
from grader.course.properties import picks_centre, subsampled
from grader.course.spec import Case, Chapter, Check, Exercise, SpeedCheck, case, in_turn
from grader.language import mark
from reference import chapter04_convolution as reference

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = NDArray[Any]

HAND_IMAGE = np.arange(1.0, 10.0).reshape(3, 3)
HAND_KERNEL = np.arange(1.0, 5.0).reshape(2, 2)
SYMMETRIC_KERNEL = np.array([[1.0, 2.0], [2.0, 1.0]])

ERRORS = mark("Arguments without meaning raise ValueError")
INTEGERS = mark("Images of integers are computed like decimal numbers")
RECTANGLES = mark("Images and kernels that are not square")
SLIDING = mark("Every window, with kernels that look the same flipped")


def _symmetric(rng: np.random.Generator, *shape: int) -> Array:
    """Draw kernels that a half turn leaves as they are: convolution and cross-correlation agree on them."""
    kernels = normal(rng, *shape)
    return kernels + kernels[::-1, ::-1]


def _grey_layer(rng: np.random.Generator, size: int, kernel_size: int, **options: int | str) -> Case:
    """`conv2d` on one square image with one channel, one filter that looks the same flipped, and no bias."""
    images, kernels = normal(rng, 1, size, size, 1), _symmetric(rng, kernel_size, kernel_size, 1, 1)
    return case(images, kernels, np.zeros(1), **options)


# convolve2d and cross_correlate2d


def _sliding(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, SYMMETRIC_KERNEL)
    yield case(digits(rng, 3, 3), np.array([[1.0, -1.0], [-1.0, 1.0]]))
    yield case(normal(rng, 3, 3), normal(rng, 1, 1))
    yield case(normal(rng, 5, 5), _symmetric(rng, 3, 3))
    yield case(normal(rng, 6, 6).astype(np.float32), _symmetric(rng, 2, 2).astype(np.float32))


def _orientation(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, HAND_KERNEL)
    yield case(digits(rng, 3, 3), digits(rng, 2, 2))
    yield case(normal(rng, 5, 5), np.array([[1.0, 0.0, -1.0], [1.0, 0.0, -1.0], [1.0, 0.0, -1.0]]))
    yield case(normal(rng, 6, 6), normal(rng, 3, 3))
    yield case(np.asfortranarray(normal(rng, 5, 5)), normal(rng, 4, 4))


def _rectangles(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 2, 4), _symmetric(rng, 2, 2))
    yield case(digits(rng, 5, 3), _symmetric(rng, 3, 2))
    yield case(normal(rng, 4, 7), _symmetric(rng, 1, 4))
    yield case(normal(rng, 7, 5), _symmetric(rng, 2, 3))
    yield case(normal(rng, 3, 4), _symmetric(rng, 3, 4))


def _integers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(rng.integers(1, 10, size=(3, 3)), SYMMETRIC_KERNEL / 4)
    yield case(bright_bytes(rng, 3, 3), SYMMETRIC_KERNEL.astype(np.uint8))
    yield case(bright_bytes(rng, 4, 4), _symmetric(rng, 3, 3))
    yield case(rng.integers(-9, 10, size=(5, 5)), np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]))


def _large_kernels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, np.ones((4, 2)))
    yield case(HAND_IMAGE, np.ones((2, 4)))
    yield case(HAND_IMAGE, np.ones((5, 5)))
    yield case(normal(rng, 3, 3), np.ones((3, 3)))  # as large as the image: has a meaning


CONVOLVE2D = Exercise(
    "convolve2d",
    mark("Mathematical convolution of a grey image: the kernel is flipped"),
    reference.convolve2d,
    (
        Check("sliding", 1.0, SLIDING, _sliding),
        Check("flip", 1.0, mark("The kernel is flipped on both axes"), _orientation),
        Check("rectangles", 0.5, RECTANGLES, _rectangles),
        Check("integers", 0.25, INTEGERS, _integers),
        Check("bad_arguments", 0.25, ERRORS, _large_kernels),
    ),
    receptive_field=windows.image_window,
)


def _deltas(rng: np.random.Generator) -> Iterator[Case]:
    for shape, size in (((3, 3), (3, 3)), ((4, 5), (3, 1)), ((6, 5), (3, 5))):
        kernel = np.zeros(size)
        kernel[size[0] // 2, size[1] // 2] = 1.0
        yield case(digits(rng, *shape), kernel)


CROSS_CORRELATE2D = Exercise(
    "cross_correlate2d",
    mark("Cross-correlation of a grey image: what a layer of a CNN computes"),
    reference.cross_correlate2d,
    (
        Check("sliding", 0.5, SLIDING, _sliding),
        Check("orientation", 0.75, mark("The kernel is not flipped"), _orientation),
        Check("rectangles", 0.5, RECTANGLES, _rectangles),
        Check("identity", 0.25, mark("A kernel with a single 1 gives the image back"), _deltas, picks_centre),
        Check("integers", 0.25, INTEGERS, _integers),
        Check("bad_arguments", 0.25, ERRORS, _large_kernels),
    ),
    receptive_field=windows.image_window,
)


# filter_image


def _framed(image: Array) -> Array:
    """`image` in the middle of a black one: no way to continue it beyond its borders shows."""
    return np.pad(image, 2)


def _interior(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_framed(np.ones((1, 1))), digits(rng, 3, 3))
    yield case(_framed(digits(rng, 2, 2)), np.array([[1.0, 0.0, -1.0], [1.0, 0.0, -1.0], [1.0, 0.0, -1.0]]))
    yield case(_framed(normal(rng, 3, 4)), normal(rng, 3, 3))
    yield case(np.asfortranarray(_framed(normal(rng, 4, 3))), normal(rng, 3, 3))


def _borders(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, np.ones((3, 3)))
    yield case(digits(rng, 3, 3), np.array([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]]))
    yield case(normal(rng, 3, 4), normal(rng, 1, 1))
    yield case(normal(rng, 5, 4), _symmetric(rng, 3, 3))
    yield case(normal(rng, 4, 6).astype(np.float32), _symmetric(rng, 3, 3).astype(np.float32))


def _wide_borders(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 3, 5), np.ones((1, 5)))
    yield case(digits(rng, 5, 3), _symmetric(rng, 5, 1))
    yield case(normal(rng, 5, 6), _symmetric(rng, 3, 5))
    yield case(normal(rng, 7, 5), _symmetric(rng, 7, 5))


def _filtered_integers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(
        _framed(rng.integers(1, 10, size=(2, 2))), np.array([[0.0, 0.25, 0.0], [0.25, 0.5, 0.25], [0.0, 0.25, 0.0]])
    )
    yield case(_framed(bright_bytes(rng, 2, 2)), np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], dtype=np.uint8))
    yield case(_framed(bright_bytes(rng, 3, 3)), _symmetric(rng, 3, 3))


FILTER_IMAGE = Exercise(
    "filter_image",
    mark("Convolution that keeps the size of the image, mirrored at its borders"),
    reference.filter_image,
    (
        Check("interior", 1.0, mark("Far from the borders"), _interior),
        Check("borders", 1.0, mark("The image is mirrored at its borders"), _borders),
        Check("wide_borders", 0.5, mark("Kernels that stick out by several pixels"), _wide_borders),
        Check("integers", 0.5, INTEGERS, _filtered_integers),
    ),
    receptive_field=windows.centred_window,
)


# strided_cross_correlate2d


def _stride_one(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, HAND_KERNEL, 1)
    yield case(digits(rng, 3, 3), digits(rng, 2, 2), 1)
    yield case(normal(rng, 6, 6), normal(rng, 3, 3), 1)


def _strides(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.arange(1.0, 17.0).reshape(4, 4), SYMMETRIC_KERNEL, 2)
    yield case(digits(rng, 5, 5), np.ones((2, 2)), 2)
    yield case(digits(rng, 5, 5), _symmetric(rng, 3, 3), 2)
    yield case(normal(rng, 6, 6), _symmetric(rng, 3, 3), 2)
    yield case(normal(rng, 7, 7), _symmetric(rng, 3, 3), 3)
    yield case(normal(rng, 8, 8), _symmetric(rng, 2, 2), 3)
    yield case(np.asfortranarray(normal(rng, 9, 9)), _symmetric(rng, 2, 2), 4)
    yield case(normal(rng, 7, 7), normal(rng, 1, 1), 3)
    yield case(normal(rng, 4, 4), _symmetric(rng, 3, 3), 5)


def _strided_rectangles(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 3, 5), _symmetric(rng, 2, 2), 2)
    yield case(digits(rng, 6, 4), _symmetric(rng, 2, 3), 2)
    yield case(normal(rng, 5, 8), _symmetric(rng, 3, 2), 3)
    yield case(normal(rng, 9, 6).astype(np.float32), _symmetric(rng, 3, 1).astype(np.float32), 2)


def _strided_integers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(rng.integers(1, 10, size=(4, 4)), SYMMETRIC_KERNEL / 4, 2)
    yield case(bright_bytes(rng, 4, 4), SYMMETRIC_KERNEL.astype(np.uint8), 2)
    yield case(bright_bytes(rng, 5, 5), _symmetric(rng, 3, 3), 2)


def _bad_strides(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE, np.ones((2, 2)), 0)
    yield case(HAND_IMAGE, np.ones((2, 2)), -1)
    yield case(HAND_IMAGE, np.ones((4, 2)), 1)
    yield case(HAND_IMAGE, np.ones((2, 4)), 2)
    yield case(normal(rng, 3, 3), np.ones((3, 3)), 1)  # one window: has a meaning


def _subsampled(rng: np.random.Generator) -> Iterator[Case]:
    for stride, shape in ((2, (4, 4)), (2, (5, 6)), (3, (7, 5))):
        image, kernel = normal(rng, *shape), normal(rng, 2, 2)
        yield in_turn(case(image, kernel, 1), case(image, kernel, stride))


STRIDED_CROSS_CORRELATE2D = Exercise(
    "strided_cross_correlate2d",
    mark("Cross-correlation with a kernel that moves by several pixels"),
    reference.strided_cross_correlate2d,
    (
        Check("stride_one", 0.5, mark("A stride of 1"), _stride_one),
        Check("stride", 1.0, mark("Larger strides, whether they divide the size or not"), _strides),
        Check("subsampling", 0.25, mark("A stride picks among the values of stride 1"), _subsampled, subsampled),
        Check("rectangles", 0.5, RECTANGLES, _strided_rectangles),
        Check("integers", 0.25, INTEGERS, _strided_integers),
        Check("bad_arguments", 0.5, ERRORS, _bad_strides),
    ),
    receptive_field=windows.image_window,
)


# zero_pad2d


def _frames(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0], [3.0, 4.0]]), 1)
    yield case(digits(rng, 2, 2), 2)
    yield case(normal(rng, 2, 4), 1)
    yield case(normal(rng, 5, 3), 3)
    yield case(np.asfortranarray(normal(rng, 4, 6).astype(np.float32)), 2)


def _no_frame(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 2, 2), 0)
    yield case(normal(rng, 3, 4), 0)


def _framed_integers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(rng.integers(1, 10, size=(2, 2)), 1)
    yield case(bright_bytes(rng, 3, 3), 2)


def _bad_frames(rng: np.random.Generator) -> Iterator[Case]:
    yield case(normal(rng, 3, 4), -1)
    yield case(normal(rng, 5, 5), -2)
    yield case(digits(rng, 2, 2), 1)


ZERO_PAD2D = Exercise(
    "zero_pad2d",
    mark("A frame of zeros around a grey image"),
    reference.zero_pad2d,
    (
        Check("frame", 0.75, mark("Zeros on all four sides"), _frames),
        Check("no_padding", 0.25, mark("A padding of 0 gives a copy"), _no_frame),
        Check("integers", 0.25, INTEGERS, _framed_integers),
        Check("bad_arguments", 0.25, ERRORS, _bad_frames),
    ),
)


# same_padding


def _odd_kernels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(5, 3, 1)
    yield case(4, 1, 1)
    yield case(6, 5, 1)
    yield case(int(rng.integers(8, 30)), 7, 1)


def _even_kernels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(5, 2, 1)
    yield case(6, 4, 1)
    yield case(int(rng.integers(8, 30)), 6, 1)


def _strided_axes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(4, 2, 2)
    yield case(6, 3, 2)
    yield case(5, 3, 2)
    yield case(7, 4, 3)
    yield case(6, 1, 2)
    yield case(5, 2, 4)
    yield case(8, 2, 5)
    yield case(28, 5, 3)
    yield case(3 * int(rng.integers(4, 12)) + 1, 6, 3)
    yield case(4 * int(rng.integers(3, 9)), 7, 4)


def _bad_axes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(5, 3, 0)
    yield case(6, 2, -1)
    yield case(int(rng.integers(8, 30)), 3, 1)


SAME_PADDING = Exercise(
    "same_padding",
    mark("How many zeros “same” adds at both ends of an axis"),
    reference.same_padding,
    (
        Check("odd_kernels", 0.5, mark("Odd kernels, a stride of 1"), _odd_kernels),
        Check("even_kernels", 0.5, mark("Even kernels, a stride of 1"), _even_kernels),
        Check("stride", 0.75, mark("Larger strides"), _strided_axes),
        Check("bad_arguments", 0.25, ERRORS, _bad_axes),
    ),
)


# conv2d


def _layer(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE.reshape(1, 3, 3, 1), HAND_KERNEL.reshape(2, 2, 1, 1), np.zeros(1))
    yield case(digits(rng, 1, 3, 3, 1), digits(rng, 2, 2, 1, 1), np.zeros(1))
    yield case(normal(rng, 1, 5, 5, 1), normal(rng, 3, 3, 1, 1), np.zeros(1))
    yield case(normal(rng, 1, 3, 3, 1), normal(rng, 3, 3, 1, 1), np.zeros(1), stride=1, padding="valid")


def _rectangular_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 1, 2, 4, 1), SYMMETRIC_KERNEL.reshape(2, 2, 1, 1), np.zeros(1))
    yield case(normal(rng, 1, 6, 4, 1), _symmetric(rng, 2, 3, 1, 1), np.zeros(1))
    yield case(normal(rng, 1, 5, 7, 1), _symmetric(rng, 3, 1, 1, 1), np.zeros(1))


def _channels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 1, 2, 2, 2), np.array([[[[1.0], [10.0]]]]), np.zeros(1))
    yield case(digits(rng, 1, 2, 2, 1), np.array([[[[1.0, 10.0, 100.0]]]]), np.zeros(3))
    yield case(normal(rng, 1, 5, 5, 2), _symmetric(rng, 3, 3, 2, 2), np.zeros(2))
    yield case(normal(rng, 1, 5, 5, 3), _symmetric(rng, 3, 3, 3, 4), np.zeros(4))
    single = np.float32
    yield case(normal(rng, 1, 4, 4, 4).astype(single), _symmetric(rng, 2, 2, 4, 3).astype(single), np.zeros(3, single))


def _biases(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_IMAGE.reshape(1, 3, 3, 1), SYMMETRIC_KERNEL.reshape(2, 2, 1, 1), np.array([10.0]))
    yield case(normal(rng, 1, 4, 4, 1), _symmetric(rng, 2, 2, 1, 3), normal(rng, 3) + 2)
    yield case(normal(rng, 1, 4, 4, 3), _symmetric(rng, 2, 2, 3, 2), normal(rng, 2) - 2)


def _batches(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 2, 3, 3, 1), SYMMETRIC_KERNEL.reshape(2, 2, 1, 1), np.zeros(1))
    yield case(normal(rng, 3, 4, 4, 1), _symmetric(rng, 3, 3, 1, 1), np.zeros(1))
    yield case(np.asfortranarray(normal(rng, 5, 5, 5, 1)), _symmetric(rng, 2, 2, 1, 1), np.zeros(1))


def _strided_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 1, 4, 4, 1), SYMMETRIC_KERNEL.reshape(2, 2, 1, 1), np.zeros(1), stride=2)
    yield _grey_layer(rng, 5, 3, stride=2)
    yield _grey_layer(rng, 6, 3, stride=2)
    yield _grey_layer(rng, 8, 2, stride=3)
    yield _grey_layer(rng, 7, 1, stride=3)


def _same_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 1, 3, 3, 1), np.ones((3, 3, 1, 1)), np.zeros(1), padding="same")
    yield _grey_layer(rng, 5, 3, padding="same")
    yield case(HAND_IMAGE.reshape(1, 3, 3, 1), SYMMETRIC_KERNEL.reshape(2, 2, 1, 1), np.zeros(1), padding="same")
    yield _grey_layer(rng, 5, 4, padding="same")
    yield _grey_layer(rng, 4, 1, padding="same")


def _strided_same_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 1, 4, 4, 1), np.ones((3, 3, 1, 1)), np.zeros(1), stride=2, padding="same")
    yield _grey_layer(rng, 5, 3, stride=2, padding="same")
    yield _grey_layer(rng, 6, 5, stride=3, padding="same")
    yield _grey_layer(rng, 7, 4, stride=3, padding="same")
    yield _grey_layer(rng, 6, 1, stride=2, padding="same")


def _whole_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield case(normal(rng, 2, 4, 5, 2), normal(rng, 3, 2, 2, 3), normal(rng, 3), stride=2)
    yield case(normal(rng, 2, 5, 4, 3), normal(rng, 2, 3, 3, 2), normal(rng, 2), padding="same")
    yield case(normal(rng, 3, 7, 6, 3), normal(rng, 5, 2, 3, 4), normal(rng, 4), 2, "same")


def _integer_layer(rng: np.random.Generator) -> Iterator[Case]:
    kernels = SYMMETRIC_KERNEL.reshape(2, 2, 1, 1)
    yield case(rng.integers(1, 10, size=(1, 3, 3, 1)), kernels / 4, np.zeros(1))
    yield case(bright_bytes(rng, 1, 3, 3, 1), kernels.astype(np.uint8), np.zeros(1))
    yield case(bright_bytes(rng, 1, 4, 4, 1), _symmetric(rng, 3, 3, 1, 1), np.zeros(1))


def _bad_layers(rng: np.random.Generator) -> Iterator[Case]:
    images, kernels, bias = HAND_IMAGE.reshape(1, 3, 3, 1), np.ones((2, 2, 1, 1)), np.zeros(1)
    yield case(images, kernels, bias, padding="full")
    yield case(images, kernels, bias, stride=0)
    yield case(images, kernels, bias, stride=-1, padding="same")
    yield case(images, np.ones((4, 2, 1, 1)), bias)
    yield case(images, np.ones((2, 4, 1, 1)), bias, stride=2)
    yield _grey_layer(rng, 3, 5, padding="same")  # the zeros make room for the kernel: has a meaning


def _large_layer(rng: np.random.Generator) -> Case:
    """Draw a layer of 9.4 million multiplications and little to carry.

    Naive Python takes about a fifth of a second with loops over windows and filters, and two with all seven loops.
    """
    return case(normal(rng, 2, 18, 18, 64), normal(rng, 3, 3, 64, 32), normal(rng, 32))


CONV2D = Exercise(
    "conv2d",
    mark("A whole convolutional layer"),
    reference.conv2d,
    (
        Check("basic", 0.5, mark("One image, one channel, one filter"), _layer),
        Check("rectangles", 0.25, RECTANGLES, _rectangular_layer),
        Check("channels", 0.75, mark("Several channels, several filters"), _channels),
        Check("bias", 0.25, mark("One bias a filter"), _biases),
        Check("batch", 0.25, mark("Several images"), _batches),
        Check("stride", 0.5, mark("Larger strides"), _strided_layer),
        Check("same_padding", 0.5, mark("Padding “same”, a stride of 1"), _same_layer),
        Check("same_with_stride", 0.25, mark("Padding “same”, larger strides"), _strided_same_layer),
        Check("whole_layer", 0.25, mark("Everything at once"), _whole_layer),
        Check("integers", 0.25, INTEGERS, _integer_layer),
        Check("bad_arguments", 0.25, ERRORS, _bad_layers),
        SpeedCheck("speed", 1.0, mark("Speed, compared with the reference"), _large_layer, ideas=faster.CONVOLUTION),
    ),
    receptive_field=windows.layer_window,
)


CHAPTER = Chapter(
    4,
    "chapter04_convolution",
    mark("Convolution, stride, padding"),
    (
        CONVOLVE2D,
        CROSS_CORRELATE2D,
        FILTER_IMAGE,
        STRIDED_CROSS_CORRELATE2D,
        ZERO_PAD2D,
        SAME_PADDING,
        CONV2D,
    ),
)
