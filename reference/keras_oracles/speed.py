"""Keras as it is used where speed counts: in float32, each computation compiled once and called again and again.

The oracles answer rightly and slowly: they build a layer for every call. These functions, with the signatures of the
exercises, are what the landmarks of speed are measured with.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

Array = NDArray[Any]
Parameters = dict[str, Array]

NAMES = ("conv_kernels", "conv_bias", "dense_weights", "dense_bias")


def conv2d(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    """`keras.ops.conv`, and the bias."""
    return np.asarray(_conv2d(stride, padding)(_float32(images), _float32(kernels), _float32(bias)))


@cache
def _conv2d(stride: int, padding: str) -> Callable[..., Any]:
    ops = load_keras().ops
    return _compiled(lambda images, kernels, bias: ops.conv(images, kernels, stride, padding) + bias)


def max_pool2d(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    """`keras.ops.max_pool`."""
    return np.asarray(_pool("max_pool", pool_size, stride, padding)(_float32(images)))


def average_pool2d(images: Array, pool_size: int, stride: int | None = None, padding: str = "valid") -> Array:
    """`keras.ops.average_pool`."""
    return np.asarray(_pool("average_pool", pool_size, stride, padding)(_float32(images)))


@cache
def _pool(name: str, pool_size: int, stride: int | None, padding: str) -> Callable[..., Any]:
    pool = getattr(load_keras().ops, name)
    return _compiled(lambda images: pool(images, pool_size, stride, padding))


def dense(x: Array, weights: Array, bias: Array) -> Array:
    """`keras.ops.matmul`, and the bias."""
    return np.asarray(_dense()(_float32(x), _float32(weights), _float32(bias)))


@cache
def _dense() -> Callable[..., Any]:
    ops = load_keras().ops
    return _compiled(lambda x, weights, bias: ops.matmul(x, weights) + bias)


def conv2d_backward(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, ...]:
    """`tf.GradientTape` through `keras.ops.conv`."""
    found = _conv2d_backward(stride, padding)(_float32(gradient), _float32(images), _float32(kernels))
    return tuple(map(np.asarray, found))


@cache
def _conv2d_backward(stride: int, padding: str) -> Callable[..., Any]:
    tf, ops = load_tensorflow(), load_keras().ops

    def backward(gradient: Any, images: Any, kernels: Any) -> Any:
        bias = tf.zeros(gradient.shape[-1])
        with tf.GradientTape() as tape:
            tape.watch((images, kernels, bias))
            output = ops.conv(images, kernels, stride, padding) + bias
        return tape.gradient(output, (images, kernels, bias), gradient)

    return _compiled(backward)


def train(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    """`fit(shuffle=False)` of a model that was compiled before."""
    kernels, weights = parameters["conv_kernels"], parameters["dense_weights"]
    model = _model(images.shape[1:], kernels.shape, weights.shape[1], learning_rate)
    model.set_weights([parameters[name] for name in NAMES])
    history = model.fit(_float32(images), labels, batch_size, epochs, verbose=0, shuffle=False)
    return dict(zip(NAMES, model.get_weights(), strict=True)), [float(loss) for loss in history.history["loss"]]


@cache
def _model(shape: tuple[int, ...], kernels: tuple[int, ...], classes: int, learning_rate: float) -> Any:
    keras = load_keras()
    layers = [
        keras.Input(shape),
        keras.layers.Conv2D(kernels[3], kernels[:2], activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Flatten(),
        keras.layers.Dense(classes, activation="softmax"),
    ]
    model = keras.Sequential(layers)
    model.compile(keras.optimizers.SGD(learning_rate), "sparse_categorical_crossentropy")
    return model


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    compiled: Callable[..., Any] = load_tensorflow().function(function)
    return compiled


def _float32(array: Array) -> Array:
    return np.asarray(array, np.float32)
