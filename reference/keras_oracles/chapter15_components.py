"""Chapter 15 by other hands: a Keras model, and definitions spelled out in pure Python."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

Array = NDArray[Any]


def dense_weight_count(pixels: int, neurons: int, channels: int = 1) -> int:
    """Weights added up: one for every colour of every pixel, and that for every neuron."""
    weights_of_a_neuron = sum(pixels for _ in range(channels))
    return sum(weights_of_a_neuron for _ in range(neurons))


def feature_maps(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    """Keras `Sequential`: `Conv2D` with ReLU, then `MaxPooling2D`, in float64."""
    keras = load_keras()
    convolution = keras.layers.Conv2D(
        kernels.shape[3], kernels.shape[:2], activation="relu", data_format="channels_last", dtype="float64"
    )
    pooling = keras.layers.MaxPooling2D(pool_size, data_format="channels_last", dtype="float64")
    model = keras.Sequential([keras.Input(images.shape[1:], dtype="float64"), convolution, pooling])
    convolution.set_weights([kernels, bias])
    return np.asarray(model(load_tensorflow().constant(images, "float64")))


def locate(image: Array, pattern: Array) -> tuple[int, int]:
    """Squared differences in pure Python, corner by corner in reading order."""
    pixels, wanted = image.tolist(), pattern.tolist()
    height, width = pattern.shape

    def distance(corner: tuple[int, int]) -> float:
        row, column = corner
        return float(
            sum((pixels[row + u][column + v] - wanted[u][v]) ** 2 for u in range(height) for v in range(width))
        )

    rows, columns = range(image.shape[0] - height + 1), range(image.shape[1] - width + 1)
    return min(((row, column) for row in rows for column in columns), key=distance)
