"""Chapter 6 by other hands: Keras layers, and loops over pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

Array = NDArray[Any]


def max_pool2d(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    """Keras `MaxPooling2D` in float64."""
    return _pooled("MaxPooling2D", images, pool_size, stride, padding)


def average_pool2d(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    """Keras `AveragePooling2D` in float64."""
    return _pooled("AveragePooling2D", images, pool_size, stride, padding)


def global_average_pool2d(images: Array) -> Array:
    """Keras `GlobalAveragePooling2D` in float64."""
    layer = load_keras().layers.GlobalAveragePooling2D(data_format="channels_last", dtype="float64")
    return np.asarray(layer(_tensor(images)))


def shift_invariance(image: Array, shift: int, pool_size: int) -> float:
    """Count, window by window, in plain Python: the pixel at column j comes from column j - shift."""
    pixels: list[list[float]] = np.asarray(image).tolist()
    height, width = len(pixels), len(pixels[0])
    offsets = range(pool_size)
    unchanged: list[bool] = []
    for top in range(0, height - pool_size + 1, pool_size):
        for left in range(0, width - pool_size + 1, pool_size):
            before = max(pixels[top + u][left + v] for u in offsets for v in offsets)
            after = max(pixels[top + u][(left + v - shift) % width] for u in offsets for v in offsets)
            unchanged.append(before == after)
    return sum(unchanged) / len(unchanged)


def _pooled(layer: str, images: Array, pool_size: int, stride: int | None, padding: str) -> Array:
    options = {"strides": stride, "padding": padding, "data_format": "channels_last", "dtype": "float64"}
    return np.asarray(getattr(load_keras().layers, layer)(pool_size, **options)(_tensor(images)))


def _tensor(images: Array) -> Any:
    """Make the tensor first: handed a NumPy array in float64, TensorFlow's max pooling computes in float32."""
    return load_tensorflow().convert_to_tensor(np.asarray(images, np.float64))
