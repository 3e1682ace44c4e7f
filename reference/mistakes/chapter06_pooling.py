"""What usually goes wrong in chapter 6: strides, borders, axes, and what a window without whole pixels is worth.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from reference.mistakes import mistake

Array = NDArray[Any]
SameRule = Callable[[int, int, int], tuple[int, int]]
Border = Callable[[Array, list[tuple[int, int]]], Array]


def _refuse_small(size: int) -> None:
    if size < 1:
        raise ValueError("pool size or stride below 1")


def _same(size: int, pool_size: int, stride: int) -> tuple[int, int]:
    total = _total(size, pool_size, stride)
    return total // 2, total - total // 2


def _total(size: int, pool_size: int, stride: int) -> int:
    return max((-(-size // stride) - 1) * stride + pool_size - size, 0)


def _shared(total: int) -> tuple[int, int]:
    total = max(total, 0)
    return total // 2, total - total // 2


def _pads(images: Array, pool_size: int, stride: int, padding: str, rule: SameRule = _same) -> list[tuple[int, int]]:
    _refuse_small(pool_size)
    _refuse_small(stride)
    if padding == "same":
        return [(0, 0), rule(images.shape[1], pool_size, stride), rule(images.shape[2], pool_size, stride), (0, 0)]
    if padding != "valid":
        raise ValueError("unknown padding")
    if pool_size > min(images.shape[1:3]):
        raise ValueError("windows larger than the images")
    return [(0, 0), (0, 0), (0, 0), (0, 0)]


def _bordered(images: Array, pads: list[tuple[int, int]]) -> Array:
    """Pad with NaN, which the reductions below leave out."""
    return np.pad(np.asarray(images, dtype=np.float64), pads, constant_values=np.nan)


def _bordered_with(value: float) -> Border:
    return lambda images, pads: np.pad(np.asarray(images, dtype=np.float64), pads, constant_values=value)


def _slide(padded: Array, pool_size: int, row_stride: int, column_stride: int) -> Array:
    """Windows `(batch, output_height, output_width, channels, pool_size, pool_size)`."""
    windows = sliding_window_view(padded, (pool_size, pool_size), axis=(1, 2))
    return windows[:, ::row_stride, ::column_stride]


def _windows(
    images: Array,
    pool_size: int,
    stride: int | None,
    padding: str,
    rule: SameRule = _same,
    border: Border = _bordered,
) -> Array:
    stride = pool_size if stride is None else stride
    padded = border(images, _pads(images, pool_size, stride, padding, rule))
    return _slide(padded, pool_size, stride, stride)


def _maximum(windows: Array, axes: tuple[int, ...] = (4, 5)) -> Array:
    return np.asarray(np.max(np.where(np.isnan(windows), -np.inf, windows), axis=axes))


def _average(windows: Array, axes: tuple[int, ...] = (4, 5)) -> Array:
    count = np.sum(~np.isnan(windows), axis=axes)
    return np.asarray(np.nansum(windows, axis=axes) / np.maximum(count, 1))


def _max(
    images: Array,
    pool_size: int,
    stride: int | None,
    padding: str,
    rule: SameRule = _same,
    border: Border = _bordered,
) -> Array:
    return _maximum(_windows(images, pool_size, stride, padding, rule, border))


def _mean(
    images: Array,
    pool_size: int,
    stride: int | None,
    padding: str,
    rule: SameRule = _same,
    border: Border = _bordered,
) -> Array:
    return _average(_windows(images, pool_size, stride, padding, rule, border))


def _grown(padded: Array, height: int, width: int) -> Array:
    """Append NaN below and to the right until the sizes are reached."""
    rows, columns = max(height - padded.shape[1], 0), max(width - padded.shape[2], 0)
    return _bordered(padded, [(0, 0), (0, rows), (0, columns), (0, 0)])


def _pooled_grey(image: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    return _max(image[np.newaxis, :, :, np.newaxis], pool_size, stride, padding)[0, :, :, 0]


def _unchanged(before: Array, after: Array) -> float:
    return float(np.mean(before == after))


# max_pool2d


@mistake(
    "max_pool2d",
    'With "same" the number of added pixels is right, but an odd one goes above and to the left. TensorFlow puts it '
    "below and to the right.",
)
def max_pool2d_same_odd_one_before(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding, lambda *sizes: _same(*sizes)[::-1])


@mistake(
    "max_pool2d",
    'With "same" you pad as if the stride were 1. Where the windows move by more than one pixel they lack less, so '
    "that all of yours are shifted.",
)
def max_pool2d_same_as_stride_one(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding, lambda size, pool, _: _same(size, pool, 1))


@mistake(
    "max_pool2d",
    'With "same" all pixels are added below and to the right: your windows begin at the corner of the image. Half of '
    "what is missing goes before.",
)
def max_pool2d_same_all_after(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding, lambda *sizes: (0, _total(*sizes)))


@mistake(
    "max_pool2d",
    'With "same" you pad half the pool size on each side, which fits odd windows with a stride of 1 only. Count how '
    "many pixels all windows together cover, and compare with the size.",
)
def max_pool2d_same_half_pool_each_side(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding, lambda _, pool, __: (pool // 2, pool // 2))


@mistake(
    "max_pool2d",
    'With "same" you pad half of the pool size less one on each side, rounded down. For even windows or larger '
    "strides count how many pixels all windows together cover, and compare with the size.",
)
def max_pool2d_same_pool_less_one_halved(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding, lambda _, pool, __: ((pool - 1) // 2, (pool - 1) // 2))


@mistake(
    "max_pool2d",
    'With "same" you add the pool size less the stride, which is right only where the stride divides the size. Where '
    "it does not, the last window lacks more.",
)
def max_pool2d_same_pool_less_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding, lambda _, pool, step: _shared(pool - step))


@mistake(
    "max_pool2d",
    'With "same" you pad with zeros, which are the largest where all pixels of a window are negative. What is added '
    "must never win.",
)
def max_pool2d_same_zeros_win(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding, border=_bordered_with(0.0))


@mistake(
    "max_pool2d",
    'With "same" you pad with a number that you took for small enough. Images may hold smaller ones: what is added '
    "must never win, whatever the pixels.",
)
def max_pool2d_same_small_number_wins(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding, border=_bordered_with(-1e9))


@mistake(
    "max_pool2d",
    'With "same" you pad with a negative number, but images may hold smaller ones. What is added must never win, '
    "whatever the pixels.",
)
def max_pool2d_same_thousand_below_zero(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding, border=_bordered_with(-999.0))


@mistake(
    "max_pool2d",
    'With "same" you pad with minus infinity, which an array of integers cannot hold. Turn the images into decimal '
    "numbers first.",
)
def max_pool2d_infinity_in_integers(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = _pads(images, pool_size, step, padding)
    if images.dtype.kind in "iu" and np.any(pads):
        raise OverflowError("cannot convert float infinity to integer")
    return _max(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    'With "same" your number of added pixels can be negative: a stride larger than the pool size may leave pixels '
    "over. Then nothing is added.",
)
def max_pool2d_same_negative_number_added(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if (
        padding == "same"
        and step > 0
        and any((size - 1) // step * step + pool_size < size for size in images.shape[1:3])
    ):
        raise ValueError("index can't contain negative values")
    return _max(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    'With "same" you pad so that the output keeps the size of the input whatever the stride. It has size / stride '
    "numbers, rounded up.",
)
def max_pool2d_same_keeps_input_size(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding, lambda size, pool, step: _shared((size - 1) * step + pool - size))


@mistake(
    "max_pool2d",
    'With "same" your windows move by one pixel when no stride is given. The default is the pool size whatever the '
    "padding.",
)
def max_pool2d_same_stride_one_by_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if stride is None and padding == "same":
        stride = 1 if pool_size > 0 else 0
    return _max(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    'You compute "valid" whatever the padding. "same" adds pixels around the images first, so that no pixel is left '
    "over.",
)
def max_pool2d_same_ignored(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    if padding == "same" and stride != 0 and 1 <= pool_size <= min(images.shape[1:3]):
        padding = "valid"
    return _max(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    'With "same" your output has size / stride numbers rounded down. Rounded up, no pixel is left over.',
)
def max_pool2d_same_rounded_down(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _max(images, pool_size, stride, padding)
    step = pool_size if stride is None else stride
    return (
        output[:, : max(images.shape[1] // step, 1), : max(images.shape[2] // step, 1)] if padding == "same" else output
    )


@mistake(
    "max_pool2d",
    'With "same" only the width is padded. The height is treated the same way.',
)
def max_pool2d_same_on_width_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = _pads(images, pool_size, step, padding)
    if images.shape[1] >= pool_size:
        pads[1] = (0, 0)
    return _maximum(_slide(_bordered(images, pads), pool_size, step, step))


@mistake(
    "max_pool2d",
    'With "same" the width is padded for the height of the images. Look again at images that are not square.',
)
def max_pool2d_same_width_padded_for_height(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = _pads(images, pool_size, step, padding)
    pads[2] = pads[1]
    padded = _grown(_bordered(images, pads), 0, pool_size)
    return _maximum(_slide(padded, pool_size, step, step))


@mistake(
    "max_pool2d",
    "Your search for the largest value starts at 0, so that negative pixels never win. Start at the first pixel of "
    "the window, or below all numbers.",
)
def max_pool2d_starts_at_zero(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.maximum(_max(images, pool_size, stride, padding), 0)


@mistake(
    "max_pool2d",
    "Your search for the largest value starts at a number that smaller pixels never beat. Start at the first pixel of "
    "the window, or below all numbers.",
)
def max_pool2d_starts_at_minus_one(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.maximum(_max(images, pool_size, stride, padding), -1)


@mistake(
    "max_pool2d",
    "You take the largest magnitude: a large negative number wins over a small positive one. The largest value is "
    "asked.",
)
def max_pool2d_of_absolute_values(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.abs(_max(np.abs(images.astype(np.float64)), pool_size, stride, padding))


@mistake(
    "max_pool2d",
    "Only the first row of each window counts. A window has pool_size rows.",
)
def max_pool2d_of_first_row(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    return _maximum(_windows(images, pool_size, stride, padding)[..., :1, :])


@mistake(
    "max_pool2d",
    "The last row and the last column of each window do not count. A slice ends before its second number.",
)
def max_pool2d_without_last_pixels(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = _windows(images, pool_size, stride, padding)
    return _maximum(windows[..., : max(pool_size - 1, 1), : max(pool_size - 1, 1)])


@mistake(
    "max_pool2d",
    "Your windows are a row and a column too large. A slice ends before its second number.",
)
def max_pool2d_with_one_pixel_more(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    larger = _grown(padded, padded.shape[1] + 1, padded.shape[2] + 1)
    return _maximum(_slide(larger, pool_size + 1, step, step))


@mistake(
    "max_pool2d",
    "Your result is the mean of each window: that is average pooling. The largest value is asked.",
)
def max_pool2d_mean_instead(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    return _mean(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    "Your result is the smallest value of each window. The largest is asked.",
)
def max_pool2d_minimum_instead(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return -_max(-images.astype(np.float64), pool_size, stride, padding)


@mistake(
    "max_pool2d",
    "Your result is the sum of each window. The largest value is asked.",
)
def max_pool2d_sum_instead(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    return np.asarray(np.nansum(_windows(images, pool_size, stride, padding), axis=(4, 5)))


@mistake(
    "max_pool2d",
    "Your result says where in its window the largest value stands, not which it is.",
)
def max_pool2d_where_instead(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    windows = np.nan_to_num(_windows(images, pool_size, stride, padding), nan=-np.inf)
    return np.asarray(np.argmax(windows.reshape(*windows.shape[:4], -1), axis=-1).astype(np.float64))


@mistake(
    "max_pool2d",
    "Your result holds integers, so that the decimals of the pixels are lost. Look at the type of the array you fill.",
)
def max_pool2d_cut_to_integers(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding).astype(np.int64)


@mistake(
    "max_pool2d",
    "Your bytes above 127 became negative: an int8 cannot hold them. Compute with decimal numbers whatever the type "
    "of the pixels.",
)
def max_pool2d_signed_bytes(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    if images.dtype == np.uint8:
        return _max(images.astype(np.int8), pool_size, stride, padding)
    return _max(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    "Your windows move by one pixel when no stride is given. The default is the pool size: windows side by side.",
)
def max_pool2d_stride_one_by_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if stride is None:
        stride = min(pool_size, 1)
    return _max(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    "Your stride is 2 when none is given. The default is the pool size, which need not be 2.",
)
def max_pool2d_stride_two_by_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if stride is None:
        stride = 2
    return _max(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    "This is the loop printed in the course, which moves by the stride in the output instead of in the images. Every "
    "number of the output has its window: ask where in the image it starts.",
)
def max_pool2d_course_stride_loop(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    output = np.zeros_like(_maximum(_slide(padded, pool_size, step, step)))
    height, width = output.shape[1:3]
    output[:, ::step, ::step] = _maximum(_slide(padded, pool_size, 1, 1))[:, :height:step, :width:step]
    return output


@mistake(
    "max_pool2d",
    "Your output has the right size, but its windows move by one pixel instead of by the stride.",
)
def max_pool2d_windows_one_pixel_apart(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    height, width = _slide(padded, pool_size, step, step).shape[1:3]
    return _maximum(_slide(padded, pool_size, 1, 1)[:, :height, :width])


@mistake(
    "max_pool2d",
    "You ignore the stride: your windows always stand side by side. The pool size is its default only.",
)
def max_pool2d_stride_ignored(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    _pads(images, pool_size, step, padding)
    return _max(images, pool_size, None, padding)


@mistake(
    "max_pool2d",
    "Pool size and stride are exchanged: your windows are as large as the stride and as far apart as the pool size.",
)
def max_pool2d_pool_size_and_stride_exchanged(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    _pads(images, pool_size, step, padding)
    size = min(step, *images.shape[1:3]) if padding == "valid" else step
    return _max(images, size, pool_size, padding)


@mistake(
    "max_pool2d",
    "Your windows are as large as the stride: you take the stride where the pool size is meant. Only where they stand "
    "side by side are both the same.",
)
def max_pool2d_windows_of_the_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    height, width = _slide(padded, pool_size, step, step).shape[1:3]
    padded = _grown(padded, height * step, width * step)
    return _maximum(_slide(padded, step, step, step)[:, :height, :width])


@mistake(
    "max_pool2d",
    "Your windows move by the stride from top to bottom only. They do so from left to right too.",
)
def max_pool2d_strided_rows_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    return _maximum(_slide(_bordered(images, _pads(images, pool_size, step, padding)), pool_size, step, 1))


@mistake(
    "max_pool2d",
    "Your windows move by the stride from left to right only. They do so from top to bottom too.",
)
def max_pool2d_strided_columns_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    return _maximum(_slide(_bordered(images, _pads(images, pool_size, step, padding)), pool_size, 1, step))


@mistake(
    "max_pool2d",
    "Your output has a window too many when the stride does not divide: its size is rounded up. The pixels after the "
    "last whole window are not seen.",
)
def max_pool2d_size_rounded_up(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = _pads(images, pool_size, step, padding)
    if padding == "valid":
        pads[1] = (0, -(images.shape[1] - pool_size) % step)
        pads[2] = (0, -(images.shape[2] - pool_size) % step)
    padded = _bordered(images, pads)
    return _maximum(_slide(padded, pool_size, step, step))


@mistake(
    "max_pool2d",
    "Your output has size / stride numbers: the last windows are cut off at the border. That fits windows side by "
    "side; with another stride only whole windows count.",
)
def max_pool2d_size_over_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = _pads(images, pool_size, step, padding)
    if padding == "valid":
        height, width = (max(size // step, 1) for size in images.shape[1:3])
        padded = _grown(np.asarray(images, np.float64), height * step + pool_size, width * step + pool_size)
        return _maximum(_slide(padded, pool_size, step, step)[:, :height, :width])
    return _maximum(_slide(_bordered(images, pads), pool_size, step, step))


@mistake(
    "max_pool2d",
    "Your output lacks its last row and its last column. The first window needs no move: divide the room to move by "
    "the stride, then add 1.",
)
def max_pool2d_one_window_short(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding)[:, :-1, :-1]


@mistake(
    "max_pool2d",
    "Your output size adds 1 before the division by the stride instead of after it. Count the windows by hand for 4 "
    "pixels, a pool size of 2 and a stride of 2.",
)
def max_pool2d_one_added_before_division(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    height, width = ((size - pool_size + 1) // step for size in padded.shape[1:3])
    return _maximum(_slide(padded, pool_size, step, step)[:, :height, :width])


@mistake(
    "max_pool2d",
    "The pixels that you leave over are the first ones. The first window starts at the corner of the image, and what "
    "is left over comes after the last one.",
)
def max_pool2d_leftovers_in_front(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    top, left = ((size - pool_size) % step for size in padded.shape[1:3])
    return _maximum(_slide(padded[:, top:, left:], pool_size, step, step))


@mistake(
    "max_pool2d",
    "Your output is square, although the images are not: its width is computed from their height.",
)
def max_pool2d_square_output(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    side = (padded.shape[1] - pool_size) // step + 1
    windows = _slide(_grown(padded, 0, side * step + pool_size), pool_size, step, step)
    return _maximum(windows[:, :, :side])


@mistake(
    "max_pool2d",
    "Rows and columns of your result are exchanged.",
)
def max_pool2d_height_and_width_exchanged(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding).swapaxes(1, 2)


@mistake(
    "max_pool2d",
    "Your windows reach across all channels, of which a single one is left. Each channel is pooled on its own.",
)
def max_pool2d_channels_pooled_together(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _maximum(_windows(images, pool_size, stride, padding), (3, 4, 5))[..., np.newaxis]


@mistake(
    "max_pool2d",
    "Every channel of your result is that of all channels together. Each is pooled on its own.",
)
def max_pool2d_channels_all_alike(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = _windows(images, pool_size, stride, padding)
    return np.repeat(_maximum(windows, (3, 4, 5))[..., np.newaxis], images.shape[3], axis=3)


@mistake(
    "max_pool2d",
    "Only the first channel of the images is pooled, the others stay zero.",
)
def max_pool2d_first_channel_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _max(images, pool_size, stride, padding)
    output[..., 1:] = 0
    return output


@mistake(
    "max_pool2d",
    "You pool over the wrong axes, as if the channels came before height and width. The images are (batch, height, "
    "width, channels).",
)
def max_pool2d_channels_first(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    moved = np.moveaxis(_max(images, pool_size, stride, padding), -1, 1)
    if images.shape[1] == images.shape[2]:
        return moved
    return moved.swapaxes(2, 3)


@mistake(
    "max_pool2d",
    "Your windows reach across all images of the batch. Each image is pooled on its own.",
)
def max_pool2d_batch_pooled_together(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _maximum(_windows(images, pool_size, stride, padding), (0, 4, 5))[np.newaxis]


@mistake(
    "max_pool2d",
    "Only the first image of the batch is computed, the others stay zero.",
)
def max_pool2d_first_image_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _max(images, pool_size, stride, padding)
    output[1:] = 0
    return output


@mistake(
    "max_pool2d",
    "All images of your result are that of the first one. Each image of the batch has its own.",
)
def max_pool2d_first_image_repeated(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _max(images, pool_size, stride, padding)
    output[:] = output[:1].copy()
    return output


@mistake(
    "max_pool2d",
    "Your result holds nothing but zeros: the array is made, but never filled.",
)
def max_pool2d_never_filled(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    return np.zeros_like(_max(images, pool_size, stride, padding))


@mistake(
    "max_pool2d",
    "With a pool size of 1 your result is a window on the images themselves: whoever changes it changes them too. "
    "Return a new array.",
)
def max_pool2d_view_for_single_pixels(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    output = _max(images, pool_size, step, padding)
    return images[:, ::step, ::step] if pool_size == 1 else output


@mistake(
    "max_pool2d",
    "Your function computes whatever it is given: an unknown padding, a stride below 1, windows larger than the "
    "images. Look at the arguments first, and raise ValueError when they have no meaning.",
)
def max_pool2d_without_checks(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding != "same":
        sizes = [max((size - pool_size) // step + 1, 0) for size in images.shape[1:3]]
        if pool_size < 1 or step < 1 or min(sizes) < 1:
            return np.zeros((len(images), *sizes, images.shape[3]))
        padding = "valid"
    elif pool_size < 1 or step < 1:
        return np.zeros((len(images), -(-images.shape[1] // step), -(-images.shape[2] // step), images.shape[3]))
    return _max(images, pool_size, step, padding)


@mistake(
    "max_pool2d",
    "A stride of 0 is taken for no stride at all: zero counts as false. Ask whether the stride is None instead, and "
    "raise ValueError when it is below 1.",
)
def max_pool2d_zero_stride_is_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride or pool_size, padding)


@mistake(
    "max_pool2d",
    "A stride below 1 has no meaning: raise ValueError instead of using another stride.",
)
def max_pool2d_stride_at_least_one(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, None if stride is None else max(stride, 1), padding)


@mistake(
    "max_pool2d",
    "A pool size below 1 has no meaning: raise ValueError instead of using another one.",
)
def max_pool2d_pool_size_unchecked(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, max(pool_size, 1), stride, padding)


@mistake(
    "max_pool2d",
    "A stride of 0 ends in a division by zero here. Look at the stride first, and raise ValueError when it is below 1.",
)
def max_pool2d_divides_by_a_zero_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding in {"valid", "same"}:
        _ = images.shape[1] // step
    return _max(images, pool_size, step, padding)


@mistake(
    "max_pool2d",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "valid".',
)
def max_pool2d_unknown_is_valid(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, "same" if padding == "same" else "valid")


@mistake(
    "max_pool2d",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "same".',
)
def max_pool2d_unknown_is_same(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, "valid" if padding == "valid" else "same")


@mistake(
    "max_pool2d",
    "Windows larger than the images have no place to lie without padding: raise ValueError instead of returning an "
    "empty array.",
)
def max_pool2d_empty_result(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    step = pool_size if stride is None else stride
    if padding == "valid" and step > 0 and pool_size > min(images.shape[1:3]):
        sizes = [max((size - pool_size) // step + 1, 0) for size in images.shape[1:3]]
        return np.zeros((len(images), *sizes, images.shape[3]))
    return _max(images, pool_size, step, padding)


@mistake(
    "max_pool2d",
    "Windows larger than the images have no place to lie without padding: raise ValueError instead of cutting them "
    "off.",
)
def max_pool2d_large_windows_cut(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if padding == "valid":
        step = pool_size if stride is None else stride
        return _max(images, min(pool_size, *images.shape[1:3]), step, padding)
    return _max(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    "You compare the pool size with the height of the images only. A window wider than the images has no place "
    "either: raise ValueError.",
)
def max_pool2d_only_height_checked(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding == "valid" and step > 0 and images.shape[2] < pool_size <= images.shape[1]:
        return np.zeros((len(images), (images.shape[1] - pool_size) // step + 1, 0, images.shape[3]))
    return _max(images, pool_size, step, padding)


@mistake(
    "max_pool2d",
    'You refuse windows larger than the images with "same" too. There the padding makes room for them: ValueError is '
    "for the valid region.",
)
def max_pool2d_same_refuses_large(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if pool_size > min(images.shape[1:3]):
        raise ValueError("windows larger than the images")
    return _max(images, pool_size, stride, padding)


# average_pool2d


@mistake(
    "average_pool2d",
    'With "same" the added pixels count in your mean: you divide by all places of the window. Divide by the number of '
    "those on the image.",
)
def average_pool2d_same_counts_padding(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding, border=_bordered_with(0.0))


@mistake(
    "average_pool2d",
    'With "same" you leave out the rows added above and below, but count the columns added left and right. Divide by '
    "the number of pixels on the image.",
)
def average_pool2d_same_counts_padded_columns(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = _windows(images, pool_size, stride, padding)
    rows = np.max(np.sum(~np.isnan(windows), axis=-2), axis=-1)
    return np.asarray(np.nansum(windows, axis=(4, 5)) / (rows * pool_size))


@mistake(
    "average_pool2d",
    "You count only the pixels that are not zero. A black pixel of the image counts too; only what is added around it "
    "does not.",
)
def average_pool2d_black_pixels_not_counted(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = _windows(images, pool_size, stride, padding)
    count = np.sum((windows != 0) & ~np.isnan(windows), axis=(4, 5))
    return np.asarray(np.nansum(windows, axis=(4, 5)) / np.maximum(count, 1))


@mistake(
    "average_pool2d",
    'With "same" you repeat the border pixels of the images, which then count twice. Only pixels of the image count, '
    "each once.",
)
def average_pool2d_same_repeats_edges(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding, border=lambda array, pads: np.pad(array, pads, mode="edge"))


@mistake(
    "average_pool2d",
    'With "same" you pad as for max pooling: with minus infinity in it, no mean is finite. Here the added pixels are '
    "left out of sum and count.",
)
def average_pool2d_same_infinity(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding, border=_bordered_with(-np.inf))


@mistake(
    "average_pool2d",
    'With "same" the number of added pixels is right, but an odd one goes above and to the left. TensorFlow puts it '
    "below and to the right.",
)
def average_pool2d_same_odd_one_before(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding, lambda *sizes: _same(*sizes)[::-1])


@mistake(
    "average_pool2d",
    'With "same" you pad as if the stride were 1. Where the windows move by more than one pixel they lack less, so '
    "that all of yours are shifted.",
)
def average_pool2d_same_as_stride_one(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding, lambda size, pool, _: _same(size, pool, 1))


@mistake(
    "average_pool2d",
    'With "same" all pixels are added below and to the right: your windows begin at the corner of the image. Half of '
    "what is missing goes before.",
)
def average_pool2d_same_all_after(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding, lambda *sizes: (0, _total(*sizes)))


@mistake(
    "average_pool2d",
    'With "same" you pad half the pool size on each side, which fits odd windows with a stride of 1 only. Count how '
    "many pixels all windows together cover, and compare with the size.",
)
def average_pool2d_same_half_pool_each_side(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding, lambda _, pool, __: (pool // 2, pool // 2))


@mistake(
    "average_pool2d",
    'With "same" you pad half of the pool size less one on each side, rounded down. For even windows or larger '
    "strides count how many pixels all windows together cover, and compare with the size.",
)
def average_pool2d_same_pool_less_one_halved(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding, lambda _, pool, __: ((pool - 1) // 2, (pool - 1) // 2))


@mistake(
    "average_pool2d",
    'With "same" you add the pool size less the stride, which is right only where the stride divides the size. Where '
    "it does not, the last window lacks more.",
)
def average_pool2d_same_pool_less_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding, lambda _, pool, step: _shared(pool - step))


@mistake(
    "average_pool2d",
    'With "same" your number of added pixels can be negative: a stride larger than the pool size may leave pixels '
    "over. Then nothing is added.",
)
def average_pool2d_same_negative_number_added(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if (
        padding == "same"
        and step > 0
        and any((size - 1) // step * step + pool_size < size for size in images.shape[1:3])
    ):
        raise ValueError("index can't contain negative values")
    return _mean(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    'With "same" you pad so that the output keeps the size of the input whatever the stride. It has size / stride '
    "numbers, rounded up.",
)
def average_pool2d_same_keeps_input_size(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding, lambda size, pool, step: _shared((size - 1) * step + pool - size))


@mistake(
    "average_pool2d",
    'With "same" your windows move by one pixel when no stride is given. The default is the pool size whatever the '
    "padding.",
)
def average_pool2d_same_stride_one_by_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if stride is None and padding == "same":
        stride = 1 if pool_size > 0 else 0
    return _mean(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    'You compute "valid" whatever the padding. "same" adds pixels around the images first, so that no pixel is left '
    "over.",
)
def average_pool2d_same_ignored(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if padding == "same" and stride != 0 and 1 <= pool_size <= min(images.shape[1:3]):
        padding = "valid"
    return _mean(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    'With "same" your output has size / stride numbers rounded down. Rounded up, no pixel is left over.',
)
def average_pool2d_same_rounded_down(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _mean(images, pool_size, stride, padding)
    step = pool_size if stride is None else stride
    return (
        output[:, : max(images.shape[1] // step, 1), : max(images.shape[2] // step, 1)] if padding == "same" else output
    )


@mistake(
    "average_pool2d",
    'With "same" only the width is padded. The height is treated the same way.',
)
def average_pool2d_same_on_width_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = _pads(images, pool_size, step, padding)
    if images.shape[1] >= pool_size:
        pads[1] = (0, 0)
    return _average(_slide(_bordered(images, pads), pool_size, step, step))


@mistake(
    "average_pool2d",
    'With "same" the width is padded for the height of the images. Look again at images that are not square.',
)
def average_pool2d_same_width_padded_for_height(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = _pads(images, pool_size, step, padding)
    pads[2] = pads[1]
    padded = _grown(_bordered(images, pads), 0, pool_size)
    return _average(_slide(padded, pool_size, step, step))


@mistake(
    "average_pool2d",
    "The mean of integers is cut to an integer. Look at the type of the array you fill: images of integers have means "
    "with decimals.",
)
def average_pool2d_truncated_for_integers(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _mean(images, pool_size, stride, padding)
    return np.asarray(np.trunc(output).astype(images.dtype) if images.dtype.kind in "iu" else output)


@mistake(
    "average_pool2d",
    "Your division drops the decimals: // gives whole numbers. The mean of 1 and 2 is 1.5.",
)
def average_pool2d_floor_division(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.floor(_mean(images, pool_size, stride, padding) + 1e-9)


@mistake(
    "average_pool2d",
    "The mean of integers is rounded to an integer. It may have decimals: the mean of 1 and 2 is 1.5.",
)
def average_pool2d_rounded_for_integers(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _mean(images, pool_size, stride, padding)
    return np.round(output) if images.dtype.kind in "iu" else output


@mistake(
    "average_pool2d",
    "Your result holds integers, so that the decimals of the pixels are lost. Look at the type of the array you fill.",
)
def average_pool2d_cut_to_integers(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding).astype(np.int64)


@mistake(
    "average_pool2d",
    "Your sums overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def average_pool2d_overflowing_bytes(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _mean(images, pool_size, stride, padding)
    if images.dtype != np.uint8:
        return output
    windows = _windows(images, pool_size, stride, padding)
    sums, count = np.nansum(windows, axis=(4, 5)), np.sum(~np.isnan(windows), axis=(4, 5))
    return np.asarray(sums % 256 / count)


@mistake(
    "average_pool2d",
    "You divide the sum by the pool size. A window has pool size times pool size pixels.",
)
def average_pool2d_divides_by_pool_size(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.asarray(_mean(images, pool_size, stride, padding) * pool_size)


@mistake(
    "average_pool2d",
    "You divide the sum by the square of the stride. The pixels of a window are as many as its pool size says.",
)
def average_pool2d_divides_by_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    return np.asarray(_mean(images, pool_size, step, padding) * (pool_size / step) ** 2)


@mistake(
    "average_pool2d",
    "Your result is the sum of each window. Divide it by the number of pixels.",
)
def average_pool2d_sum_instead(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.asarray(np.nansum(_windows(images, pool_size, stride, padding), axis=(4, 5)))


@mistake(
    "average_pool2d",
    "Your result is the largest value of each window: that is max pooling. The mean is asked.",
)
def average_pool2d_maximum_instead(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _max(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    "Your result is the median of each window: the value in the middle. The mean is asked.",
)
def average_pool2d_median_instead(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.asarray(np.nanmedian(_windows(images, pool_size, stride, padding), axis=(4, 5)))


@mistake(
    "average_pool2d",
    "You take the middle between the smallest and the largest value. The mean counts every pixel of the window.",
)
def average_pool2d_mean_of_extremes(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = _windows(images, pool_size, stride, padding)
    return np.asarray((np.nanmin(windows, axis=(4, 5)) + np.nanmax(windows, axis=(4, 5))) / 2)


@mistake(
    "average_pool2d",
    "Only the first row of each window counts. A window has pool_size rows.",
)
def average_pool2d_of_first_row(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _average(_windows(images, pool_size, stride, padding)[..., :1, :])


@mistake(
    "average_pool2d",
    "The last row and the last column of each window do not count. A slice ends before its second number.",
)
def average_pool2d_without_last_pixels(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = _windows(images, pool_size, stride, padding)
    return _average(windows[..., : max(pool_size - 1, 1), : max(pool_size - 1, 1)])


@mistake(
    "average_pool2d",
    "Your windows move by one pixel when no stride is given. The default is the pool size: windows side by side.",
)
def average_pool2d_stride_one_by_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if stride is None:
        stride = min(pool_size, 1)
    return _mean(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    "Your stride is 2 when none is given. The default is the pool size, which need not be 2.",
)
def average_pool2d_stride_two_by_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if stride is None:
        stride = 2
    return _mean(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    "This is the loop printed in the course, which moves by the stride in the output instead of in the images. Every "
    "number of the output has its window: ask where in the image it starts.",
)
def average_pool2d_course_stride_loop(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    output = np.zeros_like(_average(_slide(padded, pool_size, step, step)))
    height, width = output.shape[1:3]
    output[:, ::step, ::step] = _average(_slide(padded, pool_size, 1, 1))[:, :height:step, :width:step]
    return output


@mistake(
    "average_pool2d",
    "Your output has the right size, but its windows move by one pixel instead of by the stride.",
)
def average_pool2d_windows_one_pixel_apart(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    height, width = _slide(padded, pool_size, step, step).shape[1:3]
    return _average(_slide(padded, pool_size, 1, 1)[:, :height, :width])


@mistake(
    "average_pool2d",
    "You ignore the stride: your windows always stand side by side. The pool size is its default only.",
)
def average_pool2d_stride_ignored(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    _pads(images, pool_size, step, padding)
    return _mean(images, pool_size, None, padding)


@mistake(
    "average_pool2d",
    "Pool size and stride are exchanged: your windows are as large as the stride and as far apart as the pool size.",
)
def average_pool2d_pool_size_and_stride_exchanged(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    _pads(images, pool_size, step, padding)
    size = min(step, *images.shape[1:3]) if padding == "valid" else step
    return _mean(images, size, pool_size, padding)


@mistake(
    "average_pool2d",
    "Your windows are as large as the stride: you take the stride where the pool size is meant. Only where they stand "
    "side by side are both the same.",
)
def average_pool2d_windows_of_the_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    height, width = _slide(padded, pool_size, step, step).shape[1:3]
    padded = _grown(padded, height * step, width * step)
    return _average(_slide(padded, step, step, step)[:, :height, :width])


@mistake(
    "average_pool2d",
    "Your windows move by the stride from top to bottom only. They do so from left to right too.",
)
def average_pool2d_strided_rows_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    return _average(_slide(_bordered(images, _pads(images, pool_size, step, padding)), pool_size, step, 1))


@mistake(
    "average_pool2d",
    "Your windows move by the stride from left to right only. They do so from top to bottom too.",
)
def average_pool2d_strided_columns_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    return _average(_slide(_bordered(images, _pads(images, pool_size, step, padding)), pool_size, 1, step))


@mistake(
    "average_pool2d",
    "Your output has a window too many when the stride does not divide: its size is rounded up. The pixels after the "
    "last whole window are not seen.",
)
def average_pool2d_size_rounded_up(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = _pads(images, pool_size, step, padding)
    if padding == "valid":
        pads[1] = (0, -(images.shape[1] - pool_size) % step)
        pads[2] = (0, -(images.shape[2] - pool_size) % step)
    padded = _bordered(images, pads)
    return _average(_slide(padded, pool_size, step, step))


@mistake(
    "average_pool2d",
    "Your output has size / stride numbers: the last windows are cut off at the border. That fits windows side by "
    "side; with another stride only whole windows count.",
)
def average_pool2d_size_over_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = _pads(images, pool_size, step, padding)
    if padding == "valid":
        height, width = (max(size // step, 1) for size in images.shape[1:3])
        padded = _grown(np.asarray(images, np.float64), height * step + pool_size, width * step + pool_size)
        return _average(_slide(padded, pool_size, step, step)[:, :height, :width])
    return _average(_slide(_bordered(images, pads), pool_size, step, step))


@mistake(
    "average_pool2d",
    "Your output lacks its last row and its last column. The first window needs no move: divide the room to move by "
    "the stride, then add 1.",
)
def average_pool2d_one_window_short(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding)[:, :-1, :-1]


@mistake(
    "average_pool2d",
    "Your output size adds 1 before the division by the stride instead of after it. Count the windows by hand for 4 "
    "pixels, a pool size of 2 and a stride of 2.",
)
def average_pool2d_one_added_before_division(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    height, width = ((size - pool_size + 1) // step for size in padded.shape[1:3])
    return _average(_slide(padded, pool_size, step, step)[:, :height, :width])


@mistake(
    "average_pool2d",
    "The pixels that you leave over are the first ones. The first window starts at the corner of the image, and what "
    "is left over comes after the last one.",
)
def average_pool2d_leftovers_in_front(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    top, left = ((size - pool_size) % step for size in padded.shape[1:3])
    return _average(_slide(padded[:, top:, left:], pool_size, step, step))


@mistake(
    "average_pool2d",
    "Your output is square, although the images are not: its width is computed from their height.",
)
def average_pool2d_square_output(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = _bordered(images, _pads(images, pool_size, step, padding))
    side = (padded.shape[1] - pool_size) // step + 1
    windows = _slide(_grown(padded, 0, side * step + pool_size), pool_size, step, step)
    return _average(windows[:, :, :side])


@mistake(
    "average_pool2d",
    "Rows and columns of your result are exchanged.",
)
def average_pool2d_height_and_width_exchanged(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, padding).swapaxes(1, 2)


@mistake(
    "average_pool2d",
    "Your windows reach across all channels, of which a single one is left. Each channel is pooled on its own.",
)
def average_pool2d_channels_pooled_together(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _average(_windows(images, pool_size, stride, padding), (3, 4, 5))[..., np.newaxis]


@mistake(
    "average_pool2d",
    "Every channel of your result is that of all channels together. Each is pooled on its own.",
)
def average_pool2d_channels_all_alike(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = _windows(images, pool_size, stride, padding)
    return np.repeat(_average(windows, (3, 4, 5))[..., np.newaxis], images.shape[3], axis=3)


@mistake(
    "average_pool2d",
    "Only the first channel of the images is pooled, the others stay zero.",
)
def average_pool2d_first_channel_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _mean(images, pool_size, stride, padding)
    output[..., 1:] = 0
    return output


@mistake(
    "average_pool2d",
    "You pool over the wrong axes, as if the channels came before height and width. The images are (batch, height, "
    "width, channels).",
)
def average_pool2d_channels_first(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    moved = np.moveaxis(_mean(images, pool_size, stride, padding), -1, 1)
    if images.shape[1] == images.shape[2]:
        return moved
    return moved.swapaxes(2, 3)


@mistake(
    "average_pool2d",
    "Your windows reach across all images of the batch. Each image is pooled on its own.",
)
def average_pool2d_batch_pooled_together(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _average(_windows(images, pool_size, stride, padding), (0, 4, 5))[np.newaxis]


@mistake(
    "average_pool2d",
    "Only the first image of the batch is computed, the others stay zero.",
)
def average_pool2d_first_image_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _mean(images, pool_size, stride, padding)
    output[1:] = 0
    return output


@mistake(
    "average_pool2d",
    "All images of your result are that of the first one. Each image of the batch has its own.",
)
def average_pool2d_first_image_repeated(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = _mean(images, pool_size, stride, padding)
    output[:] = output[:1].copy()
    return output


@mistake(
    "average_pool2d",
    "Your result holds nothing but zeros: the array is made, but never filled.",
)
def average_pool2d_never_filled(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.zeros_like(_mean(images, pool_size, stride, padding))


@mistake(
    "average_pool2d",
    "With a pool size of 1 your result is a window on the images themselves: whoever changes it changes them too. "
    "Return a new array.",
)
def average_pool2d_view_for_single_pixels(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    output = _mean(images, pool_size, step, padding)
    return images[:, ::step, ::step] if pool_size == 1 else output


@mistake(
    "average_pool2d",
    "Your function computes whatever it is given: an unknown padding, a stride below 1, windows larger than the "
    "images. Look at the arguments first, and raise ValueError when they have no meaning.",
)
def average_pool2d_without_checks(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding != "same":
        sizes = [max((size - pool_size) // step + 1, 0) for size in images.shape[1:3]]
        if pool_size < 1 or step < 1 or min(sizes) < 1:
            return np.zeros((len(images), *sizes, images.shape[3]))
        padding = "valid"
    elif pool_size < 1 or step < 1:
        return np.zeros((len(images), -(-images.shape[1] // step), -(-images.shape[2] // step), images.shape[3]))
    return _mean(images, pool_size, step, padding)


@mistake(
    "average_pool2d",
    "A stride of 0 is taken for no stride at all: zero counts as false. Ask whether the stride is None instead, and "
    "raise ValueError when it is below 1.",
)
def average_pool2d_zero_stride_is_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride or pool_size, padding)


@mistake(
    "average_pool2d",
    "A stride below 1 has no meaning: raise ValueError instead of using another stride.",
)
def average_pool2d_stride_at_least_one(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, None if stride is None else max(stride, 1), padding)


@mistake(
    "average_pool2d",
    "A pool size below 1 has no meaning: raise ValueError instead of using another one.",
)
def average_pool2d_pool_size_unchecked(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, max(pool_size, 1), stride, padding)


@mistake(
    "average_pool2d",
    "A stride of 0 ends in a division by zero here. Look at the stride first, and raise ValueError when it is below 1.",
)
def average_pool2d_divides_by_a_zero_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding in {"valid", "same"}:
        _ = images.shape[1] // step
    return _mean(images, pool_size, step, padding)


@mistake(
    "average_pool2d",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "valid".',
)
def average_pool2d_unknown_is_valid(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, "same" if padding == "same" else "valid")


@mistake(
    "average_pool2d",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "same".',
)
def average_pool2d_unknown_is_same(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return _mean(images, pool_size, stride, "valid" if padding == "valid" else "same")


@mistake(
    "average_pool2d",
    "Windows larger than the images have no place to lie without padding: raise ValueError instead of returning an "
    "empty array.",
)
def average_pool2d_empty_result(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding == "valid" and step > 0 and pool_size > min(images.shape[1:3]):
        sizes = [max((size - pool_size) // step + 1, 0) for size in images.shape[1:3]]
        return np.zeros((len(images), *sizes, images.shape[3]))
    return _mean(images, pool_size, step, padding)


@mistake(
    "average_pool2d",
    "Windows larger than the images have no place to lie without padding: raise ValueError instead of cutting them "
    "off.",
)
def average_pool2d_large_windows_cut(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if padding == "valid":
        step = pool_size if stride is None else stride
        return _mean(images, min(pool_size, *images.shape[1:3]), step, padding)
    return _mean(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    "You compare the pool size with the height of the images only. A window wider than the images has no place "
    "either: raise ValueError.",
)
def average_pool2d_only_height_checked(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding == "valid" and step > 0 and images.shape[2] < pool_size <= images.shape[1]:
        return np.zeros((len(images), (images.shape[1] - pool_size) // step + 1, 0, images.shape[3]))
    return _mean(images, pool_size, step, padding)


@mistake(
    "average_pool2d",
    'You refuse windows larger than the images with "same" too. There the padding makes room for them: ValueError is '
    "for the valid region.",
)
def average_pool2d_same_refuses_large(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if pool_size > min(images.shape[1:3]):
        raise ValueError("windows larger than the images")
    return _mean(images, pool_size, stride, padding)


# global_average_pool2d


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


# shift_invariance


@mistake(
    "shift_invariance",
    "The pixels after the last whole window count in your result. The windows are valid: what is left over is not "
    "seen.",
)
def shift_invariance_same_padding(image: Array, shift: int, pool_size: int) -> float:
    _pooled_grey(image, pool_size)
    before = _pooled_grey(image, pool_size, padding="same")
    return _unchanged(before, _pooled_grey(np.roll(image, shift, axis=1), pool_size, padding="same"))


@mistake(
    "shift_invariance",
    "You cut off the pixels that no window covers before you shift the image. Shift the whole image: what was left "
    "over may come into a window.",
)
def shift_invariance_leftovers_cut_before_the_roll(image: Array, shift: int, pool_size: int) -> float:
    before = _pooled_grey(image, pool_size)
    covered = image[:, : before.shape[1] * pool_size]
    return _unchanged(before, _pooled_grey(np.roll(covered, shift, axis=1), pool_size))


@mistake(
    "shift_invariance",
    "Your shift stops at the width of the image. np.roll goes round once more: a shift by the width and one pixel is "
    "one by one pixel.",
)
def shift_invariance_shift_beyond_width_lost(image: Array, shift: int, pool_size: int) -> float:
    rolled = np.concatenate((image[:, -shift:], image[:, :-shift]), axis=1) if shift else image
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(rolled, pool_size))


@mistake(
    "shift_invariance",
    "A negative shift goes to the left, as with np.roll. You use its size only.",
)
def shift_invariance_negative_shift_to_the_right(image: Array, shift: int, pool_size: int) -> float:
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, abs(shift), axis=1), pool_size))


@mistake(
    "shift_invariance",
    "A negative shift has a meaning: the image goes to the left. You leave it where it is.",
)
def shift_invariance_negative_shift_ignored(image: Array, shift: int, pool_size: int) -> float:
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, max(shift, 0), axis=1), pool_size))


@mistake(
    "shift_invariance",
    "A negative shift has a meaning: the image goes to the left, as with np.roll. No error is asked there.",
)
def shift_invariance_negative_shift_refused(image: Array, shift: int, pool_size: int) -> float:
    if shift < 0:
        raise ValueError("negative shift")
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size))


@mistake(
    "shift_invariance",
    "Your image goes to the left. A positive shift goes to the right.",
)
def shift_invariance_rolled_left(image: Array, shift: int, pool_size: int) -> float:
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, -shift, axis=1), pool_size))


@mistake(
    "shift_invariance",
    "Your image is shifted downwards. It should go to the right: along the second axis.",
)
def shift_invariance_rolled_down(image: Array, shift: int, pool_size: int) -> float:
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=0), pool_size))


@mistake(
    "shift_invariance",
    "Your image is shifted downwards as well. It should go to the right only.",
)
def shift_invariance_rolled_both_ways(image: Array, shift: int, pool_size: int) -> float:
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=(0, 1)), pool_size))


@mistake(
    "shift_invariance",
    "Your image is rolled like one long row: what leaves a row on the right comes back in the next one. Tell np.roll "
    "along which axis it goes.",
)
def shift_invariance_rolled_flat(image: Array, shift: int, pool_size: int) -> float:
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift), pool_size))


@mistake(
    "shift_invariance",
    "Zeros come in on the left of your shifted image. np.roll brings back what left on the right.",
)
def shift_invariance_filled_with_zeros(image: Array, shift: int, pool_size: int) -> float:
    columns = np.arange(image.shape[1]) - shift
    inside = (columns >= 0) & (columns < image.shape[1])
    shifted = np.where(inside, image[:, columns % image.shape[1]], 0)
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(shifted, pool_size))


@mistake(
    "shift_invariance",
    "What leaves on the right is lost in your shifted image, and the first columns stay where they were. np.roll "
    "brings back on the left what left on the right.",
)
def shift_invariance_first_columns_kept(image: Array, shift: int, pool_size: int) -> float:
    columns = np.arange(image.shape[1]) - shift
    inside = (columns >= 0) & (columns < image.shape[1])
    shifted = np.where(inside, image[:, columns % image.shape[1]], image)
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(shifted, pool_size))


@mistake(
    "shift_invariance",
    "You shift the pooled values. Shift the image, then pool it a second time.",
)
def shift_invariance_pooled_values_rolled(image: Array, shift: int, pool_size: int) -> float:
    before = _pooled_grey(image, pool_size)
    return _unchanged(before, np.roll(before, shift, axis=1))


@mistake(
    "shift_invariance",
    "You shift the second pooled image back before you compare. Compare the values at the same places.",
)
def shift_invariance_pooled_values_rolled_back(image: Array, shift: int, pool_size: int) -> float:
    after = _pooled_grey(np.roll(image, shift, axis=1), pool_size)
    return _unchanged(_pooled_grey(image, pool_size), np.roll(after, -shift, axis=1))


@mistake(
    "shift_invariance",
    "Your windows move by one pixel. Here they stand side by side: the stride is the pool size.",
)
def shift_invariance_stride_one(image: Array, shift: int, pool_size: int) -> float:
    before = _pooled_grey(image, pool_size, min(pool_size, 1))
    return _unchanged(before, _pooled_grey(np.roll(image, shift, axis=1), pool_size, 1))


@mistake(
    "shift_invariance",
    "Your stride is always 2. Here it is the pool size, which need not be 2.",
)
def shift_invariance_stride_two(image: Array, shift: int, pool_size: int) -> float:
    before = _pooled_grey(image, pool_size, 2)
    return _unchanged(before, _pooled_grey(np.roll(image, shift, axis=1), pool_size, 2))


@mistake(
    "shift_invariance",
    "You compare means. The values to compare are max-pooled.",
)
def shift_invariance_average_pooling(image: Array, shift: int, pool_size: int) -> float:
    rolled = np.roll(image, shift, axis=1)
    before, after = (_mean(grey[np.newaxis, :, :, np.newaxis], pool_size, None, "valid") for grey in (image, rolled))
    return _unchanged(before, after)


@mistake(
    "shift_invariance",
    "You compare the pixels of both images. Compare their max-pooled values.",
)
def shift_invariance_pixels_compared(image: Array, shift: int, pool_size: int) -> float:
    _pooled_grey(image, pool_size)
    return _unchanged(image, np.roll(image, shift, axis=1))


@mistake(
    "shift_invariance",
    "Your result is the fraction of the values that change. The fraction that stays is asked.",
)
def shift_invariance_fraction_that_changes(image: Array, shift: int, pool_size: int) -> float:
    return 1 - _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size))


@mistake(
    "shift_invariance",
    "Your result is how many values stay. Divide by the number of all pooled values.",
)
def shift_invariance_count_instead(image: Array, shift: int, pool_size: int) -> float:
    before, after = _pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size)
    return float(np.sum(before == after))


@mistake(
    "shift_invariance",
    "You divide by the number of pixels of the image. Divide by the number of pooled values.",
)
def shift_invariance_fraction_of_pixels(image: Array, shift: int, pool_size: int) -> float:
    before, after = _pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size)
    return float(np.sum(before == after) / image.size)


@mistake(
    "shift_invariance",
    "Your result is a percentage. A number from 0 to 1 is asked.",
)
def shift_invariance_percentage(image: Array, shift: int, pool_size: int) -> float:
    return 100 * _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size))


@mistake(
    "shift_invariance",
    "Your result is 1 when all values stay and 0 otherwise. Count those that stay.",
)
def shift_invariance_all_or_nothing(image: Array, shift: int, pool_size: int) -> float:
    before, after = _pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size)
    return float(np.array_equal(before, after))


@mistake(
    "shift_invariance",
    "You ask whether a value still exists somewhere in the second result. It has to stay at its place.",
)
def shift_invariance_values_found_anywhere(image: Array, shift: int, pool_size: int) -> float:
    before, after = _pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size)
    return float(np.mean(np.isin(before, after)))


@mistake(
    "shift_invariance",
    "You compare the values regardless of their places. A value has to stay at its place.",
)
def shift_invariance_values_sorted(image: Array, shift: int, pool_size: int) -> float:
    before, after = _pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size)
    return _unchanged(np.sort(before, axis=None), np.sort(after, axis=None))


@mistake(
    "shift_invariance",
    "Your search for the largest value starts at 0, so that negative pixels never win. Start at the first pixel of "
    "the window, or below all numbers.",
)
def shift_invariance_maxima_from_zero(image: Array, shift: int, pool_size: int) -> float:
    before, after = _pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size)
    return _unchanged(np.maximum(before, 0), np.maximum(after, 0))


@mistake(
    "shift_invariance",
    "Windows larger than the image have no place to lie: raise ValueError instead of dividing by no values at all.",
)
def shift_invariance_nan_for_large_windows(image: Array, shift: int, pool_size: int) -> float:
    if pool_size > min(image.shape):
        return float("nan")
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size))


@mistake(
    "shift_invariance",
    "Windows larger than the image have no place to lie: raise ValueError instead of cutting them off.",
)
def shift_invariance_large_windows_cut(image: Array, shift: int, pool_size: int) -> float:
    size = min(pool_size, *image.shape)
    return _unchanged(_pooled_grey(image, size), _pooled_grey(np.roll(image, shift, axis=1), size))


@mistake(
    "shift_invariance",
    "A pool size below 1 has no meaning: raise ValueError instead of using another one.",
)
def shift_invariance_pool_size_unchecked(image: Array, shift: int, pool_size: int) -> float:
    size = max(pool_size, 1)
    return _unchanged(_pooled_grey(image, size), _pooled_grey(np.roll(image, shift, axis=1), size))


@mistake(
    "shift_invariance",
    "You return 1 for a shift of 0 before you look at the pool size. Windows larger than the image have no meaning, "
    "shifted or not.",
)
def shift_invariance_one_without_a_shift_only(image: Array, shift: int, pool_size: int) -> float:
    if shift == 0:
        return 1.0
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size))


@mistake(
    "shift_invariance",
    "A pool size of 0 ends in a division by zero here. Look at the pool size first, and raise ValueError when it is "
    "below 1.",
)
def shift_invariance_divides_by_a_zero_pool_size(image: Array, shift: int, pool_size: int) -> float:
    _ = image.shape[0] // pool_size
    return _unchanged(_pooled_grey(image, pool_size), _pooled_grey(np.roll(image, shift, axis=1), pool_size))
