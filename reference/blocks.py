"""A layer's windows, a block at a time: what is computed of a block stays in a core's cache until it has been used."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Shape = tuple[int, ...]
Block = tuple[slice, slice]
"""Some images, and some lines of their windows."""

BLOCK = 2**18
"""Numbers unrolled at a time: a megabyte in float32."""

FEWEST_WINDOWS = 256
"""In a block, if there are as many: a product with fewer rows is no longer worth laying out the kernels for."""


def blocks(output: Shape, numbers: int) -> Iterator[Block]:
    """Windows of several images, or of several lines of one, that have `numbers` numbers each, `BLOCK` together."""
    batch, height, width = output[:3]
    lines = max(BLOCK // max(numbers, 1), FEWEST_WINDOWS) // max(width, 1)
    images_at_once = max(lines // max(height, 1), 1)
    lines = min(max(lines, 1), height)
    for image in range(0, batch, images_at_once):
        for line in range(0, height, lines):
            yield slice(image, min(image + images_at_once, batch)), slice(line, min(line + lines, height))


def every(stride: int, windows: slice, place: int) -> slice:
    """The pixels that these windows along an axis have at a place of theirs."""
    first = stride * (windows.start or 0) + place
    return slice(first, stride * (windows.stop - 1) + place + 1, stride)


class Memory:
    """Room for one block after the other: what has been in use already is faster to write to than new memory."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.numbers = np.empty(0, dtype)

    def array(self, *shape: int) -> Array:
        """An array of this shape, whose numbers are anything; it shares them with all others from here."""
        size = math.prod(shape)
        if self.numbers.size < size:
            self.numbers = np.empty(size, self.numbers.dtype)
        return self.numbers[:size].reshape(shape)
