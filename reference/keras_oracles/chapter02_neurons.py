"""Chapter 2 by other hands: Keras's activations, `Dense` layers and `Sequential` models."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

Array = NDArray[Any]


def sigmoid(x: Any) -> Any:
    """`keras.activations.sigmoid` in float64."""
    tensor = load_tensorflow().constant(np.asarray(x, np.float64))
    return np.asarray(load_keras().activations.sigmoid(tensor))


def neuron(inputs: Array, weights: Array, bias: float) -> float:
    """Keras `Dense(1)` on a batch of one."""
    layer = _dense(np.asarray(weights)[:, np.newaxis], np.array([bias]), "sigmoid")
    return float(np.asarray(layer(np.asarray(inputs, np.float64)[np.newaxis]))[0, 0])


def dense_layer(inputs: Array, weights: Array, bias: Array, activation: str = "linear") -> Array:
    """Keras `Dense` in float64."""
    return np.asarray(_dense(weights, bias, activation)(np.asarray(inputs, np.float64)))


def two_layer_network(
    inputs: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    """Keras `Sequential` of two `Dense` layers."""
    hidden, output = _dense(hidden_weights, hidden_bias, "relu"), _dense(output_weights, output_bias, "sigmoid")
    return np.asarray(load_keras().Sequential([hidden, output])(np.asarray(inputs, np.float64)))


def _dense(weights: Array, bias: Array, activation: str) -> Any:
    """Keras `Dense` with these weights."""
    layer = load_keras().layers.Dense(weights.shape[1], activation=activation, dtype="float64")
    layer.build((None, weights.shape[0]))
    layer.set_weights([weights, bias])
    return layer
