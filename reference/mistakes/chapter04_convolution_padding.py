"""What usually goes wrong in chapter 4 with padding: the odd zero, the stride forgotten, negative numbers.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.convolution_windows import Array, floats, refuse_bad_stride, same_pads, shared_pads

# zero_pad2d


def _framed(image: Array, top: int, bottom: int, left: int, right: int) -> Array:
    if min(top, bottom, left, right) < 0:
        raise ValueError("negative padding")
    return np.pad(floats(image), ((top, bottom), (left, right)))


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
    return np.pad(floats(image), padding, mode="edge")


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
    before, after = same_pads(size, kernel_size, stride)
    return after, before


@mistake(
    "same_padding",
    "You pad half the kernel on both sides, which fits an odd kernel and a stride of 1 only. "
    "Count how many pixels all windows together cover, and compare with the size.",
)
def symmetric_same_padding(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    refuse_bad_stride(stride)
    return kernel_size // 2, kernel_size // 2


@mistake(
    "same_padding",
    "You round the number of zeros down to an even one, half on each side. When it is odd, one more goes after.",
)
def odd_zero_lost(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    before, _ = same_pads(size, kernel_size, stride)
    return before, before


@mistake(
    "same_padding",
    "You count the zeros as if the stride were 1. With a larger one the windows cover fewer pixels.",
)
def same_padding_as_for_stride_one(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    refuse_bad_stride(stride)
    return same_pads(size, kernel_size, 1)


@mistake(
    "same_padding",
    "You pad so that the output keeps the size of the input whatever the stride. "
    'With "same" the output has size / stride numbers, rounded up.',
)
def same_padding_that_keeps_the_size(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    refuse_bad_stride(stride)
    return shared_pads((size - 1) * stride + kernel_size - size)


@mistake(
    "same_padding",
    'You round size / stride down where it does not divide. The output of "same" is rounded up, so the last window '
    "may begin close to the end.",
)
def same_padding_output_rounded_down(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    refuse_bad_stride(stride)
    return shared_pads((size // stride - 1) * stride + kernel_size - size)


@mistake(
    "same_padding",
    "You take the kernel less the stride, which is right only where the stride divides the size. "
    "Where it does not, the last window lacks more.",
)
def same_padding_remainder_forgotten(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    refuse_bad_stride(stride)
    return shared_pads(kernel_size - stride)


@mistake(
    "same_padding",
    "Your number of zeros can be negative: a stride larger than the kernel may leave pixels over. "
    "Then nothing is added.",
)
def same_padding_below_zero(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    refuse_bad_stride(stride)
    total = (-(-size // stride) - 1) * stride + kernel_size - size
    return total // 2, total - total // 2


@mistake("same_padding", "All your zeros stand after the axis. Share them between both ends.")
def same_padding_all_after(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    return 0, sum(same_pads(size, kernel_size, stride))


@mistake("same_padding", "You add all zeros at each end. They are shared between both ends.")
def same_padding_all_at_each_end(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    total = sum(same_pads(size, kernel_size, stride))
    return total, total


@mistake(
    "same_padding",
    "You share an odd number of zeros into halves of a zero. Both numbers are integers, and the larger comes after.",
)
def half_a_zero(size: int, kernel_size: int, stride: int) -> tuple[float, float]:
    total = sum(same_pads(size, kernel_size, stride))
    return total / 2, total / 2


@mistake(
    "same_padding",
    "A stride of 0 ends in a division by zero here. Look at the stride first, and raise ValueError when it is below 1.",
)
def same_padding_division_by_zero(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    return shared_pads((-(-size // stride) - 1) * stride + kernel_size - size)


@mistake("same_padding", "A stride below 1 has no meaning: raise ValueError instead of using a stride of 1.")
def same_padding_stride_of_at_least_one(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    return same_pads(size, kernel_size, max(stride, 1))
