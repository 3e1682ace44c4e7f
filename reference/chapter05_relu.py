"""What is right in chapter 5: ReLU, its derivative, and why depth needs it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.chapter04_convolution import as_floats

Array = NDArray[Any]


def relu(x: Array) -> Array:
    """`max(0, x)` of every element; always a new array, of the shape of `x` (Nair & Hinton, 2010)."""
    return np.maximum(as_floats(x), 0)


def relu_backward(gradient: Array, x: Array) -> Array:
    """Gradient with respect to `x`, given the one with respect to `relu(x)`; all three have the same shape.

    `∂relu(x)/∂x` is 1 where `x > 0` and 0 elsewhere, at `x = 0` as well (TensorFlow's convention), so that the chain
    rule lets the gradient through where ReLU let the value through.
    """
    return np.where(np.asarray(x) > 0, as_floats(gradient), 0)


def leaky_relu(x: Array, negative_slope: float = 0.3) -> Array:
    """`x` where it is positive, `negative_slope · x` elsewhere, as Keras `LeakyReLU` (Maas, Hannun & Ng, 2013).

    For slopes of at least 0 and below 1. Always a new array, of the shape of `x`.
    """
    x = as_floats(x)
    return np.where(x > 0, x, negative_slope * x)


def gradient_through_layers(x: float | Array, depth: int, activation: str) -> float | Array:
    """Compute the derivative at `x` of an activation applied `depth` times: a float, or an array of the shape of `x`.

    The chain rule makes it the product of the derivatives at all layers, each taken at what comes in there:
    `f'(x) · f'(f(x)) · f'(f(f(x))) · …`. `activation` is `"relu"` (`f'(x)` is 1 where `x > 0`, else 0) or `"sigmoid"`
    (`f'(x) = f(x) · (1 - f(x))`, at most 1/4: the vanishing gradient). `ValueError` for another activation.
    """
    if activation not in {"relu", "sigmoid"}:
        raise ValueError(f"Expected activation 'relu' or 'sigmoid', received {activation!r}")
    value = as_floats(np.asarray(x))
    gradient = np.ones_like(value)
    for _ in range(depth):
        if activation == "relu":
            gradient = relu_backward(gradient, value)
            value = relu(value)
        else:
            value = 1 / (1 + np.exp(-value))
            gradient = gradient * value * (1 - value)
    return gradient if isinstance(x, np.ndarray) else float(gradient)
