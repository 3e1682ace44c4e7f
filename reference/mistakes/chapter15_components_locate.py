"""What usually goes wrong in chapter 15 with looking for a pattern: other measures of likeness, other windows.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from reference.mistakes import mistake
from reference.mistakes.convolution_windows import Array, floats, refuse_large_kernel


def _windows(image: Array, pattern: Array) -> Array:
    refuse_large_kernel(image, pattern)
    return sliding_window_view(floats(image), pattern.shape)


def _distances(image: Array, pattern: Array) -> Array:
    return np.asarray(((_windows(image, pattern) - pattern) ** 2).sum(axis=(2, 3)))


def _smallest(distances: Array) -> tuple[int, int]:
    row, column = np.unravel_index(int(np.argmin(distances)), distances.shape)
    return int(row), int(column)


@mistake("locate", "Row and column are exchanged in your result: the row comes first.")
def locate_column_first(image: Array, pattern: Array) -> tuple[int, int]:
    row, column = _smallest(_distances(image, pattern))
    return column, row


@mistake(
    "locate",
    "Among equally good places you return the last. Take the first in reading order: look at how you compare with the "
    "best so far.",
)
def locate_last_of_equals(image: Array, pattern: Array) -> tuple[int, int]:
    distances = _distances(image, pattern)
    row, column = _smallest(distances[::-1, ::-1])
    return distances.shape[0] - 1 - row, distances.shape[1] - 1 - column


@mistake(
    "locate",
    "Among equally good places you take the first column by column. Reading order goes row by row.",
)
def locate_column_by_column(image: Array, pattern: Array) -> tuple[int, int]:
    column, row = _smallest(_distances(image, pattern).T)
    return row, column


@mistake(
    "locate",
    "You do not look at the last row and the last column of places. How many places has a pattern of k pixels on n?",
)
def locate_misses_last_places(image: Array, pattern: Array) -> tuple[int, int]:
    distances = _distances(image, pattern)
    rows, columns = (max(size - 1, 1) for size in distances.shape)
    return _smallest(distances[:rows, :columns])


@mistake(
    "locate",
    "You turn the position in the list of windows into row and column as if there were as many places in a row as "
    "pixels. There are fewer.",
)
def locate_unravels_over_image(image: Array, pattern: Array) -> tuple[int, int]:
    row, column = np.unravel_index(int(np.argmin(_distances(image, pattern))), image.shape)
    return int(row), int(column)


@mistake("locate", "You return the middle of the window. The place of its top left pixel is asked for.")
def locate_middle(image: Array, pattern: Array) -> tuple[int, int]:
    row, column = _smallest(_distances(image, pattern))
    return row + pattern.shape[0] // 2, column + pattern.shape[1] // 2


@mistake("locate", "You count rows and columns from 1. Python counts them from 0.")
def locate_from_one(image: Array, pattern: Array) -> tuple[int, int]:
    row, column = _smallest(_distances(image, pattern))
    return row + 1, column + 1


@mistake("locate", "You return the bottom right pixel of the window. The place of its top left pixel is asked for.")
def locate_bottom_right(image: Array, pattern: Array) -> tuple[int, int]:
    row, column = _smallest(_distances(image, pattern))
    return row + pattern.shape[0] - 1, column + pattern.shape[1] - 1


@mistake(
    "locate",
    "You look for the largest product of image and pattern, which bright places win whatever they show. Squared "
    "differences compare pixel by pixel.",
)
def locate_by_correlation(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest(-(_windows(image, pattern) * pattern).sum(axis=(2, 3)))


@mistake(
    "locate",
    "You divide the products by the brightness of the window, so that a brighter copy is as good as the pattern "
    "itself. Squared differences tell them apart.",
)
def locate_by_normalised_correlation(image: Array, pattern: Array) -> tuple[int, int]:
    windows = _windows(image, pattern)
    norms = np.maximum(np.sqrt((windows**2).sum(axis=(2, 3))), 1e-12)
    return _smallest(-np.round((windows * pattern).sum(axis=(2, 3)) / norms, 9))


@mistake(
    "locate",
    "You subtract the mean of window and pattern first, so that a brighter copy is as good as the pattern itself. "
    "Compare the pixels as they are.",
)
def locate_without_means(image: Array, pattern: Array) -> tuple[int, int]:
    windows = _windows(image, pattern)
    centred = windows - windows.mean(axis=(2, 3), keepdims=True)
    return _smallest(np.round(((centred - (pattern - pattern.mean())) ** 2).sum(axis=(2, 3)), 9))


@mistake(
    "locate",
    "You add up the absolute differences. Squared, one large difference counts more than several small ones.",
)
def locate_by_absolute_differences(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest(np.abs(_windows(image, pattern) - pattern).sum(axis=(2, 3)))


@mistake("locate", "You look at the largest difference of each window only. Add up the squares of all of them.")
def locate_by_largest_difference(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest(np.abs(_windows(image, pattern) - pattern).max(axis=(2, 3)))


@mistake(
    "locate",
    "You square the sum of the differences, in which positive and negative ones cancel. Square each difference first, "
    "then add up.",
)
def locate_by_squared_sum(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest(np.round((_windows(image, pattern) - pattern).sum(axis=(2, 3)) ** 2, 9))


@mistake("locate", "You add up the differences with their signs, and darker places win. Square each of them first.")
def locate_by_signed_sum(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest((_windows(image, pattern) - pattern).sum(axis=(2, 3)))


@mistake(
    "locate",
    "You count the pixels that are exactly right. A window may be nearest without any: add up the squared differences.",
)
def locate_by_equal_pixels(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest(-(_windows(image, pattern) == pattern).sum(axis=(2, 3)))


@mistake(
    "locate",
    "You find the pattern only where it stands exactly, and say (0, 0) elsewhere. The nearest window is asked for.",
)
def locate_exact_only(image: Array, pattern: Array) -> tuple[int, int]:
    distances = _distances(image, pattern)
    return _smallest(distances) if distances.min() == 0 else (0, 0)


@mistake("locate", "You compare the top left pixel only. All pixels of the window count.")
def locate_first_pixel_only(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest((_windows(image, pattern)[..., 0, 0] - pattern[0, 0]) ** 2)


@mistake(
    "locate",
    "You return the place with the largest sum of squared differences: the one least like the pattern.",
)
def locate_least_alike(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest(-_distances(image, pattern))


@mistake("locate", "Your pattern is flipped. It lies on the image as it is.")
def locate_flipped(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest(_distances(image, pattern[::-1, ::-1]))


@mistake(
    "locate",
    "Your windows go on at the opposite border of the image. Only the places count where the whole pattern lies on it.",
)
def locate_wraps_around(image: Array, pattern: Array) -> tuple[int, int]:
    refuse_large_kernel(image, pattern)
    height, width = pattern.shape
    distances = _distances(np.pad(image, ((0, height - 1), (0, width - 1)), mode="wrap"), pattern)
    return _smallest(distances)


@mistake(
    "locate",
    "Your windows stick out over the border, as if there were zeros. Only the places count where the whole pattern "
    "lies on the image.",
)
def locate_beyond_border(image: Array, pattern: Array) -> tuple[int, int]:
    refuse_large_kernel(image, pattern)
    height, width = pattern.shape
    return _smallest(_distances(np.pad(image, ((0, height - 1), (0, width - 1))), pattern))


@mistake(
    "locate",
    "Your differences overflow: bytes cannot be negative, and 3 - 4 is 255. Compute with decimal numbers whatever the "
    "type of the pixels.",
)
def locate_overflow(image: Array, pattern: Array) -> tuple[int, int]:
    refuse_large_kernel(image, pattern)
    differences = sliding_window_view(image, pattern.shape) - pattern
    return _smallest((differences**2).sum(axis=(2, 3)))


@mistake(
    "locate",
    "You subtract bytes and turn the result into decimal numbers too late: 3 - 4 was already 255. Turn the pixels into "
    "decimal numbers first.",
)
def locate_converts_too_late(image: Array, pattern: Array) -> tuple[int, int]:
    refuse_large_kernel(image, pattern)
    differences = sliding_window_view(image, pattern.shape) - pattern
    return _smallest((floats(differences) ** 2).sum(axis=(2, 3)))


@mistake("locate", "You cut the decimals of the pattern off when the image holds integers. Compare it as it is.")
def locate_pattern_in_type_of_image(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest(_distances(image, pattern.astype(image.dtype)))


@mistake(
    "locate",
    "Your windows move by the size of the pattern. It may stand anywhere: move by one pixel.",
)
def locate_strides(image: Array, pattern: Array) -> tuple[int, int]:
    row, column = _smallest(_distances(image, pattern)[:: pattern.shape[0], :: pattern.shape[1]])
    return row * pattern.shape[0], column * pattern.shape[1]


@mistake(
    "locate",
    "Your function changes the image it is given. The caller still needs it: work on a copy.",
)
def locate_changes_image(image: Array, pattern: Array) -> tuple[int, int]:
    place = _smallest(_distances(image, pattern))
    image -= image.dtype.type(1)
    return place


@mistake(
    "locate",
    "A pattern larger than the image stands nowhere: raise ValueError instead of returning (0, 0).",
)
def locate_large_pattern_at_origin(image: Array, pattern: Array) -> tuple[int, int]:
    if pattern.shape[0] > image.shape[0] or pattern.shape[1] > image.shape[1]:
        return 0, 0
    return _smallest(_distances(image, pattern))


@mistake(
    "locate",
    "A pattern larger than the image stands nowhere: raise ValueError instead of returning None.",
)
def locate_large_pattern_nowhere(image: Array, pattern: Array) -> tuple[int, int] | None:
    if pattern.shape[0] > image.shape[0] or pattern.shape[1] > image.shape[1]:
        return None
    return _smallest(_distances(image, pattern))


@mistake(
    "locate",
    "You divide the squared differences by the brightness of the window, which bright places win. Compare the sums as "
    "they are.",
)
def locate_by_normalised_differences(image: Array, pattern: Array) -> tuple[int, int]:
    norms = np.sqrt((_windows(image, pattern) ** 2).sum(axis=(2, 3)))
    return _smallest(_distances(image, pattern) / np.maximum(norms, 1e-12))


@mistake(
    "locate",
    "You cut the decimals of the sums off before you compare them. The smallest may differ after the point only.",
)
def locate_rounds_distances(image: Array, pattern: Array) -> tuple[int, int]:
    return _smallest(np.floor(_distances(image, pattern)))


@mistake(
    "locate",
    "Your first best sum is a number that real ones may exceed, and then no window is ever better. Start from "
    "infinity, or from the first window.",
)
def locate_starts_too_low(image: Array, pattern: Array) -> tuple[int, int]:
    distances = _distances(image, pattern)
    return _smallest(distances) if distances.min() < 1e9 else (0, 0)
