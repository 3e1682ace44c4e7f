"""What usually goes wrong in chapter 7 with flattening and dense layers: orders, axes, biases.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.dense_layers import Array, floats, relu, right_dense, rows_of, sigmoid

# flatten


@mistake(
    "flatten",
    "Your row runs through the images column by column. The reading order is row by row: whoever moves one pixel to "
    "the right moves on in the row.",
)
def flatten_column_by_column(images: Array) -> Array:
    return rows_of(images.transpose(0, 2, 1, 3))


@mistake(
    "flatten",
    "Your row holds all of the first channel, then all of the second. In reading order the channels of a pixel stay "
    "together.",
)
def flatten_channel_by_channel(images: Array) -> Array:
    return rows_of(images.transpose(0, 3, 1, 2))


@mistake(
    "flatten",
    "Your order depends on how the array lies in memory. Ask for the reading order (C) whatever the array you receive.",
)
def flatten_in_memory_order(images: Array) -> Array:
    return floats(images).reshape((len(images), -1), order="A")


@mistake(
    "flatten",
    "Your reshape runs in Fortran's order: the first axis moves fastest. In reading order (C) the last one does.",
)
def flatten_in_fortran_order(images: Array) -> Array:
    return floats(images).reshape((len(images), -1), order="F")


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
    rows = rows_of(images)
    return rows[0] if len(rows) == 1 else rows


@mistake("flatten", "Your images all end up in one row. Each image of the batch has a row of its own.")
def flatten_whole_batch(images: Array) -> Array:
    return floats(images).reshape(-1)


@mistake("flatten", "All your images stand one after the other in a single row. The first axis remains the batch.")
def flatten_whole_batch_in_one_row(images: Array) -> Array:
    return floats(images).reshape(1, -1)


@mistake("flatten", "Your result is transposed: each image is a column. Here each image of the batch is a row.")
def flatten_into_columns(images: Array) -> Array:
    return rows_of(images).T


@mistake(
    "flatten",
    "Your rows have the right length, but mix the images: the batch became the last axis before the reshape.",
)
def flatten_mixed_images(images: Array) -> Array:
    return np.moveaxis(floats(images), 0, -1).reshape(len(images), -1)


@mistake("flatten", "Your channels keep an axis of their own. They belong to the row too.")
def flatten_channels_kept(images: Array) -> Array:
    return floats(images).reshape(len(images), -1, images.shape[-1])


@mistake("flatten", "Your rows hold the first channel only. All of the channels belong to the row.")
def flatten_first_channel(images: Array) -> Array:
    return rows_of(images[..., :1])


@mistake("flatten", "Only the first image of the batch is left. Each image has a row.")
def flatten_first_image(images: Array) -> Array:
    return rows_of(images[:1])


@mistake(
    "flatten",
    "Your values are divided by 255. Flattening changes the shape alone; rescaling the pixels is another step.",
)
def flatten_rescaled(images: Array) -> Array:
    return rows_of(images) / 255


@mistake("flatten", "Your result holds nothing but zeros: the array is made, but never filled.")
def flatten_never_filled(images: Array) -> Array:
    return np.zeros_like(rows_of(images))


# dense


@mistake(
    "dense",
    "Your result has the type of the inputs, so that a row of integers cuts the decimals off. Look at the type of "
    "the array you fill.",
)
def dense_typed_like_the_inputs(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights, bias).astype(x.dtype)


@mistake(
    "dense",
    "Your weights take the type of the inputs: with inputs of integers they lose their decimals or their sign. Turn "
    "the inputs into decimal numbers instead.",
)
def dense_weights_typed_like_the_inputs(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights.astype(x.dtype), bias)


@mistake(
    "dense",
    "Your bias goes with the rows of the batch when there are as many rows as units. Each unit has its bias, and "
    "adds it in all rows.",
)
def dense_bias_down_the_batch(x: Array, weights: Array, bias: Array) -> Array:
    products = right_dense(x, weights, np.zeros(len(bias)))
    return products + (bias[:, np.newaxis] if len(x) == len(bias) else bias)


@mistake(
    "dense",
    "Your weights are transposed whenever they are square. Their first axis always belongs to the inputs, their "
    "second one to the units.",
)
def dense_transposed_when_it_fits(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights.T if weights.shape[0] == weights.shape[1] else weights, bias)


@mistake(
    "dense",
    "Your weights are transposed. They are (inputs, units) here, not (units, inputs): the sum runs over their rows.",
)
def dense_transposed(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights.T, bias)


@mistake(
    "dense",
    "Your weights are reshaped where they should be transposed, or left alone: the numbers change their places.",
)
def dense_reshaped_weights(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights.T.reshape(weights.shape), bias)


@mistake("dense", "Your result lacks the bias. Each unit adds its own.")
def dense_without_bias(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights, np.zeros(len(bias)))


@mistake("dense", "Your bias is added inside the sum, once for each input. Each unit adds its bias once.")
def dense_bias_per_input(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights, bias * len(weights))


@mistake("dense", "Every unit of your layer adds the bias of the first one. Each has its own.")
def dense_first_bias_only(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights, np.full(bias.shape, bias[0]))


@mistake("dense", "Every unit of your layer adds the sum of all biases. Each adds its own alone.")
def dense_sum_of_biases(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights, np.full(bias.shape, np.sum(bias)))


@mistake("dense", "Your bias is taken away. It is added.")
def dense_bias_subtracted(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights, -floats(bias))


@mistake("dense", "Only the first row of the batch gets its bias. All rows do.")
def dense_bias_on_the_first_row(x: Array, weights: Array, bias: Array) -> Array:
    output = right_dense(x, weights, np.zeros(len(bias)))
    output[0] += bias
    return output


@mistake("dense", "Your result is the mean of the products. It should be their sum.")
def dense_mean(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, floats(weights) / len(weights), bias)


@mistake(
    "dense",
    "Your negative results became zero: that is ReLU, which comes after the layer. This one has no activation.",
)
def dense_with_relu(x: Array, weights: Array, bias: Array) -> Array:
    return relu(right_dense(x, weights, bias))


@mistake(
    "dense",
    "Your results lie between 0 and 1: a sigmoid was applied to them. This layer has no activation.",
)
def dense_with_sigmoid(x: Array, weights: Array, bias: Array) -> Array:
    return sigmoid(right_dense(x, weights, bias))


@mistake(
    "dense",
    "You multiply element by element and add nothing up over the inputs. The formula's sum is a matrix product.",
)
def dense_without_sum(x: Array, weights: Array, bias: Array) -> Array:
    return np.asarray(floats(x)[:, :, np.newaxis] * weights + bias)


@mistake("dense", "Only the first row of the batch is computed, the others stay zero.")
def dense_first_row_only(x: Array, weights: Array, bias: Array) -> Array:
    output = right_dense(x, weights, bias)
    output[1:] = 0
    return output


@mistake("dense", "All rows of your result are that of the first one. Each row of the batch has its own.")
def dense_first_row_repeated(x: Array, weights: Array, bias: Array) -> Array:
    output = right_dense(x, weights, bias)
    output[1:] = output[0]
    return output


@mistake("dense", "The rows of the batch are added up. Each row has a result of its own.")
def dense_summed_over_the_batch(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(floats(x).sum(axis=0, keepdims=True), weights, bias)


@mistake(
    "dense",
    "A single row comes back without its batch axis. A batch of one row gives (1, units).",
)
def dense_squeezed(x: Array, weights: Array, bias: Array) -> Array:
    output = right_dense(x, weights, bias)
    return output[0] if len(output) == 1 else output


@mistake("dense", "A single unit comes back without its axis. One unit gives (batch, 1).")
def dense_single_unit_squeezed(x: Array, weights: Array, bias: Array) -> Array:
    output = right_dense(x, weights, bias)
    return output[:, 0] if output.shape[1] == 1 else output


@mistake("dense", "Your result is transposed: its rows are the units. Here they are the rows of the batch.")
def dense_units_first(x: Array, weights: Array, bias: Array) -> Array:
    return right_dense(x, weights, bias).T


@mistake(
    "dense",
    "You write into the bias that you were given. The caller still needs it: put the result into a new array.",
)
def dense_into_the_bias(x: Array, weights: Array, bias: Array) -> Array:
    output = right_dense(x, weights, bias)
    bias[:] = output[-1]
    return output


@mistake("dense", "Your result holds nothing but zeros: the array is made, but never filled.")
def dense_never_filled(x: Array, weights: Array, bias: Array) -> Array:
    return np.zeros((len(x), len(bias)))
