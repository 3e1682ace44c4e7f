"""What is graded in chapter 2: neurons and fully connected layers.

Each check leaves out what others ask for: a bias of zero where the bias is not the question, one row where the batch
is not. Sums stay small where the sigmoid is not to be driven to its ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grader.course.draws import bright_bytes, digits, normal
from grader.course.spec import Case, Chapter, Check, Exercise, case
from grader.language import mark
from reference import chapter02_neurons as reference

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = NDArray[Any]

ERRORS = mark("Arguments without meaning raise ValueError")
INTEGERS = mark("Inputs of integers are computed like decimal numbers")
LARGE = mark("Large sums, without overflow")

COURSE_INPUTS = np.array([1.0, 2.0, 3.0])
COURSE_WEIGHTS = np.array([0.2, 0.8, -0.5])


# sigmoid


def _curve(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([0.0]))
    yield case(np.array([np.log(3), -np.log(3)]))
    yield case(np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0]))
    yield case(np.array([-8.0, -6.0, -4.0, 4.0, 6.0, 8.0]))
    yield case(np.array([-1.0, -2.0, -3.0]))
    yield case(normal(rng, 8))


def _shapes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.0, 1.0], [-1.0, 2.0]]))
    yield case(normal(rng, 3, 1))
    yield case(normal(rng, 1, 4))
    yield case(normal(rng, 2, 3, 2).astype(np.float32))
    yield case(np.asfortranarray(normal(rng, 2, 3, 4, 2)))


def _numbers(rng: np.random.Generator) -> Iterator[Case]:
    for number in (0.0, -1.5, rng.uniform(0.5, 2), rng.uniform(-2, -0.5)):
        yield case(np.array(number))


def _ends(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([-1000.0, 0.0, 1000.0]))
    yield case(np.array([1000.0, 750.0, 20.0]))
    yield case(np.array([[-1000.0, 2.0], [-1.0, -750.0]]))
    yield case(np.array([-80.0, -20.0, 0.0, 20.0, 80.0], dtype=np.float32))
    yield case(rng.uniform(-1000, 1000, size=(4, 3)))


def _whole_numbers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([-2, -1, 0, 1, 2]))
    yield case(rng.integers(-4, 5, size=(3, 4)))
    yield case(np.array(1))


SIGMOID = Exercise(
    "sigmoid",
    mark("The sigmoid of arrays of any shape"),
    reference.sigmoid,
    (
        Check("curve", 1.75, mark("The curve of the sigmoid"), _curve),
        Check("shapes", 1.0, mark("Arrays of any shape"), _shapes),
        Check("numbers", 0.5, mark("Single numbers"), _numbers),
        Check("large", 1.25, mark("From -1000 to 1000, without overflow"), _ends),
        Check("integers", 0.5, mark("Integers are computed like decimal numbers"), _whole_numbers),
    ),
    silent=True,
)


# neuron


def _sums(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([1.0, 2.0]), np.array([1.0, -1.0]), 0.0)
    yield case(COURSE_INPUTS, COURSE_WEIGHTS, 0.0)
    yield case(np.array([0.5]), np.array([3.0]), 0.0)
    yield case(normal(rng, 5), normal(rng, 5) / 2, 0.0)


def _with_bias(rng: np.random.Generator) -> Iterator[Case]:
    yield case(COURSE_INPUTS, COURSE_WEIGHTS, 2.0)
    yield case(np.zeros(3), np.ones(3), -1.0)
    yield case(np.array([2.0]), np.array([1.0]), -1.5)
    yield case(COURSE_INPUTS, -COURSE_WEIGHTS, 1)
    yield case(normal(rng, 6), normal(rng, 6) / 2, float(rng.uniform(0.5, 1.5)))
    yield case(
        normal(rng, 4).astype(np.float32), (normal(rng, 4) / 2).astype(np.float32), float(rng.uniform(-1.5, -0.5))
    )


def _integer_inputs(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([1, 2, 3]), COURSE_WEIGHTS, 0.5)
    yield case(np.array([1, 0, 1]), np.array([-2, 1, 1]), 0)
    yield case(bright_bytes(rng, 4), np.array([0.01, -0.02, 0.015, -0.003]), 0.0)
    yield case(rng.integers(-3, 4, size=5), normal(rng, 5) / 2, -0.5)


def _large_sums(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([10.0, 20.0]), np.array([20.0, 30.0]), 100.0)
    yield case(np.array([10.0, 20.0]), np.array([-20.0, -30.0]), -100.0)
    yield case(rng.uniform(200, 240, size=4), np.array([1.0, 1.0, 1.0, 1.0]), 0.0)


NEURON = Exercise(
    "neuron",
    mark("The output of a single neuron"),
    reference.neuron,
    (
        Check("weighted_sum", 1.5, mark("The sigmoid of the weighted sum, without bias"), _sums),
        Check("bias", 1.5, mark("The bias is added once, before the sigmoid"), _with_bias),
        Check("integers", 0.5, INTEGERS, _integer_inputs),
        Check("large", 0.5, LARGE, _large_sums),
    ),
)


# dense_layer


def _one_row(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, -6.0]]), np.zeros(2))
    yield case(digits(rng, 1, 3), digits(rng, 3, 2), np.zeros(2))
    yield case(normal(rng, 1, 2), normal(rng, 2, 4), np.zeros(4))
    yield case(normal(rng, 1, 4), normal(rng, 4, 1), np.zeros(1))
    yield case(normal(rng, 1, 3), normal(rng, 3, 3), np.zeros(3), activation="linear")
    yield case(normal(rng, 1, 1), normal(rng, 1, 3), np.zeros(3), "linear")


def _layer_biases(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, -6.0]]), np.array([10.0, 1.0]))
    yield case(digits(rng, 1, 3), digits(rng, 3, 2), np.array([-20.0, 30.0]))
    yield case(normal(rng, 1, 4), normal(rng, 4, 3), normal(rng, 3) + 2)
    yield case(normal(rng, 1, 3), normal(rng, 3, 1), np.array([-2.0]))


def _batches(rng: np.random.Generator) -> Iterator[Case]:
    yield case(digits(rng, 2, 2), np.array([[3.0, 4.0], [5.0, -6.0]]), np.zeros(2))
    yield case(digits(rng, 3, 2), digits(rng, 2, 3), np.array([10.0, 20.0, 30.0]))
    yield case(normal(rng, 4, 3), normal(rng, 3, 2), np.zeros(2))
    yield case(np.asfortranarray(normal(rng, 5, 4)), np.asfortranarray(normal(rng, 4, 5)), normal(rng, 5))
    yield case(normal(rng, 3, 6).astype(np.float32), normal(rng, 6, 4).astype(np.float32), np.ones(4, np.float32))


def _relu_layers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, -6.0]]), np.zeros(2), "relu")
    yield case(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, -6.0]]), np.array([-20.0, 10.0]), activation="relu")
    yield case(normal(rng, 1, 4), 3 * normal(rng, 4, 6), np.zeros(6), "relu")
    yield case(normal(rng, 1, 4), 3 * normal(rng, 4, 6), 2 * normal(rng, 6), activation="relu")
    yield case(normal(rng, 4, 3), 3 * normal(rng, 3, 5), 2 * normal(rng, 5), "relu")


def _sigmoid_layers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0]]), np.array([[0.0, 1.0], [0.5, -1.0]]), np.zeros(2), "sigmoid")
    yield case(np.array([[1.0, 2.0]]), np.array([[0.0, 1.0], [0.5, -1.0]]), np.array([-2.0, 1.0]), activation="sigmoid")
    yield case(normal(rng, 1, 4), normal(rng, 4, 5) / 2, normal(rng, 5), activation="sigmoid")
    yield case(normal(rng, 5, 3), normal(rng, 3, 2) / 2, normal(rng, 2), "sigmoid")


def _large_sigmoid_layers(_: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[10.0, 20.0]]), np.array([[20.0, -20.0, 0.0], [30.0, -30.0, 0.1]]), np.zeros(3), "sigmoid")


def _integer_layers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1, 2]]), np.array([[0.5, 1.25], [-0.25, 2.5]]), np.zeros(2))
    yield case(bright_bytes(rng, 1, 3), rng.integers(-9, 10, size=(3, 4)), np.zeros(4, dtype=int))
    yield case(bright_bytes(rng, 1, 4), normal(rng, 4, 2), np.zeros(2))
    yield case(rng.integers(-9, 10, size=(1, 3)), rng.integers(-9, 10, size=(3, 2)), np.array([0.5, -0.75]))


def _bad_activations(rng: np.random.Generator) -> Iterator[Case]:
    inputs, weights, bias = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, -6.0]]), np.zeros(2)
    yield case(inputs, weights, bias, "step")
    yield case(inputs, weights, bias, activation="softmax")
    yield case(inputs, weights, bias, activation="tanh")
    yield case(digits(rng, 1, 2), weights, bias, activation="linear")  # has a meaning


DENSE_LAYER = Exercise(
    "dense_layer",
    mark("A fully connected layer and its activation"),
    reference.dense_layer,
    (
        Check("weighted_sums", 1.5, mark("One example, no activation, no bias"), _one_row),
        Check("bias", 0.75, mark("One bias a neuron"), _layer_biases),
        Check("batch", 1.0, mark("Several examples"), _batches),
        Check("relu", 0.75, mark("Activation ReLU"), _relu_layers),
        Check("sigmoid", 0.75, mark("Activation sigmoid"), _sigmoid_layers),
        Check("large", 0.25, LARGE, _large_sigmoid_layers),
        Check("integers", 0.5, INTEGERS, _integer_layers),
        Check("bad_arguments", 0.5, ERRORS, _bad_activations),
    ),
)


# two_layer_network


def _network(
    rng: np.random.Generator, batch: int, inputs: int, hidden: int, outputs: int, *, biased: bool = False
) -> list[Array]:
    """Draw the arguments of a network whose outputs stay away from 0 and 1."""
    network = [normal(rng, batch, inputs), normal(rng, inputs, hidden), np.zeros(hidden)]
    network += [normal(rng, hidden, outputs) / hidden, np.zeros(outputs)]
    if biased:
        network[2], network[4] = normal(rng, hidden), normal(rng, outputs)
    return network


HAND_HIDDEN = np.array([[1.0, 1.0], [1.0, -1.0]])
HAND_OUTPUT = np.array([[1.0], [0.5]])


def _one_example(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0]]), HAND_HIDDEN, np.zeros(2), np.array([[0.5], [2.0]]), np.zeros(1))
    yield case(np.array([[2.0, 1.0]]), HAND_HIDDEN, np.zeros(2), np.array([[-0.5], [2.0]]), np.zeros(1))
    yield case(np.array([[-2.0, 1.0]]), HAND_HIDDEN, np.zeros(2), np.array([[1.0], [2.0]]), np.zeros(1))
    yield case(*_network(rng, 1, 3, 4, 1))
    yield case(*_network(rng, 1, 3, 6, 1))


def _network_biases(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0]]), HAND_HIDDEN, np.array([-1.0, 2.0]), HAND_OUTPUT, np.zeros(1))
    yield case(np.array([[1.0, 2.0]]), HAND_HIDDEN, np.zeros(2), np.array([[0.5], [2.0]]), np.array([-2.0]))
    yield case(np.array([[1.0, 2.0]]), HAND_HIDDEN, np.array([-2.0, 1.5]), HAND_OUTPUT, np.array([0.75]))
    yield case(*_network(rng, 1, 3, 4, 1, biased=True))
    yield case(*_network(rng, 1, 4, 6, 1, biased=True))


def _several_outputs(rng: np.random.Generator) -> Iterator[Case]:
    output = np.array([[1.0, -1.0], [0.5, 2.0]])
    yield case(np.array([[1.0, 0.5]]), HAND_HIDDEN, np.zeros(2), output, np.zeros(2))
    yield case(np.array([[1.0, 0.5]]), HAND_HIDDEN, np.array([0.5, -0.25]), output, np.array([-1.0, 0.5]))
    yield case(*_network(rng, 1, 2, 5, 3))
    yield case(*_network(rng, 1, 4, 3, 2, biased=True))


def _several_examples(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0], [2.0, 1.0]]), HAND_HIDDEN, np.zeros(2), HAND_OUTPUT, np.zeros(1))
    yield case(*_network(rng, 4, 3, 5, 1))
    yield case(*_network(rng, 3, 3, 3, 3, biased=True))
    yield case(*(np.asfortranarray(part) for part in _network(rng, 5, 2, 4, 2, biased=True)))
    yield case(*(part.astype(np.float32) for part in _network(rng, 3, 4, 5, 2, biased=True)))


def _integer_networks(rng: np.random.Generator) -> Iterator[Case]:
    half = np.array([[0.5, 0.25], [0.75, -0.5]])
    yield case(np.array([[1, 2]]), half, np.zeros(2), HAND_OUTPUT, np.zeros(1))
    yield case(np.array([[1, 2]]), HAND_HIDDEN.astype(int), np.array([0, 2]), np.array([[1], [-2]]), np.array([0]))
    yield case(bright_bytes(rng, 1, 2), half / 50, np.zeros(2), np.array([[-0.2], [0.5]]), np.zeros(1))


def _large_networks(_: np.random.Generator) -> Iterator[Case]:
    output = np.array([[10.0, -10.0, 0.01], [0.0, 0.0, 0.0]])
    yield case(np.array([[30.0, 60.0]]), HAND_HIDDEN, np.zeros(2), output, np.zeros(3))


TWO_LAYER_NETWORK = Exercise(
    "two_layer_network",
    mark("A network with a hidden layer"),
    reference.two_layer_network,
    (
        Check("one_example", 1.5, mark("One example, no bias: ReLU inside, sigmoid at the end"), _one_example),
        Check("biases", 1.0, mark("Each layer adds its biases before its activation"), _network_biases),
        Check("outputs", 0.75, mark("Several outputs"), _several_outputs),
        Check("batch", 1.0, mark("Several examples"), _several_examples),
        Check("integers", 0.5, INTEGERS, _integer_networks),
        Check("large", 0.25, LARGE, _large_networks),
    ),
)


CHAPTER = Chapter(
    2,
    "chapter02_neurons",
    mark("Neurons and layers"),
    (SIGMOID, NEURON, DENSE_LAYER, TWO_LAYER_NETWORK),
)
