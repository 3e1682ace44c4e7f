"""Which pixel of a window holds its maximum, and is therefore the one that the gradient goes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def first_of_the_largest(parts: Iterable[Array], maxima: Array) -> Iterator[Array]:
    """For every part in turn, where it holds the maximum that no part before it held."""
    waiting = np.ones(maxima.shape, bool)
    for part in parts:
        found = part == maxima
        found &= waiting
        waiting ^= found
        yield found


def where(chosen: Array, values: Array) -> Array:
    """`np.where(chosen, values, 0)`, several times as fast: the bits of each value, and a mask of ones or zeros."""
    bits = np.dtype(f"i{values.itemsize}")
    return np.asarray((values.view(bits) & -chosen.view(np.int8).astype(bits)).view(values.dtype))
