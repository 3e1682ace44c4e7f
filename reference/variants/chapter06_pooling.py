"""Right answers to chapter 6 in other styles: loops, cumulative sums, NaN or mirrors around the image."""

# ruff: noqa: D103 (a variant does what its exercise asks; its name says how)
from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]


def _check(images: Array, pool_size: int, stride: int | None, padding: str) -> int:
    """The stride, once all arguments have a meaning."""
    step = pool_size if stride is None else stride
    if pool_size <= 0 or step <= 0 or padding not in ("valid", "same"):
        raise ValueError
    if padding == "valid" and (images.shape[1] < pool_size or images.shape[2] < pool_size):
        raise ValueError
    return step


def _ends(size: int, pool_size: int, step: int, padding: str) -> tuple[int, int]:
    missing = max((math.ceil(size / step) - 1) * step + pool_size - size, 0) if padding == "same" else 0
    return missing // 2, (missing + 1) // 2


def _around(images: Array, pool_size: int, step: int, padding: str) -> list[tuple[int, int]]:
    return [(0, 0), *(_ends(size, pool_size, step, padding) for size in images.shape[1:3]), (0, 0)]


def _spans(size: int, pool_size: int, step: int, padding: str) -> list[tuple[int, int]]:
    """First pixel of each window along an axis and the one after its last, cut off where the image ends."""
    before, after = _ends(size, pool_size, step, padding)
    starts = range(-before, size + after - pool_size + 1, step)
    return [(max(start, 0), min(start + pool_size, size)) for start in starts]


def _cut_windows(images: Array, pool_size: int, step: int, padding: str) -> Iterator[tuple[int, int, Array]]:
    rows, columns = (_spans(size, pool_size, step, padding) for size in images.shape[1:3])
    for (i, (top, bottom)), (j, (left, right)) in itertools.product(enumerate(rows), enumerate(columns)):
        yield i, j, images[:, top:bottom, left:right]


def _by_cut_windows(images: Array, step: int, padding: str, pool_size: int, reduce: Callable[..., Any]) -> Array:
    found = {(i, j): reduce(window, axis=(1, 2)) for i, j, window in _cut_windows(images, pool_size, step, padding)}
    height, width = (last + 1 for last in max(found))
    return np.stack([np.stack([found[i, j] for j in range(width)], axis=1) for i in range(height)], axis=1)


# max_pool2d


@variant("max_pool2d")
def max_pool2d_windows_cut_at_the_border(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    return _by_cut_windows(images, step, padding, pool_size, np.max)  # integers stay integers


@variant("max_pool2d", naive=True)
def max_pool2d_in_pure_python(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    rows, columns = (_spans(size, pool_size, step, padding) for size in images.shape[1:3])
    return np.array(
        [
            [
                [
                    [
                        max(float(image[i, j, channel]) for i in range(*row) for j in range(*column))
                        for channel in range(images.shape[3])
                    ]
                    for column in columns
                ]
                for row in rows
            ]
            for image in images
        ]
    )


@variant("max_pool2d")
def max_pool2d_with_nan_around(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    padded = np.pad(images.astype(float), _around(images, pool_size, step, padding), constant_values=np.nan)
    windows = sliding_window_view(padded, (pool_size, pool_size), axis=(1, 2))[:, ::step, ::step]
    return np.asarray(np.nanmax(windows, axis=(-2, -1)))


@variant("max_pool2d")
def max_pool2d_with_repeated_edges(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    """A window that sticks out holds the border pixel as well, so that its copies never win alone."""
    step = _check(images, pool_size, stride, padding)
    padded = np.pad(images, _around(images, pool_size, step, padding), mode="edge")
    windows = sliding_window_view(padded, (pool_size, pool_size), axis=(1, 2))[:, ::step, ::step]
    return np.asarray(windows.max(axis=(4, 5)))


@variant("max_pool2d")
def max_pool2d_with_the_smallest_number_of_the_type(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    limits = np.iinfo(images.dtype) if images.dtype.kind in "iu" else np.finfo(images.dtype)
    padded = np.pad(images, _around(images, pool_size, step, padding), constant_values=limits.min)
    batch, height, width, channels = padded.shape
    rows, columns = (height - pool_size) // step + 1, (width - pool_size) // step + 1
    b, h, w, c = padded.strides
    shape = (batch, rows, columns, pool_size, pool_size, channels)
    return np.asarray(as_strided(padded, shape, (b, h * step, w * step, h, w, c)).max(axis=(3, 4)))


@variant("max_pool2d")
def max_pool2d_rows_then_columns(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    result = np.pad(images.astype(float), _around(images, pool_size, step, padding), constant_values=-np.inf)
    for axis in (1, 2):
        result = sliding_window_view(result, pool_size, axis=axis).max(axis=-1)
        result = np.take(result, range(0, result.shape[axis], step), axis=axis)
    return np.asfortranarray(result)


@variant("max_pool2d")
def max_pool2d_in_single_precision(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    return _by_cut_windows(images.astype(np.float32), step, padding, pool_size, np.max)


@variant("max_pool2d")
def max_pool2d_by_reshaping_where_it_can(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    batch, height, width, channels = images.shape
    if step == pool_size and height % step == 0 and width % step == 0:
        parts = images.reshape(batch, height // step, step, width // step, step, channels)
        return np.asarray(parts.max(axis=(2, 4)))
    return _by_cut_windows(images, step, padding, pool_size, np.max)


# average_pool2d


@variant("average_pool2d")
def average_pool2d_windows_cut_at_the_border(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    return _by_cut_windows(images, step, padding, pool_size, np.mean)


@variant("average_pool2d")
def average_pool2d_with_nan_around(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    padded = np.pad(images.astype(float), _around(images, pool_size, step, padding), constant_values=np.nan)
    windows = sliding_window_view(padded, (pool_size, pool_size), axis=(1, 2))[:, ::step, ::step]
    return np.asarray(np.nanmean(windows, axis=(-2, -1)))


@variant("average_pool2d")
def average_pool2d_by_cumulative_sums(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    """The sum of a window is a sum of four corners of the integral image."""
    step = _check(images, pool_size, stride, padding)
    integral = np.pad(images.astype(float), ((0, 0), (1, 0), (1, 0), (0, 0))).cumsum(axis=1).cumsum(axis=2)
    rows, columns = (np.array(_spans(size, pool_size, step, padding)).T for size in images.shape[1:3])
    below, above = integral[:, rows[1]], integral[:, rows[0]]
    sums = below[:, :, columns[1]] - below[:, :, columns[0]] - above[:, :, columns[1]] + above[:, :, columns[0]]
    return np.asarray(sums / np.outer(rows[1] - rows[0], columns[1] - columns[0])[..., np.newaxis])


@variant("average_pool2d")
def average_pool2d_by_matrices(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    weights = []
    for size in images.shape[1:3]:
        spans = _spans(size, pool_size, step, padding)
        weights.append(np.array([[(a <= i < b) / (b - a) for i in range(size)] for a, b in spans]))
    return np.asarray(np.einsum("ih,jw,bhwc->bijc", *weights, images))


@variant("average_pool2d")
def average_pool2d_in_single_precision(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    around = _around(images, pool_size, step, padding)
    inside = np.pad(np.ones(images.shape, np.float32), around)
    shape = (pool_size, pool_size)
    sums, counts = (
        sliding_window_view(array, shape, axis=(1, 2))[:, ::step, ::step].sum(axis=(4, 5))
        for array in (np.pad(images.astype(np.float32), around), inside)
    )
    return np.asarray(sums / counts)


@variant("average_pool2d", naive=True)
def average_pool2d_in_pure_python(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    rows, columns = (_spans(size, pool_size, step, padding) for size in images.shape[1:3])
    output = np.empty((len(images), len(rows), len(columns), images.shape[3]), order="F")
    for b, i, j, c in np.ndindex(output.shape):
        pixels = [float(images[b, u, v, c]) for u in range(*rows[i]) for v in range(*columns[j])]
        output[b, i, j, c] = math.fsum(pixels) / len(pixels)
    return output


@variant("average_pool2d")
def average_pool2d_mean_of_means(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = _check(images, pool_size, stride, padding)
    rows, columns = (_spans(size, pool_size, step, padding) for size in images.shape[1:3])
    lines = np.stack([images[:, slice(*row)].mean(axis=1) for row in rows], axis=1)
    return np.stack([lines[:, :, slice(*column)].mean(axis=2) for column in columns], axis=2)


# global_average_pool2d


@variant("global_average_pool2d")
def global_average_pool2d_one_axis_after_the_other(images: Array) -> Array:
    return np.asarray(images.mean(1).mean(1))


@variant("global_average_pool2d")
def global_average_pool2d_by_einsum(images: Array) -> Array:
    return np.asarray(np.einsum("bhwc->bc", images.astype(float)) / (images.shape[1] * images.shape[2]))


@variant("global_average_pool2d")
def global_average_pool2d_flattened(images: Array) -> Array:
    return np.asarray(images.reshape(images.shape[0], -1, images.shape[-1]).mean(axis=1, dtype=np.float32))


@variant("global_average_pool2d")
def global_average_pool2d_in_loops(images: Array) -> Array:
    output = np.zeros((images.shape[0], images.shape[3]), order="F")
    for b, c in np.ndindex(output.shape):
        output[b, c] = sum(float(pixel) for pixel in images[b, :, :, c].flat) / images[b, :, :, c].size
    return output


@variant("global_average_pool2d")
def global_average_pool2d_by_matrix_product(images: Array) -> Array:
    batch, height, width, channels = images.shape
    weights = np.full((1, height * width), 1 / (height * width))
    return np.asarray(weights @ images.reshape(batch, -1, channels))[:, 0]


@variant("global_average_pool2d")
def global_average_pool2d_squeezed_by_axis(images: Array) -> Array:
    return np.asarray(np.squeeze(np.mean(images, axis=(1, 2), keepdims=True), axis=(1, 2)))


# shift_invariance


def _maxima(image: Array, pool_size: int) -> Array:
    if not 1 <= pool_size <= min(image.shape):
        raise ValueError
    rows, columns = (size // pool_size for size in image.shape)
    covered = image[: rows * pool_size, : columns * pool_size]
    return np.asarray(covered.reshape(rows, pool_size, columns, pool_size).max(axis=(1, 3)))


@variant("shift_invariance")
def shift_invariance_as_numpy_scalar(image: Array, shift: int, pool_size: int) -> Any:
    return np.mean(_maxima(image, pool_size) == _maxima(np.roll(image, shift, 1), pool_size), dtype=np.float32)


@variant("shift_invariance")
def shift_invariance_as_array_without_axes(image: Array, shift: int, pool_size: int) -> Array:
    return np.array(np.mean(_maxima(image, pool_size) == _maxima(np.roll(image, shift, axis=-1), pool_size)))


@variant("shift_invariance")
def shift_invariance_integer_at_the_ends(image: Array, shift: int, pool_size: int) -> float:
    before, after = _maxima(image, pool_size), _maxima(np.roll(image, shift, 1), pool_size)
    return 1 if np.array_equal(before, after) else np.count_nonzero(before == after) / before.size


@variant("shift_invariance")
def shift_invariance_by_differences(image: Array, shift: int, pool_size: int) -> float:
    before, after = _maxima(image, pool_size), _maxima(np.roll(image, shift, 1), pool_size)
    return float(np.isclose(before.astype(float), after.astype(float)).sum()) / before.size


@variant("shift_invariance")
def shift_invariance_by_indices(image: Array, shift: int, pool_size: int) -> float:
    shifted = image[:, (np.arange(image.shape[1]) - shift) % image.shape[1]]
    return 1.0 - float(np.mean(_maxima(image, pool_size) != _maxima(shifted, pool_size)))


@variant("shift_invariance")
def shift_invariance_glued_together(image: Array, shift: int, pool_size: int) -> float:
    turn = shift % image.shape[1]
    shifted = np.hstack((image[:, image.shape[1] - turn :], image[:, : image.shape[1] - turn]))
    pairs = list(zip(_maxima(image, pool_size).flat, _maxima(shifted, pool_size).flat, strict=True))
    return float(sum(before == after for before, after in pairs) / len(pairs))
