"""Chapter 16: images prepared, errors counted, and what is found out about two CNNs.

Sources: https://keras.io/examples/vision/mnist_convnet/, http://yann.lecun.com/exdb/mnist/ (MNIST),
https://github.com/zalandoresearch/fashion-mnist (Fashion-MNIST). A model's facts are those of the course's own answer;
of what it has learnt, only bars are set.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reference.model_facts import Facts

CLASSES = 10


def prepare_images(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Bytes to float32 numbers from 0 to 1, with a channel axis."""
    return np.asarray(np.expand_dims(images, -1) / 255, dtype=np.float32)


def convolution_parameters(channels: int, filters: int, size: int) -> int:
    """Weights and biases of a convolution with square kernels."""
    return (size * size * channels + 1) * filters


def cnn_facts(convolutions: Sequence[int], dense: Sequence[int], *, dropout: bool) -> Facts:
    """Facts about a CNN: convolutions' weights, dense layers' weights, and the right form for all else."""
    return {
        "shapes": {"inputs": [[28, 28, 1]], "outputs": [[CLASSES]]},
        "convolutions": len(convolutions),
        "dropout": dropout,
        "probabilities": True,
        "parameters": sum(convolutions) + sum(dense),
        "compiled": {"loss": "sparse_categorical_crossentropy", "from_logits": False, "accuracy": True},
    }


def build_mnist_cnn() -> Facts:
    """Two convolutions of 3x3 and max-pooling, twice (28 → 26 → 13 → 11 → 5), then a dense layer."""
    convolutions = [convolution_parameters(1, 32, 3), convolution_parameters(32, 64, 3)]
    return cnn_facts(convolutions, [(5 * 5 * 64 + 1) * CLASSES], dropout=True)


def build_fashion_cnn() -> Facts:
    """The same with padding (28 → 14 → 7) and a hidden layer of 128."""
    convolutions = [convolution_parameters(1, 32, 3), convolution_parameters(32, 64, 3)]
    return cnn_facts(convolutions, [(7 * 7 * 64 + 1) * 128, 129 * CLASSES], dropout=True)


def train_and_evaluate(
    build: str,  # noqa: ARG001 (the signature is the exercise's)
    images: NDArray[np.uint8],  # noqa: ARG001
    labels: NDArray[np.uint8],  # noqa: ARG001
    test_images: NDArray[np.uint8],  # noqa: ARG001
    test_labels: NDArray[np.uint8],  # noqa: ARG001
    epochs: int,  # noqa: ARG001
) -> Facts:
    """All hidden images recognised, and the accuracy on the test images returned."""
    return {"reads": "enough", "claim": "test"}


def confusion_matrix(labels: NDArray[np.int64], predictions: NDArray[np.int64], classes: int) -> NDArray[np.int64]:
    """How often each class (row) was taken for each class (column)."""
    counts = np.bincount(labels * classes + predictions, minlength=classes * classes)
    return counts.reshape(classes, classes)


def most_confused(confusion: NDArray[np.int64]) -> tuple[int, int]:
    """The true class and the one it is most often taken for."""
    pairs = [(row, column) for row, column in np.ndindex(*confusion.shape) if row != column]
    return max(pairs, key=lambda pair: int(confusion[pair]))
