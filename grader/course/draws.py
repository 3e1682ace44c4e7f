"""Random arrays that several chapters draw their cases from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def digits(rng: np.random.Generator, *shape: int) -> Array:
    """Shuffle the numbers 1, 2, 3 …: all different, and easy to check by hand."""
    return rng.permutation(np.arange(1.0, np.prod(shape) + 1)).reshape(shape)


def normal(rng: np.random.Generator, *shape: int) -> Array:
    """Draw from the standard normal distribution."""
    return rng.normal(size=shape)


def bright_bytes(rng: np.random.Generator, *shape: int) -> Array:
    """Draw pixels so bright that any sum of two leaves the range of a uint8."""
    return rng.integers(200, 256, size=shape, dtype=np.uint8)
