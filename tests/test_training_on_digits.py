"""The course's small CNN, trained by the solution of chapter 8, reads real handwritten digits."""

from __future__ import annotations

import numpy as np
import pytest

from grader.authoring.verify import solution_module
from reference.chapter04_convolution import conv2d
from reference.chapter05_relu import relu
from reference.chapter06_pooling import max_pool2d
from reference.chapter07_dense import dense, flatten, softmax
from reference.chapter08_training import accuracy
from tests.conftest import needs

pytestmark = needs("sklearn", "test")

FILTERS, CLASSES, TRAINING = 8, 10, 1400


def start(rng: np.random.Generator, features: int) -> dict[str, np.ndarray]:
    """Small random weights, biases of 0."""
    return {
        "conv_kernels": rng.normal(size=(3, 3, 1, FILTERS)) * np.sqrt(2 / 9),
        "conv_bias": np.zeros(FILTERS),
        "dense_weights": rng.normal(size=(features, CLASSES)) / np.sqrt(features),
        "dense_bias": np.zeros(CLASSES),
    }


@pytest.mark.sampled(1)
@pytest.mark.parametrize("seed", [0, 1])
def test_reads_95_of_100_digits_that_it_has_not_seen(seed: int) -> None:
    from sklearn import datasets  # noqa: PLC0415 (see `needs`)

    rng = np.random.default_rng(seed)
    digits = datasets.load_digits()
    order = rng.permutation(len(digits.target))  # else the last ones are by other hands than the first
    images, labels = digits.images[order, :, :, None] / 16, digits.target[order]
    train = solution_module("chapter08_training").train
    parameters = start(rng, 3 * 3 * FILTERS)
    parameters, losses = train(images[:TRAINING], labels[:TRAINING], parameters, 20, 16, 0.2)
    maps = max_pool2d(relu(conv2d(images[TRAINING:], parameters["conv_kernels"], parameters["conv_bias"])), 2)
    probabilities = softmax(dense(flatten(maps), parameters["dense_weights"], parameters["dense_bias"]))
    assert accuracy(probabilities, labels[TRAINING:]) >= 0.95
    assert losses[-1] < losses[0] / 10
