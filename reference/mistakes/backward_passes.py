"""What the backward passes of chapter 8 share, and a convolution's, right but for the rule of its padding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
SameRule = Callable[[int, int, int], tuple[int, int]]
Gradients = tuple[Array, Array, Array]
Place = tuple[slice, slice, slice]


def floats(array: Array) -> Array:
    """The numbers in float64, in which the mistakes compute unless the dtype is the mistake."""
    return np.asarray(array, dtype=np.float64)


def same_pads(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    """Zeros that "same" padding adds before and after a side, as TensorFlow does."""
    total = max((-(-size // stride) - 1) * stride + kernel_size - size, 0)
    return total // 2, total - total // 2


def pads_of(
    images: Array, kernels: Array, stride: int, padding: str, rule: SameRule = same_pads
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The padding of height and width. `ValueError` for arguments without meaning."""
    if stride < 1:
        raise ValueError("stride below 1")
    if padding == "same":
        return rule(images.shape[1], kernels.shape[0], stride), rule(images.shape[2], kernels.shape[1], stride)
    if padding != "valid":
        raise ValueError("unknown padding")
    if kernels.shape[0] > images.shape[1] or kernels.shape[1] > images.shape[2]:
        raise ValueError("kernel larger than the images")
    return (0, 0), (0, 0)


def framed(images: Array, pads: tuple[tuple[int, int], tuple[int, int]], mode: Any = "constant") -> Array:
    """Images with their padding around height and width, in float64."""
    return np.pad(floats(images), ((0, 0), *pads, (0, 0)), mode=mode)


def _places(gradient: Array, kernels: Array, row_stride: int, column_stride: int) -> Iterator[tuple[int, int, Place]]:
    """The pixels that each number of a kernel met."""
    for u, v in np.ndindex(kernels.shape[:2]):
        rows = slice(u, u + row_stride * (gradient.shape[1] - 1) + 1, row_stride)
        yield u, v, (slice(None), rows, slice(v, v + column_stride * (gradient.shape[2] - 1) + 1, column_stride))


def kernels_gradient(gradient: Array, padded: Array, kernels: Array, row_stride: int, column_stride: int) -> Array:
    """The gradient of the kernels: what each number met in the padded images, times what arrives."""
    dkernels = np.zeros(kernels.shape)
    for u, v, place in _places(gradient, kernels, row_stride, column_stride):
        dkernels[u, v] = np.tensordot(floats(padded)[place], floats(gradient), axes=((0, 1, 2), (0, 1, 2)))
    return dkernels


def padded_gradient(
    gradient: Array, shape: tuple[int, ...], kernels: Array, row_stride: int, column_stride: int
) -> Array:
    """The gradient of the padded images, whose shape is given."""
    dpadded = np.zeros(shape)
    for u, v, place in _places(gradient, kernels, row_stride, column_stride):
        dpadded[place] += floats(gradient) @ floats(kernels[u, v]).T
    return dpadded


def cropped(dpadded: Array, images: Array, pads: tuple[tuple[int, int], tuple[int, int]]) -> Array:
    """The gradient of the images, cut out of that of the padded ones."""
    (top, _), (left, _) = pads
    return dpadded[:, top : top + images.shape[1], left : left + images.shape[2]].copy()


def conv2d_gradients(
    gradient: Array, images: Array, kernels: Array, stride: int, padding: str, rule: SameRule = same_pads
) -> Gradients:
    """The gradients of images, kernels and bias with another rule of padding. `ValueError` as `pads_of`."""
    pads = pads_of(images, kernels, stride, padding, rule)
    padded = framed(images, pads)
    dpadded = padded_gradient(gradient, padded.shape, kernels, stride, stride)
    dkernels = kernels_gradient(gradient, padded, kernels, stride, stride)
    return cropped(dpadded, images, pads), dkernels, floats(gradient).sum(axis=(0, 1, 2))
