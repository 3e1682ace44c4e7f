"""What usually goes wrong in chapter 8 on the way back through a convolution: flips, strides, padding, sums.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.backward_passes import (
    Array,
    Gradients,
    conv2d_gradients,
    cropped,
    floats,
    framed,
    kernels_gradient,
    padded_gradient,
    pads_of,
    same_pads,
)


def _conv_with_dimages_of(
    gradient: Array, images: Array, kernels: Array, stride: int, padding: str, other: Array
) -> Gradients:
    """Backward with the right shapes, but dimages made with other kernels."""
    dimages, _, _ = conv2d_gradients(gradient, images, other, stride, padding)
    _, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels, dbias


@mistake(
    "conv2d_backward",
    'With "same" the number of zeros is right, but an odd one goes above and to the left. TensorFlow puts it below and '
    "to the right.",
)
def conv2d_backward_same_extra_before(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return conv2d_gradients(gradient, images, kernels, stride, padding, lambda *axis: same_pads(*axis)[::-1])


@mistake(
    "conv2d_backward",
    'With "same" you pad half the kernel on both sides, which fits odd kernels and a stride of 1 only. '
    "Use the rule of same_padding on each axis.",
)
def conv2d_backward_same_half_kernel(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return conv2d_gradients(gradient, images, kernels, stride, padding, lambda _, k, __: (k // 2, k // 2))


@mistake(
    "conv2d_backward",
    'With "same" you pad as if the stride were 1. Where the windows move by more than one pixel they lack fewer zeros, '
    "so that all of yours are shifted.",
)
def conv2d_backward_same_of_stride_one(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return conv2d_gradients(gradient, images, kernels, stride, padding, lambda n, k, _: same_pads(n, k, 1))


@mistake(
    "conv2d_backward",
    'With "same" the width is padded for the height of the kernel. Look again at kernels that are not square.',
)
def conv2d_backward_same_square_kernel(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    pads = pads_of(images, kernels, stride, padding)
    if padding == "same":
        pads = pads[0], same_pads(images.shape[2], kernels.shape[0], stride)
    padded = framed(images, pads)
    dpadded = padded_gradient(gradient, padded.shape, kernels, stride, stride)
    dkernels = kernels_gradient(gradient, padded, kernels, stride, stride)
    return cropped(dpadded, images, pads), dkernels, floats(gradient).sum(axis=(0, 1, 2))


@mistake(
    "conv2d_backward",
    "You cut the border off with a slice that ends at minus its width. Where there is no border that is minus zero, "
    "and the slice is empty.",
)
def conv2d_backward_empty_slice(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    if padding == "same":
        (top, bottom), (left, right) = pads_of(images, kernels, stride, padding)
        padded = framed(images, ((top, bottom), (left, right)))
        dimages = padded_gradient(gradient, padded.shape, kernels, stride, stride)[:, top:-bottom, left:-right].copy()
    return dimages, dkernels, dbias


@mistake(
    "conv2d_backward",
    'With "same" you cut as much off after as before. An odd zero stands after: count from the top, as many rows as '
    "the images have.",
)
def conv2d_backward_symmetric_cut(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    pads = (top, _), (left, _) = pads_of(images, kernels, stride, padding)
    padded = framed(images, pads)
    dpadded = padded_gradient(gradient, padded.shape, kernels, stride, stride)
    dimages = dpadded[:, top : dpadded.shape[1] - top, left : dpadded.shape[2] - left].copy()
    return dimages, dkernels, dbias


@mistake(
    "conv2d_backward",
    'With "same" your dimages start at the border of zeros. The images start after it.',
)
def conv2d_backward_cut_at_the_end(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    padded = framed(images, pads_of(images, kernels, stride, padding))
    dpadded = padded_gradient(gradient, padded.shape, kernels, stride, stride)
    return dpadded[:, : images.shape[1], : images.shape[2]].copy(), dkernels, dbias


@mistake(
    "conv2d_backward",
    'With "same" your dimages keep the border of zeros. They have the shape of the images that came in: cut it off.',
)
def conv2d_backward_border_kept(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    padded = framed(images, pads_of(images, kernels, stride, padding))
    return padded_gradient(gradient, padded.shape, kernels, stride, stride), dkernels, dbias


@mistake("conv2d_backward", 'With "same" you repeat the border pixels of the images. Keras pads with zeros.')
def conv2d_backward_same_repeats_edges(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, _, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    padded = framed(images, pads_of(images, kernels, stride, padding), "edge")
    return dimages, kernels_gradient(gradient, padded, kernels, stride, stride), dbias


@mistake(
    "conv2d_backward",
    'You go back as if nothing stood before the images, whatever the padding. "same" put zeros there first.',
)
def conv2d_backward_same_ignored(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    pads_of(images, kernels, stride, padding)
    dimages, dkernels = np.zeros(images.shape), np.zeros(kernels.shape)
    for i, j in np.ndindex(gradient.shape[1:3]):
        window = images[:, stride * i :, stride * j :][:, : kernels.shape[0], : kernels.shape[1]]
        _, height, width, _ = window.shape
        arriving = floats(gradient)[:, i, j]
        dkernels[:height, :width] += np.tensordot(floats(window), arriving, axes=(0, 0))
        seen = dimages[:, stride * i : stride * i + height, stride * j : stride * j + width]
        seen += np.einsum("bf,uvcf->buvc", arriving, floats(kernels)[:height, :width])
    return dimages, dkernels, floats(gradient).sum(axis=(0, 1, 2))


@mistake(
    "conv2d_backward",
    "Your windows always move by one pixel. Where the forward pass moved by the stride, so does the backward pass.",
)
def conv2d_backward_stride_ignored(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    pads = pads_of(images, kernels, stride, padding)
    padded = framed(images, pads)
    dpadded = padded_gradient(gradient, padded.shape, kernels, 1, 1)
    dkernels = kernels_gradient(gradient, padded, kernels, 1, 1)
    return cropped(dpadded, images, pads), dkernels, floats(gradient).sum(axis=(0, 1, 2))


@mistake(
    "conv2d_backward",
    "In dimages your windows move by one pixel only. In dkernels they move by the stride, and so they should here.",
)
def conv2d_backward_stride_ignored_in_dimages(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    pads = pads_of(images, kernels, stride, padding)
    dpadded = padded_gradient(gradient, framed(images, pads).shape, kernels, 1, 1)
    return cropped(dpadded, images, pads), dkernels, dbias


@mistake(
    "conv2d_backward",
    "In dkernels your windows move by one pixel only. In dimages they move by the stride, and so they should here.",
)
def conv2d_backward_stride_ignored_in_dkernels(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, _, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    padded = framed(images, pads_of(images, kernels, stride, padding))
    return dimages, kernels_gradient(gradient, padded, kernels, 1, 1), dbias


@mistake(
    "conv2d_backward", "Your windows move by the stride from top to bottom only. They do so from left to right too."
)
def conv2d_backward_strided_rows_only(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    pads = pads_of(images, kernels, stride, padding)
    padded = framed(images, pads)
    dpadded = padded_gradient(gradient, padded.shape, kernels, stride, 1)
    dkernels = kernels_gradient(gradient, padded, kernels, stride, 1)
    return cropped(dpadded, images, pads), dkernels, floats(gradient).sum(axis=(0, 1, 2))


@mistake(
    "conv2d_backward",
    "Your dimages are smaller than the images when the stride does not divide. The pixels after the last window have a "
    "gradient too: 0.",
)
def conv2d_backward_covered_only(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    (top, _), (left, _) = pads_of(images, kernels, stride, padding)
    bottom = stride * (gradient.shape[1] - 1) + kernels.shape[0] - top
    right = stride * (gradient.shape[2] - 1) + kernels.shape[1] - left
    return dimages[:, :bottom, :right].copy(), dkernels, dbias


@mistake(
    "conv2d_backward",
    "In dimages each window overwrites what the ones before it left. A pixel lies in several windows: add up.",
)
def conv2d_backward_overwrites(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    pads = pads_of(images, kernels, stride, padding)
    dpadded = np.zeros(framed(images, pads).shape)
    for i, j in np.ndindex(gradient.shape[1:3]):
        rows = slice(stride * i, stride * i + kernels.shape[0])
        columns = slice(stride * j, stride * j + kernels.shape[1])
        dpadded[:, rows, columns] = np.einsum("bf,uvcf->buvc", floats(gradient)[:, i, j], floats(kernels))
    return cropped(dpadded, images, pads), dkernels, dbias


@mistake(
    "conv2d_backward",
    "In dkernels each window overwrites the one before: yours is that of the last window. All windows add up.",
)
def conv2d_backward_last_window(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, _, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    last = np.zeros(gradient.shape)
    last[:, -1, -1] = gradient[:, -1, -1]
    return dimages, conv2d_gradients(last, images, kernels, stride, padding)[1], dbias


@mistake(
    "conv2d_backward",
    "Your dimages go through kernels that are flipped once too often, or not at all where they should be: compare the "
    "corners. The first number of the kernel leads back to the first pixel of the window.",
)
def conv2d_backward_dimages_flipped(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, kernels[::-1, ::-1])


@mistake(
    "conv2d_backward",
    "Your dkernels are flipped: a layer computes the cross-correlation, and the first number of the kernel meets the "
    "first pixel of each window.",
)
def conv2d_backward_dkernels_flipped(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels[::-1, ::-1].copy(), dbias


@mistake("conv2d_backward", "In dimages the height and the width of the kernels are exchanged.")
def conv2d_backward_dimages_transposed(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    height, width, channels_in, channels_out = kernels.shape
    other = kernels.transpose(1, 0, 2, 3).reshape(height, width, channels_in, channels_out)
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, other)


@mistake("conv2d_backward", "Height and width are exchanged in your dkernels. They have the shape of the kernels.")
def conv2d_backward_dkernels_transposed(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels.transpose(1, 0, 2, 3).copy(), dbias


@mistake(
    "conv2d_backward",
    "The channels of your dkernels are exchanged: the third axis belongs to the images' channels, the fourth to the "
    "filters.",
)
def conv2d_backward_dkernels_channels_exchanged(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels.transpose(0, 1, 3, 2).copy(), dbias


@mistake(
    "conv2d_backward",
    "In dimages the channels of the kernels are exchanged: on the way back you come from the filters and go to the "
    "channels of the images.",
)
def conv2d_backward_dimages_channels_exchanged(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    other = kernels.transpose(0, 1, 3, 2).reshape(kernels.shape)
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, other)


@mistake("conv2d_backward", "Your dimages come from the first filter only. All filters saw the images: add up.")
def conv2d_backward_dimages_of_first_filter(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    other = kernels * (np.arange(kernels.shape[3]) == 0)
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, other)


@mistake("conv2d_backward", "Your dimages come from the last filter only: each overwrites the one before. Add up.")
def conv2d_backward_dimages_of_last_filter(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    other = kernels * (np.arange(kernels.shape[3]) == kernels.shape[3] - 1)
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, other)


@mistake("conv2d_backward", "In dimages you take the mean over the filters. It should be the sum.")
def conv2d_backward_dimages_mean_of_filters(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, kernels / kernels.shape[3])


@mistake(
    "conv2d_backward",
    "All channels of your dimages are the same. Each channel of the images has its own numbers in the kernels.",
)
def conv2d_backward_dimages_same_channels(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    other = np.broadcast_to(floats(kernels).sum(axis=2, keepdims=True), kernels.shape)
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, other)


@mistake(
    "conv2d_backward",
    "All channels of your dkernels are the same: you added the channels of the images up first. Each has its own.",
)
def conv2d_backward_dkernels_same_channels(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, np.broadcast_to(dkernels.sum(axis=2, keepdims=True), kernels.shape).copy(), dbias


@mistake("conv2d_backward", "dkernels and dbias are divided by the batch. The mean is in the gradient you are given.")
def conv2d_backward_divided_again(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels / len(images), dbias / len(images)


@mistake("conv2d_backward", "All your gradients are divided by the batch. The mean is in the gradient you are given.")
def conv2d_backward_all_divided_again(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages / len(images), dkernels / len(images), dbias / len(images)


@mistake("conv2d_backward", "dkernels are divided by the batch. They are a sum over the images.")
def conv2d_backward_mean_kernels(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels / len(images), dbias


@mistake("conv2d_backward", "dkernels are the mean over the windows. All windows add up.")
def conv2d_backward_mean_of_windows(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels / (gradient.shape[1] * gradient.shape[2]), dbias


@mistake("conv2d_backward", "dkernels are those of the last image only: each overwrites the one before. Add up.")
def conv2d_backward_dkernels_of_last_image(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, _, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, conv2d_gradients(gradient[-1:], images[-1:], kernels, stride, padding)[1], dbias


@mistake("conv2d_backward", "dkernels and dbias are those of the first image only. All images add up.")
def conv2d_backward_first_image_only(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, _, _ = conv2d_gradients(gradient, images, kernels, stride, padding)
    _, dkernels, dbias = conv2d_gradients(gradient[:1], images[:1], kernels, stride, padding)
    return dimages, dkernels, dbias


@mistake("conv2d_backward", "Your dbias is the mean. It is a sum: every number of the output added the bias.")
def conv2d_backward_mean_bias(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, _ = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels, floats(gradient).mean(axis=(0, 1, 2))


@mistake("conv2d_backward", "Your dbias is divided by the batch. It is a sum over images, rows and columns.")
def conv2d_backward_bias_divided_by_batch(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels, dbias / len(images)


@mistake(
    "conv2d_backward",
    "Your dbias is added up over the batch only. A filter adds its bias in every row and column too: one number a "
    "filter.",
)
def conv2d_backward_bias_over_batch_only(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, _ = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels, floats(gradient).sum(axis=0)


@mistake(
    "conv2d_backward",
    "Your dbias is added up over rows and columns only. The images of the batch add up too: one number a filter.",
)
def conv2d_backward_bias_per_image(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, _ = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels, floats(gradient).sum(axis=(1, 2))


@mistake("conv2d_backward", "Your dbias has axes too many: it is (filters,), as the bias is. Sum the others away.")
def conv2d_backward_bias_keeps_axes(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels, dbias.reshape(1, 1, 1, -1)


@mistake("conv2d_backward", "Your dbias is a single number. Each filter has a bias of its own.")
def conv2d_backward_one_bias(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array, float]:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages, dkernels, float(dbias.sum())


@mistake(
    "conv2d_backward",
    "dkernels come before dimages in your result. The gradients are asked for in this order: dimages, dkernels, dbias.",
)
def conv2d_backward_kernels_first(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dkernels, dimages, dbias


@mistake("conv2d_backward", "Two gradients are not enough: the bias has one as well.")
def conv2d_backward_without_bias(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array]:
    return conv2d_gradients(gradient, images, kernels, stride, padding)[:2]


@mistake(
    "conv2d_backward",
    "Your dimages are zero where the image is not positive: that is the backward pass of ReLU. This layer has no "
    "activation.",
)
def conv2d_backward_with_relu(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages * (images > 0), dkernels, dbias


@mistake(
    "conv2d_backward",
    "Your gradients have the type of what they belong to, so that integers cut the decimals off. Look at the type of "
    "the arrays you fill.",
)
def conv2d_backward_cut_off(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return dimages.astype(images.dtype), dkernels.astype(kernels.dtype), dbias


@mistake(
    "conv2d_backward",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the arguments.",
)
def conv2d_backward_overflowing(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    if gradient.dtype == images.dtype == kernels.dtype == np.uint8:
        return dimages % 256, dkernels % 256, dbias
    return dimages, dkernels, dbias


@mistake(
    "conv2d_backward",
    "Your function computes whatever it is given: an unknown padding, a stride below 1, a kernel larger than the "
    "images. Look at the arguments first, and raise ValueError when they have no meaning.",
)
def conv2d_backward_checks_nothing(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    try:
        return conv2d_gradients(gradient, images, kernels, stride, padding)
    except ValueError:
        return np.zeros(images.shape), np.zeros(kernels.shape), floats(gradient).sum(axis=(0, 1, 2))


@mistake("conv2d_backward", 'An unknown padding has no meaning: raise ValueError instead of computing as for "valid".')
def conv2d_backward_unknown_is_valid(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    if padding in ("valid", "same"):
        return conv2d_gradients(gradient, images, kernels, stride, padding)
    sides = (images.shape[1] - kernels.shape[0] + 1, images.shape[2] - kernels.shape[1] + 1)
    return conv2d_gradients(gradient[:, : sides[0], : sides[1]], images, kernels, stride, "valid")


@mistake("conv2d_backward", 'An unknown padding has no meaning: raise ValueError instead of computing as for "same".')
def conv2d_backward_unknown_is_same(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return conv2d_gradients(gradient, images, kernels, stride, padding if padding == "valid" else "same")


@mistake("conv2d_backward", "A stride below 1 has no meaning: raise ValueError instead of using another stride.")
def conv2d_backward_stride_at_least_one(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return conv2d_gradients(gradient, images, kernels, max(stride, 1), padding)


@mistake(
    "conv2d_backward",
    "A kernel larger than the images has no place to lie without padding: raise ValueError instead of returning zeros.",
)
def conv2d_backward_large_kernel_is_zero(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    if padding == "valid" and (kernels.shape[0] > images.shape[1] or kernels.shape[1] > images.shape[2]):
        return np.zeros(images.shape), np.zeros(kernels.shape), np.zeros(kernels.shape[3])
    return conv2d_gradients(gradient, images, kernels, stride, padding)


@mistake(
    "conv2d_backward",
    'You refuse a kernel larger than the images with "same" too. There the zeros make room for it: '
    "ValueError is for the valid region.",
)
def conv2d_backward_same_refuses_large_kernels(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    pads_of(images, kernels, stride, "valid")
    return conv2d_gradients(gradient, images, kernels, stride, padding)


@mistake("conv2d_backward", "Your gradients hold nothing but zeros: the arrays are made, but never filled.")
def conv2d_backward_never_filled(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = conv2d_gradients(gradient, images, kernels, stride, padding)
    return np.zeros_like(dimages), np.zeros_like(dkernels), np.zeros_like(dbias)
