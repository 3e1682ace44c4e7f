"""What is graded in chapter 7: fully connected layers and classification.

Each check asks for one idea and leaves the others out where it can, so that one misunderstanding costs its own
points only: a bias of zero where the bias is not the question, one row where the axis is not, likely classes where
the clipping is not, a hidden layer that stays positive where ReLU is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grader.answers import Kept
from grader.course import faster, properties
from grader.course.draws import bright_bytes, digits, normal
from grader.course.spec import Case, Chapter, Check, Exercise, SpeedCheck, Tolerance, case, in_turn
from grader.language import mark
from reference import chapter07_dense as reference

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = NDArray[Any]

INTEGERS = mark("Integers are computed like decimal numbers")


# flatten


def _one_image(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.arange(1.0, 5.0).reshape(1, 2, 2, 1))
    yield case(digits(rng, 1, 2, 3, 1))
    yield case(normal(rng, 1, 4, 3, 1))
    yield case(normal(rng, 1, 1, 1, 1))


def _several_images(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.arange(1.0, 9.0).reshape(2, 2, 2, 1))
    yield case(digits(rng, 3, 2, 4, 1))
    yield case(normal(rng, 4, 2, 2, 1))
    yield case(normal(rng, 5, 1, 1, 1).astype(np.float32))


def _several_channels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.arange(1.0, 9.0).reshape(1, 2, 2, 2))
    yield case(digits(rng, 1, 2, 3, 3))
    yield case(normal(rng, 1, 3, 3, 3))
    yield case(normal(rng, 2, 4, 2, 3))
    yield case(normal(rng, 3, 1, 1, 5))


def _memory_orders(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.asfortranarray(digits(rng, 1, 2, 2, 2)))
    yield case(np.asfortranarray(normal(rng, 3, 4, 3, 2)))


def _integer_images(rng: np.random.Generator) -> Iterator[Case]:
    yield case(rng.integers(-9, 10, size=(2, 2, 2, 1)))
    yield case(bright_bytes(rng, 2, 3, 2, 3))


FLATTEN = Exercise(
    "flatten",
    mark("Every image of a batch in one row of numbers"),
    reference.flatten,
    (
        Check("one_image", 0.75, mark("One image, one channel"), _one_image),
        Check("batch", 0.75, mark("Several images"), _several_images),
        Check("channels", 0.5, mark("Several channels"), _several_channels),
        Check("memory_order", 0.25, mark("However the images lie in memory"), _memory_orders),
        Check("integers", 0.25, mark("Images of integers keep their values"), _integer_images),
    ),
    may_return_view=True,
)


# dense


def _one_row(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0]]), np.array([[1.0, 10.0, -1.0], [3.0, -20.0, 1.0]]), np.zeros(3))
    yield case(digits(rng, 1, 3), digits(rng, 3, 2), np.zeros(2))
    yield case(normal(rng, 1, 4), normal(rng, 4, 1), np.zeros(1))
    yield case(normal(rng, 1, 1), normal(rng, 1, 5), np.zeros(5))
    yield case(normal(rng, 1, 7), normal(rng, 7, 6), np.zeros(6))


def _square_weights(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2))
    yield case(normal(rng, 1, 5), normal(rng, 5, 5), np.zeros(5))
    yield case(normal(rng, 1, 4), np.asfortranarray(normal(rng, 4, 4)), np.zeros(4))


def _biases(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0]]), np.array([[1.0], [3.0]]), np.array([10.0]))
    yield case(np.zeros((1, 2)), digits(rng, 2, 3), np.array([-1.0, 2.0, -3.0]))
    yield case(normal(rng, 1, 3), normal(rng, 3, 4), normal(rng, 4) + 2)
    yield case(normal(rng, 1, 6), normal(rng, 6, 6), normal(rng, 6) - 2)


def _several_rows(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0], [3.0, -4.0]]), np.array([[1.0], [3.0]]), np.zeros(1))
    yield case(digits(rng, 3, 2), digits(rng, 2, 4), np.zeros(4))
    yield case(normal(rng, 5, 3), normal(rng, 3, 2), np.ones(2))
    yield case(np.asfortranarray(normal(rng, 4, 6)), normal(rng, 6, 5), np.full(5, -2.0))
    single = np.float32
    yield case(normal(rng, 6, 4).astype(single), normal(rng, 4, 3).astype(single), np.zeros(3, single))


def _equal_sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([10.0, 20.0]))
    yield case(normal(rng, 3, 3), normal(rng, 3, 3), normal(rng, 3) + 3)
    yield case(normal(rng, 4, 2), normal(rng, 2, 4), normal(rng, 4) - 3)


def _integer_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield case(rng.integers(1, 10, size=(2, 3)), digits(rng, 3, 2) / 4, np.zeros(2))
    yield case(bright_bytes(rng, 2, 3), rng.integers(-3, 4, size=(3, 2)), np.zeros(2))
    yield case(bright_bytes(rng, 2, 4), normal(rng, 4, 3), normal(rng, 3))
    yield case(rng.integers(-9, 10, size=(3, 2)), rng.integers(1, 10, size=(2, 4)), np.full(4, 0.5))
    yield case(rng.integers(-9, 10, size=(2, 2)), rng.integers(1, 10, size=(2, 3)), np.array([1, 2, 3]))


def _rotation(rng: np.random.Generator, size: int) -> Array:
    """Draw a matrix that keeps lengths, so that many products in a row neither explode nor vanish."""
    return np.asarray(np.linalg.qr(normal(rng, size, size))[0])


def _large_layers(rng: np.random.Generator) -> Case:
    """Draw eight layers in a row, of 900 000 multiplications each.

    A matrix product is so fast that sending its arguments would take longer than computing it. So the first result
    stays where it was computed, as the weights of the layers after it, and each layer's result is the next one's
    inputs; only a row of each comes back.
    """
    size, bias = 96, normal(rng, 96) / 100
    layers = [case(_rotation(rng, size), _rotation(rng, size), bias)]
    layers += [case(Kept(step), Kept(0), bias) for step in range(7)]
    return in_turn(*layers, report=(0,))


DENSE = Exercise(
    "dense",
    mark("A fully connected layer"),
    reference.dense,
    (
        Check("one_row", 0.75, mark("One row of inputs"), _one_row),
        Check("orientation", 0.5, mark("The weights are not transposed"), _square_weights),
        Check("bias", 0.75, mark("One bias a unit"), _biases),
        Check("batch", 0.5, mark("Several rows of inputs"), _several_rows),
        Check("equal_sizes", 0.25, mark("As many rows as units"), _equal_sizes),
        Check("integers", 0.25, INTEGERS, _integer_layer),
        SpeedCheck("speed", 1.0, mark("Speed, compared with the reference"), _large_layers, ideas=faster.DENSE),
    ),
)


# softmax


def _one_sample(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.log([[1.0, 2.0, 5.0]]))
    yield case(np.array([[0.0, 0.0, 0.0, 0.0]]))
    yield case(digits(rng, 1, 3))
    yield case(-digits(rng, 1, 4) / 2)
    yield case(normal(rng, 1, 10).astype(np.float32))
    yield case(normal(rng, 1, 1))


def _several_samples(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.log([[1.0, 3.0], [4.0, 1.0], [1.0, 1.0]]))
    yield case(digits(rng, 3, 3) / 3)
    yield case(normal(rng, 5, 4))
    yield case(np.asfortranarray(normal(rng, 4, 7) * 2))
    yield case(np.array([[20.0, 21.0], [0.0, 1.0], [-20.0, -18.0]]))


def _any_axes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.log([1.0, 2.0, 5.0]))
    yield case(normal(rng, 5))
    yield case(digits(rng, 2, 2, 2) / 2)
    yield case(normal(rng, 3, 3, 3))
    yield case(normal(rng, 2, 4, 3))
    yield case(np.asfortranarray(normal(rng, 2, 3, 2, 4)))


def _extreme_logits(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1000.0, 1000.0]]))
    yield case(np.array([[1000.0, 1001.0, 999.0]]))
    yield case(np.array([[-1000.0, 0.0, 1.0]]))
    yield case(np.array([[-1000.0, -1001.0, -999.0]]))
    yield case(np.array([[1000.0, -1000.0, 0.0], [0.0, 1.0, -1000.0]]))
    yield case(rng.integers(-8, 9, size=(4, 5)) / 4 + np.array([[1000.0], [-1000.0], [0.0], [-400.0]]))
    yield case(np.float32(1000) + np.array([[0, 1, 2], [-2000, -2001, -2002]], np.float32))


def _integer_logits(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1, 2, 3]]))
    yield case(rng.integers(-3, 4, size=(3, 4)) + np.array([0, 1, 0, 2]))
    yield case(np.array([[0, 1], [1, 0], [-2, -2]], dtype=np.int32))


def _shifted(rng: np.random.Generator) -> Iterator[Case]:
    for shift in (1.0, -3.5, 20.0):
        logits = normal(rng, 2, 4)
        yield in_turn(case(logits), case(logits + shift))


SOFTMAX = Exercise(
    "softmax",
    mark("Scores turned into probabilities"),
    reference.softmax,
    (
        Check("one_row", 0.75, mark("One row of logits"), _one_sample),
        Check("shift", 0.25, mark("Adding a number to all logits changes nothing"), _shifted, properties.unmoved),
        Check("rows", 1.0, mark("Every row has its own sum"), _several_samples),
        Check("any_axes", 0.75, mark("The last axis of any array"), _any_axes),
        Check("extreme_logits", 1.0, mark("Logits of 1000 and -1000"), _extreme_logits),
        Check("integers", 0.25, INTEGERS, _integer_logits),
    ),
)


# categorical_crossentropy


def _one_hot(rng: np.random.Generator, batch: int, classes: int) -> Array:
    """Draw labels in which the classes differ from row to row as long as there are enough."""
    return np.asarray(np.eye(classes)[(rng.integers(classes) + np.arange(batch)) % classes])


def _likely(rng: np.random.Generator, labels: Array) -> Array:
    """Draw probabilities far from 0 and 1, all of them different, and above 0.2 for the right class."""
    shares = rng.permuted(np.tile(np.linspace(1.0, 2.0, labels.shape[1]), (len(labels), 1)), axis=1)
    shares += rng.uniform(0.0, 0.1, size=labels.shape)
    return np.asarray(0.7 * shares / shares.sum(axis=1, keepdims=True) + 0.3 * labels)


def _losses(rng: np.random.Generator, batch: int, classes: int) -> Case:
    labels = _one_hot(rng, batch, classes)
    return case(labels, _likely(rng, labels))


def _one_loss(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]]))
    yield case(np.array([[0.0, 1.0, 0.0]]), np.array([[0.25, 0.5, 0.25]]))
    yield _losses(rng, 1, 3)
    yield _losses(rng, 1, 4)
    yield _losses(rng, 1, 10)


def _several_losses(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([[0.5, 0.5], [0.25, 0.75]]))
    yield _losses(rng, 3, 3)
    yield _losses(rng, 5, 4)
    yield case(*(np.asfortranarray(array) for array in _losses(rng, 4, 6).arguments))
    yield case(*(array.astype(np.float32) for array in _losses(rng, 6, 3).arguments))


def _unlikely_losses(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]))
    yield case(np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), np.array([[0.0, 0.25, 0.75], [0.0, 0.25, 0.75]]))
    yield case(np.array([[0.0, 1.0]]), np.array([[1 - 1e-9, 1e-9]]))
    yield case(np.array([[0.0, 1.0]]), np.array([[1 - 3e-8, 3e-8]]))
    yield case(np.array([[1.0, 0.0]]), np.array([[2e-7, 1 - 2e-7]]))
    yield case(np.array([[1.0, 0.0, 0.0]]), np.array([[1e-5, 0.5, 0.5 - 1e-5]]))
    labels = _one_hot(rng, 4, 5)
    yield case(labels, 0.75 * np.roll(labels, 1, axis=1) + 0.25 * np.roll(labels, 2, axis=1))


def _certain_losses(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.0, 1.0]]), np.array([[0.0, 1.0]]))
    labels = _one_hot(rng, 3, 4)
    yield case(labels, labels.copy())
    yield case(np.array([[0.0, 1.0, 0.0]]), np.array([[0.0, 0.5, 0.5]]))
    yield case(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), np.array([[1.0, 0.0, 0.0], [0.0, 0.25, 0.75]]))


def _integer_losses(rng: np.random.Generator) -> Iterator[Case]:
    labels = _one_hot(rng, 3, 4)
    yield case(labels.astype(np.int64), _likely(rng, labels))
    yield case(np.array([[0, 1]]), np.array([[0.75, 0.25]]))
    yield case(np.array([[0, 1, 0], [0, 0, 1]]), np.array([[0, 1, 0], [1, 0, 0]]))


CATEGORICAL_CROSSENTROPY = Exercise(
    "categorical_crossentropy",
    mark("How far the probabilities are from the right classes"),
    reference.categorical_crossentropy,
    (
        Check("one_sample", 1.25, mark("One sample"), _one_loss),
        Check("batch", 1.0, mark("One loss a sample"), _several_losses),
        Check("unlikely", 1.0, mark("A right class whose probability is 0 or almost"), _unlikely_losses),
        Check("certain", 0.5, mark("Probabilities of exactly 0 and 1 in the right places"), _certain_losses),
        Check("integers", 0.25, INTEGERS, _integer_losses),
    ),
    tolerance=Tolerance(relative=1e-6, absolute=1e-6),
)


# predict_classes


def _distribution(rng: np.random.Generator, batch: int, classes: int) -> Array:
    """Draw probabilities, all of them different by far, whose largest stand in classes that differ from row to row."""
    labels = _one_hot(rng, batch, classes)
    return _likely(rng, labels)


def _one_prediction(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.2, 0.7, 0.1]]))
    yield case(np.array([[0.1, 0.2, 0.3, 0.4]]))
    yield case(np.array([[0.6, 0.4]]))
    yield case(np.array([[0.33332, 0.33336, 0.33332]]))
    yield case(_distribution(rng, 1, 10))


def _several_predictions(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.2, 0.7, 0.1], [0.5, 0.2, 0.3]]))
    yield case(np.array([[0.1, 0.9], [0.2, 0.8], [0.6, 0.4]]))
    yield case(_distribution(rng, 3, 3))
    yield case(np.asfortranarray(_distribution(rng, 6, 4)))
    yield case(_distribution(rng, 8, 10).astype(np.float32))


def _ties(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.5, 0.5]]))
    yield case(np.array([[0.125, 0.375, 0.375, 0.125]]))
    yield case(np.array([[0.375, 0.25, 0.375]]))
    yield case(np.array([[0.25, 0.25, 0.25, 0.25]]))
    yield case(rng.permutation(np.array([[0.125, 0.375, 0.125, 0.375], [0.0, 0.25, 0.375, 0.375]])))


def _integer_predictions(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0, 1, 0], [0, 0, 1]]))
    yield case(_one_hot(rng, 4, 5).astype(np.int64))


PREDICT_CLASSES = Exercise(
    "predict_classes",
    mark("The most probable class of every sample"),
    reference.predict_classes,
    (
        Check("one_sample", 0.75, mark("One sample"), _one_prediction),
        Check("batch", 0.5, mark("One class a sample"), _several_predictions),
        Check("ties", 0.5, mark("The first of equal probabilities"), _ties),
        Check("integers", 0.25, mark("Probabilities that are integers, 0 or 1"), _integer_predictions),
    ),
)


# classification_head


def _head(rng: np.random.Generator, features: Array, hidden: int, classes: int) -> tuple[Array, ...]:
    """Draw weights for non-negative features, with biases of zero.

    The hidden layer and the logits stay positive, as ReLU would leave them, and no class takes all of the probability.
    """
    hidden_weights = rng.uniform(0.2, 1.5, size=(features[0].size, hidden)) ** 3
    hidden_weights /= features.sum(axis=(1, 2, 3)).mean()
    return features, hidden_weights, np.zeros(hidden), _positive(rng, hidden, classes), np.zeros(classes)


def _signed_head(rng: np.random.Generator, features: Array, signs: Array, classes: int) -> tuple[Array, ...]:
    """Draw weights as `_head`, of the given signs in the hidden layer and of any in the output layer."""
    _, hidden_weights, hidden_bias, output_weights, output_bias = _head(rng, features, len(signs), classes)
    output_weights *= rng.permuted(np.resize([1.0, -1.0], output_weights.shape), axis=1)
    return features, hidden_weights * signs, hidden_bias, output_weights, output_bias


def _positive(rng: np.random.Generator, *shape: int) -> Array:
    return rng.uniform(0.2, 2.0, size=shape)


def _one_feature_row(rng: np.random.Generator) -> Iterator[Case]:
    features = np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
    yield case(features, np.ones((2, 1)), np.zeros(1), np.log([[2.0, 1.0]]) / 3, np.zeros(2))
    yield case(*_head(rng, _positive(rng, 1, 1, 1, 3), 2, 3))
    yield case(*_head(rng, _positive(rng, 1, 1, 4, 1), 4, 4))
    yield case(*_head(rng, _positive(rng, 1, 1, 1, 6), 5, 3))


def _feature_maps(rng: np.random.Generator) -> Iterator[Case]:
    features = np.arange(1.0, 9.0).reshape(1, 2, 2, 2)
    yield case(features, np.diag(np.arange(1.0, 9.0)) / 20, np.zeros(8), np.eye(8), np.zeros(8))
    for shape in ((1, 2, 3, 2), (1, 3, 2, 3)):
        size = int(np.prod(shape))
        features = np.asfortranarray(digits(rng, *shape)) / size
        yield case(features, np.eye(size), np.zeros(size), 3 * np.eye(size), np.zeros(size))


def _negative_sums(rng: np.random.Generator) -> Iterator[Case]:
    features = np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
    hidden_weights = np.array([[1.0, 1.0], [1.0, -1.0]])
    yield case(features, hidden_weights, np.zeros(2), np.array([[0.0, 0.5], [1.0, 0.0]]), np.zeros(2))
    yield case(features, -np.ones((2, 2)), np.zeros(2), np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]]), np.zeros(3))
    yield case(features, np.ones((2, 2)) / 3, np.zeros(2), np.array([[1.0, -1.0, -2.0], [1.0, 0.0, -1.0]]), np.zeros(3))
    yield case(*_signed_head(rng, _positive(rng, 1, 1, 1, 4), np.resize([1.0, -1.0], 6), 4))
    yield case(*_signed_head(rng, _positive(rng, 1, 1, 1, 4), np.resize([-1.0, -1.0, 1.0], 6), 3))
    features, hidden_weights, *others = _head(rng, _positive(rng, 1, 1, 1, 5), 4, 3)
    yield case(-features, -hidden_weights, *others)  # negative features are no reason for ReLU


def _two_biases(rng: np.random.Generator) -> Iterator[Case]:
    features = np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
    yield case(features, np.ones((2, 2)) / 3, np.array([1.0, 2.0]), np.array([[1.0, 0.0], [0.0, 1.0]]), np.zeros(2))
    yield case(features, np.ones((2, 1)) / 3, np.zeros(1), np.zeros((1, 3)), np.log([1.0, 2.0, 5.0]))
    features, hidden_weights, _, output_weights, _ = _head(rng, _positive(rng, 1, 1, 1, 4), 3, 3)
    yield case(features, hidden_weights, np.array([0.5, 2.0, 1.0]), output_weights, np.array([2.0, 0.5, 1.0]))
    yield case(features, hidden_weights, _positive(rng, 3), output_weights, _positive(rng, 3))


def _several_feature_rows(rng: np.random.Generator) -> Iterator[Case]:
    yield case(*_head(rng, _positive(rng, 2, 1, 1, 3), 2, 3))
    yield case(*_head(rng, _positive(rng, 3, 1, 4, 1), 3, 3))
    yield case(*_head(rng, np.asfortranarray(_positive(rng, 5, 1, 1, 4)), 3, 2))


def _extreme_heads(rng: np.random.Generator) -> Iterator[Case]:
    features = np.ones((1, 1, 1, 2))
    for logits in ([999.0, 1000.0, 998.0], [-1000.0, -1001.0, -999.0], [1000.0, -1000.0, 0.0]):
        yield case(features, np.ones((2, 1)) / 2, np.zeros(1), np.ones((1, 3)), np.array(logits))
    output_weights = 500 + rng.permuted(np.tile(np.arange(4.0), (3, 1)), axis=1)
    yield case(features, np.array([[0.5, 1.0, 0.25], [0.5, 0.0, 0.25]]), np.zeros(3), output_weights, np.zeros(4))
    features = np.array([1024.0, 0.0, 0.0, 1024.0]).reshape(2, 1, 1, 2)  # 1 + 1/1024 is exact even in float32
    yield case(features, np.eye(2), np.zeros(2), np.array([[1.0, 1 + 1 / 1024], [-1.0, -1 - 2 / 1024]]), np.zeros(2))


def _whole_heads(rng: np.random.Generator) -> Iterator[Case]:
    features = np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
    biases = np.array([-2.0, -4.0]), np.array([0.5, -0.5])
    yield case(features, np.ones((2, 2)), biases[0], np.eye(2), biases[1])  # ReLU comes after the hidden bias
    for batch, height, width, channels, hidden, classes in ((2, 3, 2, 2, 4, 3), (4, 2, 3, 4, 8, 10)):
        inputs = height * width * channels
        hidden_weights, output_weights = normal(rng, inputs, hidden) / np.sqrt(inputs), normal(rng, hidden, classes)
        features = normal(rng, batch, height, width, channels)
        yield case(features, hidden_weights, normal(rng, hidden), output_weights, normal(rng, classes))
    yield case(*(array.astype(np.float32) for array in _head(rng, _positive(rng, 3, 2, 2, 2), 4, 3)))


def _integer_heads(rng: np.random.Generator) -> Iterator[Case]:
    ones = np.ones((1, 2), np.int64)
    features = np.array([1, 2]).reshape(1, 1, 2, 1)
    yield case(features, ones.T, ones[0, :1], np.array([[1, 0]]), np.array([0, 3]))
    yield case(features, rng.integers(0, 3, size=(2, 3)) + 0.5, np.zeros(3), _positive(rng, 3, 4), np.zeros(4))
    yield case(*_head(rng, rng.integers(1, 10, size=(2, 1, 1, 3)), 3, 4))
    yield case(*_head(rng, bright_bytes(rng, 1, 2, 2, 2), 4, 3))


CLASSIFICATION_HEAD = Exercise(
    "classification_head",
    mark("From feature maps to the probabilities of the classes"),
    reference.classification_head,
    (
        Check("one_sample", 0.75, mark("One row of features"), _one_feature_row),
        Check("feature_maps", 0.5, mark("Features with rows, columns and channels"), _feature_maps),
        Check("relu", 0.5, mark("ReLU in the hidden layer, and nowhere else"), _negative_sums),
        Check("biases", 0.5, mark("A bias in both layers"), _two_biases),
        Check("batch", 0.5, mark("Several samples"), _several_feature_rows),
        Check("extreme_logits", 0.25, mark("Logits of 1000 and -1000"), _extreme_heads),
        Check("whole_head", 0.25, mark("Everything at once"), _whole_heads),
        Check("integers", 0.25, INTEGERS, _integer_heads),
    ),
)


CHAPTER = Chapter(
    7,
    "chapter07_dense",
    mark("Fully connected layers and classification"),
    (FLATTEN, DENSE, SOFTMAX, CATEGORICAL_CROSSENTROPY, PREDICT_CLASSES, CLASSIFICATION_HEAD),
)
