"""What usually goes wrong in chapter 6 with max pooling, first half: borders, and which of a window's numbers wins.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.pooling_windows import (
    Array,
    average_pooled,
    bordered,
    bordered_with,
    grown,
    max_pooled,
    maximum_of,
    pads_of,
    same_pads,
    shared_pads,
    slide,
    total_padding,
    windows_of,
)


@mistake(
    "max_pool2d",
    'With "same" the number of added pixels is right, but an odd one goes above and to the left. TensorFlow puts it '
    "below and to the right.",
)
def max_pool2d_same_odd_one_before(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding, lambda *sizes: same_pads(*sizes)[::-1])


@mistake(
    "max_pool2d",
    'With "same" you pad as if the stride were 1. Where the windows move by more than one pixel they lack less, so '
    "that all of yours are shifted.",
)
def max_pool2d_same_as_stride_one(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding, lambda size, pool, _: same_pads(size, pool, 1))


@mistake(
    "max_pool2d",
    'With "same" all pixels are added below and to the right: your windows begin at the corner of the image. Half of '
    "what is missing goes before.",
)
def max_pool2d_same_all_after(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding, lambda *sizes: (0, total_padding(*sizes)))


@mistake(
    "max_pool2d",
    'With "same" you pad half the pool size on each side, which fits odd windows with a stride of 1 only. Count how '
    "many pixels all windows together cover, and compare with the size.",
)
def max_pool2d_same_half_pool_each_side(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding, lambda _, pool, __: (pool // 2, pool // 2))


@mistake(
    "max_pool2d",
    'With "same" you pad half of the pool size less one on each side, rounded down. For even windows or larger '
    "strides count how many pixels all windows together cover, and compare with the size.",
)
def max_pool2d_same_pool_less_one_halved(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding, lambda _, pool, __: ((pool - 1) // 2, (pool - 1) // 2))


@mistake(
    "max_pool2d",
    'With "same" you add the pool size less the stride, which is right only where the stride divides the size. Where '
    "it does not, the last window lacks more.",
)
def max_pool2d_same_pool_less_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding, lambda _, pool, step: shared_pads(pool - step))


@mistake(
    "max_pool2d",
    'With "same" you pad with zeros, which are the largest where all pixels of a window are negative. What is added '
    "must never win.",
)
def max_pool2d_same_zeros_win(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding, border=bordered_with(0.0))


@mistake(
    "max_pool2d",
    'With "same" you pad with a number that you took for small enough. Images may hold smaller ones: what is added '
    "must never win, whatever the pixels.",
)
def max_pool2d_same_small_number_wins(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding, border=bordered_with(-1e9))


@mistake(
    "max_pool2d",
    'With "same" you pad with a negative number, but images may hold smaller ones. What is added must never win, '
    "whatever the pixels.",
)
def max_pool2d_same_thousand_below_zero(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding, border=bordered_with(-999.0))


@mistake(
    "max_pool2d",
    'With "same" you pad with minus infinity, which an array of integers cannot hold. Turn the images into decimal '
    "numbers first.",
)
def max_pool2d_infinity_in_integers(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = pads_of(images, pool_size, step, padding)
    if images.dtype.kind in "iu" and np.any(pads):
        raise OverflowError("cannot convert float infinity to integer")
    return max_pooled(images, pool_size, stride, padding)


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
    return max_pooled(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    'With "same" you pad so that the output keeps the size of the input whatever the stride. It has size / stride '
    "numbers, rounded up.",
)
def max_pool2d_same_keeps_input_size(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(
        images, pool_size, stride, padding, lambda size, pool, step: shared_pads((size - 1) * step + pool - size)
    )


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
    return max_pooled(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    'You compute "valid" whatever the padding. "same" adds pixels around the images first, so that no pixel is left '
    "over.",
)
def max_pool2d_same_ignored(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    if padding == "same" and stride != 0 and 1 <= pool_size <= min(images.shape[1:3]):
        padding = "valid"
    return max_pooled(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    'With "same" your output has size / stride numbers rounded down. Rounded up, no pixel is left over.',
)
def max_pool2d_same_rounded_down(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = max_pooled(images, pool_size, stride, padding)
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
    pads = pads_of(images, pool_size, step, padding)
    if images.shape[1] >= pool_size:
        pads[1] = (0, 0)
    return maximum_of(slide(bordered(images, pads), pool_size, step, step))


@mistake(
    "max_pool2d",
    'With "same" the width is padded for the height of the images. Look again at images that are not square.',
)
def max_pool2d_same_width_padded_for_height(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = pads_of(images, pool_size, step, padding)
    pads[2] = pads[1]
    padded = grown(bordered(images, pads), 0, pool_size)
    return maximum_of(slide(padded, pool_size, step, step))


@mistake(
    "max_pool2d",
    "Your search for the largest value starts at 0, so that negative pixels never win. Start at the first pixel of "
    "the window, or below all numbers.",
)
def max_pool2d_starts_at_zero(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.maximum(max_pooled(images, pool_size, stride, padding), 0)


@mistake(
    "max_pool2d",
    "Your search for the largest value starts at a number that smaller pixels never beat. Start at the first pixel of "
    "the window, or below all numbers.",
)
def max_pool2d_starts_at_minus_one(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.maximum(max_pooled(images, pool_size, stride, padding), -1)


@mistake(
    "max_pool2d",
    "You take the largest magnitude: a large negative number wins over a small positive one. The largest value is "
    "asked.",
)
def max_pool2d_of_absolute_values(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.abs(max_pooled(np.abs(images.astype(np.float64)), pool_size, stride, padding))


@mistake(
    "max_pool2d",
    "Only the first row of each window counts. A window has pool_size rows.",
)
def max_pool2d_of_first_row(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    return maximum_of(windows_of(images, pool_size, stride, padding)[..., :1, :])


@mistake(
    "max_pool2d",
    "The last row and the last column of each window do not count. A slice ends before its second number.",
)
def max_pool2d_without_last_pixels(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = windows_of(images, pool_size, stride, padding)
    return maximum_of(windows[..., : max(pool_size - 1, 1), : max(pool_size - 1, 1)])


@mistake(
    "max_pool2d",
    "Your windows are a row and a column too large. A slice ends before its second number.",
)
def max_pool2d_with_one_pixel_more(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = bordered(images, pads_of(images, pool_size, step, padding))
    larger = grown(padded, padded.shape[1] + 1, padded.shape[2] + 1)
    return maximum_of(slide(larger, pool_size + 1, step, step))


@mistake(
    "max_pool2d",
    "Your result is the mean of each window: that is average pooling. The largest value is asked.",
)
def max_pool2d_mean_instead(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    return average_pooled(images, pool_size, stride, padding)


@mistake(
    "max_pool2d",
    "Your result is the smallest value of each window. The largest is asked.",
)
def max_pool2d_minimum_instead(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return -max_pooled(-images.astype(np.float64), pool_size, stride, padding)


@mistake(
    "max_pool2d",
    "Your result is the sum of each window. The largest value is asked.",
)
def max_pool2d_sum_instead(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    return np.asarray(np.nansum(windows_of(images, pool_size, stride, padding), axis=(4, 5)))


@mistake(
    "max_pool2d",
    "Your result says where in its window the largest value stands, not which it is.",
)
def max_pool2d_where_instead(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    windows = np.nan_to_num(windows_of(images, pool_size, stride, padding), nan=-np.inf)
    return np.asarray(np.argmax(windows.reshape(*windows.shape[:4], -1), axis=-1).astype(np.float64))


@mistake(
    "max_pool2d",
    "Your result holds integers, so that the decimals of the pixels are lost. Look at the type of the array you fill.",
)
def max_pool2d_cut_to_integers(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding).astype(np.int64)


@mistake(
    "max_pool2d",
    "Your bytes above 127 became negative: an int8 cannot hold them. Compute with decimal numbers whatever the type "
    "of the pixels.",
)
def max_pool2d_signed_bytes(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    if images.dtype == np.uint8:
        return max_pooled(images.astype(np.int8), pool_size, stride, padding)
    return max_pooled(images, pool_size, stride, padding)
