"""What the wrong variants of activations and of neurons share: the right ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def floats(array: float | Array) -> Array:
    """The numbers in float64, in which the mistakes compute unless the dtype is the mistake."""
    return np.asarray(array, dtype=np.float64)


def sigmoid(x: Any) -> Any:
    """The sigmoid, which never overflows."""
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(x)))


def overflowing_sigmoid(x: Any) -> Any:
    """The sigmoid by a formula that overflows for large numbers."""
    return np.exp(x) / (1 + np.exp(x))


def relu(x: Any) -> Any:
    """ReLU."""
    return np.maximum(x, 0)
