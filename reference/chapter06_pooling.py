"""What is right in chapter 6: pooling, and how little it minds a shift."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.blocks import Memory, blocks, every
from reference.chapter04_convolution import as_floats, axis_padding, check_stride, pad2d

Array = NDArray[Any]


def max_pool2d(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    """Largest value in each window of each channel, as Keras `MaxPooling2D`.

    `images` `(batch, height, width, channels)` give `(batch, output_height, output_width, channels)`; windows are
    `pool_size` pixels high and wide and stand `stride` pixels apart, `pool_size` when it is None. Sizes and `"same"`
    are those of a convolution (TensorFlow, `tf.nn`: "Notes on padding"); what `"same"` adds is never the maximum.
    `ValueError` for another padding, a pool size or stride below 1 or a window larger than a valid input.
    """
    check_stride(pool_size)
    stride = pool_size if stride is None else stride
    padded = pad2d(as_floats(images), (pool_size, pool_size), stride, padding, -np.inf)
    return _pooled(padded, pool_size, stride, np.maximum)


def average_pool2d(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    """Mean of each window of each channel, as Keras `AveragePooling2D`.

    Shapes, windows and errors as `max_pool2d`. What `"same"` adds is not counted: a window that sticks out of the
    image gives the mean of its pixels within.
    """
    check_stride(pool_size)
    stride = pool_size if stride is None else stride
    images = as_floats(images)
    padded = pad2d(images, (pool_size, pool_size), stride, padding)
    sums = _pooled(padded, pool_size, stride, np.add)
    if padding == "valid":
        sums /= pool_size**2
    else:
        rows, columns = (_pixels_within(size, pool_size, stride, padding) for size in images.shape[1:3])
        sums /= np.multiply.outer(rows, columns).astype(sums.dtype)[:, :, np.newaxis]
    return sums


def global_average_pool2d(images: Array) -> Array:
    """Mean of each channel of each image, as Keras `GlobalAveragePooling2D`.

    `images` `(batch, height, width, channels)` give `(batch, channels)` (Lin, Chen & Yan, Network In Network, 3.2).
    """
    return np.asarray(as_floats(images).mean(axis=(1, 2)))


def shift_invariance(image: Array, shift: int, pool_size: int) -> float:
    """Fraction of the max-pooled values of a grey image that stay as they are when it is rolled right by `shift`.

    `image` is `(height, width)`; `np.roll` brings what leaves on one side back on the other, so that any integer is a
    shift. The windows stand side by side (stride `pool_size`, valid). `ValueError` for a pool size below 1 or larger
    than a side of the image.
    """
    image = np.asarray(image)
    before, after = (
        max_pool2d(grey[np.newaxis, :, :, np.newaxis], pool_size) for grey in (image, np.roll(image, shift, axis=1))
    )
    return float(np.mean(before == after))


def _pooled(images: Array, pool_size: int, stride: int, combine: np.ufunc) -> Array:
    """Combine the pixels of each window, in a new array: those of its columns first, then what these gave.

    That takes `2 · pool_size` steps instead of `pool_size²`. Each does a block of windows, which stays in the cache.
    """
    batch, height, width, channels = images.shape
    output_height, output_width = ((size - pool_size) // stride + 1 for size in (height, width))
    output = np.empty((batch, output_height, output_width, channels), images.dtype)
    memory = Memory(images.dtype)
    for block in blocks(output.shape, stride * channels):
        part, whole = output[block], slice(output_width)
        columns = memory.array(*part.shape[:2], width, channels)
        _combine([images[block[0], every(stride, block[1], u)] for u in range(pool_size)], columns, combine)
        _combine([columns[:, :, every(stride, whole, v)] for v in range(pool_size)], part, combine)
    return output


def _combine(arrays: list[Array], output: Array, combine: np.ufunc) -> None:
    """Write to `output` what `combine` makes of the first two arrays, then of that and each one more."""
    if len(arrays) == 1:
        output[...] = arrays[0]
        return
    combine(*arrays[:2], out=output)
    for array in arrays[2:]:
        combine(output, array, out=output)


def _pixels_within(size: int, pool_size: int, stride: int, padding: str) -> Array:
    """How many pixels of the image each window along an axis holds."""
    before, after = axis_padding(size, pool_size, stride, padding)
    starts = np.arange(-before, size + after - pool_size + 1, stride)
    return np.asarray(np.minimum(starts + pool_size, size) - np.maximum(starts, 0))
