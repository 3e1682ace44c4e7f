"""Right answers of chapter 1 in other styles: loops, comprehensions, clipping, other types of numbers."""

# ruff: noqa: D103 (the function's name says its style)
from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]


@variant("gradient_image")
def gradient_image_loops(height: int, width: int, step: int = 30) -> Array:
    image = np.zeros((height, width), dtype="uint8")
    for i in range(height):
        for j in range(width):
            image[i, j] = min(step * (i + j), 255)
    return image


@variant("gradient_image")
def gradient_image_fromfunction(height: int, width: int, step: int = 30) -> Array:
    levels = np.fromfunction(lambda i, j: step * (i + j), (height, width))
    return np.asarray(np.clip(levels, 0, 255), np.uint8)


@variant("gradient_image")
def gradient_image_fortran_order(height: int, width: int, step: int = 30) -> Array:
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    levels = step * (rows + columns)
    levels[levels > 255] = 255
    return np.asfortranarray(levels.astype(np.ubyte))


@variant("rgb_gradient")
def rgb_gradient_rounded(height: int, width: int) -> Array:
    red = np.rint(np.linspace(0, 255, width))
    green = np.rint(np.linspace(0, 255, height))
    return np.stack(
        [np.tile(red, (height, 1)), np.tile(green, (width, 1)).T, np.full((height, width), 128.0)], axis=-1
    ).astype(np.uint8)


@variant("rgb_gradient")
def rgb_gradient_loops(height: int, width: int) -> Array:
    image = np.full((height, width, 3), 128, dtype=np.uint8)
    for i in range(height):
        for j in range(width):
            image[i, j, 0] = int(255 * j / (width - 1)) if width > 1 else 0
            image[i, j, 1] = int(255 * i / (height - 1)) if height > 1 else 0
    return image


@variant("rgb_gradient")
def rgb_gradient_rounded_up(height: int, width: int) -> Array:
    red = [math.ceil(255 * j / max(width - 1, 1)) for j in range(width)]
    green = [math.ceil(255 * i / max(height - 1, 1)) for i in range(height)]
    return np.array([[[r, g, 128] for r in red] for g in green], np.uint8)


@variant("pixel_count")
def pixel_count_numpy_scalar(image: Array) -> Any:
    return np.prod(np.array(image.shape[:2]))


@variant("pixel_count")
def pixel_count_zero_dimensional(image: Array) -> Array:
    return np.array(image.size // (image.shape[2] if image.ndim == 3 else 1), dtype=np.uint32)


@variant("pixel_count")
def pixel_count_one_by_one(image: Array) -> int:
    return sum(len(row) for row in image)


@variant("to_grayscale")
def to_grayscale_loops(image: Array) -> Array:
    grey = np.empty(image.shape[:2])
    for i, row in enumerate(image):
        for j, (red, green, blue) in enumerate(row):
            grey[i, j] = 0.2989 * float(red) + 0.587 * float(green) + 0.114 * float(blue)
    return grey


@variant("to_grayscale")
def to_grayscale_float32_einsum(image: Array) -> Array:
    weights = np.array([0.2989, 0.587, 0.114], np.float32)
    return np.asarray(np.einsum("ijc,c->ij", image.astype(np.float32), weights))


@variant("to_grayscale")
def to_grayscale_weighted_sum(image: Array) -> Array:
    return np.asfortranarray(np.sum(image * [0.2989, 0.587, 0.114], axis=-1))


@variant("rescale")
def rescale_multiplied(image: Array) -> Array:
    return np.multiply(image, 1 / 255, dtype=np.float64)


@variant("rescale")
def rescale_float32(image: Array) -> Array:
    return image.astype("float32") / np.float32(255)


@variant("rescale")
def rescale_by_the_type(image: Array) -> Array:
    result = np.array(image, dtype=float, copy=True, order="F")
    result /= np.iinfo(np.uint8).max
    return result
