"""Which way a convolutional layer is computed: chosen by its shape.

The limits lie where the ways were about as fast as each other on some layers; they are no sharp optimum.

Planes for few channels, Winograd's products for kernels of 3 by 3 over many, rows for all others. The images given here
are padded already.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from reference import unrolling, winograd

Array = NDArray[Any]
Shape = tuple[int, ...]
Way = Literal["planes", "winograd", "rows"]

FEW_CHANNELS = 4
"""Input channels up to which planes are faster than rows."""

SOME_CHANNELS = 32
"""Input channels from which on the kernels' gradient is worth whole rows; with fewer it takes a place at a time."""

MANY_CHANNELS = 64
"""Channels, in the images and in the output, from which on Winograd's sums cost less than the products they save."""

CHANNELS_A_TILE = 8
"""So many for each tile, and transforming the kernels costs more than is saved on the tiles."""


def way_of(images: Shape, kernels: Shape, stride: int) -> Way:
    """The fastest way for a layer with padded images and kernels of these shapes."""
    batch, height, width, channels_in = images
    if channels_in <= FEW_CHANNELS:
        return "planes"
    tiles = batch * (height // 2 - 1) * (width // 2 - 1)
    many = min(channels_in, kernels[3]) >= MANY_CHANNELS
    if kernels[:2] == winograd.SIDES and stride == 1 and many and tiles * CHANNELS_A_TILE >= channels_in:
        return "winograd"
    return "rows"


def layer_output(images: Array, kernels: Array, bias: Array, stride: int) -> Array:
    """Output `(batch, output_height, output_width, channels_out)` of a layer; all arguments are of one dtype."""
    match way_of(images.shape, kernels.shape, stride):
        case "planes":
            return unrolling.output_by_planes(images, kernels, bias, stride)
        case "winograd":
            return winograd.layer_output(images, kernels, bias)
        case "rows":
            return unrolling.output_by_rows(images, kernels, bias, stride)


def kernel_gradients(gradient: Array, images: Array, kernels: Shape, stride: int) -> tuple[Array, Array]:
    """Gradients `(dkernels, dbias)`, given the one of the output of a layer whose kernels have this shape."""
    gradient = np.ascontiguousarray(gradient)
    match way_of(images.shape, kernels, stride):
        case "planes":
            return unrolling.kernel_gradients_by_planes(gradient, images, kernels[:2], stride)
        case "winograd":
            return winograd.kernel_gradient(gradient, images), unrolling.bias_gradient(gradient)
        case "rows":
            by_rows = images.shape[3] >= SOME_CHANNELS
            way = unrolling.kernel_gradients_by_rows if by_rows else unrolling.kernel_gradients_by_places
            return way(gradient, images, kernels[:2], stride)


def image_gradient(gradient: Array, kernels: Array, shape: Shape, stride: int) -> Array:
    """Gradient with respect to the padded images, which are of this shape; both arguments are of one dtype."""
    gradient = np.ascontiguousarray(gradient)
    match way_of(shape, kernels.shape, stride):
        case "planes":
            return unrolling.image_gradient_by_planes(gradient, kernels, shape, stride)
        case "winograd":
            return winograd.image_gradient(gradient, kernels, shape)
        case "rows":
            return unrolling.image_gradient_by_places(gradient, kernels, shape, stride)
