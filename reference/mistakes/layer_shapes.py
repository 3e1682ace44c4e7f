"""Shapes of layers, right but for a part that a mistake of chapter 3 exchanges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Shape = tuple[Any, ...]
Places = Callable[[int, int, int, str], Any]


def check_window(size: int, window: int, stride: int, padding: str) -> None:
    """Raise `ValueError` for an unknown padding, a stride or window below 1, a valid window that does not fit."""
    if padding not in {"valid", "same"}:
        raise ValueError("unknown padding")
    if stride < 1 or window < 1:
        raise ValueError("stride or window below 1")
    if padding == "valid" and window > size:
        raise ValueError("window larger than the image")


def unchecked_places(size: int, window: int, stride: int, padding: str) -> int:
    """How often a window fits along a side, whether or not the arguments have a meaning."""
    return -(-size // stride) if padding == "same" else (size - window) // stride + 1


def right_places(size: int, window: int, stride: int, padding: str) -> int:
    """How often a window fits along a side. `ValueError` for arguments without meaning."""
    check_window(size, window, stride, padding)
    return unchecked_places(size, window, stride, padding)


def places_with(
    valid: Callable[[int, int, int], Any] | None = None, same: Callable[[int, int, int], Any] | None = None
) -> Places:
    """Places with another formula for one of the paddings; arguments without meaning still raise ValueError."""

    def places(size: int, window: int, stride: int, padding: str) -> Any:
        right = right_places(size, window, stride, padding)
        formula = same if padding == "same" else valid
        return right if formula is None else formula(size, window, stride)

    return places


def conv2d_shape(
    input_shape: Sequence[int],
    filters: int,
    kernel_size: Sequence[int],
    stride: int = 1,
    padding: str = "valid",
    places: Places = right_places,
) -> Shape:
    """The shape `(height, width, filters)` after a convolution, its sides by `places`."""
    rows = places(input_shape[0], kernel_size[0], stride, padding)
    return rows, places(input_shape[1], kernel_size[1], stride, padding), filters


def pool2d_shape(
    input_shape: Sequence[int],
    pool_size: int,
    stride: int | None = None,
    padding: str = "valid",
    places: Places = right_places,
) -> Shape:
    """The shape `(height, width, channels)` after pooling. `ValueError` for a pool size below 1."""
    if pool_size < 1:
        raise ValueError("pool size below 1")
    stride = pool_size if stride is None else stride
    return conv2d_shape(input_shape, input_shape[2], (pool_size, pool_size), stride, padding, places)
