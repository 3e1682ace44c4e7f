"""The course's small CNN, forwards and backwards: convolution + ReLU, max-pooling, flatten, dense + softmax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.chapter04_convolution import conv2d, output_size
from reference.convolution_ways import kernel_gradients
from reference.largest import first_of_the_largest, where

Array = NDArray[Any]
Parameters = dict[str, Array]

POOL_SIZE = 2
"""Side of the pooling's windows, and their stride."""


def probabilities(images: Array, parameters: Parameters) -> Array:
    """Probabilities `(samples, classes)` that the network gives images."""
    _, _, features = _features(images, parameters)
    return _softmax(features @ parameters["dense_weights"] + parameters["dense_bias"])


def losses_and_gradients(images: Array, labels: Array, parameters: Parameters) -> tuple[Array, Parameters]:
    """The samples' losses, and the gradient of their mean with respect to every parameter."""
    maps, pooled, features = _features(images, parameters)
    gradient = _softmax(features @ parameters["dense_weights"] + parameters["dense_bias"])
    of_labels = np.arange(len(labels)), labels
    losses = -np.log(gradient[of_labels])
    gradient[of_labels] -= 1  # the probabilities become the gradient with respect to the logits
    gradient /= len(labels)
    dense_weights, dense_bias = features.T @ gradient, gradient.sum(axis=0)
    gradient = gradient @ parameters["dense_weights"].T
    gradient = where(features > 0, gradient).reshape(pooled.shape)
    shape = parameters["conv_kernels"].shape
    parts = [
        kernel_gradients(where(largest, gradient), pixels, shape, POOL_SIZE)
        for largest, pixels in zip(first_of_the_largest(maps, pooled), _parts(images, shape), strict=True)
    ]
    conv_kernels, conv_bias = (np.sum(gradients, axis=0) for gradients in zip(*parts, strict=True))
    return losses, {
        "conv_kernels": conv_kernels,
        "conv_bias": conv_bias,
        "dense_weights": dense_weights,
        "dense_bias": dense_bias,
    }


def _features(images: Array, parameters: Parameters) -> tuple[list[Array], Array, Array]:
    """What the convolution, the pooling, and ReLU with the flattening give.

    The feature maps come in four parts: the first pixels of all the pooling's windows, their second ones, and so on.
    Each part is a convolution with the pooling's stride, and the largest of the parts is what pooling gives. The
    largest of what ReLU leaves of four pixels is what it leaves of the largest: so ReLU comes last, with a quarter of
    the work.
    """
    kernels, bias = parameters["conv_kernels"], parameters["conv_bias"]
    maps = [conv2d(part, kernels, bias, POOL_SIZE) for part in _parts(images, kernels.shape)]
    pooled = np.maximum(maps[0], maps[1])
    for part in maps[2:]:
        np.maximum(pooled, part, out=pooled)
    return maps, pooled, np.maximum(pooled, 0).reshape(len(images), -1)


def _parts(images: Array, kernels: tuple[int, ...]) -> Iterator[Array]:
    """What the kernels see from the first pixels of the pooling's windows, from the second ones, and so on."""
    height, width = (
        POOL_SIZE * (output_size(size, side, 1, "valid") // POOL_SIZE) + side - POOL_SIZE
        for size, side in zip(images.shape[1:3], kernels[:2], strict=True)
    )
    for u, v in np.ndindex(POOL_SIZE, POOL_SIZE):
        yield images[:, u : u + height, v : v + width]


def _softmax(logits: Array) -> Array:
    exponentials = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return np.asarray(exponentials / np.sum(exponentials, axis=-1, keepdims=True))
