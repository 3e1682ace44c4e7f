"""What usually goes wrong in chapter 1: bytes that overflow, axes and channels exchanged, scales forgotten.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.mistakes import mistake

Array = NDArray[Any]

_LUMA = np.array([0.2989, 0.5870, 0.1140])


def _levels(height: int, width: int, step: int) -> Array:
    return np.asarray(step * (np.arange(height)[:, np.newaxis] + np.arange(width)))


def _ramp(size: int) -> Array:
    return np.linspace(0, 255, size)


def _painted(height: int, width: int, red: Any, green: Any, blue: Any = 128) -> Array:
    image = np.zeros((height, width, 3), np.uint8)
    for channel, levels in enumerate((red, green, blue)):
        image[..., channel] = levels
    return image


# gradient_image


@mistake(
    "gradient_image",
    "Your levels are kept below 255, but white itself is missing: the lightest pixel you give is 254. A byte goes up "
    "to 255.",
)
def gradient_image_up_to_254(height: int, width: int, step: int = 30) -> Array:
    return np.asarray(np.minimum(_levels(height, width, step), 254), np.uint8)


@mistake("gradient_image", "Your image stops at 240, the last whole step below white. What lies beyond is 255.")
def gradient_image_up_to_240(height: int, width: int, step: int = 30) -> Array:
    return np.asarray(np.minimum(_levels(height, width, step), 240), np.uint8)


@mistake(
    "gradient_image",
    "The brightest pixels of your image turn dark: a byte that goes beyond 255 starts again at 0. Limit the levels "
    "before you convert them.",
)
def gradient_image_wrapping(height: int, width: int, step: int = 30) -> Array:
    return np.asarray(_levels(height, width, step).astype(np.uint8))


@mistake(
    "gradient_image",
    "Your sum of row and column is computed in bytes and starts again at 0 beyond 255. Look at an image of 300 "
    "columns.",
)
def gradient_image_places_in_bytes(height: int, width: int, step: int = 30) -> Array:
    places = np.arange(height)[:, np.newaxis] + np.arange(width)
    return np.asarray(np.minimum(step * (places % 256), 255), np.uint8)


@mistake("gradient_image", "Your image always grows by 30, whatever step is asked. Look at your third argument.")
def gradient_image_ignoring_the_step(height: int, width: int, step: int = 30) -> Array:
    return np.asarray(np.minimum(_levels(height, width, 30), 255), np.uint8)


@mistake("gradient_image", "Height and width are exchanged: the first number is the count of rows.")
def gradient_image_transposed(height: int, width: int, step: int = 30) -> Array:
    return np.asarray(np.minimum(_levels(width, height, step), 255), np.uint8)


@mistake("gradient_image", "Your image is square whatever its width. Look at an image that is not.")
def gradient_image_square(height: int, width: int, step: int = 30) -> Array:
    return np.asarray(np.minimum(_levels(height, height, step), 255), np.uint8)


@mistake("gradient_image", "Your top left corner is one step too light: rows and columns are counted from 0.")
def gradient_image_counted_from_one(height: int, width: int, step: int = 30) -> Array:
    return np.asarray(np.minimum(_levels(height, width, step) + 2 * step, 255), np.uint8)


@mistake("gradient_image", "Your image grows from left to right only. Each row also starts one step further.")
def gradient_image_same_rows(height: int, width: int, step: int = 30) -> Array:
    return np.asarray(np.minimum(_levels(1, width, step) + np.zeros((height, 1), int), 255), np.uint8)


@mistake("gradient_image", "Your levels are products of row and column. It is their sum that makes the level.")
def gradient_image_product(height: int, width: int, step: int = 30) -> Array:
    return np.asarray(np.minimum(step * np.arange(height)[:, np.newaxis] * np.arange(width), 255), np.uint8)


@mistake(
    "gradient_image",
    "The levels are right, but your array does not hold bytes: its dtype should be uint8. Look at what NumPy makes of "
    "integers when nothing is said.",
)
def gradient_image_not_in_bytes(height: int, width: int, step: int = 30) -> Array:
    return np.asarray(np.minimum(_levels(height, width, step), 255))


# rgb_gradient


@mistake(
    "rgb_gradient",
    "Your last column and your last row do not reach 255. Among n pixels there are n - 1 steps, not n.",
)
def rgb_gradient_n_steps(height: int, width: int) -> Array:
    green = np.linspace(0, 255, height, endpoint=False)[:, np.newaxis]
    return _painted(height, width, np.linspace(0, 255, width, endpoint=False), green)


@mistake(
    "rgb_gradient",
    "Your step is cut to an integer before it is multiplied, and the error grows from pixel to pixel: the end is no "
    "longer 255. Cut the level, not the step.",
)
def rgb_gradient_integer_step(height: int, width: int) -> Array:
    red = np.arange(width) * (255 // max(width - 1, 1))
    green = np.arange(height)[:, np.newaxis] * (255 // max(height - 1, 1))
    return _painted(height, width, red, green)


@mistake("rgb_gradient", "Along a side of a single pixel your level is 255. There is no way to go: it should be 0.")
def rgb_gradient_white_for_one_pixel(height: int, width: int) -> Array:
    red = _ramp(width) if width > 1 else 255
    return _painted(height, width, red, _ramp(height)[:, np.newaxis] if height > 1 else 255)


@mistake(
    "rgb_gradient",
    "A side of a single pixel ends in a division by zero: there are no steps along it. Its level should be 0.",
)
def rgb_gradient_division_by_zero(height: int, width: int) -> Array:
    red = [255 * j // (width - 1) for j in range(width)]
    green = [255 * i // (height - 1) for i in range(height)]
    return _painted(height, width, red, np.array(green)[:, np.newaxis])


@mistake("rgb_gradient", "Red and green are exchanged: red goes from left to right, green from top to bottom.")
def rgb_gradient_red_and_green_exchanged(height: int, width: int) -> Array:
    return _painted(height, width, _ramp(height)[:, np.newaxis], _ramp(width))


@mistake("rgb_gradient", "Your channels are in the order blue, green, red. Here it is red, green, blue.")
def rgb_gradient_bgr(height: int, width: int) -> Array:
    return _painted(height, width, 128, _ramp(height)[:, np.newaxis], _ramp(width))


@mistake("rgb_gradient", "Your gradients run backwards: the levels are 0 on the left and at the top.")
def rgb_gradient_backwards(height: int, width: int) -> Array:
    red = _ramp(width)[::-1] if width > 1 else 0
    return _painted(height, width, red, _ramp(height)[::-1, np.newaxis] if height > 1 else 0)


@mistake("rgb_gradient", "Only your red grows backwards: it is 0 in the left column.")
def rgb_gradient_red_backwards(height: int, width: int) -> Array:
    return _painted(height, width, _ramp(width)[::-1] if width > 1 else 0, _ramp(height)[:, np.newaxis])


@mistake("rgb_gradient", "Your blue is 0. It should be 128 in every pixel.")
def rgb_gradient_without_blue(height: int, width: int) -> Array:
    return _painted(height, width, _ramp(width), _ramp(height)[:, np.newaxis], 0)


@mistake("rgb_gradient", "Your blue is 127, the half of 255 cut to an integer. It should be 128.")
def rgb_gradient_blue_127(height: int, width: int) -> Array:
    return _painted(height, width, _ramp(width), _ramp(height)[:, np.newaxis], 127)


@mistake("rgb_gradient", "Your blue is 255. It should be 128 in every pixel.")
def rgb_gradient_blue_255(height: int, width: int) -> Array:
    return _painted(height, width, _ramp(width), _ramp(height)[:, np.newaxis], 255)


@mistake("rgb_gradient", "Height and width are exchanged: the first number is the count of rows.")
def rgb_gradient_transposed(height: int, width: int) -> Array:
    return _painted(width, height, _ramp(height), _ramp(width)[:, np.newaxis])


@mistake("rgb_gradient", "Your channels come first. Here they are the last axis: (height, width, 3).")
def rgb_gradient_channels_first(height: int, width: int) -> Array:
    return np.moveaxis(_painted(height, width, _ramp(width), _ramp(height)[:, np.newaxis]), -1, 0)


@mistake("rgb_gradient", "Your levels go from 0 to 1. In an image of bytes white is 255.")
def rgb_gradient_from_0_to_1(height: int, width: int) -> Array:
    return _painted(height, width, _ramp(width) / 255, _ramp(height)[:, np.newaxis] / 255)


# pixel_count


@mistake(
    "pixel_count",
    "In a colour image you count each channel as a pixel. A pixel has three numbers, but is one pixel.",
)
def pixel_count_of_all_numbers(image: Array) -> int:
    return image.size


@mistake(
    "pixel_count",
    "You divide by 3 channels, but an image may have another number of them. Look at what the first two axes say.",
)
def pixel_count_always_three_channels(image: Array) -> int:
    return image.size // 3 if image.ndim == 3 else image.size


@mistake(
    "pixel_count",
    "A grey image whose width is 3 is taken for one with colours. The number of axes tells them apart, not the last "
    "size.",
)
def pixel_count_width_taken_for_channels(image: Array) -> int:
    return image.size // 3 if image.shape[-1] == 3 else int(image.shape[0] * image.shape[1])


@mistake("pixel_count", "You divide grey images by 3, too. They have one number a pixel.")
def pixel_count_grey_divided(image: Array) -> int:
    return image.size // (image.shape[2] if image.ndim == 3 else 3)


@mistake("pixel_count", "Your count leaves out the black pixels. What is in a pixel does not matter.")
def pixel_count_of_lit_pixels(image: Array) -> int:
    return int(np.count_nonzero(image.reshape(*image.shape[:2], -1).any(axis=2)))


@mistake("pixel_count", "Your count leaves out pixels that look alike. Each place in the image is a pixel.")
def pixel_count_of_different_pixels(image: Array) -> int:
    return len({pixel.tobytes() for row in image for pixel in row})


@mistake("pixel_count", "You multiply the height by itself. The width may be another number.")
def pixel_count_square(image: Array) -> int:
    return int(image.shape[0] ** 2)


@mistake("pixel_count", "You multiply the last two axes, and in a colour image the last one holds the channels.")
def pixel_count_last_two_axes(image: Array) -> int:
    return int(image.shape[-2] * image.shape[-1])


@mistake("pixel_count", "You count the rows. Each of them holds as many pixels as the image is wide.")
def pixel_count_of_rows(image: Array) -> int:
    return len(image)


@mistake("pixel_count", "You add height and width. Rows and columns make a grid: multiply them.")
def pixel_count_sum(image: Array) -> int:
    return int(image.shape[0] + image.shape[1])


@mistake("pixel_count", "Your count is right but a decimal number. A count is an integer.")
def pixel_count_as_float(image: Array) -> float:
    return float(image.shape[0] * image.shape[1])


# to_grayscale


@mistake(
    "to_grayscale",
    "Your weight of red is 0.299. The weights asked for have four decimals, and that of red is 0.2989.",
)
def to_grayscale_rounded_weights(image: Array) -> Array:
    return np.asarray(image @ np.array([0.299, 0.587, 0.114]))


@mistake(
    "to_grayscale",
    "Your weights are those of another standard, which high-definition television uses. Take the ones of the text.",
)
def to_grayscale_hdtv_weights(image: Array) -> Array:
    return np.asarray(image @ np.array([0.2126, 0.7152, 0.0722]))


@mistake(
    "to_grayscale",
    "Your result is the plain mean of the three channels. The eye sees green as much lighter than blue: each has its "
    "own weight.",
)
def to_grayscale_mean(image: Array) -> Array:
    return np.asarray(image.mean(axis=2))


@mistake("to_grayscale", "Red and blue are exchanged: channel 0 is red. (OpenCV does it the other way round.)")
def to_grayscale_bgr(image: Array) -> Array:
    return np.asarray(image @ _LUMA[::-1])


@mistake("to_grayscale", "Your levels are cut to integers. The result is in decimal numbers, whatever the image holds.")
def to_grayscale_cut(image: Array) -> Array:
    return np.asarray(np.floor(image @ _LUMA))


@mistake("to_grayscale", "Your levels are rounded to integers. The result is in decimal numbers.")
def to_grayscale_rounded(image: Array) -> Array:
    return np.asarray(np.round(image @ _LUMA))


@mistake(
    "to_grayscale",
    "Your result has the type of the image, so that an image of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def to_grayscale_typed_like_the_image(image: Array) -> Array:
    return np.asarray((image @ _LUMA).astype(image.dtype))


@mistake("to_grayscale", "Your result is divided by 255. It should stay on the scale of the image.")
def to_grayscale_rescaled(image: Array) -> Array:
    return np.asarray(image @ _LUMA / 255)


@mistake(
    "to_grayscale",
    "You multiply images whose values are no larger than 1 by 255. The result should stay on the scale of the image.",
)
def to_grayscale_always_up_to_255(image: Array) -> Array:
    return np.asarray(image @ _LUMA) * (255 if image.dtype.kind == "f" and image.max() <= 1 else 1)


@mistake(
    "to_grayscale",
    "Your result is limited to 255, but an image of 16 bits goes higher. It should stay on the scale of the image.",
)
def to_grayscale_clipped(image: Array) -> Array:
    return np.asarray(np.clip(image @ _LUMA, 0, 255))


@mistake("to_grayscale", "Your result keeps an axis of one channel. A grey image is (height, width).")
def to_grayscale_with_channel_axis(image: Array) -> Array:
    return np.asarray(image @ _LUMA)[..., np.newaxis]


@mistake("to_grayscale", "Your result still has three channels, all alike. A grey image is (height, width).")
def to_grayscale_with_three_channels(image: Array) -> Array:
    return np.repeat((image @ _LUMA)[..., np.newaxis], 3, axis=2)


@mistake("to_grayscale", "Rows and columns of your result are exchanged.")
def to_grayscale_transposed(image: Array) -> Array:
    return np.asarray(image @ _LUMA).T


@mistake("to_grayscale", "Your result is one channel of the image. All three count, each with its weight.")
def to_grayscale_green_only(image: Array) -> Array:
    return image[..., 1].astype(np.float64)


@mistake("to_grayscale", "Your sum of three weighted channels is divided by 3. The weights already add up to about 1.")
def to_grayscale_divided_by_three(image: Array) -> Array:
    return np.asarray(image @ _LUMA / 3)


@mistake(
    "to_grayscale",
    "Your function changes the image it is given: it multiplies the caller's own array. Leave the argument as it was.",
)
def to_grayscale_in_place(image: Array) -> Array:
    grey = np.asarray(image @ _LUMA)
    if image.dtype.kind == "f":
        image *= _LUMA.astype(image.dtype)
    return grey


# rescale


@mistake("rescale", "Your result is divided by 256. There are 256 levels, but the lightest is 255 and becomes 1.")
def rescale_by_256(image: Array) -> Array:
    return np.asarray(image / 256)


@mistake(
    "rescale",
    "You divide by the largest value of the image. The divisor is 255 for all images, or a dark one becomes light.",
)
def rescale_by_the_maximum(image: Array) -> Array:
    return np.asarray(image / image.max())


@mistake(
    "rescale",
    "You stretch each image from its darkest to its lightest value. Black is 0 and white is 255 in all images.",
)
def rescale_by_the_range(image: Array) -> Array:
    image = image.astype(np.float64)
    return np.asarray((image - image.min()) / (image.max() - image.min()))


@mistake(
    "rescale",
    "An image whose values do not exceed 1 comes back as it is: a very dark image is taken for one already rescaled. "
    "Divide whatever is in it.",
)
def rescale_unless_small(image: Array) -> Array:
    return np.asarray(image / 255) if image.max() > 1 else image.astype(np.float64)


@mistake("rescale", "Images of decimal numbers come back as they are. They hold 8-bit values, too: divide them.")
def rescale_integers_only(image: Array) -> Array:
    return image.copy() if image.dtype.kind == "f" else np.asarray(image / 255)


@mistake("rescale", "Your division cuts the decimals off: all but white becomes 0.")
def rescale_integer_division(image: Array) -> Array:
    return np.asarray(image // 255)


@mistake("rescale", "Your result goes from -1 to 1. Black should become 0.")
def rescale_to_minus_one(image: Array) -> Array:
    return np.asarray(image / 127.5 - 1)


@mistake("rescale", "Your result is rounded to two decimals. Neighbouring levels become the same.")
def rescale_rounded(image: Array) -> Array:
    return np.round(image / 255, 2)


@mistake(
    "rescale",
    "Your function changes the image it is given: it divides the caller's own array. Return a new one, and leave the "
    "argument as it was.",
)
def rescale_in_place(image: Array) -> Array:
    if image.dtype.kind == "f":
        image /= 255
        return image.copy()
    return np.asarray(image / 255)


@mistake(
    "rescale",
    "Your result is the negative of the image: black should become 0 and white 1.",
)
def rescale_negative(image: Array) -> Array:
    return np.asarray(1 - image / 255)


@mistake("rescale", "Your result has one axis. It should keep the shape of the image.")
def rescale_flattened(image: Array) -> Array:
    return np.asarray(image / 255).reshape(-1)
