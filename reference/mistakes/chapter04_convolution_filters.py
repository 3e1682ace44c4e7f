"""What usually goes wrong in chapter 4 with kernels on one image: flips, borders, bytes.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from reference.mistakes import mistake
from reference.mistakes.convolution_windows import (
    Array,
    correlate,
    correlate_bytes,
    correlate_to_width,
    floats,
    refuse_large_kernel,
)

# convolve2d


@mistake(
    "convolve2d",
    "Your result is what you get when the kernel is not flipped: that is the cross-correlation. "
    "A convolution turns the kernel upside down and left to right first.",
)
def convolve2d_without_flip(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel)


@mistake(
    "convolve2d", "Your kernel is flipped upside down, but not left to right. A convolution flips it on both axes."
)
def convolve2d_flipped_upside_down_only(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel[::-1])


@mistake(
    "convolve2d", "Your kernel is flipped left to right, but not upside down. A convolution flips it on both axes."
)
def convolve2d_flipped_left_right_only(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel[:, ::-1])


@mistake(
    "convolve2d",
    "Your kernel is transposed instead of flipped: rows became columns. Flipping keeps the rows rows, but reverses "
    "the order on both axes.",
)
def convolve2d_transposed(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel.T)


@mistake(
    "convolve2d",
    "Your function changes the kernel it is given: it flips the caller's own array. Flip a copy or a view, and leave "
    "the argument as it was.",
)
def convolve2d_flips_in_place(image: Array, kernel: Array) -> Array:
    refuse_large_kernel(image, kernel)
    kernel[:] = kernel[::-1, ::-1].copy()
    return correlate(image, kernel)


@mistake(
    "convolve2d",
    "Your result lacks its last row and its last column. Along n pixels a kernel of k pixels has n - k + 1 places.",
)
def convolve2d_one_place_short(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel[::-1, ::-1])[:-1, :-1]


@mistake(
    "convolve2d",
    "Your result also counts places where the kernel sticks out of the image, as if zeros lay there. "
    "Keep only those where all of it lies on the image.",
)
def convolve2d_full(image: Array, kernel: Array) -> Array:
    refuse_large_kernel(image, kernel)
    rows, columns = kernel.shape[0] - 1, kernel.shape[1] - 1
    return correlate(np.pad(floats(image), ((rows, rows), (columns, columns))), kernel[::-1, ::-1])


@mistake(
    "convolve2d",
    "The width of your result is computed from the height of the kernel. Look again at what happens when the kernel "
    "is not square.",
)
def convolve2d_width_from_kernel_height(image: Array, kernel: Array) -> Array:
    return correlate_to_width(image, kernel[::-1, ::-1], image.shape[1] - kernel.shape[0] + 1)


@mistake(
    "convolve2d",
    "The width of your result is computed from the height of the image. Look again at what happens when the image "
    "is not square.",
)
def convolve2d_width_from_image_height(image: Array, kernel: Array) -> Array:
    return correlate_to_width(image, kernel[::-1, ::-1], image.shape[0] - kernel.shape[1] + 1)


@mistake(
    "convolve2d",
    "Your result has the type of the image, so that an image of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def convolve2d_typed_like_the_image(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel[::-1, ::-1]).astype(image.dtype)


@mistake(
    "convolve2d",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def convolve2d_overflowing_bytes(image: Array, kernel: Array) -> Array:
    return correlate_bytes(image, kernel[::-1, ::-1])


@mistake(
    "convolve2d",
    "A kernel larger than the image has no place to lie: raise ValueError instead of returning an empty array.",
)
def convolve2d_empty_for_large_kernel(image: Array, kernel: Array) -> Array:
    sizes = [max(size - side + 1, 0) for size, side in zip(image.shape, kernel.shape, strict=True)]
    return correlate(image, kernel[::-1, ::-1]) if all(sizes) else np.zeros(sizes)


# cross_correlate2d


@mistake(
    "cross_correlate2d",
    "Your result is what you get when the kernel is flipped: that is the mathematical convolution. "
    "A CNN layer lays the kernel on the image as it is.",
)
def cross_correlate2d_with_flip(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel[::-1, ::-1])


@mistake("cross_correlate2d", "Your kernel is flipped on one axis. A cross-correlation lays it on the image as it is.")
def cross_correlate2d_flipped_left_right(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel[:, ::-1])


@mistake("cross_correlate2d", "Your kernel is transposed: its rows meet the columns of the image.")
def cross_correlate2d_transposed(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel.T)


@mistake(
    "cross_correlate2d",
    "You take the matrix product of the window and the kernel. Multiply each pixel by the number of the kernel that "
    "lies on it instead, then add up.",
)
def cross_correlate2d_matrix_product(image: Array, kernel: Array) -> Array:
    refuse_large_kernel(image, kernel)
    windows = sliding_window_view(floats(image), kernel.shape)
    return np.asarray(np.sum(windows @ kernel, axis=(2, 3)))


@mistake("cross_correlate2d", "Your result is the mean of the products in each window. It should be their sum.")
def cross_correlate2d_mean(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel) / kernel.size


@mistake(
    "cross_correlate2d",
    "Your result lacks its last row and its last column. Along n pixels a kernel of k pixels has n - k + 1 places.",
)
def cross_correlate2d_one_place_short(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel)[:-1, :-1]


@mistake(
    "cross_correlate2d",
    "Your result is as large as the image, with zeros where the kernel has no place. Over the valid region it is "
    "smaller than the image.",
)
def cross_correlate2d_as_large_as_the_image(image: Array, kernel: Array) -> Array:
    output = np.zeros(image.shape)
    valid = correlate(image, kernel)
    output[: valid.shape[0], : valid.shape[1]] = valid
    return output


@mistake(
    "cross_correlate2d",
    "The width of your result is computed from the height of the kernel. Look again at what happens when the kernel "
    "is not square.",
)
def cross_correlate2d_width_from_kernel_height(image: Array, kernel: Array) -> Array:
    return correlate_to_width(image, kernel, image.shape[1] - kernel.shape[0] + 1)


@mistake(
    "cross_correlate2d",
    "Your result has the type of the image, so that an image of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def cross_correlate2d_typed_like_the_image(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel).astype(image.dtype)


@mistake(
    "cross_correlate2d",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def cross_correlate2d_overflowing_bytes(image: Array, kernel: Array) -> Array:
    return correlate_bytes(image, kernel)


@mistake(
    "cross_correlate2d",
    "A kernel larger than the image has no place to lie: raise ValueError instead of returning an empty array.",
)
def cross_correlate2d_empty_for_large_kernel(image: Array, kernel: Array) -> Array:
    sizes = [max(size - side + 1, 0) for size, side in zip(image.shape, kernel.shape, strict=True)]
    return correlate(image, kernel) if all(sizes) else np.zeros(sizes)


# filter_image


def _mirrored(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return np.pad(image, ((rows, rows), (columns, columns)), mode="symmetric")


@mistake(
    "filter_image",
    "Your border repeats the outermost pixels (aaa|abcd|ddd). For a kernel of 3 that is the same as the mirror, but "
    "for a larger one the mirror goes on inwards (cba|abcd|dcb).",
)
def filter_image_repeated_edges(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return correlate(np.pad(image, ((rows, rows), (columns, columns)), mode="edge"), kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "Your mirror stands on the border pixel, which is not repeated (dcb|abcd|cba). Here it stands between two pixels, "
    "so that the border pixel comes first (cba|abcd|dcb).",
)
def filter_image_mirror_on_the_edge(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return correlate(np.pad(image, ((rows, rows), (columns, columns)), mode="reflect"), kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "Your image is surrounded by zeros. Here it is mirrored at its borders (cba|abcd|dcb), as scipy.ndimage does.",
)
def filter_image_zero_border(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return correlate(np.pad(image, ((rows, rows), (columns, columns))), kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "Your image starts again at the opposite side (bcd|abcd|abc). Here it is mirrored at its borders (cba|abcd|dcb).",
)
def filter_image_wrapped(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return correlate(np.pad(image, ((rows, rows), (columns, columns)), mode="wrap"), kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "Your result is what you get when the kernel is not flipped. A convolution turns it upside down and left to right "
    "first.",
)
def filter_image_without_flip(image: Array, kernel: Array) -> Array:
    return correlate(_mirrored(image, kernel), kernel)


@mistake("filter_image", "Your kernel is flipped on one axis only. A convolution flips it on both.")
def filter_image_flipped_upside_down_only(image: Array, kernel: Array) -> Array:
    return correlate(_mirrored(image, kernel), kernel[::-1])


@mistake(
    "filter_image",
    "Your border is half the kernel's width high, and half its height wide. Look again at which side of the kernel "
    "sticks out where.",
)
def filter_image_border_of_the_other_axis(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[1] // 2, kernel.shape[0] // 2
    padded = np.pad(image, ((rows, rows), (columns, columns)), mode="symmetric")
    return correlate(padded, kernel[::-1, ::-1])


@mistake("filter_image", "Your border is one pixel wide whatever the kernel. A kernel of 5 sticks out by 2 pixels.")
def filter_image_border_of_one_pixel(image: Array, kernel: Array) -> Array:
    return correlate(np.pad(image, 1, mode="symmetric"), kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "Your result stays zero near the borders, where the kernel sticks out. These pixels count too: mirror the image "
    "there.",
)
def filter_image_zero_where_it_sticks_out(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return np.pad(correlate(image, kernel[::-1, ::-1]), ((rows, rows), (columns, columns)))


@mistake(
    "filter_image",
    "Your result is smaller than the image. Continue the image beyond its borders before the kernel slides over it.",
)
def filter_image_valid_region(image: Array, kernel: Array) -> Array:
    return correlate(image, kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "You write the result into the image that you were given. The caller still needs it: fill a new array.",
)
def filter_image_into_the_image(image: Array, kernel: Array) -> Array:
    image[:] = correlate(_mirrored(image, kernel), kernel[::-1, ::-1])
    return image


@mistake(
    "filter_image",
    "Your result is cut to the range from 0 to 255. A filter may well answer with negative or larger numbers.",
)
def filter_image_clipped_to_bytes(image: Array, kernel: Array) -> Array:
    return np.clip(correlate(_mirrored(image, kernel), kernel[::-1, ::-1]), 0, 255)


@mistake(
    "filter_image",
    "Your result has the type of the image, so that an image of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def filter_image_typed_like_the_image(image: Array, kernel: Array) -> Array:
    return correlate(_mirrored(image, kernel), kernel[::-1, ::-1]).astype(image.dtype)


@mistake(
    "filter_image",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def filter_image_overflowing_bytes(image: Array, kernel: Array) -> Array:
    return correlate_bytes(_mirrored(image, kernel), kernel[::-1, ::-1])
