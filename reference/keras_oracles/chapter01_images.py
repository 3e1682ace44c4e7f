"""Chapter 1 by other hands: TensorFlow's luma, Keras's `Rescaling`, and pixels counted and painted one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

Array = NDArray[Any]


def gradient_image(height: int, width: int, step: int = 30) -> Array:
    """Every pixel is one step lighter than the one before it, until white."""
    rows: list[list[int]] = []
    for _ in range(height):
        row = [rows[-1][0] + step if rows else 0]
        while len(row) < width:
            row.append(row[-1] + step)
        rows.append(row)
    return np.array([[min(level, 255) for level in row] for row in rows], dtype=np.uint8)


def rgb_gradient(height: int, width: int) -> Array:
    """Tuples of colours in nested lists, in exact fractions of whole numbers."""
    levels = {
        size: [divmod(255 * place, size - 1)[0] if place else 0 for place in range(size)] for size in (height, width)
    }
    return np.array([[(red, green, 128) for red in levels[width]] for green in levels[height]], dtype=np.uint8)


def pixel_count(image: Array) -> int:
    """Count the pixels one after the other, whatever is in them."""
    return sum(1 for row in image for _ in row)


def to_grayscale(image: Array) -> Array:
    """`tf.image.rgb_to_grayscale`, which computes in float32."""
    tensorflow = load_tensorflow()
    colours = tensorflow.constant(np.asarray(image, np.float64))
    return np.asarray(tensorflow.image.rgb_to_grayscale(colours))[..., 0]


def rescale(image: Array) -> Array:
    """Keras `Rescaling`."""
    layer = load_keras().layers.Rescaling(1 / 255, dtype="float64")
    return np.asarray(layer(np.asarray(image, np.float64)))
