"""What is right in chapter 1: digital images."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.chapter04_convolution import as_floats

Array = NDArray[Any]

BRIGHTEST = 255
LUMA = (0.2989, 0.5870, 0.1140)
"""Weights of red, green and blue in the luma of ITU-R BT.601, as TensorFlow and MATLAB round them."""


def gradient_image(height: int, width: int, step: int = 30) -> Array:
    """Grey image uint8 `(height, width)` whose pixel `(i, j)` is `min(step·(i + j), 255)`.

    The course's picture is that of 8 by 8 pixels with steps of 30.
    """
    levels = step * (np.arange(height)[:, np.newaxis] + np.arange(width))
    return np.asarray(np.minimum(levels, BRIGHTEST), np.uint8)


def rgb_gradient(height: int, width: int) -> Array:
    """RGB image uint8 `(height, width, 3)`: red from left to right, green from top to bottom, blue 128.

    Red is `⌊255·j / (width - 1)⌋` in column `j`, green `⌊255·i / (height - 1)⌋` in row `i`; 0 along a side of 1.
    """
    image = np.empty((height, width, 3), np.uint8)
    image[..., 0] = np.arange(width) * BRIGHTEST // max(width - 1, 1)
    image[..., 1] = (np.arange(height) * BRIGHTEST // max(height - 1, 1))[:, np.newaxis]
    image[..., 2] = 128
    return image


def pixel_count(image: Array) -> int:
    """Pixels of an image `(height, width)` or `(height, width, channels)`: `height·width` in both."""
    height, width = image.shape[:2]
    return int(height * width)


def to_grayscale(image: Array) -> Array:
    """Luma `(height, width)` of an RGB image `(height, width, 3)`: `0.2989 R + 0.5870 G + 0.1140 B`.

    On the scale of the input (ITU-R BT.601, as in `tf.image.rgb_to_grayscale`), in decimal numbers.
    """
    return np.asarray(as_floats(image) @ np.array(LUMA))


def rescale(image: Array) -> Array:
    """8-bit values of any shape divided by 255, which brings them into [0, 1]; always a new array."""
    return np.asarray(as_floats(image) / BRIGHTEST)
