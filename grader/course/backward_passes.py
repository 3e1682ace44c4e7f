"""What is graded in chapter 8: training.

A backward pass gives several gradients at once. Each has a check of its own, which looks at that part of the result
only, so that a wrong bias gradient costs no more than the bias gradient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grader.course import faster, properties
from grader.course.draws import digits, normal
from grader.course.spec import Case, Check, Exercise, SpeedCheck, case, examined, in_turn
from grader.language import mark
from reference import chapter08_training as reference
from reference.chapter04_convolution import conv2d, output_size

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = NDArray[Any]

ERRORS = mark("Arguments without meaning raise ValueError")
INTEGERS = mark("Integers are computed like decimal numbers")


def _bytes(rng: np.random.Generator, *shape: int) -> Array:
    """Pixels so bright that any sum of two leaves the range of a uint8, no two of them equal."""
    return rng.permutation(np.arange(200, 256, dtype=np.uint8))[: np.prod(shape)].reshape(shape)


def _part(whole: Case, index: int) -> Case:
    """The same call, of whose result one part is looked at."""
    return in_turn(whole, report=(index,))


# one_hot


def _some_labels(_rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([0, 1, 2]), 3)
    yield case(np.array([2, 0, 1, 1]), 3)
    yield case(np.array([1]), 2)
    yield case(np.array([3, 0, 3, 1, 2, 0, 0]), 4)


def _missing_classes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([0, 1]), 3)
    yield case(np.array([2, 0, 2]), 4)
    yield case(np.array([5]), 10)
    yield case(rng.integers(0, 7, size=12), 10)


def _stored_labels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([1, 0, 2], dtype=np.uint8), 3)
    yield case(rng.permutation(10).astype(np.int32), 10)
    yield case(rng.permutation(np.arange(250, 256, dtype=np.uint8)), 256)


ONE_HOT = Exercise(
    "one_hot",
    mark("Labels as rows of zeros and a one"),
    reference.one_hot,
    (
        Check("labels", 0.5, mark("A row for each label, a column for each class"), _some_labels),
        Check("missing_classes", 0.25, mark("Classes that no label names have a column too"), _missing_classes),
        Check("integer_types", 0.25, mark("Labels of any integer type"), _stored_labels),
    ),
)


# softmax_crossentropy_gradient


def _targets(rng: np.random.Generator, batch: int, classes: int) -> Array:
    return np.eye(classes)[rng.integers(0, classes, size=batch)]


def _one_sample(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.zeros((1, 2)), np.array([[1.0, 0.0]]))
    yield case(np.log([[1.0, 2.0, 5.0]]), np.array([[0.0, 0.0, 1.0]]))
    yield case(np.array([[-1.0, 0.0, 2.0]]), np.array([[0.0, 1.0, 0.0]]))
    yield case(normal(rng, 1, 10), _targets(rng, 1, 10))


def _mean_loss(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.zeros((2, 2)), np.eye(2))
    yield case(np.log([[1.0, 3.0], [1.0, 1.0], [4.0, 1.0]]), np.array([[0.0, 1.0], [0.0, 1.0], [0.0, 1.0]]))
    yield case(normal(rng, 3, 3), np.eye(3)[[2, 0, 2]])
    yield case(normal(rng, 5, 4) * 2, _targets(rng, 5, 4))
    yield case(normal(rng, 4, 10).astype(np.float32), _targets(rng, 4, 10).astype(np.float32))


def _large_logits(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1000.0, 1000.0]]), np.array([[1.0, 0.0]]))
    yield case(np.array([[-1000.0, -1001.0]]), np.array([[0.0, 1.0]]))
    yield case(np.array([[999.0, 1001.0, 1000.0], [-1001.0, -999.0, -1000.0]]), np.array([[1.0, 0, 0], [0, 0, 1.0]]))
    yield case(np.array([[1000.0, 0.0, -1000.0], [1.0, 2.0, 3.0]]), np.array([[1.0, 0, 0], [0, 1.0, 0]]))
    yield case(normal(rng, 3, 5) + np.array([[1000.0], [0.0], [-1000.0]]), _targets(rng, 3, 5))


def _integer_logits(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0, 1], [2, 0]]), np.array([[0, 1], [0, 1]]))
    yield case(rng.integers(-3, 4, size=(4, 3)), _targets(rng, 4, 3).astype(np.int64))
    yield case(np.array([[253, 255, 254], [1, 0, 2]], np.uint8), np.array([[1, 0, 0], [0, 0, 1]], np.uint8))


SOFTMAX_CROSSENTROPY_GRADIENT = Exercise(
    "softmax_crossentropy_gradient",
    mark("Gradient of the loss with respect to the logits"),
    reference.softmax_crossentropy_gradient,
    (
        Check("one_sample", 0.75, mark("One sample"), _one_sample),
        Check("mean", 0.5, mark("Several samples: the loss is their mean"), _mean_loss),
        Check("large_logits", 0.5, mark("Logits of 1000 do not overflow"), _large_logits),
        Check("integers", 0.25, INTEGERS, _integer_logits),
    ),
)


# dense_backward


def _dense(rng: np.random.Generator, batch: int, inputs: int, units: int) -> Case:
    return case(normal(rng, batch, units), normal(rng, batch, inputs), normal(rng, inputs, units))


def _hand_dense() -> Case:
    gradient, x = np.array([[1.0, 10.0, 100.0], [2.0, 0.0, 1.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])
    return case(gradient, x, np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))


def _dense_part(rng: np.random.Generator, index: int) -> Iterator[Case]:
    yield _part(_hand_dense(), index)
    yield _part(case(digits(rng, 2, 2), digits(rng, 2, 2), digits(rng, 2, 2)), index)
    yield _part(_dense(rng, 3, 3, 3), index)
    yield _part(_dense(rng, 1, 2, 3), index)
    yield _part(_dense(rng, 4, 2, 5), index)
    yield _part(_dense(rng, 5, 4, 1), index)


def _dense_dx(rng: np.random.Generator) -> Iterator[Case]:
    yield from _dense_part(rng, 0)


def _dense_dweights(rng: np.random.Generator) -> Iterator[Case]:
    yield from _dense_part(rng, 1)


def _dense_dbias(rng: np.random.Generator) -> Iterator[Case]:
    yield from _dense_part(rng, 2)


def _whole_dense(rng: np.random.Generator) -> Iterator[Case]:
    yield _hand_dense()
    yield _dense(rng, 6, 3, 4)
    yield case(*(np.asfortranarray(array) for array in _dense(rng, 3, 7, 2).arguments))
    yield case(*(array.astype(np.float32) for array in _dense(rng, 8, 5, 3).arguments))


def _integer_dense(rng: np.random.Generator) -> Iterator[Case]:
    gradient = np.array([[0.5, 0.25, 0.75], [0.25, 1.5, 0.5]])
    yield case(gradient, np.array([[1, 2], [3, 4]]), np.array([[1, 2, 3], [4, 5, 6]]))
    yield case(_bytes(rng, 3, 2), _bytes(rng, 3, 4), _bytes(rng, 4, 2))
    yield case(normal(rng, 2, 3), _bytes(rng, 2, 4), rng.integers(-5, 6, size=(4, 3)))


DENSE_BACKWARD = Exercise(
    "dense_backward",
    mark("Backward pass of a dense layer"),
    reference.dense_backward,
    (
        Check("dx", 0.5, mark("dx, the gradient with respect to the inputs"), _dense_dx),
        Check("dweights", 0.5, mark("dweights, the gradient with respect to the weights"), _dense_dweights),
        Check("dbias", 0.5, mark("dbias, the gradient with respect to the bias"), _dense_dbias),
        Check("together", 0.25, mark("The three gradients together, in order"), _whole_dense),
        Check("integers", 0.25, INTEGERS, _integer_dense),
    ),
)


# max_pool2d_backward

PEAK = np.array([[1.0, 2.0, 3.0], [4.0, 9.0, 5.0], [6.0, 7.0, 8.0]]).reshape(1, 3, 3, 1)
"""An image whose middle pixel is the largest of every window of 2 × 2."""


def _pool(rng: np.random.Generator, images: Array, pool_size: int, stride: int | None = None) -> Case:
    """`max_pool2d_backward` of a gradient without zeros; the stride is left out when there is none."""
    batch, height, width, channels = images.shape
    step = stride or pool_size
    shape = (
        batch,
        output_size(height, pool_size, step, "valid"),
        output_size(width, pool_size, step, "valid"),
        channels,
    )
    gradient = normal(rng, *shape)
    gradient += np.sign(gradient)
    return case(gradient, images, pool_size) if stride is None else case(gradient, images, pool_size, stride)


def _pooled(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0], [3.0, 4.0]]).reshape(1, 2, 2, 1), np.arange(16.0).reshape(1, 4, 4, 1), 2)
    yield case(digits(rng, 1, 2, 2, 1), digits(rng, 1, 4, 4, 1), 2)
    yield _pool(rng, np.tile(digits(rng, 1, 2, 2, 1), (1, 2, 2, 1)), 2)  # windows alike, and no ties within one
    yield _pool(rng, digits(rng, 1, 6, 6, 1), 3)
    yield _pool(rng, digits(rng, 1, 6, 6, 1), 2, 2)
    yield _pool(rng, digits(rng, 1, 4, 4, 1), 4)


def _dark_images(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.ones((1, 1, 1, 1)), np.array([[-4.0, -1.0], [-2.0, -3.0]]).reshape(1, 2, 2, 1), 2)
    yield _pool(rng, -digits(rng, 1, 4, 4, 1), 2)
    yield _pool(rng, digits(rng, 1, 6, 6, 1) - 18, 2)
    yield _pool(rng, normal(rng, 1, 6, 6, 1), 3)


def _pooled_shapes(rng: np.random.Generator) -> Iterator[Case]:
    yield _pool(rng, digits(rng, 1, 2, 6, 1), 2)
    yield _pool(rng, np.repeat(digits(rng, 1, 4, 4, 1), 2, axis=3), 2)  # what one channel holds, the other holds too
    yield _pool(rng, digits(rng, 1, 4, 4, 3), 2)
    yield _pool(rng, digits(rng, 3, 4, 4, 1), 2)
    yield _pool(rng, np.asfortranarray(digits(rng, 2, 6, 4, 2)), 2)
    yield _pool(rng, normal(rng, 4, 3, 9, 3), 3)


def _overlapping(rng: np.random.Generator) -> Iterator[Case]:
    neighbours = np.array([[1.0, 8.0, 2.0], [3.0, 4.0, 9.0]]).reshape(1, 2, 3, 1)
    yield case(np.array([1.0, 2.0]).reshape(1, 1, 2, 1), neighbours, 2, 1)
    yield case(np.array([[1.0, 2.0], [3.0, 4.0]]).reshape(1, 2, 2, 1), PEAK, 2, 1)
    yield _pool(rng, PEAK, 2, stride=1)
    yield _pool(rng, digits(rng, 1, 5, 5, 1), 3, stride=2)
    yield _pool(rng, digits(rng, 1, 5, 5, 1), 3, stride=1)
    yield _pool(rng, digits(rng, 2, 5, 7, 2), 3, stride=2)
    yield _pool(rng, digits(rng, 1, 7, 7, 1), 4, stride=3)


def _uncovered(rng: np.random.Generator) -> Iterator[Case]:
    yield _pool(rng, digits(rng, 1, 3, 3, 1), 2)
    yield _pool(rng, digits(rng, 1, 5, 7, 1), 2)
    yield _pool(rng, digits(rng, 1, 8, 8, 1), 3)
    yield _pool(rng, digits(rng, 1, 5, 5, 1), 2, stride=3)
    yield _pool(rng, digits(rng, 1, 7, 6, 1), 2, stride=3)
    yield _pool(rng, digits(rng, 1, 5, 5, 1), 1, stride=2)
    yield _pool(rng, normal(rng, 1, 6, 6, 1).astype(np.float32), 4, stride=None)


def _integer_pixels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.full((1, 1, 1, 1), 0.5), np.array([[1, 2], [4, 3]]).reshape(1, 2, 2, 1), 2)
    yield _pool(rng, _bytes(rng, 1, 6, 6, 1), 2)
    yield case(np.full((1, 2, 2, 1), 100, np.uint8), PEAK.astype(np.uint8), 2, 1)
    yield case(rng.integers(-9, 10, size=(1, 2, 2, 1)), rng.permutation(np.arange(-8, 8)).reshape(1, 4, 4, 1), 2)


def _bad_pools(rng: np.random.Generator) -> Iterator[Case]:
    gradient, images = np.ones((1, 1, 1, 1)), digits(rng, 1, 3, 3, 1)
    yield case(gradient, images, 0)
    yield case(gradient, images, -1, 1)
    yield case(digits(rng, 1, 2, 2, 1), digits(rng, 1, 4, 4, 1), 2, 0)
    yield case(digits(rng, 1, 2, 2, 1), images, 2, stride=-1)
    yield case(gradient, images, 4)
    yield case(gradient, digits(rng, 1, 5, 3, 1), 4, stride=1)
    yield case(gradient, digits(rng, 1, 3, 5, 1), 4, stride=1)
    yield case(gradient, images, 3)  # as large as the image: has a meaning


MAX_POOL2D_BACKWARD = Exercise(
    "max_pool2d_backward",
    mark("Backward pass of max-pooling"),
    reference.max_pool2d_backward,
    (
        Check("largest", 0.25, mark("The gradient goes to the largest pixel of its window"), _pooled),
        Check("negative", 0.25, mark("Negative pixels"), _dark_images),
        Check("shapes", 0.25, mark("Several images, several channels, images that are not square"), _pooled_shapes),
        Check("overlap", 0.5, mark("Windows that overlap"), _overlapping),
        Check("uncovered", 0.25, mark("Pixels that no window covers"), _uncovered),
        Check("integers", 0.25, INTEGERS, _integer_pixels),
        Check("bad_arguments", 0.25, ERRORS, _bad_pools),
    ),
)


# conv2d_backward


def _layer(images: Array, kernels: Array, rng: np.random.Generator, **options: Any) -> Case:
    """`conv2d_backward` of a gradient of the layer's output."""
    stride, padding = options.get("stride", 1), options.get("padding", "valid")
    sides = [
        output_size(size, kernel_size, stride, padding)
        for size, kernel_size in zip(images.shape[1:3], kernels.shape[:2], strict=True)
    ]
    return case(normal(rng, len(images), *sides, kernels.shape[3]), images, kernels, **options)


def _grey_layer(rng: np.random.Generator, size: int, kernel_size: int, **options: int | str) -> Case:
    """`conv2d_backward` on one square image with one channel and one filter."""
    return _layer(normal(rng, 1, size, size, 1), normal(rng, kernel_size, kernel_size, 1, 1), rng, **options)


def _hand_layer() -> Case:
    gradient = np.array([[1.0, 10.0], [100.0, 1000.0]]).reshape(1, 2, 2, 1)
    return case(gradient, np.arange(1.0, 10.0).reshape(1, 3, 3, 1), np.arange(1.0, 5.0).reshape(2, 2, 1, 1))


def _layer_part(rng: np.random.Generator, index: int) -> Iterator[Case]:
    yield _part(_hand_layer(), index)
    yield _part(case(digits(rng, 1, 2, 2, 1), digits(rng, 1, 3, 3, 1), digits(rng, 2, 2, 1, 1)), index)
    yield _part(_grey_layer(rng, 3, 3), index)
    yield _part(_grey_layer(rng, 6, 3), index)
    yield _part(_grey_layer(rng, 4, 1), index)


def _layer_dimages(rng: np.random.Generator) -> Iterator[Case]:
    yield from _layer_part(rng, 0)


def _layer_dkernels(rng: np.random.Generator) -> Iterator[Case]:
    yield from _layer_part(rng, 1)


def _layer_dbias(rng: np.random.Generator) -> Iterator[Case]:
    yield from _layer_part(rng, 2)
    yield _part(_layer(normal(rng, 3, 4, 5, 2), normal(rng, 2, 3, 2, 4), rng), 2)


def _whole_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield _layer(digits(rng, 2, 3, 3, 1), digits(rng, 2, 2, 1, 1), rng)
    yield _layer(normal(rng, 1, 3, 3, 2), normal(rng, 2, 2, 2, 2), rng)
    yield _layer(normal(rng, 1, 4, 6, 1), normal(rng, 3, 2, 1, 1), rng)
    yield _layer(normal(rng, 3, 5, 4, 2), normal(rng, 2, 3, 2, 3), rng)
    yield _layer(np.asfortranarray(normal(rng, 2, 4, 7, 3)), np.asfortranarray(normal(rng, 3, 3, 3, 2)), rng)
    single = np.float32
    given = _layer(normal(rng, 4, 5, 5, 3), normal(rng, 2, 2, 3, 4), rng).arguments
    yield case(*(array.astype(single) for array in given), 1, "valid")


def _strided_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 1, 2, 2, 1), digits(rng, 1, 4, 4, 1), digits(rng, 2, 2, 1, 1), stride=2)
    yield _grey_layer(rng, 5, 3, stride=2)
    yield _grey_layer(rng, 6, 3, stride=2)
    yield _grey_layer(rng, 8, 2, stride=3)
    yield _grey_layer(rng, 7, 1, stride=3)
    yield _layer(normal(rng, 2, 8, 6, 2), normal(rng, 3, 2, 2, 3), rng, stride=2)


def _same_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield _layer(digits(rng, 1, 3, 3, 1), digits(rng, 3, 3, 1, 1), rng, padding="same")
    yield _grey_layer(rng, 4, 1, padding="same")
    yield _grey_layer(rng, 5, 4, stride=3, padding="same")
    yield _layer(digits(rng, 1, 3, 3, 1), digits(rng, 2, 2, 1, 1), rng, padding="same")
    yield _grey_layer(rng, 5, 4, padding="same")
    yield _grey_layer(rng, 3, 5, padding="same")  # the zeros make room for the kernel
    yield _layer(normal(rng, 2, 4, 5, 2), normal(rng, 3, 1, 2, 3), rng, padding="same")
    yield _grey_layer(rng, 5, 3, stride=2, padding="same")
    yield _grey_layer(rng, 4, 3, stride=2, padding="same")
    yield _grey_layer(rng, 7, 4, stride=3, padding="same")
    yield _grey_layer(rng, 6, 1, stride=2, padding="same")
    yield _layer(normal(rng, 2, 6, 7, 2), normal(rng, 5, 2, 2, 3), rng, stride=3, padding="same")


def _integer_layer(rng: np.random.Generator) -> Iterator[Case]:
    quarters = np.array([[0.25, 0.5], [0.75, -0.25]]).reshape(1, 2, 2, 1)
    yield case(quarters, rng.integers(1, 10, size=(1, 3, 3, 1)), rng.integers(1, 10, size=(2, 2, 1, 1)))
    yield case(_bytes(rng, 1, 2, 2, 1), _bytes(rng, 1, 3, 3, 1), _bytes(rng, 2, 2, 1, 1))
    yield case(_bytes(rng, 1, 2, 2, 1), normal(rng, 1, 3, 3, 1), normal(rng, 2, 2, 1, 1))
    yield _layer(_bytes(rng, 1, 5, 5, 1), normal(rng, 3, 3, 1, 1), rng)
    yield _layer(normal(rng, 1, 4, 4, 1), rng.integers(1, 10, size=(2, 2, 1, 1)), rng)


def _bad_layers(rng: np.random.Generator) -> Iterator[Case]:
    gradient, images, kernels = normal(rng, 1, 2, 2, 1), normal(rng, 1, 4, 4, 1), normal(rng, 3, 3, 1, 1)
    one = np.ones((1, 1, 1, 1))
    yield case(gradient, images, kernels, padding="full")
    yield case(normal(rng, 1, 4, 4, 1), images, kernels, padding="reflect")
    yield case(gradient, images, kernels, stride=0)
    yield case(normal(rng, 1, 4, 4, 1), images, kernels, stride=-1, padding="same")
    yield case(one, images, normal(rng, 5, 2, 1, 1))
    yield case(one, images, normal(rng, 2, 5, 1, 1), stride=2)
    yield _part(_grey_layer(rng, 4, 4), 2)  # one window: has a meaning


def _large_layer(rng: np.random.Generator) -> Case:
    """Draw a layer of 2.2 million multiplications, each of which counts twice on the way back.

    Naive Python takes half a second with loops over images, windows and filters, and about five with all seven loops.
    """
    return _layer(normal(rng, 6, 20, 20, 8), normal(rng, 3, 3, 8, 16), rng)


def _adjoint_layer(rng: np.random.Generator) -> Iterator[Case]:
    for sizes, stride, padding in (((1, 4, 4, 1), 1, "valid"), ((2, 5, 4, 2), 1, "same"), ((1, 6, 7, 2), 2, "same")):
        images, kernels = normal(rng, *sizes), normal(rng, 2, 3, sizes[-1], 2)
        result = conv2d(images, kernels, np.zeros(2), stride, padding)
        yield examined(case(normal(rng, *result.shape), images, kernels, stride=stride, padding=padding), result)


CONV2D_BACKWARD = Exercise(
    "conv2d_backward",
    mark("Backward pass of a convolutional layer"),
    reference.conv2d_backward,
    (
        Check("dimages", 0.25, mark("dimages, the gradient with respect to the images"), _layer_dimages),
        Check("dkernels", 0.25, mark("dkernels, the gradient with respect to the kernels"), _layer_dkernels),
        Check("dbias", 0.25, mark("dbias, the gradient with respect to the bias"), _layer_dbias),
        Check("whole_layer", 0.25, mark("Several images, channels and filters, nothing square"), _whole_layer),
        Check("stride", 0.25, mark("Larger strides, whether they divide the size or not"), _strided_layer),
        Check("same_padding", 0.25, mark("Padding “same”"), _same_layer),
        Check("adjoint", 0.25, mark("The gradients belong to the layer"), _adjoint_layer, properties.adjoint),
        Check("integers", 0.25, INTEGERS, _integer_layer),
        Check("bad_arguments", 0.25, ERRORS, _bad_layers),
        SpeedCheck(
            "speed", 0.75, mark("Speed, compared with the reference"), _large_layer, ideas=faster.CONVOLUTION_BACKWARD
        ),
    ),
)


GRADIENT_EXERCISES = (
    ONE_HOT,
    SOFTMAX_CROSSENTROPY_GRADIENT,
    DENSE_BACKWARD,
    MAX_POOL2D_BACKWARD,
    CONV2D_BACKWARD,
)
