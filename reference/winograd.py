"""A convolution with kernels of 3 by 3 pixels and a stride of 1, in fewer multiplications.

Two neighbouring outputs of three weights `k` take `2 · 3` products of pixels `d` and weights, or these four (Winograd's
minimal filtering; Lavin & Gray, Fast Algorithms for Convolutional Neural Networks, 2016, section 4.1):

    (d0 - d2) · k0    (d1 + d2) · (k0 + k1 + k2)/2    (d2 - d1) · (k0 - k1 + k2)/2    (d1 - d3) · k2

The first output is the sum of the first three, the other one the second less the third and the fourth. Done along both
axes, four outputs of a tile of 4 by 4 pixels take 16 products instead of 36. With all channels, each of the 16 is a
matrix product of the transformed tiles with the transformed kernels. On the way back the chain rule goes through the
same products, and through the transforms in the opposite order, transposed.

The sums before and after cost time, too, so that this is worth while with many channels only. The images given here are
padded already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.blocks import Block, Memory, blocks

Array = NDArray[Any]
Shape = tuple[int, ...]

SIDES = (3, 3)
KERNEL_TRANSFORM = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])


def layer_output(images: Array, kernels: Array, bias: Array) -> Array:
    """Output `(batch, output_height, output_width, channels_out)` of a layer; all arguments are of one dtype."""
    batch, height, width, _ = images.shape
    weights = _transformed_kernels(kernels)
    output = np.empty((batch, _even(height - 2), _even(width - 2), len(bias)), images.dtype)
    memory = Memory(images.dtype)
    for block, tiles in _transformed_tiles(images, len(bias)):
        products = memory.array(*tiles.shape[:-1], len(bias))
        np.matmul(_rows(tiles), weights, out=_rows(products))
        part = output[_pixels(block)]
        _sum_outputs(products, part)
        part += bias
    return np.ascontiguousarray(output[:, : height - 2, : width - 2])


def kernel_gradient(gradient: Array, images: Array) -> Array:
    """Gradient with respect to the kernels `(3, 3, channels_in, channels_out)`, given the one of the output."""
    channels_in, channels_out = images.shape[3], gradient.shape[3]
    gradient = _with_even_sides(gradient)
    dweights = np.zeros((16, channels_in, channels_out), np.result_type(gradient, images))
    memory = Memory(gradient.dtype)
    for block, tiles in _transformed_tiles(images, channels_out):
        dproducts = memory.array(*tiles.shape[:-1], channels_out)
        _spread_outputs(gradient[_pixels(block)], dproducts)
        dweights += _rows(tiles).swapaxes(1, 2) @ _rows(dproducts)
    transform = np.kron(KERNEL_TRANSFORM, KERNEL_TRANSFORM).T.astype(dweights.dtype)
    return (transform @ dweights.reshape(16, -1)).reshape(*SIDES, channels_in, channels_out)


def image_gradient(gradient: Array, kernels: Array, shape: Shape) -> Array:
    """Gradient with respect to the padded images, which are of this shape; both arguments are of one dtype."""
    batch, height, width, channels_in = shape
    gradient = _with_even_sides(gradient)
    weights = _transformed_kernels(kernels).swapaxes(1, 2)
    dimages = np.zeros((batch, _even(height), _even(width), channels_in), gradient.dtype)
    memory, dmemory = Memory(gradient.dtype), Memory(gradient.dtype)
    for block in _blocks_of_tiles(gradient.shape, channels_in):
        part = gradient[_pixels(block)]
        tiles = (4, 4, len(part), part.shape[1] // 2, part.shape[2] // 2)
        dproducts = memory.array(*tiles, part.shape[3])
        _spread_outputs(part, dproducts)
        dtiles = dmemory.array(*tiles, channels_in)
        np.matmul(_rows(dproducts), weights, out=_rows(dtiles))
        _add_tiles(dtiles, dimages[_pixels(block, 2)])
    return dimages[:, :height, :width]


# The transforms; along an axis, each gives or takes four arrays of a number a tile


def _transformed_kernels(kernels: Array) -> Array:
    """The kernels' side of the 16 products, `(16, channels_in, channels_out)`."""
    transform = np.kron(KERNEL_TRANSFORM, KERNEL_TRANSFORM).astype(kernels.dtype)
    return (transform @ kernels.reshape(9, -1)).reshape(16, *kernels.shape[2:])


def _transformed_tiles(images: Array, channels_out: int) -> Iterator[tuple[Block, Array]]:
    """Blocks of tiles, each with its side of the products, `(4, 4, batch, tiles_high, tiles_wide, channels)`.

    The next block is written over this one.
    """
    images = _with_even_sides(images)
    batch, height, width, channels = images.shape
    half, whole = Memory(images.dtype), Memory(images.dtype)
    for block in _blocks_of_tiles((batch, height - 2, width - 2, channels), channels_out):
        part = images[_pixels(block, 2)]
        tiles_high, tiles_wide = part.shape[1] // 2 - 1, width // 2 - 1
        lines = half.array(4, len(part), tiles_high, width, channels)
        _differ([part[:, u : u + 2 * tiles_high : 2] for u in range(4)], list(lines))
        tiles = whole.array(4, 4, len(part), tiles_high, tiles_wide, channels)
        _differ([lines[:, :, :, v : v + 2 * tiles_wide : 2] for v in range(4)], list(tiles.swapaxes(0, 1)))
        yield block, tiles


def _differ(pixels: list[Array], factors: list[Array]) -> None:
    """Write the pixels' side of the four products along an axis."""
    np.subtract(pixels[0], pixels[2], out=factors[0])
    np.add(pixels[1], pixels[2], out=factors[1])
    np.subtract(pixels[2], pixels[1], out=factors[2])
    np.subtract(pixels[1], pixels[3], out=factors[3])


def _add_tiles(dtiles: Array, dimages: Array) -> None:
    """Add to `dimages` what flows to its pixels: `_differ` transposed, along both axes."""
    tiles_high, tiles_wide = dtiles.shape[3:5]
    dlines = np.zeros((4, *dimages[:, : 2 * tiles_high : 2].shape), dtiles.dtype)
    for v, flowing in enumerate(_differ_back(dtiles.swapaxes(0, 1))):
        dlines[:, :, :, v : v + 2 * tiles_wide : 2] += flowing
    for u, flowing in enumerate(_differ_back(dlines)):
        dimages[:, u : u + 2 * tiles_high : 2] += flowing


def _differ_back(dfactors: Array) -> Iterator[Array]:
    """What flows to the first pixels of the tiles along an axis, to their second ones, and so on."""
    yield dfactors[0]
    middle = dfactors[1] - dfactors[2]
    middle += dfactors[3]
    yield middle
    np.add(dfactors[1], dfactors[2], out=middle)
    middle -= dfactors[0]
    yield middle
    yield -dfactors[3]


def _sum_outputs(products: Array, output: Array) -> None:
    """Write the outputs that belong to the 16 products."""
    sums = np.empty((2, *products.shape[1:]), products.dtype)
    _sum_products(products, list(sums))
    for row, part in enumerate(sums):
        _sum_products(part, [output[:, row::2, column::2] for column in range(2)])


def _sum_products(products: Array, outputs: list[Array]) -> None:
    """Write the two outputs along an axis."""
    np.add(products[0], products[1], out=outputs[0])
    outputs[0] += products[2]
    np.subtract(products[1], products[2], out=outputs[1])
    outputs[1] -= products[3]


def _spread_outputs(gradient: Array, dproducts: Array) -> None:
    """Write what flows to the 16 products: `_sum_outputs` transposed."""
    dsums = np.empty((2, *dproducts.shape[1:]), gradient.dtype)
    for row, part in enumerate(dsums):
        _spread([gradient[:, row::2, column::2] for column in range(2)], part)
    _spread(list(dsums), dproducts)


def _spread(gradients: list[Array], dproducts: Array) -> None:
    """Write what flows to the four products along an axis."""
    dproducts[0] = gradients[0]
    np.add(gradients[0], gradients[1], out=dproducts[1])
    np.subtract(gradients[0], gradients[1], out=dproducts[2])
    np.negative(gradients[1], out=dproducts[3])


# Tiles and pixels


def _rows(tiles: Array) -> Array:
    """The 16 matrices of what there is of every tile, a row each."""
    return tiles.reshape(16, -1, tiles.shape[-1])


def _blocks_of_tiles(output: Shape, channels: int) -> Iterator[Block]:
    """Blocks of tiles, for an output of even sides `(batch, height, width, channels_out)`."""
    batch, height, width, more_channels = output
    return blocks((batch, height // 2, width // 2), 16 * (channels + more_channels))


def _pixels(block: Block, more: int = 0) -> Block:
    """The outputs of a block of tiles; with two lines more, the pixels that they are computed from."""
    return block[0], slice(2 * block[1].start, 2 * block[1].stop + more)


def _even(size: int) -> int:
    return size + size % 2


def _with_even_sides(images: Array) -> Array:
    """Add a line or a column of zeros where a side is odd, so that tiles cover it."""
    height, width = images.shape[1:3]
    if height % 2 == width % 2 == 0:
        return images
    return np.pad(images, ((0, 0), (0, height % 2), (0, width % 2), (0, 0)))
