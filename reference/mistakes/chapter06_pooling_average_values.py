"""What usually goes wrong in chapter 6 with average pooling, first half: borders, and what a mean is of.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.pooling_windows import (
    Array,
    average_of,
    average_pooled,
    bordered,
    bordered_with,
    grown,
    max_pooled,
    pads_of,
    same_pads,
    shared_pads,
    slide,
    total_padding,
    windows_of,
)


@mistake(
    "average_pool2d",
    'With "same" the added pixels count in your mean: you divide by all places of the window. Divide by the number of '
    "those on the image.",
)
def average_pool2d_same_counts_padding(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding, border=bordered_with(0.0))


@mistake(
    "average_pool2d",
    'With "same" you leave out the rows added above and below, but count the columns added left and right. Divide by '
    "the number of pixels on the image.",
)
def average_pool2d_same_counts_padded_columns(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = windows_of(images, pool_size, stride, padding)
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
    windows = windows_of(images, pool_size, stride, padding)
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
    return average_pooled(
        images, pool_size, stride, padding, border=lambda array, pads: np.pad(array, pads, mode="edge")
    )


@mistake(
    "average_pool2d",
    'With "same" you pad as for max pooling: with minus infinity in it, no mean is finite. Here the added pixels are '
    "left out of sum and count.",
)
def average_pool2d_same_infinity(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding, border=bordered_with(-np.inf))


@mistake(
    "average_pool2d",
    'With "same" the number of added pixels is right, but an odd one goes above and to the left. TensorFlow puts it '
    "below and to the right.",
)
def average_pool2d_same_odd_one_before(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding, lambda *sizes: same_pads(*sizes)[::-1])


@mistake(
    "average_pool2d",
    'With "same" you pad as if the stride were 1. Where the windows move by more than one pixel they lack less, so '
    "that all of yours are shifted.",
)
def average_pool2d_same_as_stride_one(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding, lambda size, pool, _: same_pads(size, pool, 1))


@mistake(
    "average_pool2d",
    'With "same" all pixels are added below and to the right: your windows begin at the corner of the image. Half of '
    "what is missing goes before.",
)
def average_pool2d_same_all_after(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding, lambda *sizes: (0, total_padding(*sizes)))


@mistake(
    "average_pool2d",
    'With "same" you pad half the pool size on each side, which fits odd windows with a stride of 1 only. Count how '
    "many pixels all windows together cover, and compare with the size.",
)
def average_pool2d_same_half_pool_each_side(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding, lambda _, pool, __: (pool // 2, pool // 2))


@mistake(
    "average_pool2d",
    'With "same" you pad half of the pool size less one on each side, rounded down. For even windows or larger '
    "strides count how many pixels all windows together cover, and compare with the size.",
)
def average_pool2d_same_pool_less_one_halved(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding, lambda _, pool, __: ((pool - 1) // 2, (pool - 1) // 2))


@mistake(
    "average_pool2d",
    'With "same" you add the pool size less the stride, which is right only where the stride divides the size. Where '
    "it does not, the last window lacks more.",
)
def average_pool2d_same_pool_less_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding, lambda _, pool, step: shared_pads(pool - step))


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
    return average_pooled(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    'With "same" you pad so that the output keeps the size of the input whatever the stride. It has size / stride '
    "numbers, rounded up.",
)
def average_pool2d_same_keeps_input_size(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(
        images, pool_size, stride, padding, lambda size, pool, step: shared_pads((size - 1) * step + pool - size)
    )


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
    return average_pooled(images, pool_size, stride, padding)


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
    return average_pooled(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    'With "same" your output has size / stride numbers rounded down. Rounded up, no pixel is left over.',
)
def average_pool2d_same_rounded_down(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = average_pooled(images, pool_size, stride, padding)
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
    pads = pads_of(images, pool_size, step, padding)
    if images.shape[1] >= pool_size:
        pads[1] = (0, 0)
    return average_of(slide(bordered(images, pads), pool_size, step, step))


@mistake(
    "average_pool2d",
    'With "same" the width is padded for the height of the images. Look again at images that are not square.',
)
def average_pool2d_same_width_padded_for_height(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = pads_of(images, pool_size, step, padding)
    pads[2] = pads[1]
    padded = grown(bordered(images, pads), 0, pool_size)
    return average_of(slide(padded, pool_size, step, step))


@mistake(
    "average_pool2d",
    "The mean of integers is cut to an integer. Look at the type of the array you fill: images of integers have means "
    "with decimals.",
)
def average_pool2d_truncated_for_integers(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = average_pooled(images, pool_size, stride, padding)
    return np.asarray(np.trunc(output).astype(images.dtype) if images.dtype.kind in "iu" else output)


@mistake(
    "average_pool2d",
    "Your division drops the decimals: // gives whole numbers. The mean of 1 and 2 is 1.5.",
)
def average_pool2d_floor_division(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.floor(average_pooled(images, pool_size, stride, padding) + 1e-9)


@mistake(
    "average_pool2d",
    "The mean of integers is rounded to an integer. It may have decimals: the mean of 1 and 2 is 1.5.",
)
def average_pool2d_rounded_for_integers(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = average_pooled(images, pool_size, stride, padding)
    return np.round(output) if images.dtype.kind in "iu" else output


@mistake(
    "average_pool2d",
    "Your result holds integers, so that the decimals of the pixels are lost. Look at the type of the array you fill.",
)
def average_pool2d_cut_to_integers(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding).astype(np.int64)


@mistake(
    "average_pool2d",
    "Your sums overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def average_pool2d_overflowing_bytes(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = average_pooled(images, pool_size, stride, padding)
    if images.dtype != np.uint8:
        return output
    windows = windows_of(images, pool_size, stride, padding)
    sums, count = np.nansum(windows, axis=(4, 5)), np.sum(~np.isnan(windows), axis=(4, 5))
    return np.asarray(sums % 256 / count)


@mistake(
    "average_pool2d",
    "You divide the sum by the pool size. A window has pool size times pool size pixels.",
)
def average_pool2d_divides_by_pool_size(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.asarray(average_pooled(images, pool_size, stride, padding) * pool_size)


@mistake(
    "average_pool2d",
    "You divide the sum by the square of the stride. The pixels of a window are as many as its pool size says.",
)
def average_pool2d_divides_by_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    return np.asarray(average_pooled(images, pool_size, step, padding) * (pool_size / step) ** 2)


@mistake(
    "average_pool2d",
    "Your result is the sum of each window. Divide it by the number of pixels.",
)
def average_pool2d_sum_instead(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.asarray(np.nansum(windows_of(images, pool_size, stride, padding), axis=(4, 5)))


@mistake(
    "average_pool2d",
    "Your result is the largest value of each window: that is max pooling. The mean is asked.",
)
def average_pool2d_maximum_instead(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return max_pooled(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    "Your result is the median of each window: the value in the middle. The mean is asked.",
)
def average_pool2d_median_instead(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.asarray(np.nanmedian(windows_of(images, pool_size, stride, padding), axis=(4, 5)))


@mistake(
    "average_pool2d",
    "You take the middle between the smallest and the largest value. The mean counts every pixel of the window.",
)
def average_pool2d_mean_of_extremes(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = windows_of(images, pool_size, stride, padding)
    return np.asarray((np.nanmin(windows, axis=(4, 5)) + np.nanmax(windows, axis=(4, 5))) / 2)


@mistake(
    "average_pool2d",
    "Only the first row of each window counts. A window has pool_size rows.",
)
def average_pool2d_of_first_row(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_of(windows_of(images, pool_size, stride, padding)[..., :1, :])


@mistake(
    "average_pool2d",
    "The last row and the last column of each window do not count. A slice ends before its second number.",
)
def average_pool2d_without_last_pixels(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = windows_of(images, pool_size, stride, padding)
    return average_of(windows[..., : max(pool_size - 1, 1), : max(pool_size - 1, 1)])
