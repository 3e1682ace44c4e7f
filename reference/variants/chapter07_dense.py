"""Right answers to chapter 7 in other styles: loops, einsum, stacked columns, float32, lists, logarithms.

Each is as right as the reference; none is what most people would write.
"""

# ruff: noqa: D103 (a variant's name says its style)
from __future__ import annotations

import math
from functools import reduce
from itertools import chain
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]


class _Layer:
    """A fully connected layer as an object that is called."""

    def __init__(self, weights: Array, bias: Array) -> None:
        self.weights, self.bias = weights, bias

    def __call__(self, x: Array) -> Array:
        return np.asarray(np.dot(x.astype(np.float64), self.weights) + self.bias)


def _log_softmax(logits: Array) -> Array:
    return np.asarray(logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True))


# flatten


@variant("flatten")
def flatten_copy(images: Array) -> Array:
    return np.array([image.flatten() for image in images])


@variant("flatten")
def flatten_by_loops(images: Array) -> Array:
    batch, height, width, channels = images.shape
    rows = np.empty((batch, height * width * channels), dtype=images.dtype)
    for b, i, j, c in np.ndindex(images.shape):
        rows[b, (i * width + j) * channels + c] = images[b, i, j, c]
    return rows


@variant("flatten")
def flatten_of_lists(images: Array) -> Array:
    rows = [list(chain.from_iterable(chain.from_iterable(image))) for image in images.tolist()]
    return np.array(rows, dtype=float)


@variant("flatten")
def flatten_single_precision(images: Array) -> Array:
    return images.reshape(len(images), math.prod(images.shape[1:])).astype(np.float32)


@variant("flatten")
def flatten_in_columns_of_memory(images: Array) -> Array:
    return np.asfortranarray(np.vstack([np.ravel(image) for image in images]))


@variant("flatten")
def flatten_strided(images: Array) -> Array:
    images = np.ascontiguousarray(images)
    return as_strided(images, (len(images), images[0].size), (images.strides[0], images.itemsize))


@variant("flatten")
def flatten_glued(images: Array) -> Array:
    """Glue the channels of all pixels together, in reading order."""
    return np.hstack([images[:, i, j] for i, j in np.ndindex(images.shape[1:3])])


# dense


@variant("dense", naive=True)
def dense_by_loops(x: Array, weights: Array, bias: Array) -> Array:
    output = np.empty((len(x), len(bias)))
    for row, unit in np.ndindex(output.shape):
        total = float(bias[unit])
        for one_input, weight in zip(x[row].tolist(), weights[:, unit].tolist(), strict=True):
            total += one_input * weight
        output[row, unit] = total
    return output


@variant("dense")
def dense_einsum(x: Array, weights: Array, bias: Array) -> Array:
    return np.asarray(np.einsum("bi,iu->bu", x.astype(float), weights) + bias)


@variant("dense")
def dense_outer_products(x: Array, weights: Array, bias: Array) -> Array:
    """Add up one outer product for each input."""
    output = np.tile(bias.astype(float), (len(x), 1))
    for i in range(len(weights)):
        output += np.outer(x[:, i].astype(float), weights[i])
    return output


@variant("dense")
def dense_bias_as_a_weight(x: Array, weights: Array, bias: Array) -> Array:
    """Give the bias an input of its own, which is always 1."""
    return np.asarray(np.column_stack([x, np.ones(len(x))]) @ np.vstack([weights, bias]))


@variant("dense")
def dense_transposed_twice(x: Array, weights: Array, bias: Array) -> Array:
    """Compute with samples in columns: the result lies in memory in Fortran's order."""
    return np.asarray((weights.T.astype(float) @ x.T + bias[:, np.newaxis]).T)


@variant("dense")
def dense_single_precision(x: Array, weights: Array, bias: Array) -> Array:
    return np.asarray(x.astype(np.float32) @ weights.astype(np.float32) + bias.astype(np.float32))


@variant("dense")
def dense_integers_where_exact(x: Array, weights: Array, bias: Array) -> Array:
    if all(array.dtype.kind in "iu" for array in (x, weights, bias)):
        return np.asarray(x.astype(np.int64) @ weights.astype(np.int64) + bias)
    return np.asarray(np.tensordot(x.astype(float), weights, axes=1) + bias)


@variant("dense")
def dense_as_an_object(x: Array, weights: Array, bias: Array) -> Array:
    return _Layer(weights, bias)(x)


@variant("dense")
def dense_broadcast(x: Array, weights: Array, bias: Array) -> Array:
    return np.asarray((x[:, :, np.newaxis] * weights.astype(float)).sum(axis=1) + bias)


# softmax


@variant("softmax")
def softmax_by_logarithms(logits: Array) -> Array:
    return np.asarray(np.exp(_log_softmax(logits)))


@variant("softmax")
def softmax_by_recursion(logits: Array) -> Array:
    return _softmax_by_recursion(logits)


def _softmax_by_recursion(logits: Array) -> Array:
    if logits.ndim > 1:
        return np.stack([_softmax_by_recursion(part) for part in logits])
    largest = max(logits.tolist())
    exponentials = [math.exp(logit - largest) for logit in logits.tolist()]
    return np.array([exponential / math.fsum(exponentials) for exponential in exponentials])


@variant("softmax")
def softmax_of_differences(logits: Array) -> Array:
    """Divide by the sum of exponentials relative to one's own: 1 / Σ exp(z_j - z_k). Infinity gives 0."""
    with np.errstate(over="ignore"):
        differences = logits[..., np.newaxis, :].astype(float) - logits[..., :, np.newaxis]
        return np.asarray(1 / np.exp(differences).sum(axis=-1))


@variant("softmax")
def softmax_transposed(logits: Array) -> Array:
    """Classes first, where sums and maxima broadcast by themselves; Fortran's order comes back."""
    transposed = logits.astype(float).T
    exponentials = np.exp(transposed - transposed.max(axis=0))
    return np.asarray((exponentials / exponentials.sum(axis=0)).T)


@variant("softmax")
def softmax_single_precision(logits: Array) -> Array:
    shifted = (logits - logits.max(axis=-1)[..., np.newaxis]).astype(np.float32)
    return np.asarray(np.exp(shifted) / np.exp(shifted).sum(axis=-1)[..., np.newaxis])


@variant("softmax")
def softmax_along_axis(logits: Array) -> Array:
    def one(row: Array) -> Array:
        powers = np.power(math.e, row.astype(float) - row.max())
        return np.asarray(powers / powers.sum())

    return np.apply_along_axis(one, -1, logits)


@variant("softmax")
def softmax_shifted_further(logits: Array) -> Array:
    """Take one more than the maximum away: the exponentials stay below 0.37."""
    exponentials = np.exp(logits - (np.max(logits, axis=-1, keepdims=True) + 1.0))
    return np.asarray(exponentials / (exponentials @ np.ones((logits.shape[-1], 1))))


# categorical_crossentropy


@variant("categorical_crossentropy")
def crossentropy_by_loops(labels: Array, probabilities: Array) -> Array:
    losses = []
    for row, shares in zip(labels.tolist(), probabilities.tolist(), strict=True):
        losses.append(-math.log(min(max(shares[row.index(1)], 1e-7), 1 - 1e-7)))
    return np.array(losses)


@variant("categorical_crossentropy")
def crossentropy_of_the_right_class(labels: Array, probabilities: Array) -> Array:
    right = probabilities[np.arange(len(labels)), labels.argmax(axis=1)]
    return np.asarray(-np.log(np.clip(right, 1e-7, 1 - 1e-7)))


@variant("categorical_crossentropy")
def crossentropy_by_a_mask(labels: Array, probabilities: Array) -> Array:
    return np.asarray(np.log(1 / np.maximum(probabilities[labels == 1], 1e-7)))


@variant("categorical_crossentropy")
def crossentropy_einsum(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.einsum("bk,bk->b", labels, np.log(probabilities.clip(1e-7, 1 - 1e-7))))


@variant("categorical_crossentropy")
def crossentropy_diagonal(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.diag(labels @ np.log(np.clip(probabilities, 1e-7, 1.0)).T)).copy()


@variant("categorical_crossentropy")
def crossentropy_normalised_first(labels: Array, probabilities: Array) -> Array:
    """Divide each row by its sum as Keras does: it is 1 already."""
    shares = probabilities / probabilities.sum(axis=-1, keepdims=True)
    return np.asarray(np.negative(labels * np.log(np.clip(shares, 1e-7, 1 - 1e-7))).sum(axis=-1))


@variant("categorical_crossentropy")
def crossentropy_single_precision(labels: Array, probabilities: Array) -> Array:
    clipped = np.clip(probabilities.astype(np.float32), 1e-7, 1 - 1e-7)
    return np.asarray(-(labels.astype(np.float32) * np.log(clipped)).sum(axis=1))


# predict_classes


@variant("predict_classes")
def predict_by_loops(probabilities: Array) -> Array:
    classes = np.zeros(len(probabilities), dtype=np.uint8)
    for b, row in enumerate(probabilities):
        for k, share in enumerate(row):
            if share > row[classes[b]]:
                classes[b] = k
    return classes


@variant("predict_classes")
def predict_by_keys(probabilities: Array) -> Array:
    return np.array([max(range(len(row)), key=row.__getitem__) for row in probabilities.tolist()])


@variant("predict_classes")
def predict_by_stable_sorting(probabilities: Array) -> Array:
    return np.argsort(-probabilities, axis=1, kind="stable")[:, 0].astype(np.int16)


@variant("predict_classes")
def predict_by_folding(probabilities: Array) -> Array:
    """Let the columns play against each other, from left to right."""

    def better(best: Array, column: int) -> Array:
        held = np.take_along_axis(probabilities, best[:, np.newaxis], axis=1)[:, 0]
        return np.where(probabilities[:, column] > held, column, best)

    return reduce(better, range(1, probabilities.shape[1]), np.zeros(len(probabilities), dtype=np.int64))


@variant("predict_classes")
def predict_first_true(probabilities: Array) -> Array:
    largest = probabilities.max(axis=1, keepdims=True)
    return np.asarray((np.cumsum(probabilities == largest, axis=1) == 0).sum(axis=1))


@variant("predict_classes")
def predict_listed(probabilities: Array) -> Array:
    return np.asarray([row.index(max(row)) for row in probabilities.tolist()], dtype=np.int32)


# classification_head


@variant("classification_head")
def head_by_objects(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    hidden = _Layer(hidden_weights, hidden_bias)(features.reshape(len(features), -1)).clip(min=0)
    return np.asarray(np.exp(_log_softmax(_Layer(output_weights, output_bias)(hidden))))


@variant("classification_head")
def head_one_sample_at_a_time(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    rows = []
    for sample in features:
        sums = sample.ravel().astype(float) @ hidden_weights + hidden_bias
        logits = (sums * (sums > 0)) @ output_weights + output_bias
        exponentials = np.exp(logits - logits.max())
        rows.append(exponentials / exponentials.sum())
    return np.array(rows)


@variant("classification_head")
def head_without_flattening(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    """Shape the weights like the features instead."""
    hidden_kernels = hidden_weights.reshape(*features.shape[1:], -1)
    sums = np.einsum("bhwc,hwcu->bu", features.astype(float), hidden_kernels) + hidden_bias
    logits = np.einsum("bu,uk->bk", (sums + np.abs(sums)) / 2, output_weights) + output_bias
    exponentials = np.exp(logits - logits.max(axis=1)[:, np.newaxis])
    return np.asarray(exponentials / exponentials.sum(axis=1)[:, np.newaxis])


@variant("classification_head")
def head_in_columns(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    """Samples stand in columns, as in many textbooks; Fortran's order comes back."""
    columns = features.reshape(len(features), -1).T.astype(float)
    hidden = np.maximum(hidden_weights.T @ columns + hidden_bias.reshape(-1, 1), 0)
    logits = output_weights.T @ hidden + output_bias.reshape(-1, 1)
    exponentials = np.exp(logits - logits.max(axis=0))
    return np.asarray((exponentials / exponentials.sum(axis=0)).T)


@variant("classification_head")
def head_single_precision(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    single = np.float32
    flat = features.astype(single).reshape(len(features), -1)
    hidden = np.maximum(flat @ hidden_weights.astype(single) + hidden_bias.astype(single), single(0))
    logits = hidden @ output_weights.astype(single) + output_bias.astype(single)
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))


@variant("classification_head")
def head_bias_as_a_weight(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    ones = np.ones((len(features), 1))
    sums = np.hstack([features.reshape(len(features), -1), ones]) @ np.vstack([hidden_weights, hidden_bias])
    logits = np.hstack([np.where(sums > 0, sums, 0), ones]) @ np.vstack([output_weights, output_bias])
    with np.errstate(over="ignore"):
        return np.asarray(1 / np.exp(logits[:, np.newaxis, :] - logits[:, :, np.newaxis]).sum(axis=2))
