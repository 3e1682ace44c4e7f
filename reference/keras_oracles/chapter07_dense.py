"""Chapter 7 by other hands: Keras layers, its activation and its loss, and Python's own search for a maximum."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

Array = NDArray[Any]


def flatten(images: Array) -> Array:
    """Keras `Flatten`."""
    layer = load_keras().layers.Flatten(data_format="channels_last", dtype="float64")
    return np.asarray(layer(np.asarray(images, np.float64)))


def dense(x: Array, weights: Array, bias: Array) -> Array:
    """Keras `Dense` in float64."""
    inputs, units = weights.shape
    layer = load_keras().layers.Dense(units, dtype="float64")
    layer.build((None, inputs))
    layer.set_weights([weights, bias])
    return np.asarray(layer(np.asarray(x, np.float64)))


def softmax(logits: Array) -> Array:
    """`keras.activations.softmax`, on its last axis unless told otherwise."""
    activation = load_keras().activations.softmax
    return np.asarray(activation(load_tensorflow().constant(np.asarray(logits, np.float64))))


def categorical_crossentropy(labels: Array, probabilities: Array) -> Array:
    """`keras.losses.categorical_crossentropy`."""
    loss, tensor = load_keras().losses.categorical_crossentropy, load_tensorflow().constant
    return np.asarray(loss(tensor(np.asarray(labels, np.float64)), tensor(np.asarray(probabilities, np.float64))))


def predict_classes(probabilities: Array) -> Array:
    """Python's `max` and `list.index`, which finds the first; TensorFlow's argmax promises nothing about equals."""
    rows = probabilities.tolist()
    return np.array([row.index(max(row)) for row in rows])


def classification_head(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    """Keras `Sequential` of `Flatten`, `Dense` with ReLU and `Dense` with softmax."""
    keras = load_keras()
    model = keras.Sequential(
        [
            keras.layers.Input(features.shape[1:], dtype="float64"),
            keras.layers.Flatten(data_format="channels_last", dtype="float64"),
            keras.layers.Dense(hidden_weights.shape[1], activation="relu", dtype="float64"),
            keras.layers.Dense(output_weights.shape[1], activation="softmax", dtype="float64"),
        ]
    )
    model.set_weights([hidden_weights, hidden_bias, output_weights, output_bias])
    return np.asarray(model(np.asarray(features, np.float64)))
