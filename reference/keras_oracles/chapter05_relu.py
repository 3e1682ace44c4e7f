"""Chapter 5 by other hands: Keras activations and layers, TensorFlow's automatic differentiation."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

Array = NDArray[Any]


def relu(x: Array) -> Array:
    """`keras.activations.relu`."""
    keras = load_keras()
    return np.asarray(keras.activations.relu(load_tensorflow().constant(x, "float64")))


def relu_backward(gradient: Array, x: Array) -> Array:
    """`tf.GradientTape` through `tf.nn.relu`, started from `gradient`."""
    tensorflow = load_tensorflow()
    variable = tensorflow.Variable(x, dtype="float64")
    with tensorflow.GradientTape() as tape:
        output = tensorflow.nn.relu(variable)
    return np.asarray(tape.gradient(output, variable, output_gradients=tensorflow.constant(gradient, "float64")))


def leaky_relu(x: Array, negative_slope: float = 0.3) -> Array:
    """Keras `LeakyReLU`."""
    layer = load_keras().layers.LeakyReLU(negative_slope=negative_slope, dtype="float64")
    return np.asarray(layer(load_tensorflow().constant(x, "float64")))


def gradient_through_layers(x: float | Array, depth: int, activation: str) -> float | Array:
    """`tf.GradientTape` through `depth` Keras activations, one after the other."""
    tensorflow = load_tensorflow()
    function = getattr(load_keras().activations, activation)
    variable = tensorflow.Variable(x, dtype="float64")
    with tensorflow.GradientTape() as tape:
        output = variable
        for _ in range(depth):
            output = function(output)
    gradient = np.asarray(tape.gradient(output, variable))
    return gradient if isinstance(x, np.ndarray) else float(gradient)
