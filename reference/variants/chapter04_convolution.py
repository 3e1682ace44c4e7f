"""Chapter 4 in other styles: every one of these is right."""

# ruff: noqa: D103 (a variant's name says in which style it is written)
from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]


def _refuse_large_kernel(image: Array, kernel: Array) -> tuple[int, int]:
    """How many places the kernel has on the image, if any."""
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    if min(rows, columns) < 1:
        raise ValueError("no place for the kernel")
    return rows, columns


def _cells(array: Array) -> Iterator[tuple[int, ...]]:
    return itertools.product(*map(range, array.shape))


def _toeplitz(row: Array, places: int, pixels: int) -> Array:
    """Matrix that slides a row of weights over a row of pixels."""
    matrix = np.zeros((places, pixels))
    for place in range(places):
        matrix[place, place : place + len(row)] = row
    return matrix


def _same(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    lacking = kernel_size - (size % stride or stride)
    return max(lacking, 0) // 2, (max(lacking, 0) + 1) // 2


def _with_border(images: Array, kernels: Array, stride: int, padding: str) -> Array:
    """Images of decimal numbers with the zeros they need, if anything has a meaning."""
    if stride < 1 or padding not in {"valid", "same"}:
        raise ValueError("no meaning")
    borders = [(0, 0)] * 4
    if padding == "same":
        borders[1:3] = [_same(images.shape[axis + 1], kernels.shape[axis], stride) for axis in (0, 1)]
    padded = np.pad(images.astype(float), borders)
    _refuse_large_kernel(padded[0], kernels)
    return padded


# convolve2d


@variant("convolve2d")
def convolve2d_pure_loops(image: Array, kernel: Array) -> Array:
    rows, columns = _refuse_large_kernel(image, kernel)
    pixels, weights = image.tolist(), kernel.tolist()
    height, width = kernel.shape
    return np.array(
        [
            [
                sum(pixels[i + height - 1 - u][j + width - 1 - v] * weights[u][v] for u, v in _cells(kernel))
                for j in range(columns)
            ]
            for i in range(rows)
        ]
    )


@variant("convolve2d")
def convolve2d_fft(image: Array, kernel: Array) -> Array:
    _refuse_large_kernel(image, kernel)
    spectrum = np.fft.rfft2(image) * np.fft.rfft2(kernel, s=image.shape)
    return np.fft.irfft2(spectrum, s=image.shape)[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :]


@variant("convolve2d")
def convolve2d_by_rows(image: Array, kernel: Array) -> Array:
    rows, _ = _refuse_large_kernel(image, kernel)
    flipped = kernel[::-1].astype(float)
    return np.array(
        [
            sum(np.convolve(image[i + u].astype(float), flipped[u], "full") for u in range(len(kernel)))
            for i in range(rows)
        ]
    )[:, kernel.shape[1] - 1 : image.shape[1]]


@variant("convolve2d")
def convolve2d_scattered(image: Array, kernel: Array) -> Array:
    _refuse_large_kernel(image, kernel)
    height, width = kernel.shape
    full = np.zeros((image.shape[0] + height - 1, image.shape[1] + width - 1), order="F")
    for i, j in _cells(image):
        full[i : i + height, j : j + width] += float(image[i, j]) * kernel
    return full[height - 1 : image.shape[0], width - 1 : image.shape[1]]


@variant("convolve2d")
def convolve2d_strided_view(image: Array, kernel: Array) -> Array:
    rows, columns = _refuse_large_kernel(image, kernel)
    wide = np.ascontiguousarray(image, dtype=np.float64)
    windows = as_strided(wide, (rows, columns, *kernel.shape), wide.strides * 2)
    return np.asarray(np.einsum("ijuv,uv->ij", windows, np.rot90(kernel, 2)))


# cross_correlate2d


@variant("cross_correlate2d")
def cross_correlate2d_einsum_single(image: Array, kernel: Array) -> Array:
    _refuse_large_kernel(image, kernel)
    windows = sliding_window_view(image.astype(np.float32), kernel.shape)
    return np.asarray(np.einsum("abcd,cd", windows, kernel.astype(np.float32)), dtype=np.float32)


@variant("cross_correlate2d")
def cross_correlate2d_toeplitz(image: Array, kernel: Array) -> Array:
    rows, columns = _refuse_large_kernel(image, kernel)
    blocks = [_toeplitz(row, columns, image.shape[1]) for row in kernel]
    matrix = np.zeros((rows, columns, *image.shape))
    for i, (u, block) in itertools.product(range(rows), enumerate(blocks)):
        matrix[i, :, i + u] = block
    return np.asarray(matrix.reshape(rows * columns, -1) @ image.ravel()).reshape(rows, columns)


@variant("cross_correlate2d")
def cross_correlate2d_by_rows_read_only(image: Array, kernel: Array) -> Array:
    rows, columns = _refuse_large_kernel(image, kernel)
    output = np.zeros((rows, columns))
    for i, u in itertools.product(range(rows), range(len(kernel))):
        output[i] += np.convolve(image[i + u].astype(float), kernel[u, ::-1], "full")[kernel.shape[1] - 1 :][:columns]
    output.setflags(write=False)
    return output


@variant("cross_correlate2d")
def cross_correlate2d_recursion(image: Array, kernel: Array) -> Array:
    rows, columns = _refuse_large_kernel(image, kernel)

    def added(u: int, v: int) -> Array:
        if u == kernel.shape[0]:
            return np.zeros((rows, columns))
        following = added(u, v + 1) if v + 1 < kernel.shape[1] else added(u + 1, 0)
        return np.asarray(following + np.multiply(image[u : u + rows, v : v + columns], kernel[u, v], dtype=float))

    return added(0, 0)


@variant("cross_correlate2d")
def cross_correlate2d_exact_integers(image: Array, kernel: Array) -> Array:
    _refuse_large_kernel(image, kernel)
    kinds = {image.dtype.kind, kernel.dtype.kind}
    kind = np.int64 if kinds <= {"i", "u"} else np.float64
    return np.asarray(np.tensordot(sliding_window_view(image.astype(kind), kernel.shape), kernel.astype(kind)))


# filter_image


@variant("filter_image")
def filter_image_mirrored_indices(image: Array, kernel: Array) -> Array:
    output = np.zeros(image.shape)
    for (i, j), (u, v) in itertools.product(_cells(image), _cells(kernel)):
        row, column = i + kernel.shape[0] // 2 - u, j + kernel.shape[1] // 2 - v
        row = min(max(row, -row - 1), 2 * image.shape[0] - 1 - max(row, -row - 1))
        column = min(max(column, -column - 1), 2 * image.shape[1] - 1 - max(column, -column - 1))
        output[i, j] += float(image[row, column]) * float(kernel[u, v])
    return output


@variant("filter_image")
def filter_image_mirrored_tiles(image: Array, kernel: Array) -> Array:
    rows = np.concatenate([image[::-1], image, image[::-1]])
    tiles = np.concatenate([rows[:, ::-1], rows, rows[:, ::-1]], axis=1).astype(float)
    height, width = image.shape
    output = np.zeros((height, width), order="F")
    for (u, v), weight in np.ndenumerate(kernel):
        top, left = height + kernel.shape[0] // 2 - u, width + kernel.shape[1] // 2 - v
        output += weight * tiles[top : top + height, left : left + width]
    return output


@variant("filter_image")
def filter_image_fft_of_mirrored(image: Array, kernel: Array) -> Array:
    padded = np.pad(image, [(side // 2, side // 2) for side in kernel.shape], mode="symmetric")
    spectrum = np.fft.fft2(padded) * np.fft.fft2(kernel, s=padded.shape)
    return np.real(np.fft.ifft2(spectrum))[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :]


@variant("filter_image")
def filter_image_axis_by_axis_single(image: Array, kernel: Array) -> Array:
    padded = image.astype(np.float32)
    for axis, side in enumerate(kernel.shape):
        border = (side // 2, side // 2)
        padded = np.pad(padded, [border if axis == other else (0, 0) for other in (0, 1)], "symmetric")
    windows = sliding_window_view(padded, kernel.shape)
    return (windows.reshape(*image.shape, -1) @ kernel[::-1, ::-1].ravel().astype(np.float32)).astype(np.float32)


# strided_cross_correlate2d


@variant("strided_cross_correlate2d")
def strided_kept_of_all(image: Array, kernel: Array, stride: int) -> Array:
    rows, columns = _refuse_large_kernel(image, kernel)
    if stride < 1:
        raise ValueError(stride)
    output = np.zeros((rows, columns))
    for (u, v), weight in np.ndenumerate(kernel.astype(float)):
        output += weight * image[u : u + rows, v : v + columns]
    return output[::stride, ::stride]


@variant("strided_cross_correlate2d")
def strided_pure_loops(image: Array, kernel: Array, stride: int) -> Array:
    rows, columns = _refuse_large_kernel(image, kernel)
    if stride <= 0:
        raise ValueError(stride)
    starts = itertools.product(range(0, rows, stride), range(0, columns, stride))
    sums = [math.fsum(float(image[i + u, j + v]) * float(kernel[u, v]) for u, v in _cells(kernel)) for i, j in starts]
    return np.reshape(sums, (-(-rows // stride), -1))


@variant("strided_cross_correlate2d")
def strided_view(image: Array, kernel: Array, stride: int) -> Array:
    rows, columns = _refuse_large_kernel(image, kernel)
    if stride < 1:
        raise ValueError(stride)
    wide = np.asfortranarray(image, dtype=np.float64)
    shape = (1 + (rows - 1) // stride, 1 + (columns - 1) // stride, *kernel.shape)
    steps = (wide.strides[0] * stride, wide.strides[1] * stride, *wide.strides)
    return np.asarray(np.sum(as_strided(wide, shape, steps, writeable=False) * kernel, axis=(-2, -1)))


@variant("strided_cross_correlate2d")
def strided_slices(image: Array, kernel: Array, stride: int) -> Array:
    rows, columns = _refuse_large_kernel(image, kernel)
    if not stride >= 1:
        raise ValueError(stride)
    parts = [
        image[u : u + rows : stride, v : v + columns : stride].astype(np.float64) * kernel[u, v]
        for u, v in _cells(kernel)
    ]
    return np.add.reduce(parts)  # type: ignore[no-any-return]  # an array, which NumPy's stubs do not know


# zero_pad2d


@variant("zero_pad2d")
def zero_pad2d_np_pad(image: Array, padding: int) -> Array:
    return np.pad(image, ((padding, padding), (padding, padding)), mode="constant", constant_values=0)


@variant("zero_pad2d")
def zero_pad2d_stacked(image: Array, padding: int) -> Array:
    if padding < 0:
        raise ValueError(padding)
    side = np.zeros((image.shape[0], padding))
    middle = np.hstack([side, image, side])
    edge = np.zeros((padding, middle.shape[1]), dtype=np.float32)
    return np.vstack([edge, middle, edge]).astype(np.float32)


@variant("zero_pad2d")
def zero_pad2d_matrix_product(image: Array, padding: int) -> Array:
    if padding < 0:
        raise ValueError(padding)
    height, width = image.shape
    return np.asarray(
        np.eye(height + 2 * padding, height, -padding) @ image @ np.eye(width, width + 2 * padding, padding)
    )


@variant("zero_pad2d")
def zero_pad2d_recursion(image: Array, padding: int) -> Array:
    if padding < 0:
        raise ValueError(padding)
    if padding == 0:
        return np.array(image)
    smaller = zero_pad2d_recursion.function(image, padding - 1)
    larger = np.zeros(np.add(smaller.shape, 2), smaller.dtype, order="F")
    larger[1:-1, 1:-1] = smaller
    return larger


@variant("zero_pad2d")
def zero_pad2d_lists(image: Array, padding: int) -> Array:
    if padding < 0:
        raise ValueError(padding)
    empty = [[0] * (image.shape[1] + 2 * padding) for _ in range(padding)]
    return np.array([*empty, *([*[0] * padding, *row, *[0] * padding] for row in image.tolist()), *empty])


# same_padding


@variant("same_padding")
def same_padding_list_of_numpy_integers(size: int, kernel_size: int, stride: int) -> Any:
    if stride < 1:
        raise ValueError(stride)
    total = np.maximum((math.ceil(size / stride) - 1) * stride + kernel_size - size, 0)
    return [np.floor_divide(total, 2), np.int8(total - total // 2)]


@variant("same_padding")
def same_padding_remainder(size: int, kernel_size: int, stride: int) -> Any:
    if stride < 1:
        raise ValueError(stride)
    return _same(size, kernel_size, stride)


@variant("same_padding")
def same_padding_counted(size: int, kernel_size: int, stride: int) -> Any:
    if stride < 1:
        raise ValueError(stride)
    seen = {start + offset for start in range(0, size, stride) for offset in range(kernel_size)}
    beyond = len([pixel for pixel in range(size, size + kernel_size) if pixel in seen])
    return np.array(beyond // 2), np.array(beyond - beyond // 2)


@variant("same_padding")
def same_padding_one_by_one(size: int, kernel_size: int, stride: int) -> Any:
    if stride < 1:
        raise ValueError(stride)
    before = after = 0
    while before + size + after < (size - 1) // stride * stride + kernel_size:
        before, after = (before, after + 1) if before == after else (before + 1, after)
    return before, after


# conv2d


@variant("conv2d", naive=True)
def conv2d_pure_loops(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    padded = _with_border(images, kernels, stride, padding)
    rows, columns = ((n - k) // stride + 1 for n, k in zip(padded.shape[1:3], kernels.shape[:2], strict=True))
    pixels, weights = padded.tolist(), kernels.tolist()
    inputs = list(itertools.product(*map(range, kernels.shape[:3])))
    output = np.empty((len(images), rows, columns, len(bias)))
    for n, i, j, f in np.ndindex(output.shape):
        total = float(bias[f])
        for u, v, c in inputs:
            total += pixels[n][i * stride + u][j * stride + v][c] * weights[u][v][c][f]
        output[n, i, j, f] = total
    return output


@variant("conv2d")
def conv2d_shift_and_add(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    padded = _with_border(images, kernels, stride, padding)
    rows, columns = (n - k + 1 for n, k in zip(padded.shape[1:3], kernels.shape[:2], strict=True))
    output = np.zeros((len(images), -(-rows // stride), -(-columns // stride), len(bias)), order="F") + bias
    for u, v in np.ndindex(kernels.shape[:2]):
        output += padded[:, u : u + rows : stride, v : v + columns : stride] @ kernels[u, v]
    return output


@variant("conv2d")
def conv2d_im2col_single(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    padded = np.ascontiguousarray(_with_border(images, kernels, stride, padding), dtype=np.float32)
    rows, columns = ((n - k) // stride + 1 for n, k in zip(padded.shape[1:3], kernels.shape[:2], strict=True))
    n, h, w, c = padded.strides
    windows = as_strided(padded, (len(padded), rows, columns, *kernels.shape[:3]), (n, h * stride, w * stride, h, w, c))
    unrolled = windows.reshape(-1, math.prod(kernels.shape[:3]))
    output = unrolled @ kernels.reshape(-1, len(bias)).astype(np.float32) + bias.astype(np.float32)
    return np.asarray(output, dtype=np.float32).reshape(len(padded), rows, columns, len(bias))


@variant("conv2d")
def conv2d_einsum_read_only(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    padded = _with_border(images, kernels, stride, padding)
    windows = sliding_window_view(padded, kernels.shape[:3], axis=(1, 2, 3))[:, ::stride, ::stride, 0]
    output = np.asarray(np.einsum("nijuvc,uvcf->nijf", windows, kernels, optimize=True) + bias)
    output.setflags(write=False)
    return output


@variant("conv2d")
def conv2d_fft(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    padded = _with_border(images, kernels, stride, padding)
    size = padded.shape[1:3]
    spectra = np.fft.rfft2(padded, axes=(1, 2))
    filters = np.fft.rfft2(kernels, s=size, axes=(0, 1)).conj()
    full = np.fft.irfft2(np.einsum("nijc,ijcf->nijf", spectra, filters), s=size, axes=(1, 2))
    rows, columns = size[0] - kernels.shape[0] + 1, size[1] - kernels.shape[1] + 1
    return np.asarray(full[:, :rows:stride, :columns:stride] + bias)


@variant("conv2d")
def conv2d_window_by_window(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    padded = _with_border(images, kernels, stride, padding)
    height, width = kernels.shape[:2]
    tops = range(0, padded.shape[1] - height + 1, stride)
    lefts = range(0, padded.shape[2] - width + 1, stride)
    answers = [[np.tensordot(padded[:, i : i + height, j : j + width], kernels, 3) + bias for j in lefts] for i in tops]
    return np.moveaxis(np.array(answers), 2, 0)
