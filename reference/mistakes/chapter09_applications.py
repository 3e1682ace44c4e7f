"""What usually goes wrong in chapter 9: channels, means and axes exchanged, pixels rounded, orders reversed.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.mistakes import mistake

Array = NDArray[Any]
Named = list[tuple[str, float]]

_MEANS = np.array([103.939, 116.779, 123.68])


def _floats(array: Array) -> Array:
    return np.array(array, dtype=np.float64)


# as_batch


def _colour(picture: Array) -> Array:
    if picture.ndim == 2:
        picture = np.repeat(picture[..., np.newaxis], 3, axis=2)
    if picture.ndim != 3 or picture.shape[2] != 3:
        raise ValueError("no picture")
    return _floats(picture)


@mistake("as_batch", "The batch is missing: even a single picture gets an axis of its own for it, in front.")
def as_batch_without_the_batch(picture: Array) -> Array:
    return _colour(picture)


@mistake("as_batch", "The batch's axis comes first, (1, height, width, 3); yours comes last.")
def as_batch_with_the_batch_at_the_end(picture: Array) -> Array:
    return _colour(picture)[..., np.newaxis]


@mistake(
    "as_batch",
    "Your grey pictures have one channel. The network was trained with three: give each of them the grey.",
)
def as_batch_with_one_grey_channel(picture: Array) -> Array:
    return _floats(picture)[np.newaxis, ..., np.newaxis] if picture.ndim == 2 else _colour(picture)[np.newaxis]


@mistake(
    "as_batch",
    "In your grey pictures only red has the grey, green and blue are 0: that is a picture in red.",
)
def as_batch_with_grey_in_red(picture: Array) -> Array:
    batch = _colour(picture)[np.newaxis]
    if picture.ndim == 2:
        batch[..., 1:] = 0
    return batch


@mistake(
    "as_batch",
    "Not every array is a picture: four channels, a lone row of numbers or a whole batch must raise ValueError.",
)
def as_batch_of_anything(picture: Array) -> Array:
    return _floats(picture)[np.newaxis] if picture.ndim != 2 else _colour(picture)[np.newaxis]


@mistake("as_batch", "You divide by 255. Nothing asks for that here: VGG16 wants numbers up to 255.")
def as_batch_divided(picture: Array) -> Array:
    return np.asarray(_colour(picture)[np.newaxis] / 255)


# resize_nearest


def _picked(image: Array, rows: Array, columns: Array) -> Array:
    rows = np.clip(rows, 0, image.shape[0] - 1).astype(int)
    columns = np.clip(columns, 0, image.shape[1] - 1).astype(int)
    return np.asarray(image[rows][:, columns])


def _check_size(height: int, width: int) -> None:
    if height < 1 or width < 1:
        raise ValueError("size below 1")


def _centres(new: int) -> Array:
    return np.arange(new) + 0.5


def _nearest(image: Array, height: int, width: int) -> Array:
    rows = np.floor(_centres(height) * image.shape[0] / height)
    return _picked(image, rows, np.floor(_centres(width) * image.shape[1] / width))


@mistake(
    "resize_nearest",
    "You take the old pixel at the new pixel's corner, i · old / new. Take the one at its centre: i + 1/2.",
)
def resize_from_corners(image: Array, height: int, width: int) -> Array:
    _check_size(height, width)
    rows = np.arange(height) * image.shape[0] // height
    return _picked(image, rows, np.arange(width) * image.shape[1] // width)


@mistake(
    "resize_nearest",
    "You round where you should round down: pixel i reaches from i to i + 1, so 1.7 lies in pixel 1, not in pixel 2.",
)
def resize_rounding(image: Array, height: int, width: int) -> Array:
    _check_size(height, width)
    rows = np.round(_centres(height) * image.shape[0] / height)
    return _picked(image, rows, np.round(_centres(width) * image.shape[1] / width))


@mistake(
    "resize_nearest",
    "You round i · old / new. Take the new pixel's centre, i + 1/2, and round down.",
)
def resize_rounding_corners(image: Array, height: int, width: int) -> Array:
    _check_size(height, width)
    rows = np.round(np.arange(height) * image.shape[0] / height)
    return _picked(image, rows, np.round(np.arange(width) * image.shape[1] / width))


@mistake(
    "resize_nearest",
    "You stretch the first pixel to the first and the last to the last, i · (old - 1) / (new - 1). Pixels are squares "
    "with a centre at i + 1/2, and the whole squares are stretched.",
)
def resize_aligning_corners(image: Array, height: int, width: int) -> Array:
    _check_size(height, width)
    rows = np.round(np.linspace(0, image.shape[0] - 1, height))
    return _picked(image, rows, np.round(np.linspace(0, image.shape[1] - 1, width)))


@mistake("resize_nearest", "Height and width are exchanged: the result has `height` rows and `width` columns.")
def resize_transposed(image: Array, height: int, width: int) -> Array:
    _check_size(height, width)
    return _nearest(image, width, height)


@mistake(
    "resize_nearest",
    "You use one scale for both axes. Rows shrink by the height's, columns by the width's.",
)
def resize_by_the_heights_scale(image: Array, height: int, width: int) -> Array:
    _check_size(height, width)
    scale = image.shape[0] / height
    return _picked(image, np.floor(_centres(height) * scale), np.floor(_centres(width) * scale))


@mistake(
    "resize_nearest",
    "np.resize does not resize a picture: it fills the new shape with the numbers one after the other, then begins "
    "again.",
)
def resize_by_refilling(image: Array, height: int, width: int) -> Array:
    _check_size(height, width)
    return np.resize(image, (height, width, *image.shape[2:]))


@mistake("resize_nearest", "A height or a width below 1 is no size: raise ValueError.")
def resize_to_nothing(image: Array, height: int, width: int) -> Array:
    return _nearest(image, max(height, 0), max(width, 0))


# preprocess_vgg16


@mistake(
    "preprocess_vgg16",
    "The channels are still red, green, blue. VGG16 wants blue first: turn them around, and the means stay with their "
    "colours.",
)
def preprocess_in_rgb(images: Array) -> Array:
    return np.asarray(_floats(images) - _MEANS[::-1])


@mistake(
    "preprocess_vgg16",
    "Red loses blue's mean, and blue loses red's: 103.939 is the blue one. Are the channels turned around when the "
    "means come off?",
)
def preprocess_with_means_reversed(images: Array) -> Array:
    return np.asarray(_floats(images)[..., ::-1] - _MEANS[::-1])


@mistake(
    "preprocess_vgg16",
    "The channels are still red, green, blue, and red and blue lose each other's mean. VGG16 wants blue first.",
)
def preprocess_in_rgb_with_means_of_bgr(images: Array) -> Array:
    return np.asarray(_floats(images) - _MEANS)


@mistake(
    "preprocess_vgg16",
    "You divide by 255 first. VGG16's means are on the scale from 0 to 255, and nothing is divided.",
)
def preprocess_divided_before(images: Array) -> Array:
    return np.asarray(_floats(images)[..., ::-1] / 255 - _MEANS)


@mistake("preprocess_vgg16", "You divide by 255 in the end. Nothing is divided for VGG16.")
def preprocess_divided_after(images: Array) -> Array:
    return np.asarray((_floats(images)[..., ::-1] - _MEANS) / 255)


@mistake(
    "preprocess_vgg16",
    "Numbers from -1 to 1 are what other networks want (MobileNet, InceptionV3). VGG16 wants BGR, less the means.",
)
def preprocess_for_another_network(images: Array) -> Array:
    return np.asarray(_floats(images) / 127.5 - 1)


@mistake(
    "preprocess_vgg16",
    "The channels are turned around, but the means are still in: take them off.",
)
def preprocess_without_means(images: Array) -> Array:
    return _floats(images)[..., ::-1].copy()


@mistake(
    "preprocess_vgg16",
    "You take off the mean of the picture at hand. The means are ImageNet's, always the same three numbers.",
)
def preprocess_with_own_means(images: Array) -> Array:
    turned = _floats(images)[..., ::-1]
    return np.asarray(turned - turned.mean(axis=tuple(range(turned.ndim - 1))))


@mistake(
    "preprocess_vgg16",
    "You turn all axes around, the picture included: only the last one holds the channels.",
)
def preprocess_turning_the_picture(images: Array) -> Array:
    turned = _floats(images)
    return np.asarray(turned[tuple(slice(None, None, -1) for _ in range(turned.ndim))] - _MEANS)


@mistake(
    "preprocess_vgg16",
    "You turn the third axis around. In a batch that is the columns: the channels are the last axis, whatever stands "
    "before.",
)
def preprocess_turning_the_third_axis(images: Array) -> Array:
    return np.asarray(_floats(images)[:, :, ::-1] - _MEANS)


@mistake(
    "preprocess_vgg16",
    "You take the means off the argument itself: whoever gave you the picture finds it changed. Work on an array of "
    "your own.",
)
def preprocess_in_place(images: Array) -> Array:
    if images.dtype.kind != "f":
        return np.asarray(_floats(images)[..., ::-1] - _MEANS)
    turned = images[..., ::-1]
    turned -= _MEANS.astype(images.dtype)
    return turned.copy()


@mistake(
    "preprocess_vgg16",
    "Bytes cannot be negative: your differences are cut to whole numbers from 0 to 255. Make decimal numbers first.",
)
def preprocess_kept_in_bytes(images: Array) -> Array:
    found = _floats(images)[..., ::-1] - _MEANS
    return np.asarray(found if images.dtype.kind == "f" else (found.astype(np.int64) % 256).astype(np.uint8))


# decode_top


def _check_top(probabilities: Array, class_names: list[str], top: int) -> None:
    if not 1 <= top <= probabilities.shape[1] or len(class_names) != probabilities.shape[1]:
        raise ValueError("no such top")


def _pairs(row: Array, class_names: list[str], order: Any) -> Named:
    return [(class_names[int(index)], float(row[index])) for index in order]


def _best(row: Array, top: int) -> Array:
    return np.argsort(-row, kind="stable")[:top]


@mistake(
    "decode_top",
    "Of equal probabilities the class that comes first must come first. Turning around an ascending order turns the "
    "equals around, too.",
)
def decode_equals_reversed(probabilities: Array, class_names: list[str], top: int = 3) -> list[Named]:
    _check_top(probabilities, class_names, top)
    return [_pairs(row, class_names, np.argsort(row, kind="stable")[::-1][:top]) for row in probabilities]


@mistake("decode_top", "The right classes, but the likeliest of them comes last: it should come first.")
def decode_ascending(probabilities: Array, class_names: list[str], top: int = 3) -> list[Named]:
    _check_top(probabilities, class_names, top)
    return [_pairs(row, class_names, _best(row, top)[::-1]) for row in probabilities]


@mistake("decode_top", "These are the least likely classes: sorting begins with the smallest.")
def decode_the_least_likely(probabilities: Array, class_names: list[str], top: int = 3) -> list[Named]:
    _check_top(probabilities, class_names, top)
    return [_pairs(row, class_names, np.argsort(row, kind="stable")[:top]) for row in probabilities]


@mistake("decode_top", "Your pairs are the wrong way round: the name first, then the probability.")
def decode_pairs_reversed(probabilities: Array, class_names: list[str], top: int = 3) -> list[Any]:
    _check_top(probabilities, class_names, top)
    return [[(float(row[index]), class_names[int(index)]) for index in _best(row, top)] for row in probabilities]


@mistake("decode_top", "Only the first picture's classes come back: every picture of the batch has a list of its own.")
def decode_the_first_picture(probabilities: Array, class_names: list[str], top: int = 3) -> Named:
    _check_top(probabilities, class_names, top)
    return _pairs(probabilities[0], class_names, _best(probabilities[0], top))


@mistake("decode_top", "You give the classes' numbers: look their names up.")
def decode_numbers(probabilities: Array, class_names: list[str], top: int = 3) -> list[Any]:
    _check_top(probabilities, class_names, top)
    return [[(int(index), float(row[index])) for index in _best(row, top)] for row in probabilities]


@mistake("decode_top", "The names alone are not enough: each comes with its probability.")
def decode_names_only(probabilities: Array, class_names: list[str], top: int = 3) -> list[Any]:
    _check_top(probabilities, class_names, top)
    return [[class_names[int(index)] for index in _best(row, top)] for row in probabilities]


@mistake("decode_top", "You always give three classes, whatever `top` asks.")
def decode_always_three(probabilities: Array, class_names: list[str], top: int = 3) -> list[Named]:
    _check_top(probabilities, class_names, top)
    return [_pairs(row, class_names, _best(row, 3)) for row in probabilities]


@mistake("decode_top", "You give percentages; a probability is at most 1.")
def decode_percentages(probabilities: Array, class_names: list[str], top: int = 3) -> list[Named]:
    _check_top(probabilities, class_names, top)
    return [_pairs(row * 100, class_names, _best(row, top)) for row in probabilities]


@mistake(
    "decode_top",
    "Check the arguments: `top` below 1 or beyond the classes, or names that are not as many, raise ValueError.",
)
def decode_unchecked(probabilities: Array, class_names: list[str], top: int = 3) -> list[Named]:
    names = dict(enumerate(class_names))
    return [[(names.get(int(index), ""), float(row[index])) for index in _best(row, top)] for row in probabilities]


# class_activation_map


def _scaled(found: Array) -> Array:
    largest = found.max()
    return np.asarray(found / largest if largest > 0 else np.zeros_like(found))


def _summed(features: Array, weights: Array, class_index: int) -> Array:
    return np.asarray(features @ weights[:, class_index])


@mistake(
    "class_activation_map",
    "What speaks against the class is still in your map: set what is negative to 0.",
)
def map_with_negatives(features: Array, weights: Array, class_index: int) -> Array:
    found = _summed(features, weights, class_index)
    return _scaled(found) if found.max() > 0 else np.zeros_like(found)


@mistake("class_activation_map", "Your map is not divided by its largest value: it should reach from 0 to 1.")
def map_without_scale(features: Array, weights: Array, class_index: int) -> Array:
    return np.maximum(_summed(features, weights, class_index), 0)


@mistake(
    "class_activation_map",
    "You stretch the map from its smallest value to its largest. Only what is negative becomes 0.",
)
def map_stretched(features: Array, weights: Array, class_index: int) -> Array:
    found = np.maximum(_summed(features, weights, class_index), 0)
    return _scaled(found - found.min())


@mistake("class_activation_map", "You sum all feature maps alike: each counts with its weight for the class.")
def map_without_weights(features: Array, weights: Array, class_index: int) -> Array:
    return _scaled(np.maximum(features.sum(axis=2), 0))


@mistake(
    "class_activation_map",
    "You set negative products to 0 before you add them up: a feature that speaks against the class must count.",
)
def map_relu_before_the_sum(features: Array, weights: Array, class_index: int) -> Array:
    return _scaled(np.maximum(features * weights[:, class_index], 0).sum(axis=2))


@mistake(
    "class_activation_map",
    "You divide by 0 where the class is nowhere, and get NaN: such a map is 0 everywhere.",
)
def map_dividing_by_zero(features: Array, weights: Array, class_index: int) -> Array:
    found = np.maximum(_summed(features, weights, class_index), 0)
    with np.errstate(all="ignore"):
        return np.asarray(found / found.max())
