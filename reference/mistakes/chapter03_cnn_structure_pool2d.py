"""What usually goes wrong in chapter 3 with the shape after pooling: formulas, the stride left out, channels.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

from collections.abc import Sequence

from reference.mistakes import mistake
from reference.mistakes.layer_shapes import (
    Shape,
    check_window,
    conv2d_shape,
    places_with,
    pool2d_shape,
    right_places,
    unchecked_places,
)


@mistake(
    "pool2d_output_shape",
    "A stride of 0 is taken for one that was not given: for Python both are false. Only None means the pool size.",
)
def pool2d_output_shape_stride_or_pool_size(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(input_shape, pool_size, stride or None, padding)


@mistake("pool2d_output_shape", "Unless it is given, the stride of a pooling layer is the pool size. Yours is 1.")
def pool2d_output_shape_default_stride_of_1(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(input_shape, pool_size, 1 if stride is None else stride, padding)


@mistake(
    "pool2d_output_shape",
    "Unless it is given, the stride of a pooling layer is the pool size. Yours is always 2.",
)
def pool2d_output_shape_default_stride_of_2(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(input_shape, pool_size, 2 if stride is None else stride, padding)


@mistake("pool2d_output_shape", "Your windows always lie side by side. When a stride is given, they move by it.")
def pool2d_output_shape_stride_ignored(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    pool2d_shape(input_shape, pool_size, stride, padding)
    return pool2d_shape(input_shape, pool_size, None, padding)


@mistake(
    "pool2d_output_shape",
    'With "same" your output is as large as the input. The stride makes it smaller, padding or not.',
)
def pool2d_output_shape_same_keeps_the_size(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(input_shape, pool_size, stride, padding, places_with(same=lambda size, _window, _stride: size))


@mistake(
    "pool2d_output_shape",
    'With "same" the quotient of size and stride is rounded up: what is left over gets a window, too. Yours is '
    "rounded down.",
)
def pool2d_output_shape_same_rounded_down(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(
        input_shape, pool_size, stride, padding, places_with(same=lambda size, _window, stride: size // stride)
    )


@mistake(
    "pool2d_output_shape",
    'Your output does not depend on the padding. With "same" what is left over at the border gets a window, too.',
)
def pool2d_output_shape_same_like_valid(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(
        input_shape,
        pool_size,
        stride,
        padding,
        places_with(same=lambda size, window, stride: (size - window) // stride + 1),
    )


@mistake(
    "pool2d_output_shape",
    'With "same" you pad both sides by half a window. The number of windows is the size over the stride, rounded up.',
)
def pool2d_output_shape_same_padded_on_both_sides(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(
        input_shape,
        pool_size,
        stride,
        padding,
        places_with(same=lambda size, window, stride: (size + 2 * (window // 2) - window) // stride + 1),
    )


@mistake(
    "pool2d_output_shape",
    "Without padding a window that sticks out of the image does not count. Round down, not up.",
)
def pool2d_output_shape_valid_rounded_up(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(
        input_shape,
        pool_size,
        stride,
        padding,
        places_with(lambda size, window, stride: -(-(size - window) // stride) + 1),
    )


@mistake(
    "pool2d_output_shape",
    "Your output does not depend on the padding. Without it, what is left over at the border is lost.",
)
def pool2d_output_shape_valid_like_same(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(
        input_shape, pool_size, stride, padding, places_with(lambda size, _window, stride: -(-size // stride))
    )


@mistake(
    "pool2d_output_shape",
    "Without padding you divide the size by the stride, which is right only when the windows lie side by side. Where "
    "they overlap, the last one must still end inside the image.",
)
def pool2d_output_shape_size_over_stride(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(
        input_shape, pool_size, stride, padding, places_with(lambda size, _window, stride: size // stride)
    )


@mistake(
    "pool2d_output_shape",
    "You always divide the size by the pool size. When a stride is given, it is the stride that counts.",
)
def pool2d_output_shape_size_over_pool_size(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(
        input_shape, pool_size, stride, padding, places_with(lambda size, window, _stride: size // window)
    )


@mistake("pool2d_output_shape", "Your output is one short: the first window stands before any step.")
def pool2d_output_shape_without_plus_one(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(
        input_shape, pool_size, stride, padding, places_with(lambda size, window, stride: (size - window) // stride)
    )


@mistake(
    "pool2d_output_shape",
    "You add 1 before you divide by the stride. The first window stands before any step: add it after the division.",
)
def pool2d_output_shape_plus_one_before_the_division(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(
        input_shape, pool_size, stride, padding, places_with(lambda size, window, stride: (size - window + 1) // stride)
    )


@mistake(
    "pool2d_output_shape",
    "Your output is half the input. That is right for a pool size of 2 with the stride left out only.",
)
def pool2d_output_shape_always_halved(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(input_shape, pool_size, stride, padding, places_with(lambda size, _window, _stride: size // 2))


@mistake(
    "pool2d_output_shape",
    "You take the height of the image for its width, too. Look at an image that is not square.",
)
def pool2d_output_shape_square_image(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return (*pool2d_shape(input_shape, pool_size, stride, padding)[:1] * 2, input_shape[2])


@mistake("pool2d_output_shape", "Height and width of your output are exchanged.")
def pool2d_output_shape_width_first(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    rows, columns, channels = pool2d_shape(input_shape, pool_size, stride, padding)
    return columns, rows, channels


@mistake(
    "pool2d_output_shape",
    "Your shape has two numbers. The third is the number of channels, which pooling leaves as it is.",
)
def pool2d_output_shape_without_channels(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(input_shape, pool_size, stride, padding)[:2]


@mistake("pool2d_output_shape", "Your channels are pooled, too. Each channel is treated alone, and their number stays.")
def pool2d_output_shape_pooled_channels(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    rows, columns, channels = pool2d_shape(input_shape, pool_size, stride, padding)
    return rows, columns, max(channels // pool_size, 1)


@mistake(
    "pool2d_output_shape",
    "Your output has one channel. Pooling treats each channel alone, and their number stays.",
)
def pool2d_output_shape_single_channel(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return (*pool2d_shape(input_shape, pool_size, stride, padding)[:2], 1)


@mistake(
    "pool2d_output_shape",
    "Your sizes are decimal numbers: a division with a single stroke gives such. Sizes are integers.",
)
def pool2d_output_shape_of_floats(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    rows, columns, channels = pool2d_shape(input_shape, pool_size, stride, padding)
    return float(rows), float(columns), channels


@mistake(
    "pool2d_output_shape",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "valid".',
)
def pool2d_output_shape_unknown_padding_is_valid(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(input_shape, pool_size, stride, "same" if padding == "same" else "valid")


@mistake(
    "pool2d_output_shape",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "same".',
)
def pool2d_output_shape_unknown_padding_is_same(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return pool2d_shape(input_shape, pool_size, stride, "valid" if padding == "valid" else "same")


@mistake("pool2d_output_shape", "A pool size below 1 has no meaning, even when the stride has one: raise ValueError.")
def pool2d_output_shape_pool_size_unchecked(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    if pool_size < 1 and stride is not None and stride > 0:
        return conv2d_shape(input_shape, input_shape[2], (pool_size, pool_size), stride, padding, unchecked_places)
    return pool2d_shape(input_shape, pool_size, stride, padding)


@mistake(
    "pool2d_output_shape",
    "A pool size or a stride of 0 ends in a division by zero here. Look at both first, and raise ValueError when one "
    "is below 1.",
)
def pool2d_output_shape_division_by_zero(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    if pool_size == 0 or stride == 0:
        raise ZeroDivisionError
    return pool2d_shape(input_shape, pool_size, stride, padding)


@mistake("pool2d_output_shape", "A negative stride has no meaning: raise ValueError, as for a stride of 0.")
def pool2d_output_shape_negative_stride(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    if stride is not None and stride < 0:
        return pool2d_shape(input_shape, pool_size, stride, padding, unchecked_places)
    return pool2d_shape(input_shape, pool_size, stride, padding)


@mistake(
    "pool2d_output_shape",
    "Without padding a window larger than the image has no place to lie: raise ValueError instead of giving a size "
    "that is 0 or negative.",
)
def pool2d_output_shape_large_window(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    large = padding == "valid" and pool_size > min(input_shape[:2])
    return pool2d_shape(input_shape, pool_size, stride, padding, unchecked_places if large else right_places)


@mistake(
    "pool2d_output_shape",
    'You raise ValueError for a large window with "same", too. There the border makes room for it.',
)
def pool2d_output_shape_large_window_with_same(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    check_window(min(input_shape[:2]), max(pool_size, 1), 1, "valid" if padding == "same" else "same")
    return pool2d_shape(input_shape, pool_size, stride, padding)
