"""How a convolutional layer becomes matrix products: its windows unrolled, in one of two ways.

*Rows*: every window is a row, with all channels of a pixel side by side as they lie in memory (im2col; Chellapilla,
Puri & Simard, High Performance Convolutional Neural Networks for Document Processing, 2006). That copies whole runs of
channels, and is fast where there are many.

*Planes*: every place `(u, v, channel)` of the kernel is a row, with the pixel that each window has there. That copies
whole lines of the image, and is fast where there are few channels, as in a network's first layer. A last row of ones,
for a pixel that is always 1, takes the bias into the product.

Either is done for a block of windows at a time, which stays in a core's cache until it has been multiplied. The images
given here are padded already.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from reference.blocks import Block, Memory, blocks, every

Array = NDArray[Any]
Shape = tuple[int, ...]

# Rows: many channels


def output_by_rows(images: Array, kernels: Array, bias: Array, stride: int) -> Array:
    """Output of a layer: the product of all windows, a row each, with the filters, a column each."""
    weights = kernels.reshape(-1, len(bias))
    output = _empty_output(images, kernels.shape, stride)
    for block, unrolled in _unrolled_rows(images, kernels.shape[:2], stride, output.shape):
        rows = output[block].reshape(-1, len(bias))
        np.matmul(unrolled, weights, out=rows)
        rows += bias
    return output


def kernel_gradients_by_rows(gradient: Array, images: Array, sides: Shape, stride: int) -> tuple[Array, Array]:
    """Gradients `(dkernels, dbias)`: every number of a window times the gradient of what the window gave, summed."""
    channels_in, channels_out = images.shape[3], gradient.shape[3]
    dkernels = np.zeros((sides[0] * sides[1] * channels_in, channels_out), np.result_type(gradient, images))
    for block, unrolled in _unrolled_rows(images, sides, stride, gradient.shape):
        dkernels += unrolled.T @ gradient[block].reshape(-1, channels_out)
    return dkernels.reshape(*sides, channels_in, channels_out), bias_gradient(gradient)


def kernel_gradients_by_places(gradient: Array, images: Array, sides: Shape, stride: int) -> tuple[Array, Array]:
    """Gradients `(dkernels, dbias)`: one product a place of the kernel, of the pixel that each window has there."""
    channels_in, channels_out = images.shape[3], gradient.shape[3]
    width = gradient.shape[2]
    dkernels = np.zeros((*sides, channels_in, channels_out), np.result_type(gradient, images))
    for block in blocks(gradient.shape, channels_in + channels_out):
        rows = gradient[block].reshape(-1, channels_out)
        for u, v in np.ndindex(*sides):
            pixels = images[block[0], every(stride, block[1], u), every(stride, slice(width), v)]
            dkernels[u, v] += pixels.reshape(-1, channels_in).T @ rows
    return dkernels, bias_gradient(gradient)


def bias_gradient(gradient: Array) -> Array:
    """The sum over all windows, as a product with ones, which is the fastest sum of rows."""
    rows = gradient.reshape(-1, gradient.shape[3])
    return np.ones(len(rows), gradient.dtype) @ rows


def image_gradient_by_places(gradient: Array, kernels: Array, shape: Shape, stride: int) -> Array:
    """Gradient of the images: one product a place of the kernel, which goes to the pixel each window has there."""
    channels_in, channels_out = kernels.shape[2:]
    width = gradient.shape[2]
    dimages = np.zeros(shape, gradient.dtype)
    memory = Memory(gradient.dtype)
    for images, lines in blocks(gradient.shape, channels_in + channels_out):
        part = gradient[images, lines]
        rows = part.reshape(-1, channels_out)
        flowing = memory.array(len(rows), channels_in)
        for u, v in np.ndindex(kernels.shape[:2]):
            np.matmul(rows, kernels[u, v].T, out=flowing)
            place = (images, every(stride, lines, u), every(stride, slice(width), v))
            dimages[place] += flowing.reshape(*part.shape[:3], channels_in)
    return dimages


def _unrolled_rows(images: Array, sides: Shape, stride: int, output: Shape) -> Iterator[tuple[Block, Array]]:
    """Blocks of windows, each with their numbers `(windows, kernel_height · kernel_width · channels)`.

    What a window has of a line of the image lies in one run, the channels of its pixels side by side. The next block is
    written over this one.
    """
    batch, height, width, channels = images.shape
    numbers = sides[0] * sides[1] * channels
    lines = np.ascontiguousarray(images).reshape(batch, height, width * channels)
    windows = sliding_window_view(lines, (sides[0], sides[1] * channels), axis=(1, 2))
    windows = windows[:, ::stride, :: stride * channels]
    memory = Memory(images.dtype)
    for block in blocks(output, numbers):
        part = windows[block]
        if not part.flags.c_contiguous:  # as it is with kernels of one pixel
            unrolled = memory.array(*part.shape)
            np.copyto(unrolled, part)
            part = unrolled
        yield block, part.reshape(-1, numbers)


# Planes: few channels


def output_by_planes(images: Array, kernels: Array, bias: Array, stride: int) -> Array:
    """Output of a layer: the product of the unrolled planes, turned, with the kernels and the bias below them."""
    weights = np.concatenate([kernels.reshape(-1, len(bias)), bias[np.newaxis]])
    output = _empty_output(images, kernels.shape, stride)
    for block, unrolled in _unrolled_planes(images, kernels.shape[:2], stride, output.shape):
        np.matmul(unrolled.T, weights, out=output[block].reshape(-1, len(bias)))
    return output


def kernel_gradients_by_planes(gradient: Array, images: Array, sides: Shape, stride: int) -> tuple[Array, Array]:
    """Gradients `(dkernels, dbias)`: the product of the unrolled planes with the gradient; the ones give `dbias`."""
    channels_in, channels_out = images.shape[3], gradient.shape[3]
    numbers = sides[0] * sides[1] * channels_in
    dweights = np.zeros((numbers + 1, channels_out), np.result_type(gradient, images))
    for block, unrolled in _unrolled_planes(images, sides, stride, gradient.shape):
        dweights += unrolled @ gradient[block].reshape(-1, channels_out)
    return dweights[:numbers].reshape(*sides, channels_in, channels_out), dweights[numbers].astype(gradient.dtype)


def image_gradient_by_planes(gradient: Array, kernels: Array, shape: Shape, stride: int) -> Array:
    """Gradient of the images: one product gives what flows to each place of all windows, added up plane by plane."""
    kernel_height, kernel_width, _, channels_out = kernels.shape
    width = gradient.shape[2]
    weights = kernels.reshape(-1, channels_out)
    dimages = np.zeros(shape, gradient.dtype)
    planes = _planes(dimages, kernel_width, stride)
    memory = Memory(gradient.dtype)
    for images, lines in blocks(gradient.shape, len(weights)):
        part = gradient[images, lines]
        flowing = memory.array(*kernels.shape[:3], *part.shape[:3])
        np.matmul(weights, part.reshape(-1, channels_out).T, out=flowing.reshape(len(weights), -1))
        for u, v in np.ndindex(kernel_height, kernel_width):
            start = v // stride
            planes[v % stride][:, images, every(stride, lines, u), start : start + width] += flowing[u, v]
    for first, plane in enumerate(planes):
        dimages[:, :, first::stride] = plane.transpose(1, 2, 3, 0)
    return dimages


def _unrolled_planes(images: Array, sides: Shape, stride: int, output: Shape) -> Iterator[tuple[Block, Array]]:
    """Blocks of windows, each with their numbers `(kernel_height · kernel_width · channels + 1, windows)`.

    The last row holds ones. The next block is written over this one.
    """
    channels, width = images.shape[3], output[2]
    numbers = sides[0] * sides[1] * channels
    planes = _planes(images, sides[1], stride)
    memory = Memory(images.dtype)
    for block in blocks(output, numbers + 1):
        shape = (block[0].stop - block[0].start, block[1].stop - block[1].start, width)
        unrolled = memory.array(numbers + 1, math.prod(shape))
        places = unrolled[:numbers].reshape(*sides, channels, *shape)
        for u, v in np.ndindex(*sides):
            start = v // stride
            places[u, v] = planes[v % stride][:, block[0], every(stride, block[1], u), start : start + width]
        unrolled[numbers] = 1
        yield block, unrolled


def _planes(images: Array, kernel_width: int, stride: int) -> list[Array]:
    """Every `stride`-th column of each channel, from the first one on, from the second: `(channels, batch, height, …)`.

    Windows that stand a stride apart have neighbouring pixels in there, in one run. As many as a window has use for.
    """
    return [
        np.ascontiguousarray(images[:, :, first::stride].transpose(3, 0, 1, 2))
        for first in range(min(stride, kernel_width))
    ]


def _empty_output(images: Array, kernel_shape: Shape, stride: int) -> Array:
    height, width = (
        (size - side) // stride + 1 for size, side in zip(images.shape[1:3], kernel_shape[:2], strict=True)
    )
    return np.empty((len(images), height, width, kernel_shape[3]), images.dtype)
