"""What usually goes wrong in chapter 8 on the way back through a dense layer: sums, means, transposes.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.backward_passes import Array, Gradients, floats


def _dense(gradient: Array, x: Array, weights: Array) -> Gradients:
    gradient, x, weights = floats(gradient), floats(x), floats(weights)
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
    return dx, dweights, floats(gradient).copy() + 0.0


@mistake(
    "dense_backward",
    "You add the gradient of the bias up over the units, once for each sample. It is the other way round: one number a "
    "unit.",
)
def dense_backward_bias_over_units(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, _ = _dense(gradient, x, weights)
    return dx, dweights, floats(gradient).sum(axis=1)


@mistake("dense_backward", "Your gradient of the bias is a single number. Each unit has a bias of its own.")
def dense_backward_one_bias(gradient: Array, x: Array, weights: Array) -> tuple[Array, Array, float]:
    dx, dweights, _ = _dense(gradient, x, weights)
    return dx, dweights, float(floats(gradient).sum())


@mistake("dense_backward", "Your gradient of the bias is the first sample's only. All samples add up.")
def dense_backward_bias_of_first_sample(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, dweights, _ = _dense(gradient, x, weights)
    return dx, dweights, floats(gradient[0]).copy()


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
    return floats(gradient) @ floats(weights), dweights, dbias


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
    return dx, floats(x) @ floats(gradient), dbias


@mistake(
    "dense_backward",
    "Your gradient of the weights is that of the last sample only: each overwrites the one before. Add up.",
)
def dense_backward_last_sample(gradient: Array, x: Array, weights: Array) -> Gradients:
    dx, _, dbias = _dense(gradient, x, weights)
    return dx, np.outer(floats(x)[-1], floats(gradient)[-1]), dbias


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
