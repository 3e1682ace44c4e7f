"""What usually goes wrong in chapter 2 with layers: activations exchanged or forgotten, weights transposed.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.activations import Array, overflowing_sigmoid, relu, sigmoid


def _softmax(x: Array) -> Array:
    exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


def _activated(
    sums: Array,
    activation: str,
    relu: Callable[[Any], Any] = relu,
    sigmoid: Callable[[Any], Any] = sigmoid,
    linear: Callable[[Any], Any] = np.asarray,
) -> Array:
    functions = {"linear": linear, "relu": relu, "sigmoid": sigmoid}
    if activation not in functions:
        raise ValueError("unknown activation")
    return np.asarray(functions[activation](sums))


def _network(
    hidden_sums: Array,
    output_weights: Array,
    output_bias: Array,
    hidden_activation: Callable[[Any], Any] = relu,
    output_activation: Callable[[Any], Any] = sigmoid,
) -> Array:
    return np.asarray(output_activation(hidden_activation(hidden_sums) @ output_weights + output_bias))


@mistake(
    "dense_layer",
    "Each row adds its own bias instead of each column: the bias belongs to a neuron, and it is the same for all "
    "examples. It shows when there are as many examples as neurons.",
)
def dense_layer_bias_for_each_row(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    column = bias[:, np.newaxis] if len(inputs) == len(bias) else bias
    return _activated(inputs @ weights + column, activation)


@mistake("dense_layer", "Your bias is added after the activation. It belongs to the sum, before the activation.")
def dense_layer_bias_after_the_activation(
    inputs: Array, weights: Array, bias: Array, activation: str = "linear"
) -> Array:
    return np.asarray(_activated(inputs @ weights, activation) + bias)


@mistake("dense_layer", "Your layer lacks the bias. Each neuron adds its own.")
def dense_layer_without_bias(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights, activation)


@mistake("dense_layer", "All neurons of your layer add the bias of the first one. Each has its own.")
def dense_layer_first_bias(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias[0], activation)


@mistake("dense_layer", "Your bias is subtracted. Add it.")
def dense_layer_bias_subtracted(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights - bias, activation)


@mistake("dense_layer", "Your weights are transposed: each neuron is a column of the weights, not a row.")
def dense_layer_transposed_weights(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights.T + bias, activation)


@mistake(
    "dense_layer", "Your weights are transposed when they are square. Each neuron is a column, whatever the shape."
)
def dense_layer_transposed_if_square(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    square = weights.shape[0] == weights.shape[1]
    return _activated(inputs @ (weights.T if square else weights) + bias, activation)


@mistake(
    "dense_layer",
    'An unknown activation has no meaning: raise ValueError instead of computing as for "linear".',
)
def dense_layer_unknown_is_linear(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation if activation in {"relu", "sigmoid"} else "linear")


@mistake(
    "dense_layer",
    'An unknown activation has no meaning: raise ValueError instead of computing as for "sigmoid".',
)
def dense_layer_unknown_is_sigmoid(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation if activation in {"relu", "linear"} else "sigmoid")


@mistake(
    "dense_layer",
    "An unknown activation has no meaning: raise ValueError instead of returning nothing.",
)
def dense_layer_unknown_is_none(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array | None:
    known = activation in {"linear", "relu", "sigmoid"}
    return _activated(inputs @ weights + bias, activation) if known else None


@mistake(
    "dense_layer",
    "An unknown activation ends in a KeyError here: the exception asked for is ValueError.",
)
def dense_layer_key_error(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    functions: dict[str, Callable[[Any], Any]] = {"linear": np.asarray, "relu": relu, "sigmoid": sigmoid}
    return np.asarray(functions[activation](inputs @ weights + bias))


@mistake("dense_layer", 'Without an activation your layer applies ReLU. The default is "linear": nothing at all.')
def dense_layer_always_relu(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation, linear=relu)


@mistake("dense_layer", "Your activation is forgotten: the sums come back as they are.")
def dense_layer_without_activation(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation, relu=np.asarray, sigmoid=np.asarray)


@mistake("dense_layer", "Your ReLU lets a part of the negative numbers through: that is its leaky cousin.")
def dense_layer_leaky_relu(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation, relu=lambda sums: np.maximum(sums, 0.1 * sums))


@mistake("dense_layer", "Your ReLU turns negative numbers into positive ones. It replaces them by 0.")
def dense_layer_absolute_relu(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation, relu=np.abs)


@mistake("dense_layer", "Your ReLU keeps the negative numbers and drops the positive ones.")
def dense_layer_minimum_relu(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation, relu=lambda sums: np.minimum(sums, 0))


@mistake("dense_layer", "Your sigmoid is a softmax: it looks at all neurons of a row. The sigmoid looks at each alone.")
def dense_layer_softmax(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation, sigmoid=_softmax)


@mistake(
    "dense_layer",
    "Your sigmoid is NaN for large sums: there the exponential becomes infinite, and infinity divided by infinity is "
    "nothing.",
)
def dense_layer_overflowing(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation, sigmoid=overflowing_sigmoid)


@mistake(
    "dense_layer",
    "Your result has the type of the inputs, so that inputs of integers cut the decimals off. Look at the type of the "
    "array you fill.",
)
def dense_layer_typed_like_the_inputs(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation).astype(inputs.dtype)


@mistake("dense_layer", "All rows of your result are that of the first example. Each example has its own.")
def dense_layer_first_row(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(np.repeat(inputs[:1] @ weights + bias, len(inputs), axis=0), activation)


@mistake("dense_layer", "A batch of one example loses its axis. The result is always (batch, units).")
def dense_layer_squeezed(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    result = _activated(inputs @ weights + bias, activation)
    return result[0] if len(result) == 1 else result


@mistake("dense_layer", "A layer of one neuron loses its axis. The result is always (batch, units).")
def dense_layer_of_one_neuron_squeezed(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    result = _activated(inputs @ weights + bias, activation)
    return result[:, 0] if result.shape[1] == 1 else result


@mistake("dense_layer", "Rows and columns of your result are exchanged: it should be (batch, units).")
def dense_layer_transposed(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    return _activated(inputs @ weights + bias, activation).T


@mistake(
    "dense_layer",
    "Your function changes the bias it is given: it adds in the caller's own array. Leave the argument as it was.",
)
def dense_layer_in_place(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    result = _activated(inputs @ weights + bias, activation)
    bias += (inputs @ weights)[0].astype(bias.dtype)
    return result


# two_layer_network


@mistake("two_layer_network", "Your hidden layer lacks its bias.")
def two_layer_network_without_hidden_bias(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights, output_weights, output_bias)


@mistake("two_layer_network", "Your output layer lacks its bias.")
def two_layer_network_without_output_bias(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights + hidden_bias, output_weights, np.zeros(output_bias.shape))


@mistake("two_layer_network", "Your hidden layer adds its bias after ReLU. It belongs to the sum, before ReLU.")
def two_layer_network_hidden_bias_after_relu(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(relu(inputs @ hidden_weights) + hidden_bias, output_weights, output_bias, np.asarray)


@mistake("two_layer_network", "Your output layer adds its bias after the sigmoid. It belongs to the sum.")
def two_layer_network_output_bias_after_sigmoid(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    hidden = relu(inputs @ hidden_weights + hidden_bias)
    return np.asarray(sigmoid(hidden @ output_weights) + output_bias)


@mistake(
    "two_layer_network",
    "Your hidden layer has no activation. Two linear layers in a row are no more than one: ReLU stands between them.",
)
def two_layer_network_without_relu(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights + hidden_bias, output_weights, output_bias, np.asarray)


@mistake("two_layer_network", "Your hidden layer has a sigmoid. It should have ReLU.")
def two_layer_network_sigmoid_inside(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights + hidden_bias, output_weights, output_bias, sigmoid)


@mistake("two_layer_network", "Your hidden layer has a hyperbolic tangent. It should have ReLU.")
def two_layer_network_tanh_inside(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights + hidden_bias, output_weights, output_bias, np.tanh)


@mistake("two_layer_network", "Your ReLU lets a part of the negative numbers through: that is its leaky cousin.")
def two_layer_network_leaky_relu(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    sums = inputs @ hidden_weights + hidden_bias
    return _network(np.maximum(sums, 0.1 * sums), output_weights, output_bias, np.asarray)


@mistake("two_layer_network", "The two activations are exchanged: ReLU is inside, the sigmoid at the end.")
def two_layer_network_activations_exchanged(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights + hidden_bias, output_weights, output_bias, sigmoid, relu)


@mistake("two_layer_network", "Your output layer has no activation. It should end with a sigmoid.")
def two_layer_network_without_sigmoid(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights + hidden_bias, output_weights, output_bias, relu, np.asarray)


@mistake("two_layer_network", "Your output layer has ReLU. It should end with a sigmoid.")
def two_layer_network_relu_at_the_end(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights + hidden_bias, output_weights, output_bias, relu, relu)


@mistake("two_layer_network", "ReLU is applied to the output sums before the sigmoid: nothing below 0.5 is left.")
def two_layer_network_relu_before_sigmoid(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    sums = inputs @ hidden_weights + hidden_bias
    return _network(sums, output_weights, output_bias, relu, lambda outputs: sigmoid(relu(outputs)))


@mistake(
    "two_layer_network",
    "Your output layer has a softmax, so that a single output is always 1. It should have a sigmoid.",
)
def two_layer_network_softmax(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights + hidden_bias, output_weights, output_bias, relu, _softmax)


@mistake("two_layer_network", "Your outputs are rounded to 0 or 1. The sigmoid gives what lies in between.")
def two_layer_network_rounded(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return np.round(_network(inputs @ hidden_weights + hidden_bias, output_weights, output_bias))


@mistake(
    "two_layer_network",
    "Your output is NaN for large sums: there the exponential becomes infinite, and infinity divided by infinity is "
    "nothing.",
)
def two_layer_network_overflowing(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights + hidden_bias, output_weights, output_bias, relu, overflowing_sigmoid)


@mistake("two_layer_network", "All rows of your result are that of the first example. Each example has its own.")
def two_layer_network_first_row(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    first = _network(inputs[:1] @ hidden_weights + hidden_bias, output_weights, output_bias)
    return np.repeat(first, len(inputs), axis=0)


@mistake("two_layer_network", "A network with one output loses an axis. The result is always (batch, outputs).")
def two_layer_network_squeezed(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    result = _network(inputs @ hidden_weights + hidden_bias, output_weights, output_bias)
    return result[:, 0] if result.shape[1] == 1 else result


@mistake("two_layer_network", "Your hidden weights are transposed: each neuron is a column of the weights, not a row.")
def two_layer_network_transposed_hidden_weights(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _network(inputs @ hidden_weights.T + hidden_bias, output_weights, output_bias)


@mistake(
    "two_layer_network",
    "Your hidden layer takes the type of the inputs, so that inputs of integers cut the decimals off. Look at the type "
    "of the array you fill.",
)
def two_layer_network_hidden_typed_like_the_inputs(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    hidden = (inputs @ hidden_weights + hidden_bias).astype(inputs.dtype)
    return _network(hidden, output_weights, output_bias)
