"""What usually goes wrong in chapter 4: flips, strides, borders, the shapes of a layer.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from reference.mistakes import mistake

Array = NDArray[Any]
SameRule = Callable[[int, int, int], tuple[int, int]]


def _floats(array: Array) -> Array:
    return np.asarray(array, dtype=np.float64)


def _refuse_bad_stride(stride: int) -> None:
    if stride < 1:
        raise ValueError("stride below 1")


def _refuse_large_kernel(image: Array, kernel: Array) -> None:
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel larger than the image")


def _correlate(image: Array, kernel: Array, row_stride: int = 1, column_stride: int = 1) -> Array:
    _refuse_bad_stride(row_stride)
    _refuse_bad_stride(column_stride)
    _refuse_large_kernel(image, kernel)
    windows = sliding_window_view(_floats(image), kernel.shape)[::row_stride, ::column_stride]
    return np.tensordot(windows, _floats(kernel), axes=2)


def _correlate_to_width(image: Array, kernel: Array, width: int, stride: int = 1) -> Array:
    """Cross-correlate in a loop over an output of a wrong width, which may run out of the image."""
    _refuse_large_kernel(image, kernel)
    output = np.zeros(((image.shape[0] - kernel.shape[0]) // stride + 1, width))
    for i, j in np.ndindex(output.shape):
        window = _floats(image)[stride * i :, stride * j :][: kernel.shape[0], : kernel.shape[1]]
        output[i, j] = np.sum(window * kernel)
    return output


def _correlate_bytes(image: Array, kernel: Array, stride: int = 1) -> Array:
    _refuse_bad_stride(stride)
    _refuse_large_kernel(image, kernel)
    windows = sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return np.asarray(np.sum(windows * kernel, axis=(2, 3)))


def _mirrored(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return np.pad(image, ((rows, rows), (columns, columns)), mode="symmetric")


def _same(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    _refuse_bad_stride(stride)
    return _shared((-(-size // stride) - 1) * stride + kernel_size - size)


def _shared(total: int) -> tuple[int, int]:
    total = max(total, 0)
    return total // 2, total - total // 2


def _pads(images: Array, kernels: Array, stride: int, padding: str, rule: SameRule = _same) -> list[tuple[int, int]]:
    _refuse_bad_stride(stride)
    if padding == "same":
        rows = rule(images.shape[1], kernels.shape[0], stride)
        columns = rule(images.shape[2], kernels.shape[1], stride)
        return [(0, 0), rows, columns, (0, 0)]
    if padding != "valid":
        raise ValueError("unknown padding")
    _refuse_large_kernel(images[0], kernels)
    return [(0, 0), (0, 0), (0, 0), (0, 0)]


def _slide(padded: Array, kernels: Array, row_stride: int, column_stride: int) -> Array:
    windows = sliding_window_view(_floats(padded), kernels.shape[:2], axis=(1, 2))[:, ::row_stride, ::column_stride]
    return np.tensordot(windows, _floats(kernels), axes=((4, 5, 3), (0, 1, 2)))


def _conv2d(
    images: Array,
    kernels: Array,
    bias: Array,
    stride: int,
    padding: str,
    rule: SameRule = _same,
    mode: Any = "constant",
) -> Array:
    padded = np.pad(images, _pads(images, kernels, stride, padding, rule), mode=mode)
    return _slide(padded, kernels, stride, stride) + bias


# convolve2d


@mistake(
    "convolve2d",
    "Your result is what you get when the kernel is not flipped: that is the cross-correlation. "
    "A convolution turns the kernel upside down and left to right first.",
)
def convolve2d_without_flip(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel)


@mistake(
    "convolve2d", "Your kernel is flipped upside down, but not left to right. A convolution flips it on both axes."
)
def convolve2d_flipped_upside_down_only(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel[::-1])


@mistake(
    "convolve2d", "Your kernel is flipped left to right, but not upside down. A convolution flips it on both axes."
)
def convolve2d_flipped_left_right_only(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel[:, ::-1])


@mistake(
    "convolve2d",
    "Your kernel is transposed instead of flipped: rows became columns. Flipping keeps the rows rows, but reverses "
    "the order on both axes.",
)
def convolve2d_transposed(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel.T)


@mistake(
    "convolve2d",
    "Your function changes the kernel it is given: it flips the caller's own array. Flip a copy or a view, and leave "
    "the argument as it was.",
)
def convolve2d_flips_in_place(image: Array, kernel: Array) -> Array:
    _refuse_large_kernel(image, kernel)
    kernel[:] = kernel[::-1, ::-1].copy()
    return _correlate(image, kernel)


@mistake(
    "convolve2d",
    "Your result lacks its last row and its last column. Along n pixels a kernel of k pixels has n - k + 1 places.",
)
def convolve2d_one_place_short(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel[::-1, ::-1])[:-1, :-1]


@mistake(
    "convolve2d",
    "Your result also counts places where the kernel sticks out of the image, as if zeros lay there. "
    "Keep only those where all of it lies on the image.",
)
def convolve2d_full(image: Array, kernel: Array) -> Array:
    _refuse_large_kernel(image, kernel)
    rows, columns = kernel.shape[0] - 1, kernel.shape[1] - 1
    return _correlate(np.pad(_floats(image), ((rows, rows), (columns, columns))), kernel[::-1, ::-1])


@mistake(
    "convolve2d",
    "The width of your result is computed from the height of the kernel. Look again at what happens when the kernel "
    "is not square.",
)
def convolve2d_width_from_kernel_height(image: Array, kernel: Array) -> Array:
    return _correlate_to_width(image, kernel[::-1, ::-1], image.shape[1] - kernel.shape[0] + 1)


@mistake(
    "convolve2d",
    "The width of your result is computed from the height of the image. Look again at what happens when the image "
    "is not square.",
)
def convolve2d_width_from_image_height(image: Array, kernel: Array) -> Array:
    return _correlate_to_width(image, kernel[::-1, ::-1], image.shape[0] - kernel.shape[1] + 1)


@mistake(
    "convolve2d",
    "Your result has the type of the image, so that an image of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def convolve2d_typed_like_the_image(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel[::-1, ::-1]).astype(image.dtype)


@mistake(
    "convolve2d",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def convolve2d_overflowing_bytes(image: Array, kernel: Array) -> Array:
    return _correlate_bytes(image, kernel[::-1, ::-1])


@mistake(
    "convolve2d",
    "A kernel larger than the image has no place to lie: raise ValueError instead of returning an empty array.",
)
def convolve2d_empty_for_large_kernel(image: Array, kernel: Array) -> Array:
    sizes = [max(size - side + 1, 0) for size, side in zip(image.shape, kernel.shape, strict=True)]
    return _correlate(image, kernel[::-1, ::-1]) if all(sizes) else np.zeros(sizes)


# cross_correlate2d


@mistake(
    "cross_correlate2d",
    "Your result is what you get when the kernel is flipped: that is the mathematical convolution. "
    "A CNN layer lays the kernel on the image as it is.",
)
def cross_correlate2d_with_flip(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel[::-1, ::-1])


@mistake("cross_correlate2d", "Your kernel is flipped on one axis. A cross-correlation lays it on the image as it is.")
def cross_correlate2d_flipped_left_right(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel[:, ::-1])


@mistake("cross_correlate2d", "Your kernel is transposed: its rows meet the columns of the image.")
def cross_correlate2d_transposed(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel.T)


@mistake(
    "cross_correlate2d",
    "You take the matrix product of the window and the kernel. Multiply each pixel by the number of the kernel that "
    "lies on it instead, then add up.",
)
def cross_correlate2d_matrix_product(image: Array, kernel: Array) -> Array:
    _refuse_large_kernel(image, kernel)
    windows = sliding_window_view(_floats(image), kernel.shape)
    return np.asarray(np.sum(windows @ kernel, axis=(2, 3)))


@mistake("cross_correlate2d", "Your result is the mean of the products in each window. It should be their sum.")
def cross_correlate2d_mean(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel) / kernel.size


@mistake(
    "cross_correlate2d",
    "Your result lacks its last row and its last column. Along n pixels a kernel of k pixels has n - k + 1 places.",
)
def cross_correlate2d_one_place_short(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel)[:-1, :-1]


@mistake(
    "cross_correlate2d",
    "Your result is as large as the image, with zeros where the kernel has no place. Over the valid region it is "
    "smaller than the image.",
)
def cross_correlate2d_as_large_as_the_image(image: Array, kernel: Array) -> Array:
    output = np.zeros(image.shape)
    valid = _correlate(image, kernel)
    output[: valid.shape[0], : valid.shape[1]] = valid
    return output


@mistake(
    "cross_correlate2d",
    "The width of your result is computed from the height of the kernel. Look again at what happens when the kernel "
    "is not square.",
)
def cross_correlate2d_width_from_kernel_height(image: Array, kernel: Array) -> Array:
    return _correlate_to_width(image, kernel, image.shape[1] - kernel.shape[0] + 1)


@mistake(
    "cross_correlate2d",
    "Your result has the type of the image, so that an image of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def cross_correlate2d_typed_like_the_image(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel).astype(image.dtype)


@mistake(
    "cross_correlate2d",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def cross_correlate2d_overflowing_bytes(image: Array, kernel: Array) -> Array:
    return _correlate_bytes(image, kernel)


@mistake(
    "cross_correlate2d",
    "A kernel larger than the image has no place to lie: raise ValueError instead of returning an empty array.",
)
def cross_correlate2d_empty_for_large_kernel(image: Array, kernel: Array) -> Array:
    sizes = [max(size - side + 1, 0) for size, side in zip(image.shape, kernel.shape, strict=True)]
    return _correlate(image, kernel) if all(sizes) else np.zeros(sizes)


# filter_image


@mistake(
    "filter_image",
    "Your border repeats the outermost pixels (aaa|abcd|ddd). For a kernel of 3 that is the same as the mirror, but "
    "for a larger one the mirror goes on inwards (cba|abcd|dcb).",
)
def filter_image_repeated_edges(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return _correlate(np.pad(image, ((rows, rows), (columns, columns)), mode="edge"), kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "Your mirror stands on the border pixel, which is not repeated (dcb|abcd|cba). Here it stands between two pixels, "
    "so that the border pixel comes first (cba|abcd|dcb).",
)
def filter_image_mirror_on_the_edge(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return _correlate(np.pad(image, ((rows, rows), (columns, columns)), mode="reflect"), kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "Your image is surrounded by zeros. Here it is mirrored at its borders (cba|abcd|dcb), as scipy.ndimage does.",
)
def filter_image_zero_border(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return _correlate(np.pad(image, ((rows, rows), (columns, columns))), kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "Your image starts again at the opposite side (bcd|abcd|abc). Here it is mirrored at its borders (cba|abcd|dcb).",
)
def filter_image_wrapped(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return _correlate(np.pad(image, ((rows, rows), (columns, columns)), mode="wrap"), kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "Your result is what you get when the kernel is not flipped. A convolution turns it upside down and left to right "
    "first.",
)
def filter_image_without_flip(image: Array, kernel: Array) -> Array:
    return _correlate(_mirrored(image, kernel), kernel)


@mistake("filter_image", "Your kernel is flipped on one axis only. A convolution flips it on both.")
def filter_image_flipped_upside_down_only(image: Array, kernel: Array) -> Array:
    return _correlate(_mirrored(image, kernel), kernel[::-1])


@mistake(
    "filter_image",
    "Your border is half the kernel's width high, and half its height wide. Look again at which side of the kernel "
    "sticks out where.",
)
def filter_image_border_of_the_other_axis(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[1] // 2, kernel.shape[0] // 2
    padded = np.pad(image, ((rows, rows), (columns, columns)), mode="symmetric")
    return _correlate(padded, kernel[::-1, ::-1])


@mistake("filter_image", "Your border is one pixel wide whatever the kernel. A kernel of 5 sticks out by 2 pixels.")
def filter_image_border_of_one_pixel(image: Array, kernel: Array) -> Array:
    return _correlate(np.pad(image, 1, mode="symmetric"), kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "Your result stays zero near the borders, where the kernel sticks out. These pixels count too: mirror the image "
    "there.",
)
def filter_image_zero_where_it_sticks_out(image: Array, kernel: Array) -> Array:
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return np.pad(_correlate(image, kernel[::-1, ::-1]), ((rows, rows), (columns, columns)))


@mistake(
    "filter_image",
    "Your result is smaller than the image. Continue the image beyond its borders before the kernel slides over it.",
)
def filter_image_valid_region(image: Array, kernel: Array) -> Array:
    return _correlate(image, kernel[::-1, ::-1])


@mistake(
    "filter_image",
    "You write the result into the image that you were given. The caller still needs it: fill a new array.",
)
def filter_image_into_the_image(image: Array, kernel: Array) -> Array:
    image[:] = _correlate(_mirrored(image, kernel), kernel[::-1, ::-1])
    return image


@mistake(
    "filter_image",
    "Your result is cut to the range from 0 to 255. A filter may well answer with negative or larger numbers.",
)
def filter_image_clipped_to_bytes(image: Array, kernel: Array) -> Array:
    return np.clip(_correlate(_mirrored(image, kernel), kernel[::-1, ::-1]), 0, 255)


@mistake(
    "filter_image",
    "Your result has the type of the image, so that an image of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def filter_image_typed_like_the_image(image: Array, kernel: Array) -> Array:
    return _correlate(_mirrored(image, kernel), kernel[::-1, ::-1]).astype(image.dtype)


@mistake(
    "filter_image",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def filter_image_overflowing_bytes(image: Array, kernel: Array) -> Array:
    return _correlate_bytes(_mirrored(image, kernel), kernel[::-1, ::-1])


# strided_cross_correlate2d


@mistake(
    "strided_cross_correlate2d",
    "This is the loop printed in the course, which moves by the stride in the output instead of in the image. "
    "Every number of the output has its window: ask where in the image it starts.",
)
def course_stride_loop(image: Array, kernel: Array, stride: int) -> Array:
    valid = _correlate(image, kernel)
    output = np.zeros_like(_correlate(image, kernel, stride, stride))
    height, width = output.shape
    output[::stride, ::stride] = valid[:height:stride, :width:stride]
    return output


@mistake(
    "strided_cross_correlate2d",
    "Your output has the right size, but its windows stand side by side: they move by one pixel instead of by the "
    "stride.",
)
def strided_windows_one_pixel_apart(image: Array, kernel: Array, stride: int) -> Array:
    height, width = _correlate(image, kernel, stride, stride).shape
    return _correlate(image, kernel)[:height, :width]


@mistake(
    "strided_cross_correlate2d",
    "Your kernel moves by the stride from top to bottom only. It does so from left to right too.",
)
def strided_on_rows_only(image: Array, kernel: Array, stride: int) -> Array:
    return _correlate(image, kernel, stride, 1)


@mistake(
    "strided_cross_correlate2d",
    "Your kernel moves by the stride from left to right only. It does so from top to bottom too.",
)
def strided_on_columns_only(image: Array, kernel: Array, stride: int) -> Array:
    return _correlate(image, kernel, 1, stride)


@mistake("strided_cross_correlate2d", "Your kernel moves by one pixel whatever the stride.")
def stride_ignored(image: Array, kernel: Array, stride: int) -> Array:
    _refuse_bad_stride(stride)
    return _correlate(image, kernel)


@mistake(
    "strided_cross_correlate2d",
    "Your output lacks its last row and its last column. The first window needs no move: divide the room to move by "
    "the stride, then add 1.",
)
def strided_one_window_short(image: Array, kernel: Array, stride: int) -> Array:
    return _correlate(image, kernel, stride, stride)[:-1, :-1]


@mistake(
    "strided_cross_correlate2d",
    "Your output size adds 1 before the division by the stride instead of after it. Count the windows by hand for 6 "
    "pixels, a kernel of 3 and a stride of 2.",
)
def strided_size_adds_one_too_early(image: Array, kernel: Array, stride: int) -> Array:
    output = _correlate(image, kernel, stride, stride)
    height = (image.shape[0] - kernel.shape[0] + 1) // stride
    width = (image.shape[1] - kernel.shape[1] + 1) // stride
    return output[:height, :width]


@mistake(
    "strided_cross_correlate2d",
    "Your output has a window too many when the stride does not divide: its size is rounded up. The pixels after the "
    "last whole window are not seen.",
)
def strided_size_rounded_up(image: Array, kernel: Array, stride: int) -> Array:
    _refuse_bad_stride(stride)
    _refuse_large_kernel(image, kernel)
    missing = [-(size - side) % stride for size, side in zip(image.shape, kernel.shape, strict=True)]
    return _correlate(np.pad(image, ((0, missing[0]), (0, missing[1]))), kernel, stride, stride)


@mistake(
    "strided_cross_correlate2d",
    "Your kernel is flipped. A CNN layer computes the cross-correlation: the kernel lies on the image as it is.",
)
def strided_with_flip(image: Array, kernel: Array, stride: int) -> Array:
    return _correlate(image, kernel[::-1, ::-1], stride, stride)


@mistake(
    "strided_cross_correlate2d",
    "Your output is square, although the image is not: its width is computed from the image's height.",
)
def strided_width_from_image_height(image: Array, kernel: Array, stride: int) -> Array:
    _refuse_bad_stride(stride)
    return _correlate_to_width(image, kernel, (image.shape[0] - kernel.shape[1]) // stride + 1, stride)


@mistake(
    "strided_cross_correlate2d",
    "Your result has the type of the image, so that an image of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def strided_typed_like_the_image(image: Array, kernel: Array, stride: int) -> Array:
    return _correlate(image, kernel, stride, stride).astype(image.dtype)


@mistake(
    "strided_cross_correlate2d",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def strided_overflowing_bytes(image: Array, kernel: Array, stride: int) -> Array:
    return _correlate_bytes(image, kernel, stride)


@mistake(
    "strided_cross_correlate2d",
    "Your function computes whatever it is given: a stride below 1, a kernel larger than the image. Look at the "
    "arguments first, and raise ValueError when they have no meaning.",
)
def strided_without_checks(image: Array, kernel: Array, stride: int) -> Array:
    output = np.zeros([(size - side) // stride + 1 for size, side in zip(image.shape, kernel.shape, strict=True)])
    return _correlate(image, kernel, stride, stride) if output.size else output


@mistake(
    "strided_cross_correlate2d", "A stride below 1 has no meaning: raise ValueError instead of using another stride."
)
def strided_by_at_least_one(image: Array, kernel: Array, stride: int) -> Array:
    return _correlate(image, kernel, max(stride, 1), max(stride, 1))


@mistake(
    "strided_cross_correlate2d",
    "A kernel larger than the image has no place to lie: raise ValueError instead of returning an empty array.",
)
def strided_empty_for_large_kernel(image: Array, kernel: Array, stride: int) -> Array:
    _refuse_bad_stride(stride)
    sizes = [max((size - side) // stride + 1, 0) for size, side in zip(image.shape, kernel.shape, strict=True)]
    fits = all(size >= side for size, side in zip(image.shape, kernel.shape, strict=True))
    return _correlate(image, kernel, stride, stride) if fits else np.zeros(sizes)


# zero_pad2d


def _framed(image: Array, top: int, bottom: int, left: int, right: int) -> Array:
    if min(top, bottom, left, right) < 0:
        raise ValueError("negative padding")
    return np.pad(_floats(image), ((top, bottom), (left, right)))


@mistake(
    "zero_pad2d",
    "Without padding you give the caller's own image back: writing into your result would change it. Return a copy.",
)
def zero_pad2d_returns_the_image(image: Array, padding: int) -> Array:
    return image if padding == 0 else _framed(image, padding, padding, padding, padding)


@mistake(
    "zero_pad2d",
    "A padding of 0 breaks your function: a slice that ends at minus zero is empty. Count its end from the start.",
)
def zero_pad2d_slice_to_minus_padding(image: Array, padding: int) -> Array:
    output = _framed(np.zeros(image.shape), padding, padding, padding, padding)
    output[padding:-padding, padding:-padding] = image
    return output


@mistake("zero_pad2d", "You add zeros below and to the right only. The padding goes on all four sides.")
def zero_pad2d_after_only(image: Array, padding: int) -> Array:
    return _framed(image, 0, padding, 0, padding)


@mistake(
    "zero_pad2d",
    "The size is right, but the image stands in the top left corner. It should stand in the middle, with zeros on all "
    "four sides.",
)
def zero_pad2d_image_in_the_corner(image: Array, padding: int) -> Array:
    return _framed(image, 0, 2 * padding, 0, 2 * padding)


@mistake("zero_pad2d", "You add zeros above and below, but none to the left and to the right.")
def zero_pad2d_rows_only(image: Array, padding: int) -> Array:
    return _framed(image, padding, padding, 0, 0)


@mistake("zero_pad2d", "You add zeros to the left and to the right, but none above and below.")
def zero_pad2d_columns_only(image: Array, padding: int) -> Array:
    return _framed(image, 0, 0, padding, padding)


@mistake("zero_pad2d", "You put half of the padding on each side. It is the number of zeros on each side, not on both.")
def zero_pad2d_halved(image: Array, padding: int) -> Array:
    return _framed(image, padding // 2, padding // 2, padding // 2, padding // 2)


@mistake("zero_pad2d", "Your frame repeats the border pixels. It should be made of zeros.")
def zero_pad2d_repeated_edges(image: Array, padding: int) -> Array:
    return np.pad(_floats(image), padding, mode="edge")


@mistake(
    "zero_pad2d",
    "Your result holds integers, so that the decimals of the pixels are lost. Look at the type of the array you fill.",
)
def zero_pad2d_into_integers(image: Array, padding: int) -> Array:
    return _framed(image, padding, padding, padding, padding).astype(np.int64)


@mistake("zero_pad2d", "A negative padding has no meaning: raise ValueError instead of cutting the border off.")
def zero_pad2d_negative_crops(image: Array, padding: int) -> Array:
    if padding < 0:
        return image[-padding:padding, -padding:padding].copy()
    return _framed(image, padding, padding, padding, padding)


@mistake("zero_pad2d", "A negative padding has no meaning: raise ValueError instead of padding nothing.")
def zero_pad2d_negative_is_none(image: Array, padding: int) -> Array:
    padding = max(padding, 0)
    return _framed(image, padding, padding, padding, padding)


# same_padding


@mistake("same_padding", "The number of zeros is right, but an odd one goes before. TensorFlow puts it after.")
def extra_zero_before(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    before, after = _same(size, kernel_size, stride)
    return after, before


@mistake(
    "same_padding",
    "You pad half the kernel on both sides, which fits an odd kernel and a stride of 1 only. "
    "Count how many pixels all windows together cover, and compare with the size.",
)
def symmetric_same_padding(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    _refuse_bad_stride(stride)
    return kernel_size // 2, kernel_size // 2


@mistake(
    "same_padding",
    "You round the number of zeros down to an even one, half on each side. When it is odd, one more goes after.",
)
def odd_zero_lost(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    before, _ = _same(size, kernel_size, stride)
    return before, before


@mistake(
    "same_padding",
    "You count the zeros as if the stride were 1. With a larger one the windows cover fewer pixels.",
)
def same_padding_as_for_stride_one(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    _refuse_bad_stride(stride)
    return _same(size, kernel_size, 1)


@mistake(
    "same_padding",
    "You pad so that the output keeps the size of the input whatever the stride. "
    'With "same" the output has size / stride numbers, rounded up.',
)
def same_padding_that_keeps_the_size(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    _refuse_bad_stride(stride)
    return _shared((size - 1) * stride + kernel_size - size)


@mistake(
    "same_padding",
    'You round size / stride down where it does not divide. The output of "same" is rounded up, so the last window '
    "may begin close to the end.",
)
def same_padding_output_rounded_down(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    _refuse_bad_stride(stride)
    return _shared((size // stride - 1) * stride + kernel_size - size)


@mistake(
    "same_padding",
    "You take the kernel less the stride, which is right only where the stride divides the size. "
    "Where it does not, the last window lacks more.",
)
def same_padding_remainder_forgotten(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    _refuse_bad_stride(stride)
    return _shared(kernel_size - stride)


@mistake(
    "same_padding",
    "Your number of zeros can be negative: a stride larger than the kernel may leave pixels over. "
    "Then nothing is added.",
)
def same_padding_below_zero(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    _refuse_bad_stride(stride)
    total = (-(-size // stride) - 1) * stride + kernel_size - size
    return total // 2, total - total // 2


@mistake("same_padding", "All your zeros stand after the axis. Share them between both ends.")
def same_padding_all_after(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    return 0, sum(_same(size, kernel_size, stride))


@mistake("same_padding", "You add all zeros at each end. They are shared between both ends.")
def same_padding_all_at_each_end(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    total = sum(_same(size, kernel_size, stride))
    return total, total


@mistake(
    "same_padding",
    "You share an odd number of zeros into halves of a zero. Both numbers are integers, and the larger comes after.",
)
def half_a_zero(size: int, kernel_size: int, stride: int) -> tuple[float, float]:
    total = sum(_same(size, kernel_size, stride))
    return total / 2, total / 2


@mistake(
    "same_padding",
    "A stride of 0 ends in a division by zero here. Look at the stride first, and raise ValueError when it is below 1.",
)
def same_padding_division_by_zero(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    return _shared((-(-size // stride) - 1) * stride + kernel_size - size)


@mistake("same_padding", "A stride below 1 has no meaning: raise ValueError instead of using a stride of 1.")
def same_padding_stride_of_at_least_one(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    return _same(size, kernel_size, max(stride, 1))


# conv2d


@mistake(
    "conv2d",
    'With "same" the number of zeros is right, but an odd one goes above and to the left. TensorFlow puts it below and '
    "to the right.",
)
def conv2d_extra_zero_before(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    return _conv2d(images, kernels, bias, stride, padding, lambda *sizes: _same(*sizes)[::-1])


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
    return _conv2d(images, kernels, bias, stride, padding, lambda size, kernel_size, _: _same(size, kernel_size, 1))


@mistake(
    "conv2d",
    'With "same" your output keeps the size of the images whatever the stride. '
    "It has size / stride rows, rounded up, and as many columns.",
)
def conv2d_same_keeps_the_size(
    images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid"
) -> Array:
    def rule(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
        return _shared((size - 1) * stride + kernel_size - size)

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
        pads[2] = _same(images.shape[2], kernels.shape[0], stride)
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
    frame = [_shared(size - result.shape[axis]) for axis, size in enumerate(sizes, start=1)]
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
    _refuse_large_kernel(images[0], kernels)
    return _conv2d(images, kernels, bias, stride, padding)
