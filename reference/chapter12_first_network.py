"""Chapter 12: what preparing, building, training and evaluating a first network lead to.

Sources: https://keras.io/guides/training_with_built_in_methods/, https://keras.io/api/models/model_training_apis/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from reference.chapter07_dense import softmax
from reference.model_facts import Facts, compiled, dense, dense_network

Array = np.ndarray

LEARNT = "learnt"
ON_TEST = "on the test images"
SMALLEST_PROBABILITY = 1e-7


def prepare(images: Array, labels: Array) -> tuple[Array, Array]:
    """Rows of float32 numbers from 0 to 1, and a vector of integers."""
    pixels = np.asarray(images, np.float32).reshape(len(images), -1) / np.float32(255)
    return pixels, np.asarray(labels, np.int64).reshape(-1)


def build_network(inputs: int, hidden: int = 128, classes: int = 10) -> Facts:
    """One hidden layer with ReLU, softmax, Adam and the loss for integer labels."""
    return {
        "structure": dense_network(inputs, [dense(hidden, "relu"), dense(classes, "softmax")]),
        "compiled": compiled("sparse_categorical_crossentropy", "adam", 0.001),
    }


def steps(samples: int, epochs: int, batch_size: int) -> int:
    """Steps of a training: one a batch, the last batch of an epoch being what is left."""
    return epochs * -(-samples // batch_size)


def train(pixels: Array, labels: Array, epochs: int = 5, batch_size: int = 32) -> Facts:  # noqa: ARG001 (as asked)
    """A training makes one step a batch, and the model recognises digits."""
    return {"steps": steps(len(pixels), epochs, batch_size), "recognises": LEARNT}


def evaluate(weights: Sequence[Array], pixels: Array, labels: Array) -> tuple[float, float]:
    """Mean crossentropy and accuracy of the network with these weights."""
    probabilities = network(weights, pixels)
    chosen = probabilities[np.arange(len(labels)), labels]
    loss = -np.mean(np.log(np.clip(chosen, SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY)))
    return float(loss), float(np.mean(np.argmax(probabilities, axis=1) == labels))


def network(weights: Sequence[Array], pixels: Array) -> Array:
    """Probabilities that a dense network with ReLU and softmax gives."""
    hidden_weights, hidden_bias, output_weights, output_bias = (np.asarray(part, np.float64) for part in weights)
    hidden = np.maximum(pixels @ hidden_weights + hidden_bias, 0.0)
    return np.asarray(softmax(hidden @ output_weights + output_bias))


def read_history(curves: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """The epoch of the smallest validation loss, that loss, and whether the losses part after it."""
    best = min(range(len(curves["val_loss"])), key=lambda epoch: (curves["val_loss"][epoch], epoch))
    rose = curves["val_loss"][-1] > curves["val_loss"][best]
    fell = curves["loss"][-1] < curves["loss"][best]
    return {"best_epoch": best + 1, "best_loss": curves["val_loss"][best], "overfits": rose and fell}


def first_network(
    train_images: Array,  # noqa: ARG001 (what is found does not depend on the digits drawn)
    train_labels: Array,  # noqa: ARG001
    test_images: Array,  # noqa: ARG001
    test_labels: Array,  # noqa: ARG001
) -> Facts:
    """A network that recognises digits, and the accuracy that it has on the test images."""
    return {"recognises": LEARNT, "accuracy": ON_TEST}
