"""What usually goes wrong in chapter 6 with shift invariance: how an image is shifted, what is compared.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.pooling_windows import Array, average_pooled, max_pooled


def _pooled_grey(image: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    return max_pooled(image[np.newaxis, :, :, np.newaxis], pool_size, stride, padding)[0, :, :, 0]


def _unchanged(before: Array, after: Array) -> float:
    return float(np.mean(before == after))


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
    before, after = (
        average_pooled(grey[np.newaxis, :, :, np.newaxis], pool_size, None, "valid") for grey in (image, rolled)
    )
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
