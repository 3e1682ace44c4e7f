"""What usually goes wrong in chapter 7 with softmax and the classes it tells: axes, exponentials too large.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.dense_layers import Array, floats, naive_softmax, right_softmax, sigmoid

# softmax


@mistake(
    "softmax",
    "You take the largest logit of the whole array away from all rows. In a row of far smaller ones every "
    "exponential is then 0: each row needs its own maximum.",
)
def softmax_global_maximum(logits: Array) -> Array:
    return naive_softmax(floats(logits) - np.max(logits))


@mistake(
    "softmax",
    "You take away the largest absolute value. When all logits are far below 0, every exponential is then 0: take "
    "away the largest logit, sign included.",
)
def softmax_largest_magnitude(logits: Array) -> Array:
    return naive_softmax(floats(logits) - np.max(np.abs(logits), axis=-1, keepdims=True))


@mistake(
    "softmax",
    "Logits far below 0 make all of your exponentials 0: the maximum you take away is never below 0. Take away the "
    "largest logit even when it is negative.",
)
def softmax_maximum_at_least_zero(logits: Array) -> Array:
    return naive_softmax(floats(logits) - np.maximum(np.max(logits, axis=-1, keepdims=True), 0))


@mistake(
    "softmax",
    "You take the mean of the row away, not its maximum. A logit far above the mean still overflows.",
)
def softmax_mean_taken_away(logits: Array) -> Array:
    return naive_softmax(floats(logits) - np.mean(logits, axis=-1, keepdims=True))


@mistake(
    "softmax",
    "You take the row's minimum away, not its maximum. The exponentials then grow instead of shrinking, and overflow.",
)
def softmax_minimum_taken_away(logits: Array) -> Array:
    return naive_softmax(floats(logits) - np.min(logits, axis=-1, keepdims=True))


@mistake(
    "softmax",
    "Your exponentials overflow: the exponential of 1000 is infinite, and infinite divided by infinite is not a "
    "number. Softmax does not change when the same number is taken away from all logits of a row.",
)
def softmax_overflowing(logits: Array) -> Array:
    return naive_softmax(logits)


@mistake(
    "softmax",
    "Your exponentials still overflow, but what is not a number was replaced after the division. The right "
    "probabilities are lost by then: look at the logits before the exponential.",
)
def softmax_nan_replaced(logits: Array) -> Array:
    return np.nan_to_num(naive_softmax(logits))


@mistake(
    "softmax",
    "Your logits are cut to a range so that the exponentials do not overflow. Logits of 1000 and 1001 become equal "
    "that way, and their probabilities too.",
)
def softmax_clipped_logits(logits: Array) -> Array:
    return naive_softmax(np.clip(floats(logits), -500, 500))


@mistake(
    "softmax",
    "The logits are divided by the largest one. That changes the probabilities; only taking the same number away "
    "from all of them does not.",
)
def softmax_divided_by_the_maximum(logits: Array) -> Array:
    return right_softmax(floats(logits) / np.maximum(np.max(np.abs(logits), axis=-1, keepdims=True), 1))


@mistake(
    "softmax",
    "Your probabilities sum to 1 over the whole array. Each row, along the last axis, has a sum of its own.",
)
def softmax_over_the_whole_array(logits: Array) -> Array:
    return right_softmax(floats(logits).reshape(-1)).reshape(logits.shape)


@mistake(
    "softmax",
    "Your probabilities sum to 1 along the first axis, over the batch. They should along the last one, over the "
    "classes.",
)
def softmax_over_the_batch(logits: Array) -> Array:
    return (
        right_softmax(floats(logits).T).T
        if logits.ndim < 3
        else np.moveaxis(right_softmax(np.moveaxis(logits, 0, -1)), -1, 0)
    )


@mistake(
    "softmax",
    "Your function sums along axis 1. That is the last one of (batch, classes), but not of an array with one or "
    "three axes: count from the end.",
)
def softmax_along_axis_1(logits: Array) -> Array:
    exponentials = np.exp(floats(logits) - np.max(logits, axis=1, keepdims=True))
    return np.asarray(exponentials / np.sum(exponentials, axis=1, keepdims=True))


@mistake(
    "softmax",
    "Each exponential is divided by the sum of another row: without its last axis, the array of the sums lies along "
    "the columns. Keep that axis.",
)
def softmax_sums_without_their_axis(logits: Array) -> Array:
    exponentials = np.exp(floats(logits) - np.max(logits, axis=-1, keepdims=True))
    return np.asarray(exponentials / np.sum(exponentials, axis=-1))


@mistake(
    "softmax",
    "The maximum of another row is taken away: without its last axis, the array of the maxima lies along the "
    "columns. Keep that axis.",
)
def softmax_maxima_without_their_axis(logits: Array) -> Array:
    return naive_softmax(floats(logits) - np.max(logits, axis=-1))


@mistake(
    "softmax",
    "Your result comes back with other axes than the logits. A vector gives a vector, an array with three axes one "
    "with three.",
)
def softmax_always_two_axes(logits: Array) -> Array:
    return right_softmax(np.atleast_2d(logits).reshape(-1, logits.shape[-1]))


@mistake("softmax", "Your result holds the logarithms of the probabilities, not the probabilities.")
def softmax_logarithms(logits: Array) -> Array:
    shifted = floats(logits) - np.max(logits, axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True)))


@mistake("softmax", "Your exponentials are not divided by their sum: the probabilities of a row must sum to 1.")
def softmax_not_normalised(logits: Array) -> Array:
    return np.asarray(np.exp(floats(logits) - np.max(logits, axis=-1, keepdims=True)))


@mistake(
    "softmax",
    "You divide the logits themselves by their sum, without an exponential: negative logits give negative numbers.",
)
def softmax_without_exponential(logits: Array) -> Array:
    return np.asarray(floats(logits) / np.sum(floats(logits), axis=-1, keepdims=True))


@mistake(
    "softmax", "Each logit went through a sigmoid on its own. Softmax compares the logits of a row with each other."
)
def softmax_sigmoid(logits: Array) -> Array:
    return sigmoid(floats(logits))


@mistake("softmax", "Your function changes the logits it is given. Put the shifted logits into a new array.")
def softmax_in_place(logits: Array) -> Array:
    logits -= np.max(logits, axis=-1, keepdims=True)
    return right_softmax(logits)


@mistake("softmax", "Your exponentials are powers of 2. Softmax takes the powers of e.")
def softmax_powers_of_two(logits: Array) -> Array:
    return right_softmax(floats(logits) * np.log(2))


@mistake("softmax", "Your probabilities are in the reverse order: the largest logit has the smallest. Look at a sign.")
def softmax_negated(logits: Array) -> Array:
    return right_softmax(-floats(logits))


@mistake("softmax", "Your result is 1 for the largest logit and 0 for the others. Softmax is softer: all get a share.")
def softmax_hard_maximum(logits: Array) -> Array:
    return np.asarray((np.arange(logits.shape[-1]) == np.argmax(logits, axis=-1)[..., np.newaxis]).astype(np.float64))


@mistake(
    "softmax",
    "Your result has the type of the logits, so that logits of integers give nothing but zeros and ones. Look at the "
    "type of the array you fill.",
)
def softmax_typed_like_the_logits(logits: Array) -> Array:
    return right_softmax(logits).astype(logits.dtype)


@mistake("softmax", "Your result holds nothing but zeros: the array is made, but never filled.")
def softmax_never_filled(logits: Array) -> Array:
    return np.zeros(logits.shape)


# predict_classes


@mistake(
    "predict_classes",
    "Of equal probabilities you take the last one. It should be the first: look at how you compare, or at the end of "
    "the sorted row that you read.",
)
def predict_last_of_equals(probabilities: Array) -> Array:
    return np.asarray(probabilities.shape[1] - 1 - np.argmax(probabilities[:, ::-1], axis=1))


@mistake(
    "predict_classes",
    "Where probabilities are equal, your result holds a class for each of them. A sample has one class, the first of "
    "equals.",
)
def predict_all_equals(probabilities: Array) -> Array:
    return np.nonzero(probabilities == np.max(probabilities, axis=1, keepdims=True))[1]


@mistake(
    "predict_classes",
    "Probabilities that are close to each other count as equal here: you round them before you compare. Compare them "
    "as they are.",
)
def predict_rounded(probabilities: Array) -> Array:
    return np.asarray(np.argmax(np.round(probabilities, 2), axis=1))


@mistake("predict_classes", "Your classes are decimal numbers. A class is an index: an integer.")
def predict_floats(probabilities: Array) -> Array:
    return np.asarray(np.argmax(probabilities, axis=1).astype(np.float64))


@mistake("predict_classes", "Your classes are counted from 1. In Python the first one has the number 0.")
def predict_from_one(probabilities: Array) -> Array:
    return np.asarray(np.argmax(probabilities, axis=1) + 1)


@mistake(
    "predict_classes",
    "You look for the largest number of each column, over the batch. Look for that of each row, over the classes.",
)
def predict_over_the_batch(probabilities: Array) -> Array:
    return np.asarray(np.argmax(probabilities, axis=0))


@mistake(
    "predict_classes",
    "You look for the largest number of the whole array. Each row has a class of its own: give the axis.",
)
def predict_over_everything(probabilities: Array) -> Any:
    return np.argmax(probabilities)


@mistake("predict_classes", "Your result holds the largest probabilities. The class is the place where they stand.")
def predict_probabilities(probabilities: Array) -> Array:
    return np.asarray(np.max(probabilities, axis=1))


@mistake("predict_classes", "Your result holds the least probable classes.")
def predict_smallest(probabilities: Array) -> Array:
    return np.asarray(np.argmin(probabilities, axis=1))


@mistake("predict_classes", "Your classes have one axis too many: (batch, 1) instead of (batch,).")
def predict_as_a_column(probabilities: Array) -> Array:
    return np.asarray(np.argmax(probabilities, axis=1, keepdims=True))


@mistake(
    "predict_classes", "For a single sample you give a number. A batch of one sample gives an array with one class."
)
def predict_squeezed(probabilities: Array) -> Any:
    classes = np.argmax(probabilities, axis=1)
    return int(classes[0]) if len(classes) == 1 else classes


@mistake("predict_classes", "Your result is a list. An array of integers is asked.")
def predict_list(probabilities: Array) -> Any:
    return np.argmax(probabilities, axis=1).tolist()


@mistake("predict_classes", "Your result is one-hot: a 1 for the class, 0 for the others. The class's number is asked.")
def predict_one_hot(probabilities: Array) -> Array:
    return np.asarray(np.eye(probabilities.shape[1], dtype=np.int64)[np.argmax(probabilities, axis=1)])


@mistake(
    "predict_classes",
    "You look for a probability above one half. With several classes the largest one is often smaller: compare the "
    "classes with each other.",
)
def predict_above_one_half(probabilities: Array) -> Array:
    return np.asarray(np.argmax(probabilities > 0.5, axis=1))


@mistake("predict_classes", "All your samples have the class of the first one. Each has its own.")
def predict_first_sample(probabilities: Array) -> Array:
    return np.full(len(probabilities), np.argmax(probabilities[0]))


@mistake("predict_classes", "Your result holds nothing but zeros: the array is made, but never filled.")
def predict_never_filled(probabilities: Array) -> Array:
    return np.zeros(len(probabilities), dtype=np.int64)
