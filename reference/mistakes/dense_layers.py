"""Right parts of a network's dense end, of which the mistakes of chapter 7 are made."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def floats(array: Array) -> Array:
    """The numbers in float64, in which the mistakes compute unless the dtype is the mistake."""
    return np.asarray(array, dtype=np.float64)


def rows_of(images: Array) -> Array:
    """Images flattened, in float64: `(batch, features)`."""
    return floats(images).reshape(len(images), -1)


def right_dense(x: Array, weights: Array, bias: Array) -> Array:
    """A dense layer: `x` is `(batch, inputs)`, `weights` `(inputs, units)`, `bias` `(units,)`."""
    return np.asarray(floats(x) @ floats(weights) + floats(bias))


def relu(x: Array) -> Array:
    """Negative numbers become 0."""
    return np.maximum(x, 0)


def sigmoid(x: Array) -> Array:
    """Each number on its own between 0 and 1, without overflow."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -500, 500))))


def right_softmax(logits: Array) -> Array:
    """Probabilities along the last axis, without overflow."""
    exponentials = np.exp(floats(logits) - np.max(logits, axis=-1, keepdims=True))
    return np.asarray(exponentials / np.sum(exponentials, axis=-1, keepdims=True))


def naive_softmax(logits: Array) -> Array:
    """Probabilities along the last axis, NaN where an exponential overflows."""
    exponentials = np.exp(floats(logits))
    return np.asarray(exponentials / np.sum(exponentials, axis=-1, keepdims=True))
