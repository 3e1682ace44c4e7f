"""What usually goes wrong in chapter 3 with the shape after a convolution: formulas, strides, axes, refusals.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from collections.abc import Sequence

from reference.mistakes import mistake
from reference.mistakes.layer_shapes import (
    Shape,
    check_window,
    conv2d_shape,
    places_with,
    right_places,
    unchecked_places,
)


@mistake(
    "conv2d_output_shape",
    'With "same" your output is always as large as the input. That holds for a stride of 1 only: a larger stride '
    "makes a smaller output.",
)
def conv2d_output_shape_same_keeps_the_size(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape, filters, kernel_size, stride, padding, places_with(same=lambda size, _window, _stride: size)
    )


@mistake(
    "conv2d_output_shape",
    'With "same" the quotient of size and stride is rounded up: what is left over gets a window, too. Yours is '
    "rounded down.",
)
def conv2d_output_shape_same_rounded_down(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        places_with(same=lambda size, _window, stride: size // stride),
    )


@mistake(
    "conv2d_output_shape",
    'With "same" you add the same number of zeros on both sides, which is not enough or too much for an even kernel: '
    "there the two sides differ by one.",
)
def conv2d_output_shape_same_padded_on_both_sides(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        places_with(same=lambda size, window, stride: (size + 2 * (window // 2) - window) // stride + 1),
    )


@mistake(
    "conv2d_output_shape",
    'With "same" you always add one zero on each side. That is right for kernels of 3 only.',
)
def conv2d_output_shape_same_one_zero(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        places_with(same=lambda size, window, stride: (size + 2 - window) // stride + 1),
    )


@mistake(
    "conv2d_output_shape",
    'Your output does not depend on the padding: "same" gives what "valid" gives. There the zeros make room for more '
    "windows.",
)
def conv2d_output_shape_same_like_valid(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        places_with(same=lambda size, window, stride: (size - window) // stride + 1),
    )


@mistake(
    "conv2d_output_shape",
    "Without padding a window that sticks out of the image does not count. Round down, not up.",
)
def conv2d_output_shape_valid_rounded_up(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        places_with(lambda size, window, stride: -(-(size - window) // stride) + 1),
    )


@mistake(
    "conv2d_output_shape",
    "Your quotient is rounded to the nearest integer. A window that sticks out of the image does not count: round "
    "down.",
)
def conv2d_output_shape_valid_rounded(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        places_with(lambda size, window, stride: int((size - window) / stride + 0.5) + 1),
    )


@mistake(
    "conv2d_output_shape",
    "Your output is one short: the first window stands before any step. Between n places there are n - 1 steps.",
)
def conv2d_output_shape_without_plus_one(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        places_with(lambda size, window, stride: (size - window) // stride),
    )


@mistake(
    "conv2d_output_shape",
    "You add 1 before you divide by the stride. The first window stands before any step: add it after the division.",
)
def conv2d_output_shape_plus_one_before_the_division(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        places_with(lambda size, window, stride: (size - window + 1) // stride),
    )


@mistake(
    "conv2d_output_shape",
    "Your output does not depend on the stride. A kernel that moves further stops less often.",
)
def conv2d_output_shape_stride_of_1(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(input_shape, filters, kernel_size, min(stride, 1), padding)


@mistake(
    "conv2d_output_shape",
    "Without padding your output does not depend on the kernel. A large one finds place less often.",
)
def conv2d_output_shape_without_kernel(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        places_with(lambda size, _window, stride: -(-size // stride)),
    )


@mistake(
    "conv2d_output_shape",
    "Without padding you divide the size by the stride and subtract the kernel afterwards. Subtract it from the size "
    "first.",
)
def conv2d_output_shape_size_over_stride(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        places_with(lambda size, window, stride: size // stride - window + 1),
    )


@mistake(
    "conv2d_output_shape",
    "Height and width of the kernel are exchanged: the first number of the kernel goes along the height.",
)
def conv2d_output_shape_kernel_transposed(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(input_shape, filters, kernel_size[::-1], stride, padding)


@mistake(
    "conv2d_output_shape",
    "You take the height of the kernel for its width, too. Look at a kernel that is not square.",
)
def conv2d_output_shape_square_kernel(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(input_shape, filters, (kernel_size[0], kernel_size[0]), stride, padding)


@mistake(
    "conv2d_output_shape",
    "You take the height of the image for its width, too. Look at an image that is not square.",
)
def conv2d_output_shape_square_image(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape((input_shape[0], input_shape[0]), filters, kernel_size, stride, padding)


@mistake("conv2d_output_shape", "Height and width of your output are exchanged.")
def conv2d_output_shape_width_first(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    rows, columns, channels = conv2d_shape(input_shape, filters, kernel_size, stride, padding)
    return columns, rows, channels


@mistake("conv2d_output_shape", "Your output has as many channels as the input. It has one for each filter.")
def conv2d_output_shape_channels_of_the_input(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(input_shape, input_shape[2], kernel_size, stride, padding)


@mistake(
    "conv2d_output_shape",
    "Your output has a channel for each filter and each channel of the input. A filter adds its channels up and "
    "gives one.",
)
def conv2d_output_shape_channels_multiplied(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(input_shape, filters * input_shape[2], kernel_size, stride, padding)


@mistake("conv2d_output_shape", "Your channels come first. Here they are the last axis: (height, width, channels).")
def conv2d_output_shape_channels_first(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    rows, columns, channels = conv2d_shape(input_shape, filters, kernel_size, stride, padding)
    return channels, rows, columns


@mistake("conv2d_output_shape", "Your shape has two numbers. The third is the number of filters.")
def conv2d_output_shape_without_channels(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(input_shape, filters, kernel_size, stride, padding)[:2]


@mistake(
    "conv2d_output_shape",
    "Your sizes are decimal numbers: a division with a single stroke gives such. Sizes are integers.",
)
def conv2d_output_shape_of_floats(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    rows, columns, channels = conv2d_shape(input_shape, filters, kernel_size, stride, padding)
    return float(rows), float(columns), channels


@mistake(
    "conv2d_output_shape",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "valid".',
)
def conv2d_output_shape_unknown_padding_is_valid(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(input_shape, filters, kernel_size, stride, "same" if padding == "same" else "valid")


@mistake(
    "conv2d_output_shape",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "same".',
)
def conv2d_output_shape_unknown_padding_is_same(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return conv2d_shape(input_shape, filters, kernel_size, stride, "valid" if padding == "valid" else "same")


@mistake("conv2d_output_shape", "A negative stride has no meaning: raise ValueError, as for a stride of 0.")
def conv2d_output_shape_negative_stride(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    if stride < 0:
        return conv2d_shape(input_shape, filters, kernel_size, stride, padding, unchecked_places)
    return conv2d_shape(input_shape, filters, kernel_size, stride, padding)


@mistake(
    "conv2d_output_shape",
    "A stride of 0 ends in a division by zero here. Look at the stride first, and raise ValueError when it is below 1.",
)
def conv2d_output_shape_division_by_zero(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    if stride == 0:
        raise ZeroDivisionError
    return conv2d_shape(input_shape, filters, kernel_size, stride, padding)


@mistake(
    "conv2d_output_shape",
    "Without padding a kernel larger than the image has no place to lie: raise ValueError instead of giving a size "
    "that is 0 or negative.",
)
def conv2d_output_shape_large_kernel(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    large = padding == "valid" and stride > 0 and (kernel_size[0] > input_shape[0] or kernel_size[1] > input_shape[1])
    return conv2d_shape(input_shape, filters, kernel_size, stride, padding, unchecked_places if large else right_places)


@mistake(
    "conv2d_output_shape",
    "You raise ValueError for a kernel that is larger than the image on both axes only. One axis is enough.",
)
def conv2d_output_shape_large_kernel_on_one_axis(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    large = padding == "valid" and stride > 0
    both = kernel_size[0] > input_shape[0] and kernel_size[1] > input_shape[1]
    return conv2d_shape(
        input_shape, filters, kernel_size, stride, padding, unchecked_places if large and not both else right_places
    )


@mistake(
    "conv2d_output_shape",
    'You raise ValueError for a large kernel with "same", too. There the zeros make room for it.',
)
def conv2d_output_shape_large_kernel_with_same(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    check_window(min(input_shape[:2]), max(kernel_size), 1, "valid" if padding == "same" else "same")
    return conv2d_shape(input_shape, filters, kernel_size, stride, padding)
