"""Chapter 15 in other styles: every one of these is right."""

# ruff: noqa: D103 (a variant's name says in which style it is written)
from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]


def _refuse_bad_block(images: Array, kernels: Array, pool_size: int) -> tuple[int, int]:
    """How many pixels the convolution leaves, if anything has a meaning."""
    height, width = images.shape[1] - kernels.shape[0] + 1, images.shape[2] - kernels.shape[1] + 1
    if pool_size < 1 or min(height, width) < max(pool_size, 1):
        raise ValueError("no meaning")
    return height, width


def _refuse_large_pattern(image: Array, pattern: Array) -> tuple[int, int]:
    """How many places the pattern has, if any."""
    rows, columns = (n - k + 1 for n, k in zip(image.shape, pattern.shape, strict=True))
    if rows < 1 or columns < 1:
        raise ValueError("no place")
    return rows, columns


# dense_weight_count


@variant("dense_weight_count")
def weights_product(pixels: int, neurons: int, channels: int = 1) -> int:
    return math.prod([pixels, neurons, channels])


@variant("dense_weight_count")
def weights_numpy_integer(pixels: int, neurons: int, channels: int = 1) -> Any:
    return np.int64(pixels) * np.int64(neurons) * np.int64(channels)


@variant("dense_weight_count")
def weights_array_without_axes(pixels: int, neurons: int, channels: int = 1) -> Any:
    return np.array(pixels * neurons * channels)


@variant("dense_weight_count")
def weights_added_up(pixels: int, neurons: int, channels: int = 1) -> int:
    return sum(pixels * neurons for _ in range(channels))


# feature_maps


@variant("feature_maps")
def maps_pool_before_relu(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    height, width = (side // pool_size * pool_size for side in _refuse_bad_block(images, kernels, pool_size))
    windows = sliding_window_view(images.astype(float), kernels.shape[:2], axis=(1, 2))[:, :height, :width]
    answers = np.einsum("nijcuv,uvcf->nijf", windows, kernels)
    shape = (len(images), height // pool_size, pool_size, width // pool_size, pool_size, kernels.shape[3])
    return np.asarray(np.maximum(answers.reshape(shape).max(axis=(2, 4)) + bias, 0))


@variant("feature_maps")
def maps_pure_loops(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    height, width = _refuse_bad_block(images, kernels, pool_size)
    pixels, weights = images.tolist(), kernels.tolist()
    sums = list(itertools.product(*map(range, kernels.shape[:3])))
    result = np.empty((len(images), height // pool_size, width // pool_size, kernels.shape[3]))
    for n, i, j, f in np.ndindex(result.shape):
        result[n, i, j, f] = 0
        for y, x in itertools.product(range(pool_size), repeat=2):
            row, column = i * pool_size + y, j * pool_size + x
            total = sum(pixels[n][row + u][column + v][c] * weights[u][v][c][f] for u, v, c in sums)
            result[n, i, j, f] = max(result[n, i, j, f], total + float(bias[f]))
    return result


@variant("feature_maps")
def maps_im2col(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    height, width = _refuse_bad_block(images, kernels, pool_size)
    wide = np.ascontiguousarray(images, dtype=np.float64)
    n, h, w, c = wide.strides
    shape = (len(wide), height, width, *kernels.shape[:3])
    columns = as_strided(wide, shape, (n, h, w, h, w, c)).reshape(-1, math.prod(kernels.shape[:3]))
    maps = np.clip(columns @ kernels.reshape(columns.shape[1], -1) + bias, 0, None).reshape(*shape[:3], -1)
    parts = [
        maps[:, y : height - height % pool_size : pool_size, x : width - width % pool_size : pool_size]
        for y in range(pool_size)
        for x in range(pool_size)
    ]
    return np.max(parts, axis=0)  # type: ignore[no-any-return]  # an array, which NumPy's stubs do not know


@variant("feature_maps")
def maps_shift_and_add_single(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    height, width = _refuse_bad_block(images, kernels, pool_size)
    maps = np.tile(bias.astype(np.float32), (len(images), height, width, 1))
    for u, v in np.ndindex(kernels.shape[:2]):
        maps += (images[:, u : u + height, v : v + width].astype(np.float32) @ kernels[u, v]).astype(np.float32)
    starts = [np.arange(0, side // pool_size * pool_size, pool_size) for side in (height, width)]
    maps = maps[:, : height // pool_size * pool_size, : width // pool_size * pool_size]
    pooled = np.maximum.reduceat(np.maximum.reduceat(maps, starts[0], axis=1), starts[1], axis=2)
    return np.asfortranarray(pooled * (pooled > 0))


@variant("feature_maps")
def maps_fft(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    height, width = _refuse_bad_block(images, kernels, pool_size)
    size = images.shape[1:3]
    spectra = np.fft.rfft2(images, axes=(1, 2))
    filters = np.fft.rfft2(kernels[::-1, ::-1], s=size, axes=(0, 1))
    full = np.fft.irfft2(np.einsum("nijc,ijcf->nijf", spectra, filters), s=size, axes=(1, 2))
    maps = np.maximum(full[:, -height:, -width:] + bias, 0)
    windows = sliding_window_view(maps, (pool_size, pool_size), axis=(1, 2))
    result = np.asarray(windows[:, ::pool_size, ::pool_size].max(axis=(-1, -2)))
    result.setflags(write=False)
    return result


@variant("feature_maps")
def maps_image_by_image(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    height, width = _refuse_bad_block(images, kernels, pool_size)
    wide = images.astype(object) if images.dtype.kind in "iu" else images
    maps = [
        [
            [
                np.sum(image[i : i + kernels.shape[0], j : j + kernels.shape[1]][..., None] * kernels, axis=(0, 1, 2))
                for j in range(width)
            ]
            for i in range(height)
        ]
        for image in wide
    ]
    answers = np.maximum(np.array(maps, dtype=float) + bias, 0)
    rows = range(0, height - pool_size + 1, pool_size)
    columns = range(0, width - pool_size + 1, pool_size)
    pooled = [[answers[:, i : i + pool_size, j : j + pool_size].max(axis=(1, 2)) for j in columns] for i in rows]
    return np.moveaxis(np.array(pooled), 2, 0)


# locate


@variant("locate")
def locate_expanded_square(image: Array, pattern: Array) -> Any:
    _refuse_large_pattern(image, pattern)
    windows = sliding_window_view(image.astype(float), pattern.shape)
    products = np.einsum("ijuv,uv->ij", windows, pattern.astype(float))
    distances = (windows**2).sum(axis=(2, 3)) - 2 * products
    return list(np.unravel_index(np.argmin(distances), distances.shape))


@variant("locate")
def locate_pure_loops(image: Array, pattern: Array) -> Any:
    rows, columns = _refuse_large_pattern(image, pattern)
    places = {}
    for place in itertools.product(range(rows), range(columns)):
        cells = itertools.product(*map(range, pattern.shape))
        places[place] = math.fsum(
            (float(image[place[0] + u, place[1] + v]) - float(pattern[u, v])) ** 2 for u, v in cells
        )
    return min(places, key=lambda place: (places[place], place))


@variant("locate")
def locate_norms(image: Array, pattern: Array) -> Any:
    rows, columns = _refuse_large_pattern(image, pattern)
    wide, wanted = image.astype(float), pattern.astype(float)
    height, width = pattern.shape
    norms = [
        [np.linalg.norm(wide[i : i + height, j : j + width] - wanted) for j in range(columns)] for i in range(rows)
    ]
    return np.argwhere(np.asarray(norms) == np.min(norms))[0].tolist()


@variant("locate")
def locate_shift_and_add(image: Array, pattern: Array) -> Any:
    rows, columns = _refuse_large_pattern(image, pattern)
    distances = np.zeros((rows, columns))
    for (u, v), value in np.ndenumerate(pattern):
        distances += np.square(np.subtract(image[u : u + rows, v : v + columns], value, dtype=float))
    return tuple(np.array(index) for index in np.divmod(distances.argmin(), columns))


@variant("locate")
def locate_mean_in_single(image: Array, pattern: Array) -> Any:
    _refuse_large_pattern(image, pattern)
    windows = sliding_window_view(image.astype(np.float32), pattern.shape)
    means = np.mean((windows - pattern.astype(np.float32)) ** 2, axis=(2, 3))
    return tuple(int(index[0]) for index in np.nonzero(means == means.min()))


@variant("locate")
def locate_last_seen_backwards(image: Array, pattern: Array) -> Any:
    rows, columns = _refuse_large_pattern(image, pattern)
    height, width = pattern.shape
    best: Any = (math.inf, None)
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            difference = image[i : i + height, j : j + width].astype(float).ravel() - pattern.ravel()
            distance = difference @ difference
            if distance <= best[0]:
                best = (distance, [np.int32(i), np.int32(j)])
    return best[1]


@variant("locate")
def locate_fft_rounded(image: Array, pattern: Array) -> Any:
    rows, columns = _refuse_large_pattern(image, pattern)
    wide, wanted = image.astype(float), pattern.astype(float)

    def slide(pixels: Array, kernel: Array) -> Array:
        spectrum = np.fft.fft2(pixels) * np.conj(np.fft.fft2(kernel, s=pixels.shape))
        return np.fft.ifft2(spectrum).real[:rows, :columns]

    distances = slide(wide**2, np.ones(pattern.shape)) - 2 * slide(wide, wanted)
    distances = distances + np.sum(wanted**2)
    rounded = np.round(distances / np.max(wide**2, initial=1e-12), 9)
    return tuple(np.unravel_index(rounded.argmin(), rounded.shape))
