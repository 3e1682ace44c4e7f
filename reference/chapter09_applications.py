"""What is right in chapter 9: preparing a picture for VGG16, reading its answer, and seeing where it looked.

Sources: https://keras.io/api/applications/ (`vgg16.preprocess_input`, `decode_predictions`), Simonyan & Zisserman, Very
Deep Convolutional Networks (VGG16), Zhou et al., Learning Deep Features for Discriminative Localization (class
activation maps).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.chapter03_cnn_structure import conv2d_parameter_count
from reference.chapter04_convolution import conv2d
from reference.chapter06_pooling import max_pool2d
from reference.chapter08_training import predict
from reference.model_facts import Facts, structure

Array = NDArray[Any]
Named = list[tuple[str, float]]

MEANS_BGR = (103.939, 116.779, 123.68)
"""Mean blue, green and red of ImageNet's training pictures."""

BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
"""Filters and convolutions of VGG16's five blocks; each ends with a max-pooling."""

LARGEST_WEIGHT = 1e-30
"""Below it a map is nothing but 0."""


def as_batch(picture: Array) -> Array:
    """A batch `(1, height, width, 3)` of one picture: `(height, width, 3)`, or `(height, width)` in grey.

    Grey goes into all three channels. `ValueError` for any other shape.
    """
    picture = np.asarray(picture, np.float64)
    if picture.ndim == 2:
        picture = np.repeat(picture[..., np.newaxis], 3, axis=-1)
    if picture.ndim != 3 or picture.shape[-1] != 3:
        raise ValueError(f"Expected a picture (height, width, 3) or (height, width), received {picture.shape}")
    return picture[np.newaxis].copy()


def resize_nearest(image: Array, height: int, width: int) -> Array:
    """`image` `(old_height, old_width)` or `(old_height, old_width, channels)` in another size, by nearest neighbours.

    A new pixel i, whose centre is at i + 1/2, takes the old pixel in which that centre lies:
    ⌊(i + 1/2) · old / new⌋ (`tf.image.resize`, method `nearest`). `ValueError` for a size below 1.
    """
    if height < 1 or width < 1:
        raise ValueError(f"Expected a height and a width of at least 1, received {height} and {width}")
    image = np.asarray(image, np.float64)
    return image[nearest(image.shape[0], height)][:, nearest(image.shape[1], width)]


def nearest(old: int, new: int) -> Array:
    """Old pixels that `new` pixels of an axis are taken from, in whole numbers."""
    return (2 * np.arange(new) + 1) * old // (2 * new)


def preprocess_vgg16(images: Array) -> Array:
    """RGB pictures from 0 to 255 as VGG16 wants them: BGR, less ImageNet's mean of each channel; no other scaling.

    `images` are `(height, width, 3)` or `(batch, height, width, 3)`.
    """
    return np.asarray(np.asarray(images, np.float64)[..., ::-1] - np.array(MEANS_BGR))


def decode_top(probabilities: Array, class_names: Sequence[str], top: int = 3) -> list[Named]:
    """For each row of `probabilities` `(batch, classes)` its `top` likeliest classes, as pairs (name, probability).

    The likeliest comes first, of equals the first class. `ValueError` for `top` below 1 or beyond the classes, and for
    as many names as there are not classes.
    """
    probabilities = np.asarray(probabilities)
    classes = probabilities.shape[1]
    if len(class_names) != classes or not 1 <= top <= classes:
        raise ValueError(f"{top} of {classes} classes with {len(class_names)} names")
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :top]
    return [
        [(class_names[index], float(row[index])) for index in best]
        for row, best in zip(probabilities, order, strict=True)
    ]


def class_activation_map(features: Array, weights: Array, class_index: int) -> Array:
    """Where a network that ends with global average pooling and a dense layer sees a class, from 0 to 1.

    `features` `(height, width, channels)` are the last feature maps, `weights` `(channels, classes)` the dense layer's:
    the maps are summed with the class's weights, what is below 0 becomes 0, and the largest value becomes 1. A map
    without positive values is 0 everywhere.
    """
    found = np.maximum(np.asarray(features, np.float64) @ np.asarray(weights, np.float64)[:, class_index], 0.0)
    largest = found.max()
    return np.asarray(found / largest if largest > LARGEST_WEIGHT else np.zeros_like(found))


def recognise(model: Mapping[str, Any], picture: Array, class_names: Sequence[str], top: int = 3) -> Named:
    """The whole way: the names that a network gives a picture, each with its probability.

    `model` holds the `input_shape` and the `weights` of a network: VGG16's, or those of the course's small CNN.
    """
    height, width, _ = model["input_shape"]
    prepared = preprocess_vgg16(resize_nearest(as_batch(picture)[0], height, width))[np.newaxis]
    return decode_top(probabilities_of(model["weights"], prepared), class_names, top)[0]


def probabilities_of(weights: Sequence[Array], images: Array) -> Array:
    """What a network with these weights says of prepared images."""
    if len(weights) == 4:
        names = ("conv_kernels", "conv_bias", "dense_weights", "dense_bias")
        return predict(images, dict(zip(names, weights, strict=True)))
    values = vgg16_features(weights[:26], images).reshape(len(images), -1)
    for kernel, bias in zip(weights[26:-2:2], weights[27:-2:2], strict=True):
        values = np.maximum(values @ kernel + bias, 0.0)
    logits = values @ weights[-2] + weights[-1]
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))


def vgg16_features(weights: Sequence[Array], images: Array) -> Array:
    """VGG16 without its head: convolutions 3 by 3 that keep the size, with ReLU, in five blocks with max-pooling."""
    values = np.asarray(images, np.float32)
    pairs = zip(weights[::2], weights[1::2], strict=True)
    for _, convolutions in BLOCKS:
        for _ in range(convolutions):
            kernels, bias = next(pairs)
            values = np.maximum(conv2d(values, kernels, bias, padding="same"), 0.0)
        values = max_pool2d(values, 2)
    return values


def load_vgg16(weights: int | None = None, input_shape: tuple[int, int, int] = (224, 224, 3)) -> Facts:
    """VGG16 without its head, for pictures of a shape: its structure, and whose weights it has.

    `weights` is the seed of the weights in the file that the network is to read, if there is one.
    """
    height, width, channels = input_shape
    layers: list[Facts] = []
    parameters = 0
    for filters, convolutions in BLOCKS:
        for _ in range(convolutions):
            layers.append(_convolution(filters))
            parameters += conv2d_parameter_count(channels, filters, (3, 3))
            channels = filters
        layers.append({"kind": "MaxPooling2D", "pool_size": [2, 2], "strides": [2, 2], "padding": "valid"})
        height, width = height // 2, width // 2
    found = structure([list(input_shape)], layers, [[height, width, channels]], parameters)
    return {"structure": found, "weights": "new" if weights is None else "of the file"}


def _convolution(filters: int) -> Facts:
    return {
        "kind": "Conv2D",
        "filters": filters,
        "kernel_size": [3, 3],
        "strides": [1, 1],
        "padding": "same",
        "activation": "relu",
    }
