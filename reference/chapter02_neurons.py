"""What is right in chapter 2: neurons and fully connected layers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.chapter04_convolution import as_floats

Array = NDArray[Any]


def sigmoid(x: Any) -> Any:
    """`1 / (1 + exp(-x))` for a number or an array of any shape.

    Computed as `exp(min(x, 0)) / (1 + exp(-|x|))`, where no exponential can overflow.
    """
    x = as_floats(x)
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))


def neuron(inputs: Array, weights: Array, bias: float) -> float:
    """Output of one neuron: the sigmoid of `Σ inputs[i] · weights[i] + bias`; both arrays are `(inputs,)`."""
    return float(sigmoid(np.dot(as_floats(inputs), as_floats(weights)) + bias))


def dense_layer(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    """Output `(batch, units)` of a layer whose units are each connected to all inputs, as Keras `Dense`.

    `inputs` `(batch, inputs)`, `weights` `(inputs, units)` and `bias` `(units,)` give `inputs · weights + bias`, to
    which `activation` is applied: `"linear"` (nothing), `"relu"` or `"sigmoid"`. `ValueError` for another activation.
    """
    sums = as_floats(inputs) @ as_floats(weights) + as_floats(bias)
    match activation:
        case "linear":
            return np.asarray(sums)
        case "relu":
            return np.asarray(np.maximum(sums, 0))
        case "sigmoid":
            return np.asarray(sigmoid(sums))
    raise ValueError(f"Expected activation 'linear', 'relu' or 'sigmoid', received {activation!r}")


def two_layer_network(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    """Output `(batch, outputs)` of a hidden layer with ReLU followed by an output layer with sigmoid.

    `inputs` `(batch, inputs)`, `hidden_weights` `(inputs, hidden)`, `hidden_bias` `(hidden,)`, `output_weights`
    `(hidden, outputs)`, `output_bias` `(outputs,)`.
    """
    hidden = dense_layer(inputs, hidden_weights, hidden_bias, "relu")
    return dense_layer(hidden, output_weights, output_bias, "sigmoid")
