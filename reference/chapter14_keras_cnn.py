"""Chapter 14: Keras's layers for shapes, the course's CNN, augmentation, pictures from folders, training, evaluation.

Source: https://keras.io/api/layers/ (regularization, reshaping, image augmentation), https://keras.io/api/data_loading/.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from reference.model_facts import Facts, compiled
from reference.model_facts import dense as dense_layer

CNN_SIDE = 64
CNN_PARAMETERS = 813_217


def dense(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Linear combination of the last axis."""
    return np.asarray(np.matmul(x, weights) + bias)


def dropout(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """Zeros where the random numbers are below the rate; the others grow, so that their sum is expected to stay."""
    if not 0 <= rate < 1:
        raise ValueError(f"rate must be in [0, 1), received {rate}")
    if not training:
        return np.array(x)
    return np.asarray((uniform >= rate) * (x / (1.0 - rate)))


def reshape(x: np.ndarray, target_shape: Sequence[int]) -> np.ndarray:
    """The items of a batch in another shape, row-major."""
    sizes, features = list(target_shape), math.prod(x.shape[1:])
    if sizes.count(-1) == 1:
        known = -math.prod(sizes)
        sizes[sizes.index(-1)] = features // known if known else 0
    if min(sizes, default=1) < 0 or math.prod(sizes) != features:
        raise ValueError(f"items of shape {x.shape[1:]} do not fit {tuple(target_shape)}")
    return x.reshape(len(x), *sizes)


def flatten(x: np.ndarray) -> np.ndarray:
    """A row per item."""
    return x.reshape(len(x), math.prod(x.shape[1:]))


def permute(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """The axes behind the batch in another order, counted from 1."""
    if sorted(dims) != list(range(1, x.ndim)):
        raise ValueError(f"dims {tuple(dims)} do not name each of {x.ndim - 1} axes once")
    return np.moveaxis(x, list(dims), list(range(1, x.ndim)))


def repeat_vector(x: np.ndarray, n: int) -> np.ndarray:
    """Every row n times."""
    if n < 1 or x.ndim != 2:
        raise ValueError(f"n = {n} copies of an array of shape {x.shape}")
    return np.stack([x] * n, axis=1)


def conv2d_layer(filters: int, activation: str = "relu", stride: int = 1, padding: str = "valid") -> Facts:
    """A convolution with kernels 3 x 3."""
    return {
        "kind": "Conv2D",
        "filters": filters,
        "kernel_size": [3, 3],
        "strides": [stride, stride],
        "padding": padding,
        "activation": activation,
    }


def max_pool2d_layer(size: int = 2) -> Facts:
    """Max pooling whose windows do not overlap."""
    return {"kind": "MaxPooling2D", "pool_size": [size, size], "strides": [size, size], "padding": "valid"}


def build_cnn() -> Facts:
    """Two convolutions with pooling, a hidden layer with dropout, one sigmoid."""
    base = [conv2d_layer(32), max_pool2d_layer(), conv2d_layer(32), max_pool2d_layer()]
    head = [{"kind": "Flatten"}, dense_layer(128, "relu"), {"kind": "Dropout", "rate": 0.5}, dense_layer(1, "sigmoid")]
    return {
        "base": {"inputs": [[CNN_SIDE, CNN_SIDE, 3]], "layers": base},
        "head": {"layers": head, "outputs": [[1]], "parameters": CNN_PARAMETERS},
        "compiled": compiled("binary_crossentropy", "adam", 0.001),
    }


def augmentation(rotation: float = 0.1, zoom: float = 0.2) -> Facts:
    """A flip, a rotation and a zoom, which change pictures in training only."""
    return {
        "layers": [
            {"kind": "RandomFlip", "mode": "horizontal"},
            {"kind": "RandomRotation", "factor": [-rotation, rotation]},
            {"kind": "RandomZoom", "height_factor": [-zoom, zoom], "width_factor": [-zoom, zoom]},
        ],
        "unchanged_after_training": True,
        "changed_in_training": True,
    }


def load_images(pictures: Mapping[str, np.ndarray], side: int, batch_size: int, shuffle: bool = True) -> Facts:
    """What a data set of these pictures holds, in files of folders with the names of the classes."""
    names = sorted(pictures)
    counts = [len(pictures[name]) for name in names]
    total = sum(counts)
    full, rest = divmod(total, batch_size)
    facts: Facts = {
        "names": names,
        "images": {
            "shape": [side, side, 3],
            "largest": round(max(float(images.max()) for images in pictures.values()) / 255, 2),
            "batches": [batch_size] * full + [rest] * (rest > 0),
        },
        "labels": {"shape": [1], "in_order_of_the_files": np.repeat([0.0, 1.0], counts)},
        "order": {"every_picture_once": np.arange(total), "shuffled": shuffle},
    }
    return facts if shuffle else facts | {"files": np.arange(total)}


def train(
    weights: np.ndarray,
    training: Sequence[np.ndarray],
    validation: Sequence[np.ndarray],
    batch_size: int,
    epochs: int,
    learning_rate: float,
) -> dict[str, Any]:
    """Stochastic gradient descent of one sigmoid on the binary crossentropy, batches in order."""
    weights, bias = weights.astype(float), np.zeros(1)
    losses: list[float] = []
    validation_losses: list[float] = []
    images, labels = _rows(*training)
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(images), batch_size):
            x, y = images[start : start + batch_size], labels[start : start + batch_size]
            probabilities = _sigmoid(x @ weights + bias)
            total += _crossentropy(y, probabilities) * len(x)
            slope = (probabilities - y) / len(x)
            weights, bias = weights - learning_rate * x.T @ slope, bias - learning_rate * slope.sum(axis=0)
        losses.append(total / len(images))
        x, y = _rows(*validation)
        validation_losses.append(_crossentropy(y, _sigmoid(x @ weights + bias)))
    return {"losses": losses, "validation_losses": validation_losses, "weights": [weights, bias]}


def _rows(images: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return images.reshape(len(images), -1).astype(float), labels.reshape(-1, 1).astype(float)


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-logits)))


def _crossentropy(labels: np.ndarray, probabilities: np.ndarray) -> float:
    likely = np.clip(np.where(labels == 1, probabilities, 1 - probabilities), 1e-7, 1)
    return float(-np.log(likely).mean())


def evaluate_confusion(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Confusion matrix and the share of each class that is recognised."""
    classes = max(2, probabilities.shape[1])
    binary = probabilities.shape[1] == 1
    predicted = (probabilities[:, 0] > 0.5).astype(int) if binary else probabilities.argmax(axis=1)
    matrix = np.bincount(labels * classes + predicted, minlength=classes * classes).reshape(classes, classes)
    images = matrix.sum(axis=1)
    shares = np.divide(matrix.diagonal(), images, out=np.zeros(classes), where=images > 0)
    return matrix, shares
