"""What usually goes wrong in chapter 6 with global average pooling: axes, and means of integers.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.pooling_windows import Array


@mistake(
    "global_average_pool2d",
    "You squeeze every axis of length 1: with a single image or a single channel, too much disappears. Only height "
    "and width go.",
)
def global_average_pool2d_axes_dropped_when_one(images: Array) -> Array:
    return np.asarray(np.squeeze(images.astype(np.float64).mean(axis=(1, 2), keepdims=True)))


@mistake(
    "global_average_pool2d",
    "You reshape where the axes should be moved: pixels of different channels come together. The channels are the "
    "last axis, not the second.",
)
def global_average_pool2d_pixels_reshaped(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).reshape(images.shape[0], images.shape[3], -1).mean(axis=2))


@mistake(
    "global_average_pool2d",
    "You divide by the square of the height. The images need not be square: count height times width pixels.",
)
def global_average_pool2d_divides_by_square_of_height(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).sum(axis=(1, 2)) / images.shape[1] ** 2)


@mistake(
    "global_average_pool2d",
    "You divide by the square of the width. The images need not be square: count height times width pixels.",
)
def global_average_pool2d_divides_by_square_of_width(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).sum(axis=(1, 2)) / images.shape[2] ** 2)


@mistake(
    "global_average_pool2d",
    "Your result still has axes for height and width, of length 1. It should be (batch, channels).",
)
def global_average_pool2d_keeps_axes(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).mean(axis=(1, 2), keepdims=True))


@mistake(
    "global_average_pool2d",
    "You take the mean over the channels too. Each channel of each image has its own mean.",
)
def global_average_pool2d_one_number_per_image(images: Array) -> Array:
    return np.repeat(np.asarray(images.astype(np.float64).mean(axis=(1, 2, 3)))[:, np.newaxis], images.shape[3], axis=1)


@mistake(
    "global_average_pool2d",
    "You take the mean over the channels too, of which a single one is left. Each channel of each image has its own "
    "mean.",
)
def global_average_pool2d_over_channels_too(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).mean(axis=(1, 2, 3)))[:, np.newaxis]


@mistake(
    "global_average_pool2d",
    "You take the mean over all images. Each image has its own.",
)
def global_average_pool2d_over_batch(images: Array) -> Array:
    return np.repeat(np.asarray(images.astype(np.float64).mean(axis=(0, 1, 2)))[np.newaxis], len(images), axis=0)


@mistake(
    "global_average_pool2d",
    "You take the mean over all images, of which a single one is left. Each image has its own.",
)
def global_average_pool2d_over_batch_too(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).mean(axis=(0, 1, 2)))[np.newaxis]


@mistake(
    "global_average_pool2d",
    "You take the mean over the wrong axes, as if the channels came before height and width. The images are (batch, "
    "height, width, channels).",
)
def global_average_pool2d_channels_first(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).mean(axis=(2, 3)))


@mistake(
    "global_average_pool2d",
    "You take the mean down the columns only. Height and width both go.",
)
def global_average_pool2d_over_height_only(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).mean(axis=1))


@mistake(
    "global_average_pool2d",
    "Your result is (channels, batch). It should be (batch, channels).",
)
def global_average_pool2d_transposed(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).mean(axis=(1, 2))).T


@mistake(
    "global_average_pool2d",
    "Your result is the sum of the pixels. Divide it by their number.",
)
def global_average_pool2d_sum_instead(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).sum(axis=(1, 2)))


@mistake(
    "global_average_pool2d",
    "Your result is the largest value of each channel: that is global max pooling. The mean is asked.",
)
def global_average_pool2d_maximum_instead(images: Array) -> Array:
    return np.asarray(images.astype(np.float64).max(axis=(1, 2)))


@mistake(
    "global_average_pool2d",
    "Your result is the median of the pixels: the value in the middle. The mean is asked.",
)
def global_average_pool2d_median_instead(images: Array) -> Array:
    return np.asarray(np.median(images.astype(np.float64), axis=(1, 2)))


@mistake(
    "global_average_pool2d",
    "Only the first image of the batch is computed, the others stay zero.",
)
def global_average_pool2d_first_image_only(images: Array) -> Array:
    output = images.astype(np.float64).mean(axis=(1, 2))
    output[1:] = 0
    return np.asarray(output)


@mistake(
    "global_average_pool2d",
    "The mean of integers is cut to an integer. Look at the type of the array you fill: images of integers have means "
    "with decimals.",
)
def global_average_pool2d_truncated_for_integers(images: Array) -> Array:
    output = images.astype(np.float64).mean(axis=(1, 2))
    return np.asarray(np.trunc(output).astype(images.dtype) if images.dtype.kind in "iu" else output)


@mistake(
    "global_average_pool2d",
    "Your sums overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def global_average_pool2d_overflowing_bytes(images: Array) -> Array:
    pixels = images.shape[1] * images.shape[2]
    if images.dtype == np.uint8:
        return np.asarray(images.sum(axis=(1, 2), dtype=np.uint8) / pixels)
    return np.asarray(images.astype(np.float64).sum(axis=(1, 2)) / pixels)
