"""What usually goes wrong in chapter 3: size formulas, forgotten biases, shapes that are not passed on.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reference.mistakes import mistake

Shape = tuple[Any, ...]
Layer = Mapping[str, Any]
Row = tuple[Any, Any]
Places = Callable[[int, int, int, str], Any]


def _check(size: int, window: int, stride: int, padding: str) -> None:
    if padding not in {"valid", "same"}:
        raise ValueError("unknown padding")
    if stride < 1 or window < 1:
        raise ValueError("stride or window below 1")
    if padding == "valid" and window > size:
        raise ValueError("window larger than the image")


def _formula(size: int, window: int, stride: int, padding: str) -> int:
    return -(-size // stride) if padding == "same" else (size - window) // stride + 1


def _places(size: int, window: int, stride: int, padding: str) -> int:
    _check(size, window, stride, padding)
    return _formula(size, window, stride, padding)


def _with(
    valid: Callable[[int, int, int], Any] | None = None, same: Callable[[int, int, int], Any] | None = None
) -> Places:
    """Places with another formula for one of the paddings; arguments without meaning still raise ValueError."""

    def places(size: int, window: int, stride: int, padding: str) -> Any:
        right = _places(size, window, stride, padding)
        formula = same if padding == "same" else valid
        return right if formula is None else formula(size, window, stride)

    return places


def _conv2d(
    input_shape: Sequence[int],
    filters: int,
    kernel_size: Sequence[int],
    stride: int = 1,
    padding: str = "valid",
    places: Places = _places,
) -> Shape:
    rows = places(input_shape[0], kernel_size[0], stride, padding)
    return rows, places(input_shape[1], kernel_size[1], stride, padding), filters


def _pool2d(
    input_shape: Sequence[int],
    pool_size: int,
    stride: int | None = None,
    padding: str = "valid",
    places: Places = _places,
) -> Shape:
    if pool_size < 1:
        raise ValueError("pool size below 1")
    stride = pool_size if stride is None else stride
    return _conv2d(input_shape, input_shape[2], (pool_size, pool_size), stride, padding, places)


def _conv2d_parameters(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * (channels_in * kernel_size[0] * kernel_size[1] + 1)


def _dense_parameters(inputs: int, units: int) -> int:
    return units * (inputs + 1)


def _flat(shape: Shape) -> Shape:
    return (math.prod(shape),)


def _summary(
    input_shape: Sequence[int],
    layers: Sequence[Layer],
    conv2d: Callable[..., Shape] = _conv2d,
    pool2d: Callable[..., Shape] = _pool2d,
    flat: Callable[[Shape], Shape] = _flat,
    conv2d_parameters: Callable[[int, int, Sequence[int]], int] = _conv2d_parameters,
    dense_parameters: Callable[[int, int], int] = _dense_parameters,
    pool2d_parameters: Callable[[Shape, int], int] = lambda _shape, _pool_size: 0,
    passed_on: Callable[[Shape, Shape], Shape] = lambda _before, after: after,
) -> list[Row]:
    """Right summary in which any part may be exchanged."""
    shape: Shape = tuple(input_shape)
    rows: list[Row] = []
    for layer in layers:
        options = {key: layer[key] for key in ("stride", "padding") if key in layer}
        before, parameters = shape, 0
        if layer["type"] == "conv2d":
            parameters = conv2d_parameters(shape[2], layer["filters"], layer["kernel_size"])
            shape = conv2d(shape, layer["filters"], layer["kernel_size"], **options)
        elif layer["type"] == "max_pool2d":
            parameters = pool2d_parameters(shape, layer["pool_size"])
            shape = pool2d(shape, layer["pool_size"], **options)
        elif layer["type"] == "flatten":
            shape = flat(shape)
        elif layer["type"] == "dense":
            parameters = dense_parameters(shape[0], layer["units"])
            shape = (layer["units"],)
        else:
            raise ValueError("unknown type")
        rows.append((shape, parameters))
        shape = passed_on(before, shape)
    return rows


# conv2d_output_shape


@mistake(
    "conv2d_output_shape",
    'With "same" your output is always as large as the input. That holds for a stride of 1 only: a larger stride '
    "makes a smaller output.",
)
def conv2d_output_shape_same_keeps_the_size(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(input_shape, filters, kernel_size, stride, padding, _with(same=lambda size, _window, _stride: size))


@mistake(
    "conv2d_output_shape",
    'With "same" the quotient of size and stride is rounded up: what is left over gets a window, too. Yours is '
    "rounded down.",
)
def conv2d_output_shape_same_rounded_down(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(
        input_shape, filters, kernel_size, stride, padding, _with(same=lambda size, _window, stride: size // stride)
    )


@mistake(
    "conv2d_output_shape",
    'With "same" you add the same number of zeros on both sides, which is not enough or too much for an even kernel: '
    "there the two sides differ by one.",
)
def conv2d_output_shape_same_padded_on_both_sides(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        _with(same=lambda size, window, stride: (size + 2 * (window // 2) - window) // stride + 1),
    )


@mistake(
    "conv2d_output_shape",
    'With "same" you always add one zero on each side. That is right for kernels of 3 only.',
)
def conv2d_output_shape_same_one_zero(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        _with(same=lambda size, window, stride: (size + 2 - window) // stride + 1),
    )


@mistake(
    "conv2d_output_shape",
    'Your output does not depend on the padding: "same" gives what "valid" gives. There the zeros make room for more '
    "windows.",
)
def conv2d_output_shape_same_like_valid(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        _with(same=lambda size, window, stride: (size - window) // stride + 1),
    )


@mistake(
    "conv2d_output_shape",
    "Without padding a window that sticks out of the image does not count. Round down, not up.",
)
def conv2d_output_shape_valid_rounded_up(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        _with(lambda size, window, stride: -(-(size - window) // stride) + 1),
    )


@mistake(
    "conv2d_output_shape",
    "Your quotient is rounded to the nearest integer. A window that sticks out of the image does not count: round "
    "down.",
)
def conv2d_output_shape_valid_rounded(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        _with(lambda size, window, stride: int((size - window) / stride + 0.5) + 1),
    )


@mistake(
    "conv2d_output_shape",
    "Your output is one short: the first window stands before any step. Between n places there are n - 1 steps.",
)
def conv2d_output_shape_without_plus_one(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        _with(lambda size, window, stride: (size - window) // stride),
    )


@mistake(
    "conv2d_output_shape",
    "You add 1 before you divide by the stride. The first window stands before any step: add it after the division.",
)
def conv2d_output_shape_plus_one_before_the_division(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        _with(lambda size, window, stride: (size - window + 1) // stride),
    )


@mistake(
    "conv2d_output_shape",
    "Your output does not depend on the stride. A kernel that moves further stops less often.",
)
def conv2d_output_shape_stride_of_1(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(input_shape, filters, kernel_size, min(stride, 1), padding)


@mistake(
    "conv2d_output_shape",
    "Without padding your output does not depend on the kernel. A large one finds place less often.",
)
def conv2d_output_shape_without_kernel(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(
        input_shape, filters, kernel_size, stride, padding, _with(lambda size, _window, stride: -(-size // stride))
    )


@mistake(
    "conv2d_output_shape",
    "Without padding you divide the size by the stride and subtract the kernel afterwards. Subtract it from the size "
    "first.",
)
def conv2d_output_shape_size_over_stride(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(
        input_shape,
        filters,
        kernel_size,
        stride,
        padding,
        _with(lambda size, window, stride: size // stride - window + 1),
    )


@mistake(
    "conv2d_output_shape",
    "Height and width of the kernel are exchanged: the first number of the kernel goes along the height.",
)
def conv2d_output_shape_kernel_transposed(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(input_shape, filters, kernel_size[::-1], stride, padding)


@mistake(
    "conv2d_output_shape",
    "You take the height of the kernel for its width, too. Look at a kernel that is not square.",
)
def conv2d_output_shape_square_kernel(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(input_shape, filters, (kernel_size[0], kernel_size[0]), stride, padding)


@mistake(
    "conv2d_output_shape",
    "You take the height of the image for its width, too. Look at an image that is not square.",
)
def conv2d_output_shape_square_image(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d((input_shape[0], input_shape[0]), filters, kernel_size, stride, padding)


@mistake("conv2d_output_shape", "Height and width of your output are exchanged.")
def conv2d_output_shape_width_first(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    rows, columns, channels = _conv2d(input_shape, filters, kernel_size, stride, padding)
    return columns, rows, channels


@mistake("conv2d_output_shape", "Your output has as many channels as the input. It has one for each filter.")
def conv2d_output_shape_channels_of_the_input(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(input_shape, input_shape[2], kernel_size, stride, padding)


@mistake(
    "conv2d_output_shape",
    "Your output has a channel for each filter and each channel of the input. A filter adds its channels up and "
    "gives one.",
)
def conv2d_output_shape_channels_multiplied(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(input_shape, filters * input_shape[2], kernel_size, stride, padding)


@mistake("conv2d_output_shape", "Your channels come first. Here they are the last axis: (height, width, channels).")
def conv2d_output_shape_channels_first(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    rows, columns, channels = _conv2d(input_shape, filters, kernel_size, stride, padding)
    return channels, rows, columns


@mistake("conv2d_output_shape", "Your shape has two numbers. The third is the number of filters.")
def conv2d_output_shape_without_channels(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(input_shape, filters, kernel_size, stride, padding)[:2]


@mistake(
    "conv2d_output_shape",
    "Your sizes are decimal numbers: a division with a single stroke gives such. Sizes are integers.",
)
def conv2d_output_shape_of_floats(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    rows, columns, channels = _conv2d(input_shape, filters, kernel_size, stride, padding)
    return float(rows), float(columns), channels


@mistake(
    "conv2d_output_shape",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "valid".',
)
def conv2d_output_shape_unknown_padding_is_valid(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(input_shape, filters, kernel_size, stride, "same" if padding == "same" else "valid")


@mistake(
    "conv2d_output_shape",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "same".',
)
def conv2d_output_shape_unknown_padding_is_same(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    return _conv2d(input_shape, filters, kernel_size, stride, "valid" if padding == "valid" else "same")


@mistake("conv2d_output_shape", "A negative stride has no meaning: raise ValueError, as for a stride of 0.")
def conv2d_output_shape_negative_stride(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    if stride < 0:
        return _conv2d(input_shape, filters, kernel_size, stride, padding, _formula)
    return _conv2d(input_shape, filters, kernel_size, stride, padding)


@mistake(
    "conv2d_output_shape",
    "A stride of 0 ends in a division by zero here. Look at the stride first, and raise ValueError when it is below 1.",
)
def conv2d_output_shape_division_by_zero(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    if stride == 0:
        raise ZeroDivisionError
    return _conv2d(input_shape, filters, kernel_size, stride, padding)


@mistake(
    "conv2d_output_shape",
    "Without padding a kernel larger than the image has no place to lie: raise ValueError instead of giving a size "
    "that is 0 or negative.",
)
def conv2d_output_shape_large_kernel(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    large = padding == "valid" and stride > 0 and (kernel_size[0] > input_shape[0] or kernel_size[1] > input_shape[1])
    return _conv2d(input_shape, filters, kernel_size, stride, padding, _formula if large else _places)


@mistake(
    "conv2d_output_shape",
    "You raise ValueError for a kernel that is larger than the image on both axes only. One axis is enough.",
)
def conv2d_output_shape_large_kernel_on_one_axis(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    large = padding == "valid" and stride > 0
    both = kernel_size[0] > input_shape[0] and kernel_size[1] > input_shape[1]
    return _conv2d(input_shape, filters, kernel_size, stride, padding, _formula if large and not both else _places)


@mistake(
    "conv2d_output_shape",
    'You raise ValueError for a large kernel with "same", too. There the zeros make room for it.',
)
def conv2d_output_shape_large_kernel_with_same(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    _check(min(input_shape[:2]), max(kernel_size), 1, "valid" if padding == "same" else "same")
    return _conv2d(input_shape, filters, kernel_size, stride, padding)


# pool2d_output_shape


@mistake(
    "pool2d_output_shape",
    "A stride of 0 is taken for one that was not given: for Python both are false. Only None means the pool size.",
)
def pool2d_output_shape_stride_or_pool_size(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, stride or None, padding)


@mistake("pool2d_output_shape", "Unless it is given, the stride of a pooling layer is the pool size. Yours is 1.")
def pool2d_output_shape_default_stride_of_1(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, 1 if stride is None else stride, padding)


@mistake(
    "pool2d_output_shape",
    "Unless it is given, the stride of a pooling layer is the pool size. Yours is always 2.",
)
def pool2d_output_shape_default_stride_of_2(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, 2 if stride is None else stride, padding)


@mistake("pool2d_output_shape", "Your windows always lie side by side. When a stride is given, they move by it.")
def pool2d_output_shape_stride_ignored(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    _pool2d(input_shape, pool_size, stride, padding)
    return _pool2d(input_shape, pool_size, None, padding)


@mistake(
    "pool2d_output_shape",
    'With "same" your output is as large as the input. The stride makes it smaller, padding or not.',
)
def pool2d_output_shape_same_keeps_the_size(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, stride, padding, _with(same=lambda size, _window, _stride: size))


@mistake(
    "pool2d_output_shape",
    'With "same" the quotient of size and stride is rounded up: what is left over gets a window, too. Yours is '
    "rounded down.",
)
def pool2d_output_shape_same_rounded_down(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, stride, padding, _with(same=lambda size, _window, stride: size // stride))


@mistake(
    "pool2d_output_shape",
    'Your output does not depend on the padding. With "same" what is left over at the border gets a window, too.',
)
def pool2d_output_shape_same_like_valid(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(
        input_shape, pool_size, stride, padding, _with(same=lambda size, window, stride: (size - window) // stride + 1)
    )


@mistake(
    "pool2d_output_shape",
    'With "same" you pad both sides by half a window. The number of windows is the size over the stride, rounded up.',
)
def pool2d_output_shape_same_padded_on_both_sides(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(
        input_shape,
        pool_size,
        stride,
        padding,
        _with(same=lambda size, window, stride: (size + 2 * (window // 2) - window) // stride + 1),
    )


@mistake(
    "pool2d_output_shape",
    "Without padding a window that sticks out of the image does not count. Round down, not up.",
)
def pool2d_output_shape_valid_rounded_up(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(
        input_shape, pool_size, stride, padding, _with(lambda size, window, stride: -(-(size - window) // stride) + 1)
    )


@mistake(
    "pool2d_output_shape",
    "Your output does not depend on the padding. Without it, what is left over at the border is lost.",
)
def pool2d_output_shape_valid_like_same(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, stride, padding, _with(lambda size, _window, stride: -(-size // stride)))


@mistake(
    "pool2d_output_shape",
    "Without padding you divide the size by the stride, which is right only when the windows lie side by side. Where "
    "they overlap, the last one must still end inside the image.",
)
def pool2d_output_shape_size_over_stride(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, stride, padding, _with(lambda size, _window, stride: size // stride))


@mistake(
    "pool2d_output_shape",
    "You always divide the size by the pool size. When a stride is given, it is the stride that counts.",
)
def pool2d_output_shape_size_over_pool_size(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, stride, padding, _with(lambda size, window, _stride: size // window))


@mistake("pool2d_output_shape", "Your output is one short: the first window stands before any step.")
def pool2d_output_shape_without_plus_one(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(
        input_shape, pool_size, stride, padding, _with(lambda size, window, stride: (size - window) // stride)
    )


@mistake(
    "pool2d_output_shape",
    "You add 1 before you divide by the stride. The first window stands before any step: add it after the division.",
)
def pool2d_output_shape_plus_one_before_the_division(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(
        input_shape, pool_size, stride, padding, _with(lambda size, window, stride: (size - window + 1) // stride)
    )


@mistake(
    "pool2d_output_shape",
    "Your output is half the input. That is right for a pool size of 2 with the stride left out only.",
)
def pool2d_output_shape_always_halved(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, stride, padding, _with(lambda size, _window, _stride: size // 2))


@mistake(
    "pool2d_output_shape",
    "You take the height of the image for its width, too. Look at an image that is not square.",
)
def pool2d_output_shape_square_image(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return (*_pool2d(input_shape, pool_size, stride, padding)[:1] * 2, input_shape[2])


@mistake("pool2d_output_shape", "Height and width of your output are exchanged.")
def pool2d_output_shape_width_first(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    rows, columns, channels = _pool2d(input_shape, pool_size, stride, padding)
    return columns, rows, channels


@mistake(
    "pool2d_output_shape",
    "Your shape has two numbers. The third is the number of channels, which pooling leaves as it is.",
)
def pool2d_output_shape_without_channels(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, stride, padding)[:2]


@mistake("pool2d_output_shape", "Your channels are pooled, too. Each channel is treated alone, and their number stays.")
def pool2d_output_shape_pooled_channels(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    rows, columns, channels = _pool2d(input_shape, pool_size, stride, padding)
    return rows, columns, max(channels // pool_size, 1)


@mistake(
    "pool2d_output_shape",
    "Your output has one channel. Pooling treats each channel alone, and their number stays.",
)
def pool2d_output_shape_single_channel(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return (*_pool2d(input_shape, pool_size, stride, padding)[:2], 1)


@mistake(
    "pool2d_output_shape",
    "Your sizes are decimal numbers: a division with a single stroke gives such. Sizes are integers.",
)
def pool2d_output_shape_of_floats(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    rows, columns, channels = _pool2d(input_shape, pool_size, stride, padding)
    return float(rows), float(columns), channels


@mistake(
    "pool2d_output_shape",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "valid".',
)
def pool2d_output_shape_unknown_padding_is_valid(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, stride, "same" if padding == "same" else "valid")


@mistake(
    "pool2d_output_shape",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "same".',
)
def pool2d_output_shape_unknown_padding_is_same(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    return _pool2d(input_shape, pool_size, stride, "valid" if padding == "valid" else "same")


@mistake("pool2d_output_shape", "A pool size below 1 has no meaning, even when the stride has one: raise ValueError.")
def pool2d_output_shape_pool_size_unchecked(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    if pool_size < 1 and stride is not None and stride > 0:
        return _conv2d(input_shape, input_shape[2], (pool_size, pool_size), stride, padding, _formula)
    return _pool2d(input_shape, pool_size, stride, padding)


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
    return _pool2d(input_shape, pool_size, stride, padding)


@mistake("pool2d_output_shape", "A negative stride has no meaning: raise ValueError, as for a stride of 0.")
def pool2d_output_shape_negative_stride(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    if stride is not None and stride < 0:
        return _pool2d(input_shape, pool_size, stride, padding, _formula)
    return _pool2d(input_shape, pool_size, stride, padding)


@mistake(
    "pool2d_output_shape",
    "Without padding a window larger than the image has no place to lie: raise ValueError instead of giving a size "
    "that is 0 or negative.",
)
def pool2d_output_shape_large_window(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    large = padding == "valid" and pool_size > min(input_shape[:2])
    return _pool2d(input_shape, pool_size, stride, padding, _formula if large else _places)


@mistake(
    "pool2d_output_shape",
    'You raise ValueError for a large window with "same", too. There the border makes room for it.',
)
def pool2d_output_shape_large_window_with_same(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    _check(min(input_shape[:2]), max(pool_size, 1), 1, "valid" if padding == "same" else "same")
    return _pool2d(input_shape, pool_size, stride, padding)


# conv2d_parameter_count


@mistake("conv2d_parameter_count", "You multiply the height of the kernel by itself. Its width may be another number.")
def conv2d_parameter_count_square_kernel(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * (kernel_size[0] * kernel_size[0] * channels_in + 1)


@mistake("conv2d_parameter_count", "You multiply the width of the kernel by itself. Its height may be another number.")
def conv2d_parameter_count_square_of_the_width(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * (kernel_size[1] * kernel_size[1] * channels_in + 1)


@mistake("conv2d_parameter_count", "Your count lacks the biases. Each filter has one.")
def conv2d_parameter_count_without_biases(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * kernel_size[0] * kernel_size[1] * channels_in


@mistake("conv2d_parameter_count", "You count a single bias for the whole layer. Each filter has its own.")
def conv2d_parameter_count_a_single_bias(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * kernel_size[0] * kernel_size[1] * channels_in + 1


@mistake(
    "conv2d_parameter_count",
    "You count a bias for each channel of the input, too. A filter adds its channels up first and has one bias.",
)
def conv2d_parameter_count_a_bias_for_each_kernel(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * channels_in * (kernel_size[0] * kernel_size[1] + 1)


@mistake("conv2d_parameter_count", "You count a bias for each channel of the input. The biases belong to the filters.")
def conv2d_parameter_count_a_bias_for_each_channel(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * kernel_size[0] * kernel_size[1] * channels_in + channels_in


@mistake("conv2d_parameter_count", "You count a bias for each weight. A filter has one in all.")
def conv2d_parameter_count_a_bias_for_each_weight(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return 2 * filters * kernel_size[0] * kernel_size[1] * channels_in


@mistake(
    "conv2d_parameter_count",
    "Your count does not depend on the channels of the input. A filter has a kernel for each of them.",
)
def conv2d_parameter_count_without_channels(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * (kernel_size[0] * kernel_size[1] + 1)


@mistake("conv2d_parameter_count", "Your count is that of one filter. The layer has several.")
def conv2d_parameter_count_of_one_filter(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return kernel_size[0] * kernel_size[1] * channels_in + 1


@mistake("conv2d_parameter_count", "You add the sides of the kernel. It has as many weights as its sides multiplied.")
def conv2d_parameter_count_perimeter(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * ((kernel_size[0] + kernel_size[1]) * channels_in + 1)


@mistake("conv2d_parameter_count", "Your count is a decimal number. A count is an integer.")
def conv2d_parameter_count_as_float(channels_in: int, filters: int, kernel_size: Sequence[int]) -> float:
    return float(filters * (kernel_size[0] * kernel_size[1] * channels_in + 1))


# dense_parameter_count


@mistake("dense_parameter_count", "Your count lacks the biases. Each unit has one.")
def dense_parameter_count_without_biases(inputs: int, units: int) -> int:
    return inputs * units


@mistake("dense_parameter_count", "You count a single bias for the whole layer. Each unit has its own.")
def dense_parameter_count_a_single_bias(inputs: int, units: int) -> int:
    return inputs * units + 1


@mistake("dense_parameter_count", "You count a bias for each input. The biases belong to the units.")
def dense_parameter_count_a_bias_for_each_input(inputs: int, units: int) -> int:
    return inputs * units + inputs


@mistake("dense_parameter_count", "You count biases for the inputs, too. They belong to the units only.")
def dense_parameter_count_biases_everywhere(inputs: int, units: int) -> int:
    return (inputs + 1) * (units + 1)


@mistake("dense_parameter_count", "You add inputs and units. Each unit is connected to each input: multiply them.")
def dense_parameter_count_sum(inputs: int, units: int) -> int:
    return inputs + units


@mistake("dense_parameter_count", "Your count is a decimal number. A count is an integer.")
def dense_parameter_count_as_float(inputs: int, units: int) -> float:
    return float((inputs + 1) * units)


# summarize


@mistake("summarize", "Unless it is given, the stride of a pooling layer is its pool size. Yours is 1.")
def summarize_pooling_stride_of_1(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape, layers, pool2d=lambda shape, size, stride=1, padding="valid": _pool2d(shape, size, stride, padding)
    )


@mistake("summarize", "Unless it is given, the stride of a pooling layer is its pool size. Yours is always 2.")
def summarize_pooling_stride_of_2(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape, layers, pool2d=lambda shape, size, stride=2, padding="valid": _pool2d(shape, size, stride, padding)
    )


@mistake("summarize", "The stride of your layers is what it is when none is given. A layer may bring its own.")
def summarize_stride_ignored(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    strides = {"conv2d": 1, "max_pool2d": None}
    _summary(input_shape, layers)
    given = [{**layer, "stride": strides[layer["type"]]} if "stride" in layer else layer for layer in layers]
    return _summary(input_shape, given)


@mistake("summarize", 'All your layers are without padding. A layer may ask for "same".')
def summarize_padding_ignored(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    _summary(input_shape, layers)
    return _summary(input_shape, [{key: value for key, value in layer.items() if key != "padding"} for layer in layers])


@mistake("summarize", 'With "same" your output is as large as the input. A stride makes it smaller, padding or not.')
def summarize_same_keeps_the_size(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    same = _with(same=lambda size, _window, _stride: size)

    def conv2d(shape: Shape, filters: int, size: Sequence[int], stride: int = 1, padding: str = "valid") -> Shape:
        return _conv2d(shape, filters, size, stride, padding, same)

    return _summary(input_shape, layers, conv2d)


@mistake(
    "summarize",
    "Each of your layers looks at the image itself. The output of a layer is the input of the next one.",
)
def summarize_shape_not_passed_on(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(input_shape, layers, passed_on=lambda before, _after: before)


@mistake(
    "summarize",
    "All your convolutions count the channels of the image. A later one looks at the filters of the layer before it.",
)
def summarize_channels_of_the_image(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape,
        layers,
        conv2d_parameters=lambda _channels, filters, size: _conv2d_parameters(input_shape[2], filters, size),
    )


@mistake("summarize", "Your counts lack the biases. Each filter and each unit has one.")
def summarize_without_biases(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape,
        layers,
        conv2d_parameters=lambda channels, filters, size: _conv2d_parameters(channels, filters, size) - filters,
        dense_parameters=lambda inputs, units: inputs * units,
    )


@mistake("summarize", "Your convolutions lack their biases. Each filter has one.")
def summarize_filters_without_biases(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape,
        layers,
        conv2d_parameters=lambda channels, filters, size: _conv2d_parameters(channels, filters, size) - filters,
    )


@mistake("summarize", "Your dense layers lack their biases. Each unit has one.")
def summarize_units_without_biases(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(input_shape, layers, dense_parameters=lambda inputs, units: inputs * units)


@mistake(
    "summarize",
    "Your convolutions count one kernel a filter. A filter has a kernel for each channel of its input.",
)
def summarize_without_channels(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape, layers, conv2d_parameters=lambda _channels, filters, size: _conv2d_parameters(1, filters, size)
    )


@mistake(
    "summarize",
    "Your pooling layers have parameters. They take the largest number of each window and learn nothing.",
)
def summarize_pooling_with_parameters(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(input_shape, layers, pool2d_parameters=lambda shape, size: (size * size * shape[2] + 1) * shape[2])


@mistake("summarize", "Your flattening forgets the channels: each pixel holds several numbers.")
def summarize_flattened_without_channels(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(input_shape, layers, flat=lambda shape: _flat(shape[:2]))


@mistake("summarize", "What is flat has a shape, too: a tuple of one number, not the number itself.")
def summarize_flat_shape_as_number(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    rows = _summary(input_shape, layers)
    return [(shape if len(shape) > 1 else shape[0], parameters) for shape, parameters in rows]


@mistake("summarize", "Your shapes begin with the batch. Here they are those of a single image.")
def summarize_with_batch(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return [((None, *shape), parameters) for shape, parameters in _summary(input_shape, layers)]


@mistake("summarize", "Your parameters are added up from layer to layer. Each row tells those of its own layer.")
def summarize_cumulated(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    rows = _summary(input_shape, layers)
    return [(shape, sum(row[1] for row in rows[: index + 1])) for index, (shape, _) in enumerate(rows)]


@mistake("summarize", "Your pairs are the wrong way round: the shape comes first, then the parameters.")
def summarize_exchanged(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return [(parameters, shape) for shape, parameters in _summary(input_shape, layers)]


@mistake("summarize", "Your first row is the image itself. There is one row for each layer, and none for the input.")
def summarize_with_the_image(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return [(tuple(input_shape), 0), *_summary(input_shape, layers)]


@mistake("summarize", "Your summary leaves out the flattening. It has no parameters, but a row of its own.")
def summarize_without_flatten(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    rows = _summary(input_shape, layers)
    return [row for row, layer in zip(rows, layers, strict=True) if layer["type"] != "flatten"]


@mistake("summarize", "Your summary leaves out the layers without parameters. Each layer has its row.")
def summarize_without_unlearned_layers(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return [row for row in _summary(input_shape, layers) if row[1]]


@mistake("summarize", "Your summary has one row, that of the last layer. Each layer has its own.")
def summarize_last_layer(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(input_shape, layers)[-1:]


@mistake("summarize", "An unknown type of layer has no meaning: raise ValueError instead of leaving the layer out.")
def summarize_unknown_type_skipped(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    known = {"conv2d", "max_pool2d", "flatten", "dense"}
    return _summary(input_shape, [layer for layer in layers if layer["type"] in known])


@mistake("summarize", "An unknown type of layer ends in a KeyError here: the exception asked for is ValueError.")
def summarize_unknown_type_key_error(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    functions = {"conv2d": _conv2d, "max_pool2d": _pool2d, "flatten": _flat, "dense": _dense_parameters}
    for layer in layers:
        functions[layer["type"]]
    return _summary(input_shape, layers)


@mistake(
    "summarize",
    "A kernel or a window that has grown larger than what is left of the image has no place to lie: raise ValueError.",
)
def summarize_large_windows(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    def conv2d(shape: Shape, filters: int, size: Sequence[int], stride: int = 1, padding: str = "valid") -> Shape:
        fits = padding != "valid" or (size[0] <= shape[0] and size[1] <= shape[1])
        return _conv2d(shape, filters, size, stride, padding, _places if fits else _formula)

    def pool2d(shape: Shape, size: int, stride: int | None = None, padding: str = "valid") -> Shape:
        fits = padding != "valid" or size <= min(shape[:2])
        return _pool2d(shape, size, stride, padding, _places if fits else _formula)

    return _summary(input_shape, layers, conv2d, pool2d)


@mistake(
    "summarize",
    "Your function changes the layers it is given: it takes entries out of the caller's own dicts. Leave the "
    "arguments as they were.",
)
def summarize_in_place(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    rows = _summary(input_shape, layers)
    for layer in layers:
        if isinstance(layer, dict):
            layer.pop("type")
    return rows
