"""What is right in chapter 15: why not all is dense, one block of a CNN, and finding a pattern wherever it stands."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from reference.chapter04_convolution import check_fits, conv2d, windows2d
from reference.chapter05_relu import relu

Array = NDArray[Any]


def dense_weight_count(pixels: int, neurons: int, channels: int = 1) -> int:
    """Weights, without biases, of a dense layer on an image: one for every number of the image and every neuron.

    The course's 8 million pixels and 1000 neurons have 8 billion of them, 24 billion in three colours.
    """
    return pixels * channels * neurons


def feature_maps(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    """One block of a CNN: convolution (valid, stride 1) → ReLU → max-pooling (valid, stride `pool_size`).

    `images` `(batch, height, width, channels_in)`, `kernels` `(kernel_height, kernel_width, channels_in,
    channels_out)` and `bias` `(channels_out,)` give `(batch, output_height, output_width, channels_out)`, where
    `output_height` is `(height - kernel_height + 1) // pool_size`. `ValueError` for a pool size below 1, a kernel
    larger than the images or a pool larger than what the convolution leaves.
    """
    activated = relu(conv2d(images, kernels, bias))
    return np.asarray(windows2d(activated, (pool_size, pool_size), pool_size).max(axis=(3, 4)))


def locate(image: Array, pattern: Array) -> tuple[int, int]:
    """`(row, column)` of the top left corner of the window of `image` that is nearest to `pattern`.

    Both are grey, `(height, width)`. Nearest is the window with the smallest `Σ (window - pattern)²`, among equals the
    first in reading order (template matching by squared differences, OpenCV's `TM_SQDIFF`). `ValueError` when the
    pattern is larger than the image.
    """
    for size, side in zip(image.shape, pattern.shape, strict=True):
        check_fits(size, side)
    windows = sliding_window_view(image.astype(np.float64), pattern.shape)
    distances = np.sum((windows - pattern) ** 2, axis=(2, 3))
    row, column = np.unravel_index(int(np.argmin(distances)), distances.shape)
    return int(row), int(column)
