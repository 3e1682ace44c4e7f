"""What is graded in chapter 5: ReLU, its derivative, and the vanishing gradient.

Everything here works element by element, so that what goes wrong does so on some kind of number: negative ones, zero,
large ones, integers. Each kind has a check of its own and stays out of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grader.course.spec import Case, Chapter, Check, Exercise, case
from grader.language import mark
from reference import chapter05_relu as reference

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = NDArray[Any]

HAND_NUMBERS = np.array([-2.0, -0.5, 0.5, 3.0])

ERRORS = mark("Arguments without meaning raise ValueError")
INTEGERS = mark("Integers are computed like decimal numbers")
SHAPES = mark("Arrays of any shape")


def _signed(rng: np.random.Generator, *shape: int, largest: float = 9.0) -> Array:
    """Draw numbers of both signs up to `largest`, none of them close to 0, at least one of each sign."""
    magnitudes = rng.uniform(0.1, largest, size=shape)
    signs = np.resize([1.0, -1.0], magnitudes.size)
    return np.asarray(magnitudes * rng.permutation(signs).reshape(shape))


def _positive(rng: np.random.Generator, *shape: int) -> Array:
    return rng.uniform(0.1, 9.0, size=shape)


def _shaped(rng: np.random.Generator) -> Iterator[Array]:
    """Draw arrays of different numbers of axes, some with one element only, some in Fortran order."""
    yield _signed(rng, 7)
    yield _signed(rng, 2, 3)
    yield _signed(rng, 4, 1)
    yield -_positive(rng, 1)
    yield _signed(rng, 1, 1, 2)
    yield np.asfortranarray(_signed(rng, 3, 5))
    yield _signed(rng, 3, 4, 2).astype(np.float32)
    yield np.asfortranarray(_signed(rng, 2, 3, 4, 2))


def _small_integers(rng: np.random.Generator) -> Array:
    """Draw 8-bit numbers so large that twice one of them, or its opposite, leaves their range."""
    numbers = rng.integers(70, 128, size=(2, 4))
    numbers[0, :2], numbers[1, 2] = -numbers[0, :2], -128
    return numbers.astype(np.int8)


# relu


def _replaced(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_NUMBERS)
    yield case(np.array([[1.0, -1.0], [-4.0, 4.0]]))
    yield case(np.array([-3.0, 0.0, 0.25]))
    yield case(_signed(rng, 4, 4))
    yield case(_signed(rng, 5, 5, largest=1.0))
    yield case(_signed(rng, 4, 4, largest=1000.0))
    yield case(_signed(rng, 8).astype(np.float32))


def _any_shape(rng: np.random.Generator) -> Iterator[Case]:
    for x in _shaped(rng):
        yield case(x)


def _one_sign(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([1.0, 2.5, 4.0]))
    yield case(np.array([-1.0, -2.5, -4.0]))
    yield case(np.zeros((2, 2)))
    yield case(_positive(rng, 3, 3))
    yield case(-_positive(rng, 2, 3, 2))


def _integers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([-2, -1, 0, 1, 2]))
    yield case(rng.integers(-9, 10, size=(3, 4)))
    yield case(_small_integers(rng))
    yield case(rng.integers(200, 256, size=(3, 3), dtype=np.uint8))


RELU = Exercise(
    "relu",
    mark("ReLU: negative numbers become zero"),
    reference.relu,
    (
        Check("negative", 2.0, mark("Negative numbers become 0, the others stay"), _replaced),
        Check("shapes", 0.75, SHAPES, _any_shape),
        Check("one_sign", 0.5, mark("A new array even when nothing is to be replaced"), _one_sign),
        Check("integers", 0.75, INTEGERS, _integers),
    ),
)


# relu_backward


def _passed(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([10.0, 20.0, 30.0, -40.0]), HAND_NUMBERS)
    yield case(np.array([[-1.0, 2.0], [3.0, -4.0]]), np.array([[1.0, -1.0], [-4.0, 4.0]]))
    yield case(_signed(rng, 4, 4), _signed(rng, 4, 4))
    yield case(_signed(rng, 5, 5, largest=1000.0), _signed(rng, 5, 5, largest=0.5))
    yield case(_signed(rng, 6, 6, largest=0.5), _signed(rng, 6, 6, largest=1000.0))
    yield case(np.array([0.0, 0.0, 5.0, -5.0]), np.array([2.0, -2.0, 0.01, -0.01]))


def _at_zero(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([1.0, -2.0, 3.0]), np.array([0.0, 0.0, 4.0]))
    yield case(_signed(rng, 3, 3), np.zeros((3, 3)))
    x = _signed(rng, 4, 4)
    x[rng.permutation(4), np.arange(4)] = 0.0
    yield case(_signed(rng, 4, 4), x)
    yield case(_signed(rng, 4, 4), np.maximum(_signed(rng, 4, 4), 0.0))


def _any_shape_backward(rng: np.random.Generator) -> Iterator[Case]:
    for x in _shaped(rng):
        gradient = _signed(rng, *x.shape).astype(x.dtype)
        yield case(np.asfortranarray(gradient) if np.isfortran(x) else gradient, x)
    yield case(_signed(rng, 3, 4), np.asfortranarray(_signed(rng, 3, 4)))


def _one_sign_backward(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([1.0, -2.0, 3.0]), np.array([1.0, 2.5, 4.0]))
    yield case(_signed(rng, 2, 3), _positive(rng, 2, 3))
    yield case(_signed(rng, 3, 3), -_positive(rng, 3, 3))


def _integers_backward(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([0.5, -1.5, 2.5, 0.75]), np.array([2, 1, -1, 3]))
    yield case(np.array([5, -6, 7]), np.array([0.5, 0.25, -0.75]))
    yield case(rng.integers(-9, 10, size=(3, 4)), rng.integers(1, 10, size=(3, 4)))
    yield case(rng.integers(90, 120, size=(2, 4), dtype=np.int8), _small_integers(rng))
    yield case(_signed(rng, 3, 3, largest=0.9), rng.integers(200, 256, size=(3, 3), dtype=np.uint8))


RELU_BACKWARD = Exercise(
    "relu_backward",
    mark("A gradient carried backwards through ReLU"),
    reference.relu_backward,
    (
        Check("passes", 2.25, mark("The gradient passes where x is positive, and nowhere else"), _passed),
        Check("at_zero", 1.0, mark("Nothing passes where x is 0"), _at_zero),
        Check("shapes", 0.75, SHAPES, _any_shape_backward),
        Check("one_sign", 0.5, mark("A new array even when everything passes"), _one_sign_backward),
        Check("integers", 0.5, INTEGERS, _integers_backward),
    ),
)


# leaky_relu


def _default_slope(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([-10.0, 0.0, 4.0]))
    yield case(HAND_NUMBERS)
    yield case(_signed(rng, 4, 4))
    yield case(_signed(rng, 5, 5, largest=0.9))
    yield case(_signed(rng, 4, 4, largest=1000.0))


def _other_slopes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([-10.0, 0.0, 4.0]), negative_slope=0.1)
    yield case(HAND_NUMBERS, 0.5)
    yield case(_signed(rng, 4, 4), 0.9)
    yield case(_signed(rng, 4, 4), 0.02)
    yield case(_signed(rng, 5, 5), negative_slope=float(rng.uniform(0.4, 0.8)))


def _no_slope(rng: np.random.Generator) -> Iterator[Case]:
    yield case(HAND_NUMBERS, 0.0)
    yield case(_signed(rng, 3, 3), negative_slope=0)


def _any_shape_leaky(rng: np.random.Generator) -> Iterator[Case]:
    for x in _shaped(rng):
        yield case(x)
    yield case(_positive(rng, 3, 3))
    yield case(-_positive(rng, 2, 3))


def _integers_leaky(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([-2, -1, 0, 1, 2]))
    yield case(rng.integers(-9, 0, size=(3, 4)), 0.25)
    yield case(_small_integers(rng), 0.75)
    yield case(rng.integers(200, 256, size=(3, 3), dtype=np.uint8), 0.5)


LEAKY_RELU = Exercise(
    "leaky_relu",
    mark("Leaky ReLU: negative numbers are multiplied by a small slope"),
    reference.leaky_relu,
    (
        Check("default_slope", 2.0, mark("The slope 0.3 where none is given"), _default_slope),
        Check("slope", 1.25, mark("Other slopes"), _other_slopes),
        Check("no_slope", 0.5, mark("A slope of 0 gives ReLU"), _no_slope),
        Check("shapes", 0.5, mark("Arrays of any shape, a new array every time"), _any_shape_leaky),
        Check("integers", 0.75, INTEGERS, _integers_leaky),
    ),
)


# gradient_through_layers


def _one_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield case(0.0, 1, "sigmoid")
    yield case(2.0, 1, "relu")
    yield case(-2.0, 1, "relu")
    yield case(float(rng.uniform(0.5, 3.0)), 1, "sigmoid")
    yield case(-float(rng.uniform(0.5, 3.0)), 1, "sigmoid")


def _sigmoids(rng: np.random.Generator) -> Iterator[Case]:
    yield case(0.0, 2, "sigmoid")
    yield case(1.0, 3, "sigmoid")
    yield case(-2.0, 2, "sigmoid")
    yield case(float(rng.uniform(-3.0, 3.0)), 5, "sigmoid")
    yield case(float(rng.uniform(-3.0, 3.0)), 7, "sigmoid")


def _relus(rng: np.random.Generator) -> Iterator[Case]:
    yield case(2.0, 2, "relu")
    yield case(-2.0, 3, "relu")
    yield case(0.25, 10, "relu")
    yield case(float(rng.uniform(3.0, 9.0)), 5, "relu")
    yield case(-float(rng.uniform(3.0, 9.0)), 5, "relu")


def _corner(rng: np.random.Generator) -> Iterator[Case]:
    yield case(0.0, 1, "relu")
    yield case(0.0, 3, "relu")
    yield case(np.array([0.0, 1.0, 0.0, -1.0]), int(rng.integers(1, 5)), "relu")


def _arrays(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([-2.0, 0.5, 2.0]), 1, "relu")
    yield case(np.array([-2.0, 0.0, 2.0]), 1, "sigmoid")
    yield case(_signed(rng, 3, 2), 4, "relu")
    yield case(_signed(rng, 2, 3, largest=3.0), 3, "sigmoid")
    yield case(-_positive(rng, 1), 2, "relu")
    yield case(_signed(rng, 1, largest=3.0), 2, "sigmoid")
    yield case(_signed(rng, 2, 2, 3, largest=3.0).astype(np.float32), 2, "sigmoid")
    yield case(np.asfortranarray(_signed(rng, 3, 4, largest=3.0)), 5, "sigmoid")


def _integers_deep(rng: np.random.Generator) -> Iterator[Case]:
    yield case(1, 2, "sigmoid")
    yield case(-3, 2, "relu")
    yield case(3, 2, "relu")
    yield case(np.array([-2, -1, 0, 1, 2]), 2, "sigmoid")
    yield case(rng.integers(1, 9, size=(2, 3)) * np.array([1, -1, 1]), 3, "relu")
    yield case(np.array([0, 1, 2, 3], dtype=np.uint8), 1, "sigmoid")


def _bad_activations(rng: np.random.Generator) -> Iterator[Case]:
    yield case(1.0, 1, "tanh")
    yield case(np.array([-1.0, 1.0]), 2, "linear")
    yield case(float(rng.uniform(0.5, 3.0)), 1, "relu")  # has a meaning


GRADIENT_THROUGH_LAYERS = Exercise(
    "gradient_through_layers",
    mark("The vanishing gradient: the derivative of an activation applied many times"),
    reference.gradient_through_layers,
    (
        Check("one_layer", 1.0, mark("The derivative of one activation"), _one_layer),
        Check("sigmoids", 2.0, mark("Several sigmoids: a product of slopes"), _sigmoids),
        Check("relus", 1.0, mark("Several ReLUs"), _relus),
        Check("corner", 0.25, mark("The derivative of ReLU at 0 is 0"), _corner),
        Check("arrays", 1.0, mark("Arrays, each number by itself"), _arrays),
        Check("integers", 0.5, INTEGERS, _integers_deep),
        Check("bad_arguments", 0.25, ERRORS, _bad_activations),
    ),
)


CHAPTER = Chapter(
    5,
    "chapter05_relu",
    mark("ReLU"),
    (RELU, RELU_BACKWARD, LEAKY_RELU, GRADIENT_THROUGH_LAYERS),
)
