"""Pooling, right but for the rule or the border that a mistake of chapter 6 exchanges.

What padding adds is NaN here: no reduction counts it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[Any]
SameRule = Callable[[int, int, int], tuple[int, int]]
Border = Callable[[Array, list[tuple[int, int]]], Array]


def _refuse_small(size: int) -> None:
    if size < 1:
        raise ValueError("pool size or stride below 1")


def same_pads(size: int, pool_size: int, stride: int) -> tuple[int, int]:
    """Pixels that "same" padding adds before and after a side, as TensorFlow does."""
    total = total_padding(size, pool_size, stride)
    return total // 2, total - total // 2


def total_padding(size: int, pool_size: int, stride: int) -> int:
    """Pixels that "same" padding adds to a side, both ends together."""
    return max((-(-size // stride) - 1) * stride + pool_size - size, 0)


def shared_pads(total: int) -> tuple[int, int]:
    """A number of pixels, none if it is negative, shared by both ends; an odd one goes to the second."""
    total = max(total, 0)
    return total // 2, total - total // 2


def pads_of(
    images: Array, pool_size: int, stride: int, padding: str, rule: SameRule = same_pads
) -> list[tuple[int, int]]:
    """The padding of images, an axis a pair. `ValueError` for arguments without meaning."""
    _refuse_small(pool_size)
    _refuse_small(stride)
    if padding == "same":
        return [(0, 0), rule(images.shape[1], pool_size, stride), rule(images.shape[2], pool_size, stride), (0, 0)]
    if padding != "valid":
        raise ValueError("unknown padding")
    if pool_size > min(images.shape[1:3]):
        raise ValueError("windows larger than the images")
    return [(0, 0), (0, 0), (0, 0), (0, 0)]


def bordered(images: Array, pads: list[tuple[int, int]]) -> Array:
    """Pad with NaN, which the reductions below leave out."""
    return np.pad(np.asarray(images, dtype=np.float64), pads, constant_values=np.nan)


def bordered_with(value: float) -> Border:
    """A border like `bordered`, of a number that counts."""
    return lambda images, pads: np.pad(np.asarray(images, dtype=np.float64), pads, constant_values=value)


def slide(padded: Array, pool_size: int, row_stride: int, column_stride: int) -> Array:
    """Windows `(batch, output_height, output_width, channels, pool_size, pool_size)`."""
    windows = sliding_window_view(padded, (pool_size, pool_size), axis=(1, 2))
    return windows[:, ::row_stride, ::column_stride]


def windows_of(
    images: Array,
    pool_size: int,
    stride: int | None,
    padding: str,
    rule: SameRule = same_pads,
    border: Border = bordered,
) -> Array:
    """The windows of images `(batch, height, width, channels)`, as `slide` gives them."""
    stride = pool_size if stride is None else stride
    padded = border(images, pads_of(images, pool_size, stride, padding, rule))
    return slide(padded, pool_size, stride, stride)


def maximum_of(windows: Array, axes: tuple[int, ...] = (4, 5)) -> Array:
    """The largest of the numbers in each window that are not NaN."""
    return np.asarray(np.max(np.where(np.isnan(windows), -np.inf, windows), axis=axes))


def average_of(windows: Array, axes: tuple[int, ...] = (4, 5)) -> Array:
    """The mean of the numbers in each window that are not NaN; 0 where all are."""
    count = np.sum(~np.isnan(windows), axis=axes)
    return np.asarray(np.nansum(windows, axis=axes) / np.maximum(count, 1))


def max_pooled(
    images: Array,
    pool_size: int,
    stride: int | None,
    padding: str,
    rule: SameRule = same_pads,
    border: Border = bordered,
) -> Array:
    """Max pooling with another rule of padding, or another border. `ValueError` for arguments without meaning."""
    return maximum_of(windows_of(images, pool_size, stride, padding, rule, border))


def average_pooled(
    images: Array,
    pool_size: int,
    stride: int | None,
    padding: str,
    rule: SameRule = same_pads,
    border: Border = bordered,
) -> Array:
    """Average pooling with another rule of padding, or another border. `ValueError` likewise."""
    return average_of(windows_of(images, pool_size, stride, padding, rule, border))


def grown(padded: Array, height: int, width: int) -> Array:
    """Append NaN below and to the right until the sizes are reached."""
    rows, columns = max(height - padded.shape[1], 0), max(width - padded.shape[2], 0)
    return bordered(padded, [(0, 0), (0, rows), (0, columns), (0, 0)])
