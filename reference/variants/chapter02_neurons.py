"""Right answers of chapter 2 in other styles: loops, masks, silenced warnings, other types of numbers."""

# ruff: noqa: D103 (the function's name says its style)
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]


def _one(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


@variant("sigmoid")
def sigmoid_silenced(x: Any) -> Any:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


@variant("sigmoid")
def sigmoid_clipped(x: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-np.clip(x, -500, 500)))


@variant("sigmoid")
def sigmoid_masks(x: Any) -> Any:
    x = np.asarray(x, dtype=float)
    result = np.empty_like(x)
    positive = x >= 0
    result[positive] = 1 / (1 + np.exp(-x[positive]))
    exponentials = np.exp(x[~positive])
    result[~positive] = exponentials / (1 + exponentials)
    return result


@variant("sigmoid")
def sigmoid_one_by_one(x: Any) -> Any:
    return np.vectorize(_one, otypes=[float])(x)


@variant("sigmoid")
def sigmoid_logaddexp_float32(x: Any) -> Any:
    return np.exp(-np.logaddexp(0, -np.asarray(x, dtype=np.float64))).astype(np.float32)


@variant("neuron")
def neuron_loop(inputs: Array, weights: Array, bias: float) -> float:
    total = float(bias)
    for value, weight in zip(inputs, weights, strict=True):
        total += float(value) * float(weight)
    return _one(total)


@variant("neuron")
def neuron_numpy_scalar(inputs: Array, weights: Array, bias: float) -> Any:
    return 0.5 + 0.5 * np.tanh((np.sum(inputs * weights) + bias) / 2)


@variant("neuron")
def neuron_zero_dimensional(inputs: Array, weights: Array, bias: float) -> Array:
    total = np.einsum("i,i->", inputs.astype(float), weights.astype(float)) + bias
    return np.array(_one(float(total)), dtype=np.float32)


@variant("dense_layer")
def dense_layer_loops(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    if activation not in ("linear", "relu", "sigmoid"):
        raise ValueError(activation)
    output = np.zeros((len(inputs), weights.shape[1]))
    for row in range(len(inputs)):
        for unit in range(weights.shape[1]):
            total = float(bias[unit]) + sum(
                float(x) * float(w) for x, w in zip(inputs[row], weights[:, unit], strict=True)
            )
            output[row, unit] = {"linear": total, "relu": max(total, 0.0)}.get(activation, _one(total))
    return output


@variant("dense_layer")
def dense_layer_einsum_fortran(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    sums = np.einsum("bi,iu->ub", inputs, weights).astype(float) + bias[:, np.newaxis]
    if activation == "relu":
        sums[sums < 0] = 0
    elif activation == "sigmoid":
        sums = 1 / (1 + np.exp(-np.clip(sums, -700, 700)))
    elif activation != "linear":
        raise ValueError("what activation?")
    return np.asarray(sums.T)


@variant("dense_layer")
def dense_layer_bias_as_a_weight(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    functions: dict[str, Callable[[Array], Any]] = {
        "linear": lambda z: z,
        "relu": lambda z: z * (z > 0),
        "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
    }
    try:
        function = functions[activation]
    except KeyError:
        raise ValueError(activation) from None
    return np.asarray(function(np.column_stack([inputs, np.ones(len(inputs))]) @ np.vstack([weights, bias])))


@variant("two_layer_network")
def two_layer_network_examples_one_by_one(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    rows = []
    for example in inputs:
        hidden = (np.dot(example, hidden_weights) + hidden_bias).clip(min=0)
        rows.append([_one(float(total)) for total in np.dot(hidden, output_weights) + output_bias])
    return np.array(rows)


@variant("two_layer_network")
def two_layer_network_float32(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    given = (inputs, hidden_weights, hidden_bias, output_weights, output_bias)
    x, v, a, w, b = (part.astype(np.float32) for part in given)
    sums = np.maximum(0, x @ v + a) @ w + b
    return np.asarray(np.float32(0.5) * (1 + np.tanh(sums / 2)))


@variant("two_layer_network")
def two_layer_network_transposed(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    hidden = hidden_weights.T @ inputs.T + hidden_bias.reshape(-1, 1)
    hidden = np.where(hidden > 0, hidden, 0)
    with np.errstate(all="ignore"):
        return np.asarray((1 / (1 + np.exp(-(output_weights.T @ hidden + output_bias.reshape(-1, 1))))).T)
