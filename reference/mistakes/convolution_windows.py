"""Windows of one image and padding's zeros, as the mistakes of chapter 4 need them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[Any]


def floats(array: Array) -> Array:
    """The numbers in float64, in which the mistakes compute unless the dtype is the mistake."""
    return np.asarray(array, dtype=np.float64)


def refuse_bad_stride(stride: int) -> None:
    """Raise `ValueError` for a stride below 1."""
    if stride < 1:
        raise ValueError("stride below 1")


def refuse_large_kernel(image: Array, kernel: Array) -> None:
    """Raise `ValueError` for a kernel higher or wider than the image."""
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel larger than the image")


def correlate(image: Array, kernel: Array, row_stride: int = 1, column_stride: int = 1) -> Array:
    """Cross-correlation of an image `(height, width)`. `ValueError` for a stride below 1 or a kernel too large."""
    refuse_bad_stride(row_stride)
    refuse_bad_stride(column_stride)
    refuse_large_kernel(image, kernel)
    windows = sliding_window_view(floats(image), kernel.shape)[::row_stride, ::column_stride]
    return np.tensordot(windows, floats(kernel), axes=2)


def correlate_to_width(image: Array, kernel: Array, width: int, stride: int = 1) -> Array:
    """Cross-correlate in a loop over an output of a wrong width, which may run out of the image."""
    refuse_large_kernel(image, kernel)
    output = np.zeros(((image.shape[0] - kernel.shape[0]) // stride + 1, width))
    for i, j in np.ndindex(output.shape):
        window = floats(image)[stride * i :, stride * j :][: kernel.shape[0], : kernel.shape[1]]
        output[i, j] = np.sum(window * kernel)
    return output


def correlate_bytes(image: Array, kernel: Array, stride: int = 1) -> Array:
    """Cross-correlation in the dtype of its arguments, which overflows where it is small."""
    refuse_bad_stride(stride)
    refuse_large_kernel(image, kernel)
    windows = sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return np.asarray(np.sum(windows * kernel, axis=(2, 3)))


def same_pads(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    """Zeros before and after a side with "same" padding. `ValueError` for a stride below 1."""
    refuse_bad_stride(stride)
    return shared_pads((-(-size // stride) - 1) * stride + kernel_size - size)


def shared_pads(total: int) -> tuple[int, int]:
    """A number of zeros, none if it is negative, shared by both ends; an odd one goes to the second."""
    total = max(total, 0)
    return total // 2, total - total // 2
