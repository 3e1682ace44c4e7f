"""What usually goes wrong in chapter 5 with gradients through layers: slopes taken at the wrong place, or not at all.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.activations import Array, floats


def _as_given(result: Array, x: float | Array) -> float | Array:
    return result if isinstance(x, np.ndarray) else float(result)


def _sigmoid(x: Array) -> Array:
    """By the formula of the course, whatever the type of x makes of it."""
    return np.asarray(1 / (1 + np.exp(-x)))


def _activate(x: Array, activation: str) -> Array:
    return _sigmoid(x) if activation == "sigmoid" else np.maximum(x, 0)


def _slope(x: Array, activation: str) -> Array:
    """Derivative of an activation at its input."""
    return _sigmoid(x) * (1 - _sigmoid(x)) if activation == "sigmoid" else np.where(x > 0, 1.0, 0.0)


def _refuse_unknown(activation: str) -> None:
    if activation not in ("relu", "sigmoid"):
        raise ValueError("unknown activation")


def _through_layers(x: Array, depth: int, activation: str) -> Array:
    gradient = np.ones(x.shape)
    for _ in range(depth):
        gradient = gradient * _slope(x, activation)
        x = _activate(x, activation)
    return gradient


@mistake(
    "gradient_through_layers",
    "Every factor of your product is the slope at x itself, so that you get a power. What comes into the second layer "
    "is the output of the first.",
)
def layers_power(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_slope(floats(x), activation) ** depth, x)


@mistake(
    "gradient_through_layers",
    "You apply the activation first and take the slope at its output. The slope of a layer is taken at what comes into "
    "it: the first factor belongs to x itself.",
)
def layers_slope_at_output(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_through_layers(_activate(floats(x), activation), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "You apply the formula s · (1 - s) to what comes into a sigmoid. In it s is what comes out.",
)
def layers_without_sigmoid(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    if activation == "relu":
        return _as_given(_through_layers(floats(x), depth, activation), x)
    value = floats(x)
    gradient = np.ones(value.shape)
    for _ in range(depth):
        gradient = gradient * value * (1 - value)
        value = _sigmoid(value)
    return _as_given(gradient, x)


@mistake(
    "gradient_through_layers",
    "Your derivative of ReLU at 0 is 1. There is a corner there, and the slope that everyone takes is 0.",
)
def layers_relu_passes_at_zero(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    if activation == "relu":
        return _as_given(np.where(floats(x) >= 0, 1.0, 0.0), x)
    return _as_given(_through_layers(floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "Your derivative of ReLU at 0 is ½. There is a corner there, and the slope that everyone takes is 0.",
)
def layers_relu_half_at_zero(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    if activation == "relu":
        return _as_given(np.heaviside(floats(x), 0.5), x)
    return _as_given(_through_layers(floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "Your derivative of ReLU is 1 everywhere. Where x is negative ReLU is flat, and its derivative 0.",
)
def layers_relu_always_one(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    if activation == "relu":
        return _as_given(np.ones(np.shape(x)), x)
    return _as_given(_through_layers(floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "For ReLU you return its value instead of its derivative, which is 0 or 1.",
)
def layers_relu_value(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    if activation == "relu":
        return _as_given(np.maximum(floats(x), 0), x)
    return _as_given(_through_layers(floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "You return the value of the activations instead of their derivative. Multiply the slopes of all layers.",
)
def layers_value(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = floats(x)
    for _ in range(depth):
        value = _activate(value, activation)
    return _as_given(value, x)


@mistake(
    "gradient_through_layers",
    "You have one layer too few: count the factors of your product for a depth of 1.",
)
def layers_one_too_few(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_through_layers(floats(x), depth - 1, activation), x)


@mistake(
    "gradient_through_layers",
    "You have one layer too many: count the factors of your product for a depth of 1.",
)
def layers_one_too_many(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_through_layers(floats(x), depth + 1, activation), x)


@mistake(
    "gradient_through_layers",
    "You return the slope of the last layer only. The chain rule multiplies the slopes of all of them.",
)
def layers_last_slope_only(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = floats(x)
    for _ in range(depth - 1):
        value = _activate(value, activation)
    return _as_given(_slope(value, activation), x)


@mistake(
    "gradient_through_layers",
    "Your result does not depend on the depth: you take one layer only. Multiply the slopes of all of them.",
)
def layers_first_slope_only(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_slope(floats(x), activation), x)


@mistake("gradient_through_layers", "You add up the slopes of the layers. The chain rule multiplies them.")
def layers_sum(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = floats(x)
    gradient = np.zeros(value.shape)
    for _ in range(depth):
        gradient = gradient + _slope(value, activation)
        value = _activate(value, activation)
    return _as_given(gradient, x)


@mistake(
    "gradient_through_layers",
    "You multiply by ¼ for every sigmoid. That is only the largest slope it can have, at 0.",
)
def layers_quarter(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    if activation == "sigmoid":
        return _as_given(np.full(np.shape(x), 0.25**depth), x)
    return _as_given(_through_layers(floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "You multiply the slope at x by the depth. Each layer has a factor of its own, taken at what comes into it.",
)
def layers_times_depth(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_slope(floats(x), activation) * depth, x)


@mistake(
    "gradient_through_layers",
    "You use 1 - s² as the derivative of the sigmoid: that is the one of tanh. The sigmoid's is s · (1 - s).",
)
def layers_slope_of_tanh(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = floats(x)
    if activation == "relu":
        return _as_given(_through_layers(value, depth, activation), x)
    gradient = np.ones(value.shape)
    for _ in range(depth):
        value = _sigmoid(value)
        gradient = gradient * (1 - value**2)
    return _as_given(gradient, x)


@mistake("gradient_through_layers", "You compute with the sigmoid whatever the activation is called.")
def layers_always_sigmoid(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_through_layers(floats(x), depth, "sigmoid"), x)


@mistake("gradient_through_layers", "You compute with ReLU whatever the activation is called.")
def layers_always_relu(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_through_layers(floats(x), depth, "relu"), x)


@mistake(
    "gradient_through_layers",
    "Your product has the type of x, so that integers cut its decimals off. Look at the type of the array you start "
    "from.",
)
def layers_in_type_of_x(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    gradient = _through_layers(floats(x), depth, activation)
    return _as_given(gradient.astype(np.asarray(x).dtype), x)


@mistake(
    "gradient_through_layers",
    "You compute with bytes as they are: the opposite of 1 is 255 in a uint8. Turn x into decimal numbers first.",
)
def layers_of_bytes(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = np.asarray(x)
    return _as_given(_through_layers(value if value.dtype == np.uint8 else floats(value), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "For an array you return a single number. Each number of the array has its own derivative.",
)
def layers_mean(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return float(_through_layers(floats(x), depth, activation).mean())


@mistake(
    "gradient_through_layers",
    "Your function changes the array it is given, layer after layer. The caller still needs it: work on a copy.",
)
def layers_in_place(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    gradient = _through_layers(floats(x), depth, activation)
    if isinstance(x, np.ndarray):
        for _ in range(depth):
            x[...] = _activate(floats(x), activation)
    return _as_given(gradient, x)


@mistake(
    "gradient_through_layers",
    "For a single number you return an array with one element. Return the number itself.",
)
def layers_array_for_number(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _through_layers(np.atleast_1d(floats(x)), depth, activation)


@mistake(
    "gradient_through_layers",
    "An unknown activation has no meaning: raise ValueError instead of computing as for ReLU.",
)
def layers_unknown_is_relu(x: float | Array, depth: int, activation: str) -> float | Array:
    return _as_given(_through_layers(floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "An unknown activation has no meaning: raise ValueError instead of computing as for the sigmoid.",
)
def layers_unknown_is_sigmoid(x: float | Array, depth: int, activation: str) -> float | Array:
    return _as_given(_through_layers(floats(x), depth, "relu" if activation == "relu" else "sigmoid"), x)


@mistake(
    "gradient_through_layers",
    "For an unknown activation your function ends without an answer. Raise ValueError, so that nobody computes with "
    "it.",
)
def layers_unknown_is_none(x: float | Array, depth: int, activation: str) -> float | Array | None:
    if activation in ("relu", "sigmoid"):
        return _as_given(_through_layers(floats(x), depth, activation), x)
    return None
