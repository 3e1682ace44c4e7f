"""What usually goes wrong in chapter 4 with a convolutional layer: borders, strides, channels, batches, the bias.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from reference.mistakes import mistake
from reference.mistakes.convolution_windows import (
    Array,
    floats,
    refuse_bad_stride,
    refuse_large_kernel,
    same_pads,
    shared_pads,
)

SameRule = Callable[[int, int, int], tuple[int, int]]


def _pads(
    images: Array, kernels: Array, stride: int, padding: str, rule: SameRule = same_pads
) -> list[tuple[int, int]]:
    refuse_bad_stride(stride)
    if padding == "same":
        rows = rule(images.shape[1], kernels.shape[0], stride)
        columns = rule(images.shape[2], kernels.shape[1], stride)
        return [(0, 0), rows, columns, (0, 0)]
    if padding != "valid":
        raise ValueError("unknown padding")
    refuse_large_kernel(images[0], kernels)
    return [(0, 0), (0, 0), (0, 0), (0, 0)]


def _slide(padded: Array, kernels: Array, row_stride: int, column_stride: int) -> Array:
    windows = sliding_window_view(floats(padded), kernels.shape[:2], axis=(1, 2))[:, ::row_stride, ::column_stride]
    return np.tensordot(windows, floats(kernels), axes=((4, 5, 3), (0, 1, 2)))


def _conv2d(
    images: Array,
    kernels: Array,
    bias: Array,
    stride: int,
    padding: str,
    rule: SameRule = same_pads,
    mode: Any = "constant",
) -> Array:
    padded = np.pad(images, _pads(images, kernels, stride, padding, rule), mode=mode)
    return _slide(padded, kernels, stride, stride) + bias


@mistake(
    "conv2d",
    'With "same" the number of zeros is right, but an odd one goes above and to the left. TensorFlow puts it below and '
    "to the right.",
)
def conv2d_extra_zero_before(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias, stride, padding, lambda *sizes: same_pads(*sizes)[::-1])


@mistake(
    "conv2d",
    'With "same" you pad half the kernel on both sides, which fits odd kernels and a stride of 1 only. '
    "Use the rule of same_padding on each axis.",
)
def conv2d_symmetric_same(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    return _conv2d(images, kernels, bias, stride, padding, lambda _, kernel_size, __: (kernel_size // 2,) * 2)


@mistake(
    "conv2d",
    'With "same" you pad as if the stride were 1. Where the windows move by more than one pixel they lack fewer zeros, '
    "so that all of yours are shifted.",
)
def conv2d_same_as_stride_one(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias, stride, padding, lambda size, kernel_size, _: same_pads(size, kernel_size, 1))


@mistake(
    "conv2d",
    'With "same" your output keeps the size of the images whatever the stride. '
    "It has size / stride rows, rounded up, and as many columns.",
)
def conv2d_same_keeps_the_size(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    def rule(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
        return shared_pads((size - 1) * stride + kernel_size - size)

    return _conv2d(images, kernels, bias, stride, padding, rule)


@mistake(
    "conv2d",
    'With "same" the width is padded for the height of the kernel. Look again at kernels that are not square.',
)
def conv2d_same_square_kernel(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    pads = _pads(images, kernels, stride, padding)
    if padding == "same":
        pads[2] = same_pads(images.shape[2], kernels.shape[0], stride)
    return _slide(np.pad(images, pads), kernels, stride, stride) + bias


@mistake(
    "conv2d",
    'With "same" you put zeros around the result. They belong around the images, before the kernels slide over them.',
)
def conv2d_same_pads_the_result(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    pads = _pads(images, kernels, stride, padding)
    sizes = [((images.shape[axis] + sum(pads[axis]) - kernels.shape[axis - 1]) // stride + 1) for axis in (1, 2)]
    result = _slide(images, kernels, stride, stride) + bias
    frame = [shared_pads(size - result.shape[axis]) for axis, size in enumerate(sizes, start=1)]
    return np.pad(result, [(0, 0), *frame, (0, 0)])


@mistake(
    "conv2d",
    'With "same" you repeat the border pixels of the images. Keras pads with zeros.',
)
def conv2d_same_repeats_edges(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias, stride, padding, mode="edge")


@mistake(
    "conv2d",
    'You compute "valid" whatever the padding. "same" adds zeros around the images first.',
)
def conv2d_same_ignored(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    return _conv2d(images, kernels, bias, stride, padding, lambda *_: (0, 0))


@mistake(
    "conv2d",
    "This is the loop printed in the course, which moves by the stride in the output instead of in the images. "
    "Every number of the output has its window: ask where in the image it starts.",
)
def conv2d_course_stride_loop(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    padded = np.pad(images, _pads(images, kernels, stride, padding))
    output = np.zeros_like(_slide(padded, kernels, stride, stride))
    height, width = output.shape[1:3]
    every_window = _slide(padded, kernels, 1, 1) + bias
    output[:, ::stride, ::stride] = every_window[:, :height:stride, :width:stride]
    return output


@mistake("conv2d", "Your kernels move by the stride from top to bottom only. They do so from left to right too.")
def conv2d_strided_rows_only(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _slide(np.pad(images, _pads(images, kernels, stride, padding)), kernels, stride, 1) + bias


@mistake(
    "conv2d",
    "Your output lacks its last row and its last column. The first window needs no move: divide the room to move by "
    "the stride, then add 1.",
)
def conv2d_one_window_short(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias, stride, padding)[:, :-1, :-1]


@mistake(
    "conv2d",
    "Your output has a window too many when the stride does not divide: its size is rounded up. The pixels after the "
    "last whole window are not seen.",
)
def conv2d_size_rounded_up(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    pads = _pads(images, kernels, stride, padding)
    if padding == "valid":
        pads[1] = (0, -(images.shape[1] - kernels.shape[0]) % stride)
        pads[2] = (0, -(images.shape[2] - kernels.shape[1]) % stride)
    return _slide(np.pad(images, pads), kernels, stride, stride) + bias


@mistake(
    "conv2d", "Your kernels are flipped. A layer computes the cross-correlation: a kernel lies on the images as it is."
)
def conv2d_with_flip(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    return _conv2d(images, kernels[::-1, ::-1], bias, stride, padding)


@mistake("conv2d", "Height and width of your kernels are exchanged: their rows meet the columns of the images.")
def conv2d_kernels_transposed(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels.transpose(1, 0, 2, 3), bias, stride, padding)


@mistake(
    "conv2d",
    "The input and output channels of your kernels are exchanged. The third axis of the kernels belongs to the "
    "channels of the images, the fourth to the filters.",
)
def conv2d_channels_exchanged(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels.transpose(0, 1, 3, 2), bias, stride, padding)


@mistake(
    "conv2d",
    "Only the first channel of the images counts. A filter has a kernel for each channel and adds their answers up.",
)
def conv2d_first_channel_only(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images[..., :1], kernels[:, :, :1], bias, stride, padding)


@mistake(
    "conv2d",
    "Only the last channel of the images counts: each channel overwrites the one before. Their answers add up.",
)
def conv2d_last_channel_only(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images[..., -1:], kernels[:, :, -1:], bias, stride, padding)


@mistake("conv2d", "You take the mean over the channels of the images. It should be the sum.")
def conv2d_mean_over_channels(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels / kernels.shape[2], bias, stride, padding)


@mistake(
    "conv2d",
    "The numbers are right, but in the wrong places: you reshape where the axes should be moved. "
    "The filters are the last axis of the result.",
)
def conv2d_axes_reshaped(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    output = _conv2d(images, kernels, bias, stride, padding)
    return np.moveaxis(output, -1, 1).reshape(output.shape)


@mistake("conv2d", "Your result lacks the bias. Each filter adds its own to every number it gives.")
def conv2d_without_bias(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    return _conv2d(images, kernels, np.zeros(bias.shape), stride, padding)


@mistake(
    "conv2d",
    "Your bias is added once for each input channel. Each filter adds its bias once, after the sum over the channels.",
)
def conv2d_bias_per_channel(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias * kernels.shape[2], stride, padding)


@mistake("conv2d", "Your bias is added inside the window, once for each product. It is added once, after the sum.")
def conv2d_bias_per_product(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias * kernels[..., 0].size, stride, padding)


@mistake("conv2d", "Every filter of your layer adds the bias of the first one. Each has its own.")
def conv2d_first_bias_only(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, np.full(bias.shape, bias[0]), stride, padding)


@mistake("conv2d", "Only the first image of the batch is computed, the others stay zero.")
def conv2d_first_image_only(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    output = _conv2d(images, kernels, bias, stride, padding)
    output[1:] = 0
    return output


@mistake("conv2d", "All images of your result are that of the first one. Each image of the batch has its own.")
def conv2d_first_image_repeated(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    output = _conv2d(images, kernels, bias, stride, padding)
    output[:] = output[:1].copy()
    return output


@mistake("conv2d", "Your output is square, although the images are not: its width is computed from their height.")
def conv2d_square_output(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    pads = _pads(images, kernels, stride, padding)
    width = (images.shape[1] + sum(pads[2]) - kernels.shape[1]) // stride + 1
    output = _slide(np.pad(images, pads), kernels, stride, stride) + bias
    missing = max(width - output.shape[2], 0)
    return np.pad(output, ((0, 0), (0, 0), (0, missing), (0, 0)))[:, :, :width]


@mistake(
    "conv2d",
    "Your negative results became zero: that is ReLU, which comes after the layer in chapter 5. "
    "This one has no activation.",
)
def conv2d_with_relu(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    return np.maximum(_conv2d(images, kernels, bias, stride, padding), 0)


@mistake("conv2d", "Your result holds nothing but zeros: the array is made, but never filled.")
def conv2d_never_filled(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    return np.zeros_like(_conv2d(images, kernels, bias, stride, padding))


@mistake(
    "conv2d",
    "Your result has the type of the images, so that images of integers cut the decimals off. Look at the type of the "
    "array you fill.",
)
def conv2d_typed_like_images(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias, stride, padding).astype(images.dtype)


@mistake(
    "conv2d",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def conv2d_overflowing_bytes(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    padded = np.pad(images, _pads(images, kernels, stride, padding))
    windows = sliding_window_view(padded, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride, ..., np.newaxis]
    return np.asarray(np.sum(windows * kernels.transpose(2, 0, 1, 3), axis=(3, 4, 5)) + bias)


@mistake(
    "conv2d",
    "Your function computes whatever it is given: an unknown padding, a stride below 1, a kernel larger than the "
    "images. Look at the arguments first, and raise ValueError when they have no meaning.",
)
def conv2d_without_checks(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    if padding != "same":
        sizes = [(images.shape[axis] - kernels.shape[axis - 1]) // stride + 1 for axis in (1, 2)]
        if min(sizes) < 1:
            return np.zeros((len(images), *sizes, kernels.shape[3]))
    return _conv2d(images, kernels, bias, stride, "same" if padding == "same" else "valid")


@mistake(
    "conv2d",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "valid".',
)
def conv2d_unknown_is_valid(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias, stride, "same" if padding == "same" else "valid")


@mistake(
    "conv2d",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "same".',
)
def conv2d_unknown_is_same(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias, stride, "valid" if padding == "valid" else "same")


@mistake("conv2d", "A stride below 1 has no meaning: raise ValueError instead of using another stride.")
def conv2d_stride_at_least_one(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias, max(stride, 1), padding)


@mistake(
    "conv2d",
    "A kernel larger than the images has no place to lie without padding: raise ValueError instead of returning an "
    "empty array.",
)
def conv2d_empty_result(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    sizes = [max((images.shape[axis] - kernels.shape[axis - 1]) // max(stride, 1) + 1, 0) for axis in (1, 2)]
    if padding == "valid" and stride > 0 and min(sizes) == 0:
        return np.zeros((len(images), sizes[0], sizes[1], kernels.shape[3]))
    return _conv2d(images, kernels, bias, stride, padding)


@mistake(
    "conv2d",
    'You refuse a kernel larger than the images with "same" too. There the zeros make room for it: '
    "ValueError is for the valid region.",
)
def conv2d_same_refuses_large(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    refuse_large_kernel(images[0], kernels)
    return _conv2d(images, kernels, bias, stride, padding)
