"""Chapter 14, layers and evaluation in NumPy: what usually goes wrong."""

# ruff: noqa: ARG001 (a mistake may ignore an argument, that is what it shows)
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reference.mistakes import mistake


def _check_rate(rate: float) -> None:
    if not 0 <= rate < 1:
        raise ValueError(rate)


# Dense


@mistake("dense", "The bias is missing: a dense layer adds one number per unit to every row.")
def dense_without_bias(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Product alone."""
    return np.asarray(x @ weights)


@mistake(
    "dense",
    "Only the last axis goes through the weights, all others stay: do not flatten the items first. (Keras did so once, "
    "long ago.)",
)
def dense_flattens_first(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """A row per item: the weights do not fit."""
    return np.asarray(x.reshape(len(x), -1) @ weights + bias)


@mistake("dense", "All rows of all axes keep their places: the result has the shape of x but for the last axis.")
def dense_loses_the_axes(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """One long table."""
    return np.asarray(x.reshape(-1, x.shape[-1]) @ weights + bias)


# Dropout


@mistake("dropout", "What is kept is divided by 1 - rate, so that the expected sum stays the same.")
def dropout_without_scaling(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """Holes alone."""
    _check_rate(rate)
    return np.where(uniform >= rate, x, 0.0) if training else x.copy()


@mistake("dropout", "The rate is the share that is dropped, not the share that is kept.")
def dropout_keeps_the_rate(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """The other way round, scale included; the rate 0 drops everything."""
    _check_rate(rate)
    return np.where(uniform < rate, x / max(rate, 1e-7), 0.0) if training else x.copy()


@mistake("dropout", "You divide by the rate: the share that is kept is 1 - rate.")
def dropout_divides_by_the_rate(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """A wrong scale; with the rate 0 there is none."""
    _check_rate(rate)
    return np.where(uniform >= rate, x / (rate or 1), 0.0) if training else x.copy()


@mistake("dropout", "You multiply by 1 - rate where you should divide: what is kept has to grow, not to shrink.")
def dropout_multiplies(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """A scale that shrinks."""
    _check_rate(rate)
    return np.where(uniform >= rate, x * (1 - rate), 0.0) if training else x.copy()


@mistake("dropout", "After training nothing is dropped: look at the argument training.")
def dropout_always(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """Holes for ever."""
    _check_rate(rate)
    return np.where(uniform >= rate, x / (1 - rate), 0.0)


@mistake(
    "dropout",
    "You scale after training, as the first articles on dropout did. Keras scales in training, and leaves x as it is "
    "afterwards.",
)
def dropout_scales_after_training(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """Classical dropout: the other convention."""
    _check_rate(rate)
    return np.where(uniform >= rate, x, 0.0) if training else x * (1 - rate)


@mistake("dropout", "A number is kept where uniform is exactly rate, too: at least, not more than.")
def dropout_drops_the_limit(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """A strict comparison."""
    _check_rate(rate)
    return np.where(uniform > rate, x / (1 - rate), 0.0) if training else x.copy()


@mistake(
    "dropout", "Every number has its own lot: one random number for a whole row or channel drops too much at once."
)
def dropout_of_whole_rows(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """The first random number decides for all on the last axis."""
    _check_rate(rate)
    return np.where(uniform[..., :1] >= rate, x / (1 - rate), 0.0) if training else x.copy()


@mistake("dropout", "You make holes in the caller's own array: work on a copy.")
def dropout_in_place(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """The argument is changed."""
    _check_rate(rate)
    if not training:
        return x.copy()
    x[uniform < rate] = 0
    return x / (1 - rate)


@mistake("dropout", "After training the result is the caller's own array: whoever changes one changes the other. Copy.")
def dropout_without_copy(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """The argument itself."""
    _check_rate(rate)
    return np.where(uniform >= rate, x / (1 - rate), 0.0) if training else x


@mistake("dropout", "A rate below 0 or above 1 (50 instead of 0.5, say) must raise ValueError.")
def dropout_of_any_rate(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """No check."""
    return np.where(uniform >= rate, x / (1 - rate), 0.0) if training else x.copy()


# Reshape and Flatten


@mistake("reshape", "target_shape does not count the batch: put its size in front.")
def reshape_counts_the_batch(x: np.ndarray, target_shape: Sequence[int]) -> np.ndarray:
    """NumPy's own, with the batch left out."""
    return np.reshape(x, tuple(target_shape))


@mistake("reshape", "The batch must keep its size: with -1 in its place numbers move from one item to the next.")
def reshape_with_any_batch(x: np.ndarray, target_shape: Sequence[int]) -> np.ndarray:
    """The batch is what fits, unless there is a -1 already."""
    return np.reshape(x, (-1 if -1 not in target_shape else len(x), *target_shape))


@mistake("reshape", "The numbers change their order: Keras reads and writes row by row (NumPy's usual order, C).")
def reshape_column_by_column(x: np.ndarray, target_shape: Sequence[int]) -> np.ndarray:
    """Fortran's order within each item."""
    return np.stack([np.reshape(item, tuple(target_shape), order="F") for item in x])


@mistake("reshape", "A size of -1 stands for whatever fits: work it out, or leave it to NumPy.")
def reshape_without_rest(x: np.ndarray, target_shape: Sequence[int]) -> np.ndarray:
    """A negative size is an error."""
    if min(target_shape) < 0:
        raise ValueError(target_shape)
    return np.reshape(x, (len(x), *target_shape))


@mistake(
    "reshape", "Numbers that do not fit must raise ValueError: np.resize repeats some of them, or leaves some out."
)
def reshape_by_resizing(x: np.ndarray, target_shape: Sequence[int]) -> np.ndarray:
    """Filled up by repetition."""
    features = int(np.prod(x.shape[1:]))
    known = -int(np.prod(target_shape))
    sizes = [features // known if size == -1 and known > 0 else abs(size) for size in target_shape]
    return np.stack([np.resize(item, sizes) for item in x])


@mistake("flatten", "The batch has to stay: one row per item, not one for all.")
def flatten_everything(x: np.ndarray) -> np.ndarray:
    """A single row."""
    return x.reshape(-1)


@mistake("flatten", "The numbers of an item change their order: Keras reads row by row (NumPy's usual order, C).")
def flatten_column_by_column(x: np.ndarray) -> np.ndarray:
    """Fortran's order within each item."""
    return np.stack([np.ravel(item, order="F") for item in x])


@mistake("flatten", "A batch of single numbers is a table, too: one column.")
def flatten_leaves_single_numbers(x: np.ndarray) -> np.ndarray:
    """One axis stays one axis."""
    return x.reshape(len(x), -1) if x.ndim > 1 else x


@mistake("flatten", "squeeze takes away every axis of size 1, that of a batch of one item included.")
def flatten_by_squeezing(x: np.ndarray) -> np.ndarray:
    """The batch is lost if it is one item."""
    return x.reshape(len(x), -1).squeeze()


# Permute and RepeatVector


def _check_dims(x: np.ndarray, dims: Sequence[int]) -> None:
    if sorted(dims) != list(range(1, x.ndim)):
        raise ValueError(dims)


@mistake("permute", "Keras counts the axes from 1 here, and the batch stays in front.")
def permute_without_batch(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """NumPy's own, with the batch left out."""
    return np.transpose(x, tuple(dims))


@mistake(
    "permute", "You undo the order instead of making it: axis i of the result is axis dims[i] of x, not vice versa."
)
def permute_the_other_way_round(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """The inverse order."""
    _check_dims(x, dims)
    return np.transpose(x, (0, *(1 + np.argsort(dims))))


@mistake("permute", "Permuting is no reshaping: the numbers have to move, not the sizes alone.")
def permute_by_reshaping(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """The right shape, the wrong numbers."""
    _check_dims(x, dims)
    return x.reshape(len(x), *(x.shape[axis] for axis in dims))


@mistake("permute", "It is dims that says where the axes go; your function always reverses them.")
def permute_reverses(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """Always the other way round."""
    _check_dims(x, dims)
    return np.transpose(x, (0, *range(x.ndim - 1, 0, -1)))


@mistake("permute", "An order that lacks an axis, has one twice or names the batch (0) must raise ValueError.")
def permute_takes_the_batch_along(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """The order as it is given where it has an axis 0; gaps are filled up."""
    order = [axis for axis in dict.fromkeys(dims) if axis < x.ndim]
    return np.transpose(x, [*(axis for axis in range(x.ndim) if axis not in order), *order])


@mistake("repeat_vector", "Each vector is repeated as a whole: your function repeats every number of it in turn.")
def repeat_vector_number_by_number(x: np.ndarray, n: int) -> np.ndarray:
    """Numbers side by side."""
    if n < 1 or x.ndim != 2:
        raise ValueError(n)
    return np.repeat(x, n, axis=1).reshape(len(x), n, -1)


@mistake("repeat_vector", "The copies stand on an axis of their own, between the batch and the features.")
def repeat_vector_side_by_side(x: np.ndarray, n: int) -> np.ndarray:
    """One long row per item."""
    if n < 1 or x.ndim != 2:
        raise ValueError(n)
    return np.tile(x, n)


@mistake("repeat_vector", "The axis of the copies comes before that of the features: (batch, n, features).")
def repeat_vector_with_the_copies_last(x: np.ndarray, n: int) -> np.ndarray:
    """The last two axes exchanged."""
    if n < 1 or x.ndim != 2:
        raise ValueError(n)
    return np.stack([x] * n, axis=-1)


@mistake("repeat_vector", "The batch comes first, then the copies: (batch, n, features).")
def repeat_vector_with_the_copies_first(x: np.ndarray, n: int) -> np.ndarray:
    """The batch in the middle."""
    if n < 1 or x.ndim != 2:
        raise ValueError(n)
    return np.stack([x] * n, axis=0)


@mistake(
    "repeat_vector", "A vector cannot be repeated 0 times or less, and an array of three axes is no batch of vectors."
)
def repeat_vector_of_anything(x: np.ndarray, n: int) -> np.ndarray:
    """No check."""
    return np.repeat(np.expand_dims(x, 1), max(n, 0), axis=1)


# Evaluation


def _predicted(probabilities: np.ndarray) -> np.ndarray:
    if probabilities.shape[1] == 1:
        return (probabilities[:, 0] > 0.5).astype(int)
    return np.asarray(probabilities.argmax(axis=1))


def _counts(rows: np.ndarray, columns: np.ndarray, classes: int) -> np.ndarray:
    matrix = np.zeros((classes, classes), int)
    np.add.at(matrix, (rows, columns), 1)
    return matrix


@mistake(
    "evaluate_confusion", "Rows and columns are exchanged: the row is the true class, the column the predicted one."
)
def confusion_transposed(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The other convention; the accuracies are right."""
    matrix = _counts(_predicted(probabilities), labels, max(2, probabilities.shape[1]))
    return matrix, matrix.diagonal() / np.maximum(matrix.sum(axis=0), 1)


@mistake(
    "evaluate_confusion",
    "You divide by what was predicted (that is the precision). The share of a class's own images divides by the row.",
)
def confusion_with_precision(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sums of columns."""
    matrix = _counts(labels, _predicted(probabilities), max(2, probabilities.shape[1]))
    return matrix, matrix.diagonal() / np.maximum(matrix.sum(axis=0), 1)


@mistake("evaluate_confusion", "You divide by the number of all images: each class is to be divided by its own images.")
def confusion_with_shares_of_all(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sum of the shares is the accuracy of all."""
    matrix = _counts(labels, _predicted(probabilities), max(2, probabilities.shape[1]))
    return matrix, matrix.diagonal() / len(labels)


@mistake(
    "evaluate_confusion",
    "With one column of probabilities there is no largest to look for: argmax is always 0. Compare it with one half.",
)
def confusion_by_argmax_of_a_sigmoid(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Everything is class 0."""
    classes = max(2, probabilities.shape[1])
    matrix = _counts(labels, probabilities.argmax(axis=1), classes)
    return matrix, matrix.diagonal() / np.maximum(matrix.sum(axis=1), 1)


@mistake("evaluate_confusion", "A class without images has the accuracy 0, not 0 / 0.")
def confusion_divides_by_zero(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """NaN for an empty class."""
    matrix = _counts(labels, _predicted(probabilities), max(2, probabilities.shape[1]))
    with np.errstate(invalid="ignore"):
        return matrix, matrix.diagonal() / matrix.sum(axis=1)


@mistake(
    "evaluate_confusion",
    "The number of classes is that of the columns of the probabilities: the last classes may be missing in the labels.",
)
def confusion_of_classes_seen(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """As many classes as the labels and the predictions name."""
    predicted = _predicted(probabilities)
    seen = np.unique(np.concatenate([labels, predicted]))
    matrix = _counts(np.searchsorted(seen, labels), np.searchsorted(seen, predicted), len(seen))
    return matrix, matrix.diagonal() / np.maximum(matrix.sum(axis=1), 1)


@mistake("evaluate_confusion", "One more for every image: `matrix[rows, columns] += 1` counts equal pairs only once.")
def confusion_counts_once(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Repeated indices are lost."""
    matrix = np.minimum(_counts(labels, _predicted(probabilities), max(2, probabilities.shape[1])), 1)
    return matrix, matrix.diagonal() / np.maximum(matrix.sum(axis=1), 1)
