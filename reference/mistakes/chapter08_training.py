"""What usually goes wrong in chapter 8: sums, means and transposes on the way back.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.mistakes import mistake

Array = NDArray[Any]
SameRule = Callable[[int, int, int], tuple[int, int]]
Gradients = tuple[Array, Array, Array]
Place = tuple[slice, slice, slice]


def _floats(array: Array) -> Array:
    return np.asarray(array, dtype=np.float64)


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
    exponentials = np.exp(_floats(logits) - np.max(_floats(logits), axis=axis, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=axis, keepdims=True))


@mistake(
    "softmax_crossentropy_gradient",
    "Rows of logits far below those of the others break your softmax: you subtract the largest logit of the whole "
    "batch. Each row has its own largest.",
)
def softmax_crossentropy_gradient_global_shift(logits: Array, labels: Array) -> Array:
    exponentials = np.exp(_floats(logits) - np.max(logits))
    return np.asarray((exponentials / exponentials.sum(axis=1, keepdims=True) - labels) / len(logits))


@mistake(
    "softmax_crossentropy_gradient",
    "Large logits overflow: their exponential is infinite, and infinity divided by infinity is no number. Shift each "
    "row before you take exponentials.",
)
def softmax_crossentropy_gradient_overflowing(logits: Array, labels: Array) -> Array:
    exponentials = np.exp(_floats(logits))
    return np.asarray((exponentials / exponentials.sum(axis=1, keepdims=True) - labels) / len(logits))


@mistake(
    "softmax_crossentropy_gradient",
    "You cut large logits off so that they do not overflow, and so lose the differences between them. Shift each row "
    "instead.",
)
def softmax_crossentropy_gradient_clipped_logits(logits: Array, labels: Array) -> Array:
    return (_softmax(np.clip(_floats(logits), -500, 500)) - labels) / len(logits)


@mistake(
    "softmax_crossentropy_gradient",
    "Very negative logits divide zero by zero: all their exponentials are 0. Shift each row by its largest logit, "
    "whatever its sign.",
)
def softmax_crossentropy_gradient_positive_shift(logits: Array, labels: Array) -> Array:
    exponentials = np.exp(_floats(logits) - np.maximum(np.max(logits, axis=1, keepdims=True), 0))
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
    return (_floats(logits) - labels) / len(logits)


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
    return -_floats(labels) / np.maximum(_softmax(logits), 1e-7) / len(logits)


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
    return np.asarray((0.5 + 0.5 * np.tanh(_floats(logits) / 2) - labels) / len(logits))


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


# dense_backward


def _dense(gradient: Array, x: Array, weights: Array) -> Gradients:
    gradient, x, weights = _floats(gradient), _floats(x), _floats(weights)
    return gradient @ weights.T, x.T @ gradient, gradient.sum(axis=0)


@mistake(
    "dense_backward",
    "You divide the gradients of the weights and of the bias by the batch. The mean is in the gradient you are given "
    "already: here it is a sum.",
)
def dense_backward_divided_again(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx, dweights / len(x), dbias / len(x)


@mistake("dense_backward", "All your gradients are divided by the batch. The mean is in the gradient you are given.")
def dense_backward_all_divided_again(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx / len(x), dweights / len(x), dbias / len(x)


@mistake("dense_backward", "Your gradient of the weights is divided by the batch. It is a sum over the samples.")
def dense_backward_mean_weights(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx, dweights / len(x), dbias


@mistake(
    "dense_backward",
    "Your gradient of the bias is the mean over the samples. It is their sum: all of them add the bias.",
)
def dense_backward_mean_bias(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx, dweights, dbias / len(x)


@mistake(
    "dense_backward",
    "You divide the gradients by the number of units. They are sums: nothing is divided in a dense layer.",
)
def dense_backward_divided_by_units(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    units = gradient.shape[1]
    return dx / units, dweights / units, dbias / units


@mistake(
    "dense_backward",
    "Your gradient of the bias has a row too many: it is (1, units), and the bias is (units,). Sum the axis away.",
)
def dense_backward_bias_keeps_axis(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx, dweights, dbias[np.newaxis]


@mistake(
    "dense_backward",
    "Your gradient of the bias has a row for each sample. There is one bias for all of them: add up.",
)
def dense_backward_bias_not_summed(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, _ = _dense(gradient, x, weights)
    return dx, dweights, _floats(gradient).copy() + 0.0


@mistake(
    "dense_backward",
    "You add the gradient of the bias up over the units, once for each sample. It is the other way round: one number a "
    "unit.",
)
def dense_backward_bias_over_units(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, _ = _dense(gradient, x, weights)
    return dx, dweights, _floats(gradient).sum(axis=1)


@mistake("dense_backward", "Your gradient of the bias is a single number. Each unit has a bias of its own.")
def dense_backward_one_bias(gradient: Array, x: Array, weights: Array) -> tuple[Array, Array, float]:
    dx, dweights, _ = _dense(gradient, x, weights)
    return dx, dweights, float(_floats(gradient).sum())


@mistake("dense_backward", "Your gradient of the bias is the first sample's only. All samples add up.")
def dense_backward_bias_of_first_sample(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, _ = _dense(gradient, x, weights)
    return dx, dweights, _floats(gradient[0]).copy()


@mistake("dense_backward", "Your gradient of the bias is all ones. It is what arrives, added up over the samples.")
def dense_backward_bias_of_ones(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx, dweights, np.ones(dbias.shape)


@mistake(
    "dense_backward",
    "dx goes through the weights the wrong way round: they lead from inputs to units, and you go back. Transpose them.",
)
def dense_backward_weights_not_transposed(gradient: Array, x: Array, weights: Array) -> Gradients:
    _, dweights, dbias = _dense(gradient, x, weights)
    return _floats(gradient) @ _floats(weights), dweights, dbias


@mistake(
    "dense_backward",
    "Your gradient of the weights is transposed: it is (units, inputs), and the weights are (inputs, units).",
)
def dense_backward_dweights_transposed(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx, dweights.T.copy(), dbias


@mistake(
    "dense_backward",
    "The inputs are not transposed in your gradient of the weights: its sum should run over the samples.",
)
def dense_backward_x_not_transposed(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, _, dbias = _dense(gradient, x, weights)
    return dx, _floats(x) @ _floats(gradient), dbias


@mistake(
    "dense_backward",
    "Your gradient of the weights is that of the last sample only: each overwrites the one before. Add up.",
)
def dense_backward_last_sample(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, _, dbias = _dense(gradient, x, weights)
    return dx, np.outer(_floats(x)[-1], _floats(gradient)[-1]), dbias


@mistake(
    "dense_backward",
    "Your gradient of the weights lacks the inputs: a weight counts as much as the input that comes through it.",
)
def dense_backward_dweights_without_x(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, _, dbias = _dense(gradient, x, weights)
    return dx, np.tile(dbias, (x.shape[1], 1)), dbias


@mistake("dense_backward", "You multiply dx by the inputs. It is the weights alone that lead back to the inputs.")
def dense_backward_dx_times_x(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx * x, dweights, dbias


@mistake(
    "dense_backward",
    "Your dx is zero where the input is not positive: that is the backward pass of ReLU. This layer has no activation.",
)
def dense_backward_with_relu(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx * (x > 0), dweights, dbias


@mistake("dense_backward", "Your dx is added up over the samples. Each sample has inputs of its own, and a row of dx.")
def dense_backward_dx_summed(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx.sum(axis=0), dweights, dbias


@mistake("dense_backward", "All three gradients have the wrong sign. The step goes downhill, not the gradient.")
def dense_backward_reversed(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return -dx, -dweights, -dbias


@mistake(
    "dense_backward",
    "You return weights, bias, inputs. The gradients are asked for in this order: dx, dweights, dbias.",
)
def dense_backward_inputs_last(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dweights, dbias, dx


@mistake(
    "dense_backward", "dx and dweights are exchanged. The gradients are asked for in this order: dx, dweights, dbias."
)
def dense_backward_weights_first(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dweights, dx, dbias


@mistake("dense_backward", "Two gradients are not enough: the bias has one as well.")
def dense_backward_without_bias(gradient: Array, x: Array, weights: Array) -> tuple[Array, Array]:
    return _dense(gradient, x, weights)[:2]


@mistake(
    "dense_backward",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the arguments.",
)
def dense_backward_overflowing(gradient: Array, x: Array, weights: Array) -> Gradients:
    return gradient @ weights.T, x.T @ gradient, gradient.sum(axis=0)


@mistake(
    "dense_backward",
    "Your gradients have the type of what they belong to, so that integers cut the decimals off. Keep them as decimal "
    "numbers.",
)
def dense_backward_cut_off(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, dbias = _dense(gradient, x, weights)
    return dx.astype(x.dtype), dweights.astype(weights.dtype), dbias


@mistake("dense_backward", "Your gradients hold nothing but zeros: the arrays are made, but never filled.")
def dense_backward_never_filled(gradient: Array, x: Array, weights: Array) -> Gradients:
    return np.zeros(x.shape), np.zeros(weights.shape), np.zeros(gradient.shape[1])


# max_pool2d_backward


def _check_pool(images: Array, pool_size: int, stride: int | None) -> int:
    step = pool_size if stride is None else stride
    if pool_size < 1 or step < 1:
        raise ValueError("pool size or stride below 1")
    if pool_size > images.shape[1] or pool_size > images.shape[2]:
        raise ValueError("windows larger than the images")
    return step


def _windows(gradient: Array, row_stride: int, column_stride: int, pool_size: int) -> Iterator[tuple[int, int, Place]]:
    """The windows of all pooled pixels, with the row and the column of the latter."""
    for i, j in np.ndindex(gradient.shape[1:3]):
        top, left = row_stride * i, column_stride * j
        yield i, j, (slice(None), slice(top, top + pool_size), slice(left, left + pool_size))


def _largest(window: Array) -> Array:
    """Mask of the largest pixel of each image and channel of a window."""
    return np.asarray(window == window.max(axis=(1, 2), keepdims=True, initial=-np.inf))


def _unpool(
    gradient: Array,
    images: Array,
    pool_size: int,
    row_stride: int,
    column_stride: int,
    chosen: Callable[[Array], Array] = _largest,
) -> Array:
    """Hand the gradient of each window on to its pixels, multiplied by what `chosen` says of them."""
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, row_stride, column_stride, pool_size):
        arriving = _floats(gradient)[:, i : i + 1, j : j + 1]
        dimages[place] += chosen(_floats(images[place])) * arriving
    return dimages


def _unpool_right(gradient: Array, images: Array, pool_size: int, stride: int | None) -> Array:
    step = _check_pool(images, pool_size, stride)
    return _unpool(gradient, images, pool_size, step, step)


def _unpool_by(
    gradient: Array, images: Array, pool_size: int, stride: int | None, chosen: Callable[[Array], Array]
) -> Array:
    step = _check_pool(images, pool_size, stride)
    return _unpool(gradient, images, pool_size, step, step, chosen)


@mistake(
    "max_pool2d_backward",
    "Where windows overlap, yours overwrite what a pixel received before. A pixel that is the largest of several "
    "windows gets the sum of their gradients.",
)
def max_pool2d_backward_overwrites(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, step, step, pool_size):
        dimages[place] = _largest(images[place]) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward",
    "The largest pixels are overwritten when windows overlap: the last window that chose a pixel has its gradient. "
    "Add them up.",
)
def max_pool2d_backward_overwrites_largest(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, step, step, pool_size):
        arriving = np.broadcast_to(gradient[:, i : i + 1, j : j + 1], images[place].shape)
        largest = _largest(images[place])
        dimages[place][largest] = arriving[largest]
    return dimages


@mistake(
    "max_pool2d_backward",
    "Where windows overlap, you take the mean of what a pixel receives. It gets the sum.",
)
def max_pool2d_backward_mean_of_overlaps(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    times = _unpool_right(np.ones(gradient.shape), images, pool_size, stride)
    return _unpool_right(gradient, images, pool_size, stride) / np.maximum(times, 1)


@mistake(
    "max_pool2d_backward",
    "A pixel gets the gradient of a window because another place holds the same value as that window's largest. Look "
    "for the largest within its own window.",
)
def max_pool2d_backward_looks_everywhere(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, step, step, pool_size):
        largest = images[place].max(axis=(1, 2), keepdims=True)
        dimages += (images == largest) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward",
    "Your windows move by their own size whatever the stride. They do so only when no stride is given.",
)
def max_pool2d_backward_stride_ignored(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, pool_size, pool_size, pool_size):
        if images[place].size:
            dimages[place] += _largest(images[place]) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward", "Without a stride, your windows move by one pixel. The stride defaults to the pool size."
)
def max_pool2d_backward_default_of_one(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    _check_pool(images, pool_size, stride)
    step = 1 if stride is None else stride
    return _unpool(gradient, images, pool_size, step, step)


@mistake("max_pool2d_backward", "Your windows always move by one pixel. They move by the stride.")
def max_pool2d_backward_moves_by_one(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    _check_pool(images, pool_size, stride)
    return _unpool(gradient, images, pool_size, 1, 1)


@mistake("max_pool2d_backward", "Your windows move by 2 pixels whatever the stride and the pool size.")
def max_pool2d_backward_moves_by_two(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, 2, 2, pool_size):
        if images[place].size:
            dimages[place] += _largest(images[place]) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward", "Your windows move by the stride from top to bottom only. They do so from left to right too."
)
def max_pool2d_backward_strided_rows_only(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool(gradient, images, pool_size, _check_pool(images, pool_size, stride), 1)


@mistake(
    "max_pool2d_backward",
    "Your result covers the windows only. It has the shape of the images: pixels that no window covers get 0.",
)
def max_pool2d_backward_covered_only(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _check_pool(images, pool_size, stride)
    height, width = (step * (size - 1) + pool_size for size in gradient.shape[1:3])
    return _unpool_right(gradient, images, pool_size, stride)[:, :height, :width].copy()


@mistake(
    "max_pool2d_backward",
    "Your result is as large as the windows laid side by side. It has the shape of the images, whatever the stride.",
)
def max_pool2d_backward_enlarged(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros((len(images), pool_size * gradient.shape[1], pool_size * gradient.shape[2], images.shape[3]))
    for (i, j, place), (_, _, own) in zip(
        _windows(gradient, step, step, pool_size), _windows(gradient, pool_size, pool_size, pool_size), strict=True
    ):
        dimages[own] = _largest(images[place]) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward",
    "You count from 0 while you look for the largest pixel, and miss it where all are negative.",
)
def max_pool2d_backward_from_zero(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: (window > 0) & _largest(window))


@mistake("max_pool2d_backward", "You choose the pixel furthest from 0. The largest is meant, the sign included.")
def max_pool2d_backward_of_absolutes(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: _largest(np.abs(window)))


@mistake("max_pool2d_backward", "You choose the smallest pixel of each window. It is the largest that was kept.")
def max_pool2d_backward_of_minima(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: _largest(-window))


@mistake(
    "max_pool2d_backward",
    "Every pixel of a window gets its whole gradient. Only the largest one counted, and only it gets any.",
)
def max_pool2d_backward_to_all(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, np.ones_like)


@mistake(
    "max_pool2d_backward",
    "You share the gradient between all pixels of a window: that is the backward pass of average pooling.",
)
def max_pool2d_backward_shared(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: np.full(window.shape, 1 / pool_size**2))


@mistake(
    "max_pool2d_backward", "You put the gradient into the top left pixel of each window. It belongs to the largest."
)
def max_pool2d_backward_to_the_corner(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    def corner(window: Array) -> Array:
        chosen = np.zeros(window.shape)
        chosen[:, 0, 0] = 1
        return chosen

    return _unpool_by(gradient, images, pool_size, stride, corner)


@mistake(
    "max_pool2d_backward",
    "Your gradient is multiplied by the value of the pixel. It goes to the largest pixel as it is.",
)
def max_pool2d_backward_times_value(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: _largest(window) * window)


@mistake(
    "max_pool2d_backward",
    "You mark the largest pixels, but with ones: the gradient that arrives is lost.",
)
def max_pool2d_backward_mask_only(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_right(np.ones(gradient.shape), images, pool_size, stride)


@mistake(
    "max_pool2d_backward",
    "Row and column of the largest pixel are exchanged within its window: argmax counts row by row.",
)
def max_pool2d_backward_row_for_column(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: _largest(window).transpose(0, 2, 1, 3))


@mistake(
    "max_pool2d_backward",
    "The place of the largest pixel is counted within its window, but you use it in the image. Add where the window "
    "starts.",
)
def max_pool2d_backward_without_offset(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, step, step, pool_size):
        dimages[:, :pool_size, :pool_size] += _largest(images[place]) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward",
    "You look for the largest pixel over all channels together. Each channel has its own in every window.",
)
def max_pool2d_backward_over_channels(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_by(
        gradient, images, pool_size, stride, lambda window: window == window.max(axis=(1, 2, 3), keepdims=True)
    )


@mistake(
    "max_pool2d_backward",
    "All channels use the place that is the largest in the first one. Each channel has its own largest pixel.",
)
def max_pool2d_backward_first_channel_decides(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_by(
        gradient,
        images,
        pool_size,
        stride,
        lambda window: np.broadcast_to(_largest(window[..., :1]), window.shape),
    )


@mistake("max_pool2d_backward", "Only the first channel gets a gradient, the others stay zero.")
def max_pool2d_backward_first_channel_only(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    dimages = _unpool_right(gradient, images, pool_size, stride)
    dimages[..., 1:] = 0
    return dimages


@mistake(
    "max_pool2d_backward",
    "You look for the largest pixel over all images of the batch together. Each image has its own in every window.",
)
def max_pool2d_backward_over_batch(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(
        gradient, images, pool_size, stride, lambda window: window == window.max(axis=(0, 1, 2), keepdims=True)
    )


@mistake("max_pool2d_backward", "Only the first image of the batch gets a gradient, the others stay zero.")
def max_pool2d_backward_first_image_only(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    dimages = _unpool_right(gradient, images, pool_size, stride)
    dimages[1:] = 0
    return dimages


@mistake("max_pool2d_backward", "Your gradient is divided by the batch. The mean is in the gradient you are given.")
def max_pool2d_backward_divided_again(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_right(gradient, images, pool_size, stride) / len(images)


@mistake("max_pool2d_backward", "Your gradient is divided by the size of the window. The largest pixel gets all of it.")
def max_pool2d_backward_divided_by_window(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_right(gradient, images, pool_size, stride) / pool_size**2


@mistake(
    "max_pool2d_backward",
    "You go through as many columns as the pooled maps have rows: width and height are not the same.",
)
def max_pool2d_backward_square(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(np.ones((1, gradient.shape[1], gradient.shape[1])), step, step, pool_size):
        dimages[place] += _largest(images[place]) * gradient[:, i, j][:, np.newaxis, np.newaxis]
    return dimages


@mistake("max_pool2d_backward", "Negative gradients are lost. It is the pixels that are compared, not the gradients.")
def max_pool2d_backward_positive_only(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_right(np.maximum(_floats(gradient), 0), images, pool_size, stride)


@mistake(
    "max_pool2d_backward",
    "Your result has the type of the images, so that images of integers cut the decimals of the gradient off. Look at "
    "the type of the array you fill.",
)
def max_pool2d_backward_cut_off(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_right(gradient, images, pool_size, stride).astype(images.dtype)


@mistake(
    "max_pool2d_backward",
    "Your sums overflow: you add gradients up in an array of 8-bit integers. Compute with decimal numbers whatever the "
    "type of the gradient.",
)
def max_pool2d_backward_overflowing(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_right(gradient, images, pool_size, stride).astype(gradient.dtype)


@mistake(
    "max_pool2d_backward",
    "Your function writes into the images it is given. Keep what is yours in an array of your own.",
)
def max_pool2d_backward_writes_into_images(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    dimages = _unpool_right(gradient, images, pool_size, stride)
    images[dimages == 0] = 0
    return dimages


@mistake(
    "max_pool2d_backward",
    "Your function computes whatever it is given: a pool size or stride below 1, windows larger than the images. Look "
    "at the arguments first, and raise ValueError when they have no meaning.",
)
def max_pool2d_backward_checks_nothing(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    try:
        return _unpool_right(gradient, images, pool_size, stride)
    except ValueError:
        return np.zeros(images.shape)


@mistake("max_pool2d_backward", "A stride of 0 or below has no meaning: raise ValueError.")
def max_pool2d_backward_any_stride(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_right(gradient, images, pool_size, stride if stride is None else max(stride, 1))


@mistake(
    "max_pool2d_backward",
    "A stride of 0 is not the same as none: raise ValueError for it instead of using the pool size.",
)
def max_pool2d_backward_zero_is_none(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_right(gradient, images, pool_size, stride or pool_size)


@mistake(
    "max_pool2d_backward",
    "Windows larger than the images have no place to stand: raise ValueError instead of returning zeros.",
)
def max_pool2d_backward_too_large_is_zero(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    if pool_size > min(images.shape[1:3]) and (stride is None or stride > 0):
        return np.zeros(images.shape)
    return _unpool_right(gradient, images, pool_size, stride)


@mistake("max_pool2d_backward", "Windows as large as the images have a meaning: there is one of them.")
def max_pool2d_backward_refuses_one_window(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    if pool_size >= min(images.shape[1:3]):
        raise ValueError("windows too large")
    return _unpool_right(gradient, images, pool_size, stride)


@mistake("max_pool2d_backward", "Your result holds nothing but zeros: the array is made, but never filled.")
def max_pool2d_backward_never_filled(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return np.zeros_like(_unpool_right(gradient, images, pool_size, stride))


# conv2d_backward


def _same(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    total = max((-(-size // stride) - 1) * stride + kernel_size - size, 0)
    return total // 2, total - total // 2


def _pads(
    images: Array, kernels: Array, stride: int, padding: str, rule: SameRule = _same
) -> tuple[tuple[int, int], tuple[int, int]]:
    if stride < 1:
        raise ValueError("stride below 1")
    if padding == "same":
        return rule(images.shape[1], kernels.shape[0], stride), rule(images.shape[2], kernels.shape[1], stride)
    if padding != "valid":
        raise ValueError("unknown padding")
    if kernels.shape[0] > images.shape[1] or kernels.shape[1] > images.shape[2]:
        raise ValueError("kernel larger than the images")
    return (0, 0), (0, 0)


def _framed(images: Array, pads: tuple[tuple[int, int], tuple[int, int]], mode: Any = "constant") -> Array:
    return np.pad(_floats(images), ((0, 0), *pads, (0, 0)), mode=mode)


def _places(gradient: Array, kernels: Array, row_stride: int, column_stride: int) -> Iterator[tuple[int, int, Place]]:
    """The pixels that each number of a kernel met."""
    for u, v in np.ndindex(kernels.shape[:2]):
        rows = slice(u, u + row_stride * (gradient.shape[1] - 1) + 1, row_stride)
        yield u, v, (slice(None), rows, slice(v, v + column_stride * (gradient.shape[2] - 1) + 1, column_stride))


def _to_kernels(gradient: Array, padded: Array, kernels: Array, row_stride: int, column_stride: int) -> Array:
    dkernels = np.zeros(kernels.shape)
    for u, v, place in _places(gradient, kernels, row_stride, column_stride):
        dkernels[u, v] = np.tensordot(_floats(padded)[place], _floats(gradient), axes=((0, 1, 2), (0, 1, 2)))
    return dkernels


def _to_padded(gradient: Array, shape: tuple[int, ...], kernels: Array, row_stride: int, column_stride: int) -> Array:
    dpadded = np.zeros(shape)
    for u, v, place in _places(gradient, kernels, row_stride, column_stride):
        dpadded[place] += _floats(gradient) @ _floats(kernels[u, v]).T
    return dpadded


def _cropped(dpadded: Array, images: Array, pads: tuple[tuple[int, int], tuple[int, int]]) -> Array:
    (top, _), (left, _) = pads
    return dpadded[:, top : top + images.shape[1], left : left + images.shape[2]].copy()


def _conv(
    gradient: Array, images: Array, kernels: Array, stride: int, padding: str, rule: SameRule = _same
) -> Gradients:
    pads = _pads(images, kernels, stride, padding, rule)
    padded = _framed(images, pads)
    dpadded = _to_padded(gradient, padded.shape, kernels, stride, stride)
    dkernels = _to_kernels(gradient, padded, kernels, stride, stride)
    return _cropped(dpadded, images, pads), dkernels, _floats(gradient).sum(axis=(0, 1, 2))


def _conv_with_dimages_of(
    gradient: Array, images: Array, kernels: Array, stride: int, padding: str, other: Array
) -> Gradients:
    """Backward with the right shapes, but dimages made with other kernels."""
    dimages, _, _ = _conv(gradient, images, other, stride, padding)
    _, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels, dbias


@mistake(
    "conv2d_backward",
    'With "same" the number of zeros is right, but an odd one goes above and to the left. TensorFlow puts it below and '
    "to the right.",
)
def conv2d_backward_same_extra_before(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return _conv(gradient, images, kernels, stride, padding, lambda *axis: _same(*axis)[::-1])


@mistake(
    "conv2d_backward",
    'With "same" you pad half the kernel on both sides, which fits odd kernels and a stride of 1 only. '
    "Use the rule of same_padding on each axis.",
)
def conv2d_backward_same_half_kernel(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return _conv(gradient, images, kernels, stride, padding, lambda _, k, __: (k // 2, k // 2))


@mistake(
    "conv2d_backward",
    'With "same" you pad as if the stride were 1. Where the windows move by more than one pixel they lack fewer zeros, '
    "so that all of yours are shifted.",
)
def conv2d_backward_same_of_stride_one(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return _conv(gradient, images, kernels, stride, padding, lambda n, k, _: _same(n, k, 1))


@mistake(
    "conv2d_backward",
    'With "same" the width is padded for the height of the kernel. Look again at kernels that are not square.',
)
def conv2d_backward_same_square_kernel(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    pads = _pads(images, kernels, stride, padding)
    if padding == "same":
        pads = pads[0], _same(images.shape[2], kernels.shape[0], stride)
    padded = _framed(images, pads)
    dpadded = _to_padded(gradient, padded.shape, kernels, stride, stride)
    dkernels = _to_kernels(gradient, padded, kernels, stride, stride)
    return _cropped(dpadded, images, pads), dkernels, _floats(gradient).sum(axis=(0, 1, 2))


@mistake(
    "conv2d_backward",
    "You cut the border off with a slice that ends at minus its width. Where there is no border that is minus zero, "
    "and the slice is empty.",
)
def conv2d_backward_empty_slice(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    if padding == "same":
        (top, bottom), (left, right) = _pads(images, kernels, stride, padding)
        padded = _framed(images, ((top, bottom), (left, right)))
        dimages = _to_padded(gradient, padded.shape, kernels, stride, stride)[:, top:-bottom, left:-right].copy()
    return dimages, dkernels, dbias


@mistake(
    "conv2d_backward",
    'With "same" you cut as much off after as before. An odd zero stands after: count from the top, as many rows as '
    "the images have.",
)
def conv2d_backward_symmetric_cut(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    pads = (top, _), (left, _) = _pads(images, kernels, stride, padding)
    padded = _framed(images, pads)
    dpadded = _to_padded(gradient, padded.shape, kernels, stride, stride)
    dimages = dpadded[:, top : dpadded.shape[1] - top, left : dpadded.shape[2] - left].copy()
    return dimages, dkernels, dbias


@mistake(
    "conv2d_backward",
    'With "same" your dimages start at the border of zeros. The images start after it.',
)
def conv2d_backward_cut_at_the_end(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    padded = _framed(images, _pads(images, kernels, stride, padding))
    dpadded = _to_padded(gradient, padded.shape, kernels, stride, stride)
    return dpadded[:, : images.shape[1], : images.shape[2]].copy(), dkernels, dbias


@mistake(
    "conv2d_backward",
    'With "same" your dimages keep the border of zeros. They have the shape of the images that came in: cut it off.',
)
def conv2d_backward_border_kept(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    padded = _framed(images, _pads(images, kernels, stride, padding))
    return _to_padded(gradient, padded.shape, kernels, stride, stride), dkernels, dbias


@mistake("conv2d_backward", 'With "same" you repeat the border pixels of the images. Keras pads with zeros.')
def conv2d_backward_same_repeats_edges(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, _, dbias = _conv(gradient, images, kernels, stride, padding)
    padded = _framed(images, _pads(images, kernels, stride, padding), "edge")
    return dimages, _to_kernels(gradient, padded, kernels, stride, stride), dbias


@mistake(
    "conv2d_backward",
    'You go back as if nothing stood before the images, whatever the padding. "same" put zeros there first.',
)
def conv2d_backward_same_ignored(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _pads(images, kernels, stride, padding)
    dimages, dkernels = np.zeros(images.shape), np.zeros(kernels.shape)
    for i, j in np.ndindex(gradient.shape[1:3]):
        window = images[:, stride * i :, stride * j :][:, : kernels.shape[0], : kernels.shape[1]]
        _, height, width, _ = window.shape
        arriving = _floats(gradient)[:, i, j]
        dkernels[:height, :width] += np.tensordot(_floats(window), arriving, axes=(0, 0))
        seen = dimages[:, stride * i : stride * i + height, stride * j : stride * j + width]
        seen += np.einsum("bf,uvcf->buvc", arriving, _floats(kernels)[:height, :width])
    return dimages, dkernels, _floats(gradient).sum(axis=(0, 1, 2))


@mistake(
    "conv2d_backward",
    "Your windows always move by one pixel. Where the forward pass moved by the stride, so does the backward pass.",
)
def conv2d_backward_stride_ignored(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    pads = _pads(images, kernels, stride, padding)
    padded = _framed(images, pads)
    dpadded = _to_padded(gradient, padded.shape, kernels, 1, 1)
    dkernels = _to_kernels(gradient, padded, kernels, 1, 1)
    return _cropped(dpadded, images, pads), dkernels, _floats(gradient).sum(axis=(0, 1, 2))


@mistake(
    "conv2d_backward",
    "In dimages your windows move by one pixel only. In dkernels they move by the stride, and so they should here.",
)
def conv2d_backward_stride_ignored_in_dimages(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    pads = _pads(images, kernels, stride, padding)
    dpadded = _to_padded(gradient, _framed(images, pads).shape, kernels, 1, 1)
    return _cropped(dpadded, images, pads), dkernels, dbias


@mistake(
    "conv2d_backward",
    "In dkernels your windows move by one pixel only. In dimages they move by the stride, and so they should here.",
)
def conv2d_backward_stride_ignored_in_dkernels(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, _, dbias = _conv(gradient, images, kernels, stride, padding)
    padded = _framed(images, _pads(images, kernels, stride, padding))
    return dimages, _to_kernels(gradient, padded, kernels, 1, 1), dbias


@mistake(
    "conv2d_backward", "Your windows move by the stride from top to bottom only. They do so from left to right too."
)
def conv2d_backward_strided_rows_only(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    pads = _pads(images, kernels, stride, padding)
    padded = _framed(images, pads)
    dpadded = _to_padded(gradient, padded.shape, kernels, stride, 1)
    dkernels = _to_kernels(gradient, padded, kernels, stride, 1)
    return _cropped(dpadded, images, pads), dkernels, _floats(gradient).sum(axis=(0, 1, 2))


@mistake(
    "conv2d_backward",
    "Your dimages are smaller than the images when the stride does not divide. The pixels after the last window have a "
    "gradient too: 0.",
)
def conv2d_backward_covered_only(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    (top, _), (left, _) = _pads(images, kernels, stride, padding)
    bottom = stride * (gradient.shape[1] - 1) + kernels.shape[0] - top
    right = stride * (gradient.shape[2] - 1) + kernels.shape[1] - left
    return dimages[:, :bottom, :right].copy(), dkernels, dbias


@mistake(
    "conv2d_backward",
    "In dimages each window overwrites what the ones before it left. A pixel lies in several windows: add up.",
)
def conv2d_backward_overwrites(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    pads = _pads(images, kernels, stride, padding)
    dpadded = np.zeros(_framed(images, pads).shape)
    for i, j in np.ndindex(gradient.shape[1:3]):
        rows = slice(stride * i, stride * i + kernels.shape[0])
        columns = slice(stride * j, stride * j + kernels.shape[1])
        dpadded[:, rows, columns] = np.einsum("bf,uvcf->buvc", _floats(gradient)[:, i, j], _floats(kernels))
    return _cropped(dpadded, images, pads), dkernels, dbias


@mistake(
    "conv2d_backward",
    "In dkernels each window overwrites the one before: yours is that of the last window. All windows add up.",
)
def conv2d_backward_last_window(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, _, dbias = _conv(gradient, images, kernels, stride, padding)
    last = np.zeros(gradient.shape)
    last[:, -1, -1] = gradient[:, -1, -1]
    return dimages, _conv(last, images, kernels, stride, padding)[1], dbias


@mistake(
    "conv2d_backward",
    "Your dimages go through kernels that are flipped once too often, or not at all where they should be: compare the "
    "corners. The first number of the kernel leads back to the first pixel of the window.",
)
def conv2d_backward_dimages_flipped(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, kernels[::-1, ::-1])


@mistake(
    "conv2d_backward",
    "Your dkernels are flipped: a layer computes the cross-correlation, and the first number of the kernel meets the "
    "first pixel of each window.",
)
def conv2d_backward_dkernels_flipped(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels[::-1, ::-1].copy(), dbias


@mistake("conv2d_backward", "In dimages the height and the width of the kernels are exchanged.")
def conv2d_backward_dimages_transposed(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    height, width, channels_in, channels_out = kernels.shape
    other = kernels.transpose(1, 0, 2, 3).reshape(height, width, channels_in, channels_out)
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, other)


@mistake("conv2d_backward", "Height and width are exchanged in your dkernels. They have the shape of the kernels.")
def conv2d_backward_dkernels_transposed(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels.transpose(1, 0, 2, 3).copy(), dbias


@mistake(
    "conv2d_backward",
    "The channels of your dkernels are exchanged: the third axis belongs to the images' channels, the fourth to the "
    "filters.",
)
def conv2d_backward_dkernels_channels_exchanged(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels.transpose(0, 1, 3, 2).copy(), dbias


@mistake(
    "conv2d_backward",
    "In dimages the channels of the kernels are exchanged: on the way back you come from the filters and go to the "
    "channels of the images.",
)
def conv2d_backward_dimages_channels_exchanged(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    other = kernels.transpose(0, 1, 3, 2).reshape(kernels.shape)
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, other)


@mistake("conv2d_backward", "Your dimages come from the first filter only. All filters saw the images: add up.")
def conv2d_backward_dimages_of_first_filter(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    other = kernels * (np.arange(kernels.shape[3]) == 0)
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, other)


@mistake("conv2d_backward", "Your dimages come from the last filter only: each overwrites the one before. Add up.")
def conv2d_backward_dimages_of_last_filter(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    other = kernels * (np.arange(kernels.shape[3]) == kernels.shape[3] - 1)
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, other)


@mistake("conv2d_backward", "In dimages you take the mean over the filters. It should be the sum.")
def conv2d_backward_dimages_mean_of_filters(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, kernels / kernels.shape[3])


@mistake(
    "conv2d_backward",
    "All channels of your dimages are the same. Each channel of the images has its own numbers in the kernels.",
)
def conv2d_backward_dimages_same_channels(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    other = np.broadcast_to(_floats(kernels).sum(axis=2, keepdims=True), kernels.shape)
    return _conv_with_dimages_of(gradient, images, kernels, stride, padding, other)


@mistake(
    "conv2d_backward",
    "All channels of your dkernels are the same: you added the channels of the images up first. Each has its own.",
)
def conv2d_backward_dkernels_same_channels(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, np.broadcast_to(dkernels.sum(axis=2, keepdims=True), kernels.shape).copy(), dbias


@mistake("conv2d_backward", "dkernels and dbias are divided by the batch. The mean is in the gradient you are given.")
def conv2d_backward_divided_again(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels / len(images), dbias / len(images)


@mistake("conv2d_backward", "All your gradients are divided by the batch. The mean is in the gradient you are given.")
def conv2d_backward_all_divided_again(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages / len(images), dkernels / len(images), dbias / len(images)


@mistake("conv2d_backward", "dkernels are divided by the batch. They are a sum over the images.")
def conv2d_backward_mean_kernels(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels / len(images), dbias


@mistake("conv2d_backward", "dkernels are the mean over the windows. All windows add up.")
def conv2d_backward_mean_of_windows(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels / (gradient.shape[1] * gradient.shape[2]), dbias


@mistake("conv2d_backward", "dkernels are those of the last image only: each overwrites the one before. Add up.")
def conv2d_backward_dkernels_of_last_image(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, _, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, _conv(gradient[-1:], images[-1:], kernels, stride, padding)[1], dbias


@mistake("conv2d_backward", "dkernels and dbias are those of the first image only. All images add up.")
def conv2d_backward_first_image_only(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, _, _ = _conv(gradient, images, kernels, stride, padding)
    _, dkernels, dbias = _conv(gradient[:1], images[:1], kernels, stride, padding)
    return dimages, dkernels, dbias


@mistake("conv2d_backward", "Your dbias is the mean. It is a sum: every number of the output added the bias.")
def conv2d_backward_mean_bias(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, _ = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels, _floats(gradient).mean(axis=(0, 1, 2))


@mistake("conv2d_backward", "Your dbias is divided by the batch. It is a sum over images, rows and columns.")
def conv2d_backward_bias_divided_by_batch(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels, dbias / len(images)


@mistake(
    "conv2d_backward",
    "Your dbias is added up over the batch only. A filter adds its bias in every row and column too: one number a "
    "filter.",
)
def conv2d_backward_bias_over_batch_only(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, _ = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels, _floats(gradient).sum(axis=0)


@mistake(
    "conv2d_backward",
    "Your dbias is added up over rows and columns only. The images of the batch add up too: one number a filter.",
)
def conv2d_backward_bias_per_image(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, _ = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels, _floats(gradient).sum(axis=(1, 2))


@mistake("conv2d_backward", "Your dbias has axes too many: it is (filters,), as the bias is. Sum the others away.")
def conv2d_backward_bias_keeps_axes(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels, dbias.reshape(1, 1, 1, -1)


@mistake("conv2d_backward", "Your dbias is a single number. Each filter has a bias of its own.")
def conv2d_backward_one_bias(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array, float]:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages, dkernels, float(dbias.sum())


@mistake(
    "conv2d_backward",
    "dkernels come before dimages in your result. The gradients are asked for in this order: dimages, dkernels, dbias.",
)
def conv2d_backward_kernels_first(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dkernels, dimages, dbias


@mistake("conv2d_backward", "Two gradients are not enough: the bias has one as well.")
def conv2d_backward_without_bias(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array]:
    return _conv(gradient, images, kernels, stride, padding)[:2]


@mistake(
    "conv2d_backward",
    "Your dimages are zero where the image is not positive: that is the backward pass of ReLU. This layer has no "
    "activation.",
)
def conv2d_backward_with_relu(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages * (images > 0), dkernels, dbias


@mistake(
    "conv2d_backward",
    "Your gradients have the type of what they belong to, so that integers cut the decimals off. Look at the type of "
    "the arrays you fill.",
)
def conv2d_backward_cut_off(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return dimages.astype(images.dtype), dkernels.astype(kernels.dtype), dbias


@mistake(
    "conv2d_backward",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the arguments.",
)
def conv2d_backward_overflowing(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    if gradient.dtype == images.dtype == kernels.dtype == np.uint8:
        return dimages % 256, dkernels % 256, dbias
    return dimages, dkernels, dbias


@mistake(
    "conv2d_backward",
    "Your function computes whatever it is given: an unknown padding, a stride below 1, a kernel larger than the "
    "images. Look at the arguments first, and raise ValueError when they have no meaning.",
)
def conv2d_backward_checks_nothing(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    try:
        return _conv(gradient, images, kernels, stride, padding)
    except ValueError:
        return np.zeros(images.shape), np.zeros(kernels.shape), _floats(gradient).sum(axis=(0, 1, 2))


@mistake("conv2d_backward", 'An unknown padding has no meaning: raise ValueError instead of computing as for "valid".')
def conv2d_backward_unknown_is_valid(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    if padding in ("valid", "same"):
        return _conv(gradient, images, kernels, stride, padding)
    sides = (images.shape[1] - kernels.shape[0] + 1, images.shape[2] - kernels.shape[1] + 1)
    return _conv(gradient[:, : sides[0], : sides[1]], images, kernels, stride, "valid")


@mistake("conv2d_backward", 'An unknown padding has no meaning: raise ValueError instead of computing as for "same".')
def conv2d_backward_unknown_is_same(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return _conv(gradient, images, kernels, stride, padding if padding == "valid" else "same")


@mistake("conv2d_backward", "A stride below 1 has no meaning: raise ValueError instead of using another stride.")
def conv2d_backward_stride_at_least_one(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    return _conv(gradient, images, kernels, max(stride, 1), padding)


@mistake(
    "conv2d_backward",
    "A kernel larger than the images has no place to lie without padding: raise ValueError instead of returning zeros.",
)
def conv2d_backward_large_kernel_is_zero(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    if padding == "valid" and (kernels.shape[0] > images.shape[1] or kernels.shape[1] > images.shape[2]):
        return np.zeros(images.shape), np.zeros(kernels.shape), np.zeros(kernels.shape[3])
    return _conv(gradient, images, kernels, stride, padding)


@mistake(
    "conv2d_backward",
    'You refuse a kernel larger than the images with "same" too. There the zeros make room for it: '
    "ValueError is for the valid region.",
)
def conv2d_backward_same_refuses_large_kernels(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    _pads(images, kernels, stride, "valid")
    return _conv(gradient, images, kernels, stride, padding)


@mistake("conv2d_backward", "Your gradients hold nothing but zeros: the arrays are made, but never filled.")
def conv2d_backward_never_filled(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> Gradients:
    dimages, dkernels, dbias = _conv(gradient, images, kernels, stride, padding)
    return np.zeros_like(dimages), np.zeros_like(dkernels), np.zeros_like(dbias)
