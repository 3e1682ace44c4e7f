"""What usually goes wrong in chapter 7: orders and axes, biases, exponentials too large and logarithms of 0.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.mistakes import mistake

Array = NDArray[Any]


def _floats(array: Array) -> Array:
    return np.asarray(array, dtype=np.float64)


def _rows(images: Array) -> Array:
    return _floats(images).reshape(len(images), -1)


def _dense(x: Array, weights: Array, bias: Array) -> Array:
    return np.asarray(_floats(x) @ _floats(weights) + _floats(bias))


def _relu(x: Array) -> Array:
    return np.maximum(x, 0)


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -500, 500))))


def _softmax(logits: Array) -> Array:
    exponentials = np.exp(_floats(logits) - np.max(logits, axis=-1, keepdims=True))
    return np.asarray(exponentials / np.sum(exponentials, axis=-1, keepdims=True))


def _naive_softmax(logits: Array) -> Array:
    exponentials = np.exp(_floats(logits))
    return np.asarray(exponentials / np.sum(exponentials, axis=-1, keepdims=True))


def _clipped(probabilities: Array) -> Array:
    return np.clip(_floats(probabilities), 1e-7, 1 - 1e-7)


def _losses(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(_clipped(probabilities)), axis=-1))


def _head(
    features: Array,
    hidden: tuple[Array, Array],
    output: tuple[Array, Array],
    activation: Callable[[Array], Array] = _relu,
    last: Callable[[Array], Array] = _softmax,
) -> Array:
    return last(_dense(activation(_dense(features, *hidden)), *output))


# flatten


@mistake(
    "flatten",
    "Your row runs through the images column by column. The reading order is row by row: whoever moves one pixel to "
    "the right moves on in the row.",
)
def flatten_column_by_column(images: Array) -> Array:
    return _rows(images.transpose(0, 2, 1, 3))


@mistake(
    "flatten",
    "Your row holds all of the first channel, then all of the second. In reading order the channels of a pixel stay "
    "together.",
)
def flatten_channel_by_channel(images: Array) -> Array:
    return _rows(images.transpose(0, 3, 1, 2))


@mistake(
    "flatten",
    "Your order depends on how the array lies in memory. Ask for the reading order (C) whatever the array you receive.",
)
def flatten_in_memory_order(images: Array) -> Array:
    return _floats(images).reshape((len(images), -1), order="A")


@mistake(
    "flatten",
    "Your reshape runs in Fortran's order: the first axis moves fastest. In reading order (C) the last one does.",
)
def flatten_in_fortran_order(images: Array) -> Array:
    return _floats(images).reshape((len(images), -1), order="F")


@mistake(
    "flatten",
    "Your function gives a new shape to the array it was given: the caller's images are no images any more. Reshape "
    "gives a view and leaves the argument as it was.",
)
def flatten_in_place(images: Array) -> Array:
    images.resize((len(images), images[0].size), refcheck=False)
    return images


@mistake(
    "flatten",
    "Your result is right as long as there are several images. A batch of one image still has two axes: one row.",
)
def flatten_squeezed(images: Array) -> Array:
    rows = _rows(images)
    return rows[0] if len(rows) == 1 else rows


@mistake("flatten", "Your images all end up in one row. Each image of the batch has a row of its own.")
def flatten_whole_batch(images: Array) -> Array:
    return _floats(images).reshape(-1)


@mistake("flatten", "All your images stand one after the other in a single row. The first axis remains the batch.")
def flatten_whole_batch_in_one_row(images: Array) -> Array:
    return _floats(images).reshape(1, -1)


@mistake("flatten", "Your result is transposed: each image is a column. Here each image of the batch is a row.")
def flatten_into_columns(images: Array) -> Array:
    return _rows(images).T


@mistake(
    "flatten",
    "Your rows have the right length, but mix the images: the batch became the last axis before the reshape.",
)
def flatten_mixed_images(images: Array) -> Array:
    return np.moveaxis(_floats(images), 0, -1).reshape(len(images), -1)


@mistake("flatten", "Your channels keep an axis of their own. They belong to the row too.")
def flatten_channels_kept(images: Array) -> Array:
    return _floats(images).reshape(len(images), -1, images.shape[-1])


@mistake("flatten", "Your rows hold the first channel only. All of the channels belong to the row.")
def flatten_first_channel(images: Array) -> Array:
    return _rows(images[..., :1])


@mistake("flatten", "Only the first image of the batch is left. Each image has a row.")
def flatten_first_image(images: Array) -> Array:
    return _rows(images[:1])


@mistake(
    "flatten",
    "Your values are divided by 255. Flattening changes the shape alone; rescaling the pixels is another step.",
)
def flatten_rescaled(images: Array) -> Array:
    return _rows(images) / 255


@mistake("flatten", "Your result holds nothing but zeros: the array is made, but never filled.")
def flatten_never_filled(images: Array) -> Array:
    return np.zeros_like(_rows(images))


# dense


@mistake(
    "dense",
    "Your result has the type of the inputs, so that a row of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def dense_typed_like_the_inputs(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights, bias).astype(x.dtype)


@mistake(
    "dense",
    "Your weights take the type of the inputs: with inputs of integers they lose their decimals or their sign. Turn "
    "the inputs into decimal numbers instead.",
)
def dense_weights_typed_like_the_inputs(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights.astype(x.dtype), bias)


@mistake(
    "dense",
    "Your bias goes with the rows of the batch when there are as many rows as units. Each unit has its bias, and "
    "adds it in all rows.",
)
def dense_bias_down_the_batch(x: Array, weights: Array, bias: Array) -> Array:
    products = _dense(x, weights, np.zeros(len(bias)))
    return products + (bias[:, np.newaxis] if len(x) == len(bias) else bias)


@mistake(
    "dense",
    "Your weights are transposed whenever they are square. Their first axis always belongs to the inputs, their "
    "second one to the units.",
)
def dense_transposed_when_it_fits(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights.T if weights.shape[0] == weights.shape[1] else weights, bias)


@mistake(
    "dense",
    "Your weights are transposed. They are (inputs, units) here, not (units, inputs): the sum runs over their rows.",
)
def dense_transposed(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights.T, bias)


@mistake(
    "dense",
    "Your weights are reshaped where they should be transposed, or left alone: the numbers change their places.",
)
def dense_reshaped_weights(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights.T.reshape(weights.shape), bias)


@mistake("dense", "Your result lacks the bias. Each unit adds its own.")
def dense_without_bias(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights, np.zeros(len(bias)))


@mistake("dense", "Your bias is added inside the sum, once for each input. Each unit adds its bias once.")
def dense_bias_per_input(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights, bias * len(weights))


@mistake("dense", "Every unit of your layer adds the bias of the first one. Each has its own.")
def dense_first_bias_only(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights, np.full(bias.shape, bias[0]))


@mistake("dense", "Every unit of your layer adds the sum of all biases. Each adds its own alone.")
def dense_sum_of_biases(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights, np.full(bias.shape, np.sum(bias)))


@mistake("dense", "Your bias is taken away. It is added.")
def dense_bias_subtracted(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights, -_floats(bias))


@mistake("dense", "Only the first row of the batch gets its bias. All rows do.")
def dense_bias_on_the_first_row(x: Array, weights: Array, bias: Array) -> Array:
    output = _dense(x, weights, np.zeros(len(bias)))
    output[0] += bias
    return output


@mistake("dense", "Your result is the mean of the products. It should be their sum.")
def dense_mean(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, _floats(weights) / len(weights), bias)


@mistake(
    "dense",
    "Your negative results became zero: that is ReLU, which comes after the layer. This one has no activation.",
)
def dense_with_relu(x: Array, weights: Array, bias: Array) -> Array:
    return _relu(_dense(x, weights, bias))


@mistake(
    "dense",
    "Your results lie between 0 and 1: a sigmoid was applied to them. This layer has no activation.",
)
def dense_with_sigmoid(x: Array, weights: Array, bias: Array) -> Array:
    return _sigmoid(_dense(x, weights, bias))


@mistake(
    "dense",
    "You multiply element by element and add nothing up over the inputs. The formula's sum is a matrix product.",
)
def dense_without_sum(x: Array, weights: Array, bias: Array) -> Array:
    return np.asarray(_floats(x)[:, :, np.newaxis] * weights + bias)


@mistake("dense", "Only the first row of the batch is computed, the others stay zero.")
def dense_first_row_only(x: Array, weights: Array, bias: Array) -> Array:
    output = _dense(x, weights, bias)
    output[1:] = 0
    return output


@mistake("dense", "All rows of your result are that of the first one. Each row of the batch has its own.")
def dense_first_row_repeated(x: Array, weights: Array, bias: Array) -> Array:
    output = _dense(x, weights, bias)
    output[1:] = output[0]
    return output


@mistake("dense", "The rows of the batch are added up. Each row has a result of its own.")
def dense_summed_over_the_batch(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(_floats(x).sum(axis=0, keepdims=True), weights, bias)


@mistake(
    "dense",
    "A single row comes back without its batch axis. A batch of one row gives (1, units).",
)
def dense_squeezed(x: Array, weights: Array, bias: Array) -> Array:
    output = _dense(x, weights, bias)
    return output[0] if len(output) == 1 else output


@mistake("dense", "A single unit comes back without its axis. One unit gives (batch, 1).")
def dense_single_unit_squeezed(x: Array, weights: Array, bias: Array) -> Array:
    output = _dense(x, weights, bias)
    return output[:, 0] if output.shape[1] == 1 else output


@mistake("dense", "Your result is transposed: its rows are the units. Here they are the rows of the batch.")
def dense_units_first(x: Array, weights: Array, bias: Array) -> Array:
    return _dense(x, weights, bias).T


@mistake(
    "dense",
    "You write into the bias that you were given. The caller still needs it: put the result into a new array.",
)
def dense_into_the_bias(x: Array, weights: Array, bias: Array) -> Array:
    output = _dense(x, weights, bias)
    bias[:] = output[-1]
    return output


@mistake("dense", "Your result holds nothing but zeros: the array is made, but never filled.")
def dense_never_filled(x: Array, weights: Array, bias: Array) -> Array:
    return np.zeros((len(x), len(bias)))


# softmax


@mistake(
    "softmax",
    "You take the largest logit of the whole array away from all rows. In a row of far smaller ones every "
    "exponential is then 0: each row needs its own maximum.",
)
def softmax_global_maximum(logits: Array) -> Array:
    return _naive_softmax(_floats(logits) - np.max(logits))


@mistake(
    "softmax",
    "You take away the largest absolute value. When all logits are far below 0, every exponential is then 0: take "
    "away the largest logit, sign included.",
)
def softmax_largest_magnitude(logits: Array) -> Array:
    return _naive_softmax(_floats(logits) - np.max(np.abs(logits), axis=-1, keepdims=True))


@mistake(
    "softmax",
    "Logits far below 0 make all of your exponentials 0: the maximum you take away is never below 0. Take away the "
    "largest logit even when it is negative.",
)
def softmax_maximum_at_least_zero(logits: Array) -> Array:
    return _naive_softmax(_floats(logits) - np.maximum(np.max(logits, axis=-1, keepdims=True), 0))


@mistake(
    "softmax",
    "You take the mean of the row away, not its maximum. A logit far above the mean still overflows.",
)
def softmax_mean_taken_away(logits: Array) -> Array:
    return _naive_softmax(_floats(logits) - np.mean(logits, axis=-1, keepdims=True))


@mistake(
    "softmax",
    "You take the row's minimum away, not its maximum. The exponentials then grow instead of shrinking, and overflow.",
)
def softmax_minimum_taken_away(logits: Array) -> Array:
    return _naive_softmax(_floats(logits) - np.min(logits, axis=-1, keepdims=True))


@mistake(
    "softmax",
    "Your exponentials overflow: the exponential of 1000 is infinite, and infinite divided by infinite is not a "
    "number. Softmax does not change when the same number is taken away from all logits of a row.",
)
def softmax_overflowing(logits: Array) -> Array:
    return _naive_softmax(logits)


@mistake(
    "softmax",
    "Your exponentials still overflow, but what is not a number was replaced after the division. The right "
    "probabilities are lost by then: look at the logits before the exponential.",
)
def softmax_nan_replaced(logits: Array) -> Array:
    return np.nan_to_num(_naive_softmax(logits))


@mistake(
    "softmax",
    "Your logits are cut to a range so that the exponentials do not overflow. Logits of 1000 and 1001 become equal "
    "that way, and their probabilities too.",
)
def softmax_clipped_logits(logits: Array) -> Array:
    return _naive_softmax(np.clip(_floats(logits), -500, 500))


@mistake(
    "softmax",
    "The logits are divided by the largest one. That changes the probabilities; only taking the same number away "
    "from all of them does not.",
)
def softmax_divided_by_the_maximum(logits: Array) -> Array:
    return _softmax(_floats(logits) / np.maximum(np.max(np.abs(logits), axis=-1, keepdims=True), 1))


@mistake(
    "softmax",
    "Your probabilities sum to 1 over the whole array. Each row, along the last axis, has a sum of its own.",
)
def softmax_over_the_whole_array(logits: Array) -> Array:
    return _softmax(_floats(logits).reshape(-1)).reshape(logits.shape)


@mistake(
    "softmax",
    "Your probabilities sum to 1 along the first axis, over the batch. They should along the last one, over the "
    "classes.",
)
def softmax_over_the_batch(logits: Array) -> Array:
    return (
        _softmax(_floats(logits).T).T if logits.ndim < 3 else np.moveaxis(_softmax(np.moveaxis(logits, 0, -1)), -1, 0)
    )


@mistake(
    "softmax",
    "Your function sums along axis 1. That is the last one of (batch, classes), but not of an array with one or "
    "three axes: count from the end.",
)
def softmax_along_axis_1(logits: Array) -> Array:
    exponentials = np.exp(_floats(logits) - np.max(logits, axis=1, keepdims=True))
    return np.asarray(exponentials / np.sum(exponentials, axis=1, keepdims=True))


@mistake(
    "softmax",
    "Each exponential is divided by the sum of another row: without its last axis, the array of the sums lies along "
    "the columns. Keep that axis.",
)
def softmax_sums_without_their_axis(logits: Array) -> Array:
    exponentials = np.exp(_floats(logits) - np.max(logits, axis=-1, keepdims=True))
    return np.asarray(exponentials / np.sum(exponentials, axis=-1))


@mistake(
    "softmax",
    "The maximum of another row is taken away: without its last axis, the array of the maxima lies along the "
    "columns. Keep that axis.",
)
def softmax_maxima_without_their_axis(logits: Array) -> Array:
    return _naive_softmax(_floats(logits) - np.max(logits, axis=-1))


@mistake(
    "softmax",
    "Your result comes back with other axes than the logits. A vector gives a vector, an array with three axes one "
    "with three.",
)
def softmax_always_two_axes(logits: Array) -> Array:
    return _softmax(np.atleast_2d(logits).reshape(-1, logits.shape[-1]))


@mistake("softmax", "Your result holds the logarithms of the probabilities, not the probabilities.")
def softmax_logarithms(logits: Array) -> Array:
    shifted = _floats(logits) - np.max(logits, axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True)))


@mistake("softmax", "Your exponentials are not divided by their sum: the probabilities of a row must sum to 1.")
def softmax_not_normalised(logits: Array) -> Array:
    return np.asarray(np.exp(_floats(logits) - np.max(logits, axis=-1, keepdims=True)))


@mistake(
    "softmax",
    "You divide the logits themselves by their sum, without an exponential: negative logits give negative numbers.",
)
def softmax_without_exponential(logits: Array) -> Array:
    return np.asarray(_floats(logits) / np.sum(_floats(logits), axis=-1, keepdims=True))


@mistake(
    "softmax", "Each logit went through a sigmoid on its own. Softmax compares the logits of a row with each other."
)
def softmax_sigmoid(logits: Array) -> Array:
    return _sigmoid(_floats(logits))


@mistake("softmax", "Your function changes the logits it is given. Put the shifted logits into a new array.")
def softmax_in_place(logits: Array) -> Array:
    logits -= np.max(logits, axis=-1, keepdims=True)
    return _softmax(logits)


@mistake("softmax", "Your exponentials are powers of 2. Softmax takes the powers of e.")
def softmax_powers_of_two(logits: Array) -> Array:
    return _softmax(_floats(logits) * np.log(2))


@mistake("softmax", "Your probabilities are in the reverse order: the largest logit has the smallest. Look at a sign.")
def softmax_negated(logits: Array) -> Array:
    return _softmax(-_floats(logits))


@mistake("softmax", "Your result is 1 for the largest logit and 0 for the others. Softmax is softer: all get a share.")
def softmax_hard_maximum(logits: Array) -> Array:
    return np.asarray((np.arange(logits.shape[-1]) == np.argmax(logits, axis=-1)[..., np.newaxis]).astype(np.float64))


@mistake(
    "softmax",
    "Your result has the type of the logits, so that logits of integers give nothing but zeros and ones. Look at the "
    "type of the array you fill.",
)
def softmax_typed_like_the_logits(logits: Array) -> Array:
    return _softmax(logits).astype(logits.dtype)


@mistake("softmax", "Your result holds nothing but zeros: the array is made, but never filled.")
def softmax_never_filled(logits: Array) -> Array:
    return np.zeros(logits.shape)


# categorical_crossentropy


@mistake(
    "categorical_crossentropy",
    "You add a small number to the probabilities instead of clipping them: those near the bound change too. Below "
    "1e-7 they should become 1e-7, and above it stay what they are.",
)
def crossentropy_epsilon_added(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(_floats(probabilities) + 1e-7), axis=-1))


@mistake(
    "categorical_crossentropy",
    "Only probabilities of exactly 0 are replaced. All those below 1e-7 are clipped.",
)
def crossentropy_zeros_replaced(labels: Array, probabilities: Array) -> Array:
    probabilities = _floats(probabilities)
    return np.asarray(-np.sum(labels * np.log(np.where(probabilities == 0, 1e-7, probabilities)), axis=-1))


@mistake(
    "categorical_crossentropy",
    "Your probabilities are clipped far below 1e-7, so that a loss can be larger than 16.118.",
)
def crossentropy_smaller_bound(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(np.clip(_floats(probabilities), 1e-15, 1 - 1e-15)), axis=-1))


@mistake(
    "categorical_crossentropy",
    "Your probabilities are clipped far above 1e-7. Probabilities of 1e-5 are small, but they count as they are.",
)
def crossentropy_larger_bound(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(np.clip(_floats(probabilities), 1e-3, 1 - 1e-3)), axis=-1))


@mistake(
    "categorical_crossentropy",
    "You take the logarithm of 0, which is infinite, and 0 times infinite is not a number. Clip the probabilities "
    "first.",
)
def crossentropy_without_clipping(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.sum(labels * np.log(_floats(probabilities)), axis=-1))


@mistake(
    "categorical_crossentropy",
    "You only look at the right class, and its probability may be 0: the loss is then infinite. Clip the "
    "probabilities first.",
)
def crossentropy_infinite(labels: Array, probabilities: Array) -> Array:
    return np.asarray(-np.log(np.sum(labels * _floats(probabilities), axis=-1)))


@mistake(
    "categorical_crossentropy",
    "A right class with a probability of 0 gives your function a loss of 0, as if it were right: what is not a "
    "number was replaced after the logarithm. Clip the probabilities before it.",
)
def crossentropy_infinite_left_out(labels: Array, probabilities: Array) -> Array:
    logarithms = np.log(_floats(probabilities))
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
    return _losses(labels, _softmax(probabilities))


@mistake(
    "categorical_crossentropy",
    "Your loss is the squared distance between labels and probabilities. The cross-entropy takes a logarithm.",
)
def crossentropy_squared_error(labels: Array, probabilities: Array) -> Array:
    return np.asarray(np.sum((labels - _floats(probabilities)) ** 2, axis=-1))


@mistake(
    "categorical_crossentropy",
    "Your loss is one minus the probability of the right class. The cross-entropy is minus its logarithm.",
)
def crossentropy_without_logarithm(labels: Array, probabilities: Array) -> Array:
    return np.asarray(1 - np.sum(labels * _floats(probabilities), axis=-1))


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


# classification_head


@mistake(
    "classification_head",
    "Your softmax takes the largest logit of the whole batch away from all rows. Where the logits of two samples lie "
    "far apart, every exponential of one of them is 0: each row needs its own maximum.",
)
def head_maximum_of_the_batch(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _rows(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: _naive_softmax(logits - np.max(logits)),
    )


@mistake(
    "classification_head",
    "Your exponentials overflow when the logits are large. Softmax does not change when the same number is taken "
    "away from all logits of a row.",
)
def head_overflowing(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias), last=_naive_softmax)


@mistake(
    "classification_head",
    "Your logits are cut to a range before softmax. Logits of 1000 and 1001 become equal that way, and their "
    "probabilities too.",
)
def head_clipped_logits(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _rows(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: _naive_softmax(np.clip(logits, -500, 500)),
    )


@mistake(
    "classification_head",
    "Your ReLU comes before the hidden bias. The bias belongs to the sum, and ReLU comes after it.",
)
def head_relu_before_the_bias(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _softmax(
        _dense(_relu(_dense(_rows(features), hidden_weights, np.zeros(1))) + hidden_bias, output_weights, output_bias)
    )


@mistake("classification_head", "You apply ReLU to the features too. It comes after the hidden layer only.")
def head_relu_on_the_features(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_relu(_rows(features)), (hidden_weights, hidden_bias), (output_weights, output_bias))


@mistake(
    "classification_head",
    "You apply ReLU to the logits too: the negative ones became 0 before softmax. The output layer has softmax alone.",
)
def head_relu_on_the_logits(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _rows(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: _softmax(_relu(logits)),
    )


@mistake("classification_head", "Your hidden layer lacks its ReLU: without it two layers are no more than one.")
def head_without_relu(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias), activation=np.asarray)


@mistake("classification_head", "Your hidden layer takes absolute values. ReLU makes 0 of the negative ones.")
def head_absolute_value(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias), activation=np.abs)


@mistake(
    "classification_head",
    "Your hidden layer lets a part of the negative numbers through: that is the leaky ReLU. ReLU makes 0 of them.",
)
def head_leaky_relu(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _rows(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        activation=lambda x: np.where(x > 0, x, 0.01 * x),
    )


@mistake(
    "classification_head",
    "Your hidden layer lets 0.3 times the negative numbers through: that is the leaky ReLU of chapter 5. ReLU makes "
    "0 of them.",
)
def head_leaky_relu_of_keras(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _rows(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        activation=lambda x: np.where(x > 0, x, 0.3 * x),
    )


@mistake("classification_head", "The activation of your hidden layer is a sigmoid. Here it is ReLU.")
def head_sigmoid_hidden(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias), activation=_sigmoid)


@mistake(
    "classification_head",
    "Your hidden layer has a softmax. It belongs to the output layer alone; the hidden layer has ReLU.",
)
def head_softmax_hidden(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias), activation=_softmax)


@mistake("classification_head", "Your hidden layer lacks its bias.")
def head_without_hidden_bias(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, np.zeros(1)), (output_weights, output_bias))


@mistake("classification_head", "Your output layer lacks its bias.")
def head_without_output_bias(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, np.zeros(1)))


@mistake("classification_head", "Both of your layers lack their biases.")
def head_without_biases(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, np.zeros(1)), (output_weights, np.zeros(1)))


@mistake(
    "classification_head",
    "Your biases are exchanged where they have the same length. The hidden one is the third argument, the output one "
    "the fifth.",
)
def head_biases_exchanged(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    if len(hidden_bias) == len(output_bias):
        hidden_bias, output_bias = output_bias, hidden_bias
    return _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias))


@mistake(
    "classification_head",
    "Your features are flattened channel by channel. In reading order the channels of a pixel stay together.",
)
def head_channel_by_channel(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features.transpose(0, 3, 1, 2)), (hidden_weights, hidden_bias), (output_weights, output_bias))


@mistake("classification_head", "Your features are flattened column by column. The reading order is row by row.")
def head_column_by_column(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features.transpose(0, 2, 1, 3)), (hidden_weights, hidden_bias), (output_weights, output_bias))


@mistake(
    "classification_head",
    "Your features are flattened in Fortran's order: the first axis moves fastest. In reading order (C) the last one "
    "does.",
)
def head_fortran_order(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _floats(features).reshape((len(features), -1), order="F"),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
    )


@mistake(
    "classification_head",
    "Your order of the features depends on how the array lies in memory. Ask for the reading order (C) whatever the "
    "array you receive.",
)
def head_memory_order(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _floats(features).reshape((len(features), -1), order="A"),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
    )


@mistake(
    "classification_head", "Your softmax runs over the batch: the columns of your result sum to 1. Its rows should."
)
def head_softmax_over_the_batch(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _rows(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: _softmax(logits.T).T,
    )


@mistake("classification_head", "Your probabilities sum to 1 over the whole batch. Each row has a sum of its own.")
def head_softmax_over_everything(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _rows(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: _softmax(logits.reshape(-1)).reshape(logits.shape),
    )


@mistake("classification_head", "Your result holds the logits: the softmax at the end is missing.")
def head_logits(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias), last=np.asarray)


@mistake(
    "classification_head",
    "Your logits went through a sigmoid each. Softmax compares them with each other, and its results sum to 1.",
)
def head_sigmoid_output(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias), last=_sigmoid)


@mistake("classification_head", "The activation of your output layer is ReLU. Probabilities come out of softmax.")
def head_relu_output(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias), last=_relu)


@mistake(
    "classification_head", "Your softmax is applied twice, which makes the probabilities more alike. Once is enough."
)
def head_softmax_twice(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _rows(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: _softmax(_softmax(logits)),
    )


@mistake("classification_head", "Your result holds the logarithms of the probabilities, not the probabilities.")
def head_logarithms(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return np.log(_head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias)))


@mistake(
    "classification_head", "Your exponentials are not divided by their sum: the probabilities of a row must sum to 1."
)
def head_not_normalised(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _rows(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: np.exp(logits - logits.max(axis=-1, keepdims=True)),
    )


@mistake("classification_head", "Your result holds the predicted classes. The probabilities of all classes are asked.")
def head_classes(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return np.asarray(
        np.argmax(_head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias)), axis=-1)
    )


@mistake(
    "classification_head", "All rows of your result are that of the first sample. Each sample of the batch has its own."
)
def head_first_sample_repeated(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    output = _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias))
    output[1:] = output[0]
    return output


@mistake(
    "classification_head",
    "A single sample comes back without its batch axis. A batch of one sample gives (1, classes).",
)
def head_squeezed(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    output = _head(_rows(features), (hidden_weights, hidden_bias), (output_weights, output_bias))
    return output[0] if len(output) == 1 else output


@mistake(
    "classification_head",
    "Your hidden layer has the type of the features, so that features of integers cut its decimals off. Look at the "
    "type of the array you fill.",
)
def head_hidden_typed_like_the_features(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        _rows(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        activation=lambda x: _relu(x).astype(features.dtype),
    )


@mistake(
    "classification_head",
    "Your weights take the type of the features: with features of integers they lose their decimals. Turn the "
    "features into decimal numbers instead.",
)
def head_weights_typed_like_the_features(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(_rows(features), (hidden_weights.astype(features.dtype), hidden_bias), (output_weights, output_bias))


@mistake("classification_head", "Your result holds nothing but zeros: the array is made, but never filled.")
def head_never_filled(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return np.zeros((len(features), len(output_bias)))


@mistake(
    "classification_head",
    "Your function gives a new shape to the features it was given. Reshape gives a view and leaves the argument as it "
    "was.",
)
def head_features_reshaped_in_place(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    features.resize((len(features), features[0].size), refcheck=False)
    return _head(features, (hidden_weights, hidden_bias), (output_weights, output_bias))


@mistake(
    "classification_head",
    "Your weights are transposed whenever they are square. Their first axis always belongs to the inputs, their second "
    "one to the units.",
)
def head_transposed_when_it_fits(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    first, second = (
        weights.T if weights.shape[0] == weights.shape[1] else weights for weights in (hidden_weights, output_weights)
    )
    return _head(_rows(features), (first, hidden_bias), (second, output_bias))
