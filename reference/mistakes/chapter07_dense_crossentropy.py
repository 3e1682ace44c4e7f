"""What usually goes wrong in chapter 7 with the loss: logarithms of 0, signs, sums for means.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.dense_layers import Array, floats, right_softmax


def _clipped(probabilities: Array) -> Array:
    return np.clip(floats(probabilities), 1e-7, 1 - 1e-7)


def _losses(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(_clipped(probabilities)), axis=-1))


@mistake(
    "categorical_crossentropy",
    "You add a small number to the probabilities instead of clipping them: those near the bound change too. Below "
    "1e-7 they should become 1e-7, and above it stay what they are.",
)
def crossentropy_epsilon_added(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(floats(probabilities) + 1e-7), axis=-1))


@mistake(
    "categorical_crossentropy",
    "Only probabilities of exactly 0 are replaced. All those below 1e-7 are clipped.",
)
def crossentropy_zeros_replaced(labels: Array, probabilities: Array) -> Array:
    probabilities = floats(probabilities)
    return np.asarray(-np.sum(labels * np.log(np.where(probabilities == 0, 1e-7, probabilities)), axis=-1))


@mistake(
    "categorical_crossentropy",
    "Your probabilities are clipped far below 1e-7, so that a loss can be larger than 16.118.",
)
def crossentropy_smaller_bound(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(np.clip(floats(probabilities), 1e-15, 1 - 1e-15)), axis=-1))


@mistake(
    "categorical_crossentropy",
    "Your probabilities are clipped far above 1e-7. Probabilities of 1e-5 are small, but they count as they are.",
)
def crossentropy_larger_bound(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(np.clip(floats(probabilities), 1e-3, 1 - 1e-3)), axis=-1))


@mistake(
    "categorical_crossentropy",
    "You take the logarithm of 0, which is infinite, and 0 times infinite is not a number. Clip the probabilities "
    "first.",
)
def crossentropy_without_clipping(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(floats(probabilities)), axis=-1))


@mistake(
    "categorical_crossentropy",
    "You only look at the right class, and its probability may be 0: the loss is then infinite. Clip the "
    "probabilities first.",
)
def crossentropy_infinite(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.log(np.sum(labels * floats(probabilities), axis=-1)))


@mistake(
    "categorical_crossentropy",
    "A right class with a probability of 0 gives your function a loss of 0, as if it were right: what is not a "
    "number was replaced after the logarithm. Clip the probabilities before it.",
)
def crossentropy_infinite_left_out(labels: Array, probabilities: Array) -> Array:
    logarithms = np.log(floats(probabilities))
    return np.asarray(-np.sum(labels * np.where(np.isfinite(logarithms), logarithms, 0), axis=-1))


@mistake(
    "categorical_crossentropy",
    "You clip the probabilities in the array you were given. The caller still needs it: clip into a new array.",
)
def crossentropy_clipped_in_place(labels: Array, probabilities: Array) -> Array:
    if probabilities.dtype.kind == "f":
        np.clip(probabilities, 1e-7, 1 - 1e-7, out=probabilities)
    return _losses(labels, probabilities)


@mistake(
    "categorical_crossentropy",
    "Your result is one number, the mean over the batch. Each sample has its own loss here.",
)
def crossentropy_mean(labels: Array, probabilities: Array) -> Any:
    return np.mean(_losses(labels, probabilities))


@mistake(
    "categorical_crossentropy",
    "Your result is one number, the sum over the batch. Each sample has its own loss here.",
)
def crossentropy_total(labels: Array, probabilities: Array) -> Any:
    return np.sum(_losses(labels, probabilities))


@mistake(
    "categorical_crossentropy",
    "You add up over the batch, so that there is one number for each class. Add up over the classes, along the rows.",
)
def crossentropy_over_the_batch(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(_clipped(probabilities)), axis=0))


@mistake(
    "categorical_crossentropy",
    "Your losses are divided by the number of classes: you take a mean along the rows. It should be the sum.",
)
def crossentropy_mean_over_classes(labels: Array, probabilities: Array) -> Array:
    return np.asarray(_losses(labels, probabilities) / labels.shape[1])


@mistake(
    "categorical_crossentropy",
    "Your losses are divided by the number of samples. That belongs to the mean loss of a batch: here each sample "
    "keeps its own.",
)
def crossentropy_divided_by_the_batch(labels: Array, probabilities: Array) -> Array:
    return _losses(labels, probabilities) / len(labels)


@mistake("categorical_crossentropy", "Nothing is added up: your result still has an axis for the classes.")
def crossentropy_without_sum(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-labels * np.log(_clipped(probabilities)))


@mistake("categorical_crossentropy", "Your losses have one axis too many: (batch, 1) instead of (batch,).")
def crossentropy_as_a_column(labels: Array, probabilities: Array) -> Array:
    return _losses(labels, probabilities)[:, np.newaxis]


@mistake("categorical_crossentropy", "Your losses are negative. The logarithm of a probability is: look at the sign.")
def crossentropy_negative(labels: Array, probabilities: Array) -> Array:
    return -_losses(labels, probabilities)


@mistake(
    "categorical_crossentropy",
    "You took the logarithm of the labels: labels and probabilities are exchanged. The labels are the first argument.",
)
def crossentropy_exchanged(labels: Array, probabilities: Array) -> Array:
    return _losses(probabilities, labels)


@mistake("categorical_crossentropy", "Your logarithm is to the base 2. The natural logarithm is meant.")
def crossentropy_base_2(labels: Array, probabilities: Array) -> Array:
    return np.asarray(_losses(labels, probabilities) / np.log(2))


@mistake("categorical_crossentropy", "Your logarithm is to the base 10. The natural logarithm is meant.")
def crossentropy_base_10(labels: Array, probabilities: Array) -> Array:
    return np.asarray(_losses(labels, probabilities) / np.log(10))


@mistake(
    "categorical_crossentropy",
    "Your loss also counts the classes that are not the right one: that is the binary cross-entropy. Only the "
    "probability of the right class counts here.",
)
def crossentropy_binary(labels: Array, probabilities: Array) -> Array:
    clipped = _clipped(probabilities)
    return np.asarray(-np.sum(labels * np.log(clipped) + (1 - labels) * np.log(1 - clipped), axis=-1))


@mistake(
    "categorical_crossentropy",
    "Your probabilities went through a softmax once more. They are probabilities already.",
)
def crossentropy_of_logits(labels: Array, probabilities: Array) -> Array:
    return _losses(labels, right_softmax(probabilities))


@mistake(
    "categorical_crossentropy",
    "Your loss is the squared distance between labels and probabilities. The cross-entropy takes a logarithm.",
)
def crossentropy_squared_error(labels: Array, probabilities: Array) -> Array:
    return np.asarray(np.sum((labels - floats(probabilities)) ** 2, axis=-1))


@mistake(
    "categorical_crossentropy",
    "Your loss is one minus the probability of the right class. The cross-entropy is minus its logarithm.",
)
def crossentropy_without_logarithm(labels: Array, probabilities: Array) -> Array:
    return np.asarray(1 - np.sum(labels * floats(probabilities), axis=-1))


@mistake(
    "categorical_crossentropy",
    "Your loss looks at the class with the largest probability. It is the right class that counts, the one with a 1 "
    "in the labels.",
)
def crossentropy_of_the_prediction(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.log(np.max(_clipped(probabilities), axis=-1)))


@mistake(
    "categorical_crossentropy",
    "Your loss is the entropy of the probabilities alone, whatever the labels are. The labels choose the right class.",
)
def crossentropy_entropy(labels: Array, probabilities: Array) -> Array:
    return _losses(_clipped(probabilities), probabilities)


@mistake(
    "categorical_crossentropy",
    "Your losses have the type of the labels, so that labels of integers cut the decimals off. Look at the type of "
    "the array you fill.",
)
def crossentropy_typed_like_the_labels(labels: Array, probabilities: Array) -> Array:
    return _losses(labels, probabilities).astype(labels.dtype)


@mistake("categorical_crossentropy", "Your result holds nothing but zeros: the array is made, but never filled.")
def crossentropy_never_filled(labels: Array, probabilities: Array) -> Array:
    return np.zeros(len(labels))
