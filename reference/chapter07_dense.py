"""What is right in chapter 7: fully connected layers and classification.

Whatever the type of the arguments, the results hold decimal numbers; only `predict_classes` gives integers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.chapter04_convolution import as_floats

Array = NDArray[Any]

SMALLEST_PROBABILITY = 1e-7
"""Keras's `epsilon`: probabilities are kept this far from 0 and from 1 before their logarithm is taken."""


def flatten(images: Array) -> Array:
    """Each image in a row: `(batch, height, width, channels)` becomes `(batch, height · width · channels)`.

    Row-major, as Keras `Flatten`: `output[b, (i · width + j) · channels + c] = images[b, i, j, c]`, however the array
    lies in memory. May be a view of `images`.
    """
    images = as_floats(images)
    return images.reshape(len(images), -1)


def dense(x: Array, weights: Array, bias: Array) -> Array:
    """Apply a fully connected layer, as Keras `Dense` without activation.

    `output[b, u] = Σ x[b, i] · weights[i, u] + bias[u]`: `x` `(batch, inputs)`, `weights` `(inputs, units)` and `bias`
    `(units,)` give `(batch, units)`.
    """
    x, weights, bias = as_floats(x), as_floats(weights), as_floats(bias)
    output: Array = np.matmul(x, weights, dtype=np.result_type(x, weights, bias))
    output += bias
    return output


def softmax(logits: Array) -> Array:
    """Probabilities of the classes along the last axis: `exp(logits) / Σ exp(logits)`, of the shape of `logits`.

    The largest logit of each row is subtracted first, which divides numerator and denominator by the same number:
    every exponential is then at most 1 and their sum at least 1 (Goodfellow, Bengio & Courville, Deep Learning,
    section 4.1).
    """
    logits = as_floats(logits)
    exponentials = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return np.asarray(exponentials / np.sum(exponentials, axis=-1, keepdims=True))


def categorical_crossentropy(labels: Array, probabilities: Array) -> Array:
    """Loss of each sample: `-Σ labels · log(probabilities)` over its classes, `(batch,)`.

    `labels` (one-hot) and `probabilities` (rows that sum to 1) are `(batch, classes)`. Probabilities are clipped to
    [1e-7, 1 - 1e-7] first, as in `keras.losses.categorical_crossentropy`: a loss is at most 16.118.
    """
    probabilities = np.clip(as_floats(probabilities), SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY)
    return np.asarray(-np.sum(as_floats(labels) * np.log(probabilities), axis=-1))


def predict_classes(probabilities: Array) -> Array:
    """Index of each row's largest probability, the first of equals: `(batch, classes)` becomes integers `(batch,)`."""
    return np.asarray(np.argmax(probabilities, axis=-1))


def classification_head(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    """Turn feature maps into probabilities: flatten, dense + ReLU, dense + softmax.

    `features` `(batch, height, width, channels)`, `hidden_weights` `(height · width · channels, hidden)`,
    `hidden_bias` `(hidden,)`, `output_weights` `(hidden, classes)` and `output_bias` `(classes,)` give
    `(batch, classes)`.
    """
    hidden = np.maximum(dense(flatten(features), hidden_weights, hidden_bias), 0)
    return softmax(dense(hidden, output_weights, output_bias))
