"""What usually goes wrong in chapter 4 with strides: where windows start, and how many there are.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.convolution_windows import (
    Array,
    correlate,
    correlate_bytes,
    correlate_to_width,
    refuse_bad_stride,
    refuse_large_kernel,
)


@mistake(
    "strided_cross_correlate2d",
    "This is the loop printed in the course, which moves by the stride in the output instead of in the image. "
    "Every number of the output has its window: ask where in the image it starts.",
)
def course_stride_loop(image: Array, kernel: Array, stride: int) -> Array:
    valid = correlate(image, kernel)
    output = np.zeros_like(correlate(image, kernel, stride, stride))
    height, width = output.shape
    output[::stride, ::stride] = valid[:height:stride, :width:stride]
    return output


@mistake(
    "strided_cross_correlate2d",
    "Your output has the right size, but its windows stand side by side: they move by one pixel instead of by the "
    "stride.",
)
def strided_windows_one_pixel_apart(image: Array, kernel: Array, stride: int) -> Array:
    height, width = correlate(image, kernel, stride, stride).shape
    return correlate(image, kernel)[:height, :width]


@mistake(
    "strided_cross_correlate2d",
    "Your kernel moves by the stride from top to bottom only. It does so from left to right too.",
)
def strided_on_rows_only(image: Array, kernel: Array, stride: int) -> Array:
    return correlate(image, kernel, stride, 1)


@mistake(
    "strided_cross_correlate2d",
    "Your kernel moves by the stride from left to right only. It does so from top to bottom too.",
)
def strided_on_columns_only(image: Array, kernel: Array, stride: int) -> Array:
    return correlate(image, kernel, 1, stride)


@mistake("strided_cross_correlate2d", "Your kernel moves by one pixel whatever the stride.")
def stride_ignored(image: Array, kernel: Array, stride: int) -> Array:
    refuse_bad_stride(stride)
    return correlate(image, kernel)


@mistake(
    "strided_cross_correlate2d",
    "Your output lacks its last row and its last column. The first window needs no move: divide the room to move by "
    "the stride, then add 1.",
)
def strided_one_window_short(image: Array, kernel: Array, stride: int) -> Array:
    return correlate(image, kernel, stride, stride)[:-1, :-1]


@mistake(
    "strided_cross_correlate2d",
    "Your output size adds 1 before the division by the stride instead of after it. Count the windows by hand for 6 "
    "pixels, a kernel of 3 and a stride of 2.",
)
def strided_size_adds_one_too_early(image: Array, kernel: Array, stride: int) -> Array:
    output = correlate(image, kernel, stride, stride)
    height = (image.shape[0] - kernel.shape[0] + 1) // stride
    width = (image.shape[1] - kernel.shape[1] + 1) // stride
    return output[:height, :width]


@mistake(
    "strided_cross_correlate2d",
    "Your output has a window too many when the stride does not divide: its size is rounded up. The pixels after the "
    "last whole window are not seen.",
)
def strided_size_rounded_up(image: Array, kernel: Array, stride: int) -> Array:
    refuse_bad_stride(stride)
    refuse_large_kernel(image, kernel)
    missing = [-(size - side) % stride for size, side in zip(image.shape, kernel.shape, strict=True)]
    return correlate(np.pad(image, ((0, missing[0]), (0, missing[1]))), kernel, stride, stride)


@mistake(
    "strided_cross_correlate2d",
    "Your kernel is flipped. A CNN layer computes the cross-correlation: the kernel lies on the image as it is.",
)
def strided_with_flip(image: Array, kernel: Array, stride: int) -> Array:
    return correlate(image, kernel[::-1, ::-1], stride, stride)


@mistake(
    "strided_cross_correlate2d",
    "Your output is square, although the image is not: its width is computed from the image's height.",
)
def strided_width_from_image_height(image: Array, kernel: Array, stride: int) -> Array:
    refuse_bad_stride(stride)
    return correlate_to_width(image, kernel, (image.shape[0] - kernel.shape[1]) // stride + 1, stride)


@mistake(
    "strided_cross_correlate2d",
    "Your result has the type of the image, so that an image of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def strided_typed_like_the_image(image: Array, kernel: Array, stride: int) -> Array:
    return correlate(image, kernel, stride, stride).astype(image.dtype)


@mistake(
    "strided_cross_correlate2d",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def strided_overflowing_bytes(image: Array, kernel: Array, stride: int) -> Array:
    return correlate_bytes(image, kernel, stride)


@mistake(
    "strided_cross_correlate2d",
    "Your function computes whatever it is given: a stride below 1, a kernel larger than the image. Look at the "
    "arguments first, and raise ValueError when they have no meaning.",
)
def strided_without_checks(image: Array, kernel: Array, stride: int) -> Array:
    output = np.zeros([(size - side) // stride + 1 for size, side in zip(image.shape, kernel.shape, strict=True)])
    return correlate(image, kernel, stride, stride) if output.size else output


@mistake(
    "strided_cross_correlate2d", "A stride below 1 has no meaning: raise ValueError instead of using another stride."
)
def strided_by_at_least_one(image: Array, kernel: Array, stride: int) -> Array:
    return correlate(image, kernel, max(stride, 1), max(stride, 1))


@mistake(
    "strided_cross_correlate2d",
    "A kernel larger than the image has no place to lie: raise ValueError instead of returning an empty array.",
)
def strided_empty_for_large_kernel(image: Array, kernel: Array, stride: int) -> Array:
    refuse_bad_stride(stride)
    sizes = [max((size - side) // stride + 1, 0) for size, side in zip(image.shape, kernel.shape, strict=True)]
    fits = all(size >= side for size, side in zip(image.shape, kernel.shape, strict=True))
    return correlate(image, kernel, stride, stride) if fits else np.zeros(sizes)
