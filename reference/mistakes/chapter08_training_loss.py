"""What usually goes wrong in chapter 8 with labels and the loss's gradient: rows and columns, means for sums.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.backward_passes import Array, floats

# one_hot


@mistake(
    "one_hot",
    "Your rows are as long as the largest label asks for. The number of classes is an argument: a class that no label "
    "names has a column too.",
)
def one_hot_as_wide_as_the_largest(labels: Array, classes: int) -> Array:
    return np.eye(int(labels.max()) + 1)[labels]


@mistake(
    "one_hot",
    "You number the labels that occur, in order. A label is the number of its column already, whether the classes "
    "before it occur or not.",
)
def one_hot_of_ranks(labels: Array, classes: int) -> Array:
    return np.eye(classes)[np.unique(labels, return_inverse=True)[1]]


@mistake("one_hot", "Your rows have a column for each label that occurs. They have one for each of the classes.")
def one_hot_occurring_only(labels: Array, classes: int) -> Array:
    return np.asarray((labels[:, np.newaxis] == np.unique(labels)).astype(float))


@mistake("one_hot", "You count the classes from 1. The first class is 0, and its one stands in the first column.")
def one_hot_from_one(labels: Array, classes: int) -> Array:
    return np.asarray(np.eye(classes)[labels.astype(int) - 1])


@mistake("one_hot", "Your array is transposed: each label has a column of its own. It should have a row.")
def one_hot_transposed(labels: Array, classes: int) -> Array:
    return np.eye(classes)[labels].T


@mistake(
    "one_hot",
    "Your ones stand in all columns that any label names, on every row: the index takes whole columns. Each row needs "
    "one place, that of its own label.",
)
def one_hot_whole_columns(labels: Array, classes: int) -> Array:
    rows = np.zeros((len(labels), classes))
    rows[:, labels] = 1
    return rows


@mistake("one_hot", "Each of your rows has ones up to its label. Only the label's own column holds one.")
def one_hot_filled_up(labels: Array, classes: int) -> Array:
    return (np.arange(classes) <= labels[:, np.newaxis]).astype(float)


@mistake("one_hot", "You write the label itself into its column, where a one belongs.")
def one_hot_with_the_label(labels: Array, classes: int) -> Array:
    return np.eye(classes)[labels] * labels[:, np.newaxis]


@mistake("one_hot", "Your ones run down the diagonal whatever the labels are. The label says where the one stands.")
def one_hot_diagonal(labels: Array, classes: int) -> Array:
    return np.eye(len(labels), classes)


@mistake("one_hot", "Ones and zeros are exchanged in your rows.")
def one_hot_inverted(labels: Array, classes: int) -> Array:
    return 1 - np.eye(classes)[labels]


@mistake("one_hot", "Your columns stand in reverse order: the first class belongs on the left.")
def one_hot_reversed(labels: Array, classes: int) -> Array:
    return np.eye(classes)[labels][:, ::-1].copy()


@mistake(
    "one_hot",
    "Large labels land in the wrong column: your arithmetic on them overflows, for a uint8 starts again at 0 after "
    "255. Make indices of them first.",
)
def one_hot_wrapping_index(labels: Array, classes: int) -> Array:
    flat = np.zeros(len(labels) * classes)
    flat[np.arange(len(labels)).astype(labels.dtype) * np.array(classes).astype(labels.dtype) + labels] = 1
    return flat.reshape(len(labels), classes)


# softmax_crossentropy_gradient


def _softmax(logits: Array, axis: int | None = 1) -> Array:
    exponentials = np.exp(floats(logits) - np.max(floats(logits), axis=axis, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=axis, keepdims=True))


@mistake(
    "softmax_crossentropy_gradient",
    "Rows of logits far below those of the others break your softmax: you subtract the largest logit of the whole "
    "batch. Each row has its own largest.",
)
def softmax_crossentropy_gradient_global_shift(logits: Array, labels: Array) -> Array:
    exponentials = np.exp(floats(logits) - np.max(logits))
    return np.asarray((exponentials / exponentials.sum(axis=1, keepdims=True) - labels) / len(logits))


@mistake(
    "softmax_crossentropy_gradient",
    "Large logits overflow: their exponential is infinite, and infinity divided by infinity is no number. Shift each "
    "row before you take exponentials.",
)
def softmax_crossentropy_gradient_overflowing(logits: Array, labels: Array) -> Array:
    exponentials = np.exp(floats(logits))
    return np.asarray((exponentials / exponentials.sum(axis=1, keepdims=True) - labels) / len(logits))


@mistake(
    "softmax_crossentropy_gradient",
    "You cut large logits off so that they do not overflow, and so lose the differences between them. Shift each row "
    "instead.",
)
def softmax_crossentropy_gradient_clipped_logits(logits: Array, labels: Array) -> Array:
    return (_softmax(np.clip(floats(logits), -500, 500)) - labels) / len(logits)


@mistake(
    "softmax_crossentropy_gradient",
    "Very negative logits divide zero by zero: all their exponentials are 0. Shift each row by its largest logit, "
    "whatever its sign.",
)
def softmax_crossentropy_gradient_positive_shift(logits: Array, labels: Array) -> Array:
    exponentials = np.exp(floats(logits) - np.maximum(np.max(logits, axis=1, keepdims=True), 0))
    return np.asarray((exponentials / exponentials.sum(axis=1, keepdims=True) - labels) / len(logits))


@mistake(
    "softmax_crossentropy_gradient",
    "Your gradient is that of the sum of the losses. The loss of a batch is their mean.",
)
def softmax_crossentropy_gradient_of_the_sum(logits: Array, labels: Array) -> Array:
    return _softmax(logits) - labels


@mistake("softmax_crossentropy_gradient", "You divide by the size of the batch twice. Once makes the mean.")
def softmax_crossentropy_gradient_divided_twice(logits: Array, labels: Array) -> Array:
    return (_softmax(logits) - labels) / len(logits) ** 2


@mistake(
    "softmax_crossentropy_gradient",
    "You divide by the number of elements. The mean is over the samples: the classes are not counted.",
)
def softmax_crossentropy_gradient_mean_of_elements(logits: Array, labels: Array) -> Array:
    return (_softmax(logits) - labels) / np.size(logits)


@mistake(
    "softmax_crossentropy_gradient",
    "You divide by the number of classes. The mean is over the samples: divide by the size of the batch.",
)
def softmax_crossentropy_gradient_mean_of_classes(logits: Array, labels: Array) -> Array:
    return np.asarray((_softmax(logits) - labels) / logits.shape[1])


@mistake(
    "softmax_crossentropy_gradient",
    "You subtract the labels from the logits. It is from the probabilities that they are subtracted: softmax comes "
    "first.",
)
def softmax_crossentropy_gradient_without_softmax(logits: Array, labels: Array) -> Array:
    return (floats(logits) - labels) / len(logits)


@mistake(
    "softmax_crossentropy_gradient",
    "Your softmax runs down the columns: the samples share their probabilities. Each row adds up to 1.",
)
def softmax_crossentropy_gradient_down_the_columns(logits: Array, labels: Array) -> Array:
    return (_softmax(logits, 0) - labels) / len(logits)


@mistake(
    "softmax_crossentropy_gradient",
    "Your softmax divides by the sum over the whole batch. Each row adds up to 1.",
)
def softmax_crossentropy_gradient_whole_batch(logits: Array, labels: Array) -> Array:
    return (_softmax(logits, None) - labels) / len(logits)


@mistake(
    "softmax_crossentropy_gradient",
    "Your signs are reversed: the gradient is positive where the probability is too large.",
)
def softmax_crossentropy_gradient_reversed(logits: Array, labels: Array) -> Array:
    return (labels.astype(float) - _softmax(logits)) / len(logits)


@mistake(
    "softmax_crossentropy_gradient",
    "This is the gradient with respect to the probabilities. Go one step further back, through softmax, to the logits.",
)
def softmax_crossentropy_gradient_of_probabilities(logits: Array, labels: Array) -> Array:
    return -floats(labels) / np.maximum(_softmax(logits), 1e-7) / len(logits)


@mistake(
    "softmax_crossentropy_gradient",
    "You multiply by p · (1 - p), the derivative of a sigmoid. For softmax followed by cross-entropy that factor "
    "cancels out.",
)
def softmax_crossentropy_gradient_times_slope(logits: Array, labels: Array) -> Array:
    probabilities = _softmax(logits)
    return np.asarray((probabilities - labels) * probabilities * (1 - probabilities) / len(logits))


@mistake(
    "softmax_crossentropy_gradient",
    "Your probabilities come from a sigmoid, one for each logit. Softmax compares the logits of a row.",
)
def softmax_crossentropy_gradient_sigmoid(logits: Array, labels: Array) -> Array:
    return np.asarray((0.5 + 0.5 * np.tanh(floats(logits) / 2) - labels) / len(logits))


@mistake(
    "softmax_crossentropy_gradient",
    "Only the column of the label has a gradient. The other logits count too: raising them lowers the probability of "
    "the right class.",
)
def softmax_crossentropy_gradient_of_the_label_only(logits: Array, labels: Array) -> Array:
    return (_softmax(logits) - labels) * labels / len(logits)


@mistake(
    "softmax_crossentropy_gradient",
    "Your result lacks the labels: it is the probabilities. The gradient says how far they are from the labels.",
)
def softmax_crossentropy_gradient_without_labels(logits: Array, labels: Array) -> Array:
    return _softmax(logits) / len(logits)


@mistake(
    "softmax_crossentropy_gradient",
    "You subtract the labels from the class that wins, as ones and zeros. Use the probabilities themselves.",
)
def softmax_crossentropy_gradient_of_the_winner(logits: Array, labels: Array) -> Array:
    return np.asarray((np.eye(logits.shape[1])[np.argmax(logits, axis=1)] - labels) / len(logits))


@mistake(
    "softmax_crossentropy_gradient",
    "Your function changes the logits it is given: it shifts the caller's own array. Make a new one.",
)
def softmax_crossentropy_gradient_shifts_in_place(logits: Array, labels: Array) -> Array:
    gradient = (_softmax(logits) - labels) / len(logits)
    logits -= logits.max(axis=1, keepdims=True)
    return gradient


@mistake(
    "softmax_crossentropy_gradient",
    "Small integers wrap around when you shift them: a uint8 cannot be negative. Make decimal numbers of them first.",
)
def softmax_crossentropy_gradient_wrapping(logits: Array, labels: Array) -> Array:
    exponentials = np.exp((logits - logits.max(axis=1, keepdims=True)).astype(float))
    return np.asarray((exponentials / exponentials.sum(axis=1, keepdims=True) - labels) / len(logits))


@mistake("softmax_crossentropy_gradient", "Your result holds nothing but zeros: the array is made, but never filled.")
def softmax_crossentropy_gradient_never_filled(logits: Array, labels: Array) -> Array:
    return np.zeros(logits.shape)
