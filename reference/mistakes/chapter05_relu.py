"""What usually goes wrong in chapter 5: the wrong side, the corner at 0, integers, slopes taken at the wrong place.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.mistakes import mistake

Array = NDArray[Any]


def _floats(array: float | Array) -> Array:
    return np.asarray(array, dtype=np.float64)


def _as_given(result: Array, x: float | Array) -> float | Array:
    return result if isinstance(x, np.ndarray) else float(result)


def _sigmoid(x: Array) -> Array:
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


# relu


@mistake(
    "relu",
    "Your function changes the array it is given: its negative numbers are lost for the caller. Work on a copy, or let "
    "NumPy make a new array.",
)
def relu_in_place(x: Array) -> Array:
    x[x < 0] = 0
    return x


@mistake(
    "relu",
    "Where no number is negative you give the caller's own array back: writing into your result would change it. "
    "Return a new array every time.",
)
def relu_returns_positive_argument(x: Array) -> Array:
    return x if np.all(x >= 0) else np.maximum(x, 0)


@mistake(
    "relu",
    "You add a number to its absolute value: with integers of 8 bits the sum leaves their range and starts again at "
    "the other end. Compute with decimal numbers whatever the type of the array.",
)
def relu_overflows(x: Array) -> Array:
    return (x + np.abs(x)) / 2


@mistake(
    "relu",
    "Your negative numbers become positive: that is the absolute value. ReLU replaces them by zero.",
)
def relu_absolute_value(x: Array) -> Array:
    return np.abs(_floats(x))


@mistake(
    "relu",
    "You keep the negative numbers and replace the positive ones by zero: it is the other way round.",
)
def relu_keeps_negative(x: Array) -> Array:
    return np.minimum(_floats(x), 0)


@mistake("relu", "Your result is 1 where x is positive: that is the slope of ReLU. ReLU itself keeps the number.")
def relu_step(x: Array) -> Array:
    return np.where(x > 0, 1.0, 0.0)


@mistake(
    "relu",
    "Your result never exceeds 1: large numbers are cut off. ReLU has no upper limit.",
)
def relu_clipped_to_one(x: Array) -> Array:
    return np.clip(_floats(x), 0, 1)


@mistake("relu", "Your result never exceeds 6: that is ReLU6, used on phones. ReLU has no upper limit.")
def relu_clipped_to_six(x: Array) -> Array:
    return np.clip(_floats(x), 0, 6)


@mistake("relu", "You keep only numbers above 1. The smaller positive ones stay, too: the limit is 0.")
def relu_above_one(x: Array) -> Array:
    return np.where(x > 1, _floats(x), 0)


@mistake("relu", "You raise every number below 1 to 1. The limit is 0, and what replaces negative numbers is 0, too.")
def relu_at_least_one(x: Array) -> Array:
    return np.maximum(_floats(x), 1)


@mistake(
    "relu",
    "Your result lacks the numbers that are not positive: it has become one row. Replace them by zero, so that the "
    "shape stays.",
)
def relu_selects(x: Array) -> Array:
    return np.asarray(x[x > 0])


@mistake("relu", "Your result is one row, whatever the shape of x. Give it the shape of x.")
def relu_flat(x: Array) -> Array:
    return np.maximum(_floats(x), 0).ravel()


@mistake("relu", "You have lost the decimals of x. Look at the type of the array you fill.")
def relu_of_integers(x: Array) -> Array:
    return np.maximum(_floats(x), 0).astype(int)


@mistake("relu", "Your result is smooth around 0: that is softplus. ReLU has a corner at 0: either 0 or x.")
def relu_softplus(x: Array) -> Array:
    return np.logaddexp(0, _floats(x))


@mistake("relu", "You divide the result by its largest number. ReLU looks at each number by itself.")
def relu_scaled(x: Array) -> Array:
    positive = np.maximum(_floats(x), 0)
    return np.divide(positive, max(positive.max(), 1e-300))


@mistake("relu", "Some of a negative number is left: that is leaky ReLU. Here negative numbers become 0.")
def relu_leaky(x: Array) -> Array:
    return np.where(x > 0, x, 0.01 * _floats(x))


# relu_backward


@mistake(
    "relu_backward",
    "Your gradient passes where x is 0. ReLU has a corner there, and the slope that everyone takes is 0: compare x "
    "with 0 strictly.",
)
def backward_passes_at_zero(gradient: Array, x: Array) -> Array:
    return _floats(gradient) * (x >= 0)


@mistake(
    "relu_backward",
    "Where x is 0 you let half of the gradient pass. ReLU has a corner there, and the slope that everyone takes is 0.",
)
def backward_half_at_zero(gradient: Array, x: Array) -> Array:
    return _floats(gradient) * np.heaviside(_floats(x), 0.5)


@mistake(
    "relu_backward",
    "You divide by x to learn its sign, and 0 divided by 0 is no number. Compare x with 0 instead.",
)
def backward_divides_by_x(gradient: Array, x: Array) -> Array:
    return _floats(gradient) * np.maximum(x, 0) / x


@mistake(
    "relu_backward",
    "Your function writes zeros into the gradient it is given. The caller still needs it: work on a copy.",
)
def backward_in_place(gradient: Array, x: Array) -> Array:
    gradient[x <= 0] = 0
    return gradient


@mistake(
    "relu_backward",
    "Your function writes into the x it is given. The caller still needs it: compute a new array from a condition on "
    "x.",
)
def backward_changes_x(gradient: Array, x: Array) -> Array:
    positive = x > 0
    x[~positive] = 0
    return _floats(gradient) * positive


@mistake(
    "relu_backward",
    "Where everything passes you give the caller's own gradient back: writing into your result would change it. Return "
    "a new array every time.",
)
def backward_returns_gradient(gradient: Array, x: Array) -> Array:
    return gradient if np.all(x > 0) else _floats(gradient) * (x > 0)


@mistake(
    "relu_backward",
    "Your result has the type of x, so that an x of integers cuts the decimals of the gradient off. Look at the type "
    "of the array you fill.",
)
def backward_in_type_of_x(gradient: Array, x: Array) -> Array:
    return (_floats(gradient) * (x > 0)).astype(x.dtype)


@mistake(
    "relu_backward",
    "Your condition looks at the gradient instead of x. A gradient may be negative and pass all the same: what counts "
    "is the sign of what went into ReLU.",
)
def backward_masked_by_gradient(gradient: Array, x: Array) -> Array:
    return _floats(gradient) * (gradient > 0)


@mistake(
    "relu_backward",
    "You let positive gradients pass only. A gradient may be negative: the sign of x alone decides.",
)
def backward_positive_gradients_only(gradient: Array, x: Array) -> Array:
    return np.maximum(_floats(gradient), 0) * (x > 0)


@mistake(
    "relu_backward",
    "The two arguments are exchanged: you return x where the gradient is positive. The gradient comes first, then x.",
)
def backward_arguments_exchanged(gradient: Array, x: Array) -> Array:
    return _floats(x) * (gradient > 0)


@mistake(
    "relu_backward",
    "You return the slope of ReLU alone. The chain rule multiplies it by the gradient that comes in.",
)
def backward_slope_alone(gradient: Array, x: Array) -> Array:
    return np.where(x > 0, 1.0, 0.0)


@mistake(
    "relu_backward",
    "You multiply the gradient by relu(x). The chain rule multiplies it by the slope of ReLU, which is 0 or 1 and does "
    "not grow with x.",
)
def backward_times_relu(gradient: Array, x: Array) -> Array:
    return _floats(gradient) * np.maximum(_floats(x), 0)


@mistake(
    "relu_backward",
    "Where x is negative your gradient changes its sign: that is the slope of the absolute value. The slope of ReLU is "
    "0 there.",
)
def backward_times_sign(gradient: Array, x: Array) -> Array:
    return _floats(gradient) * np.sign(_floats(x))


@mistake("relu_backward", "Your gradient passes everywhere. Where x is negative ReLU is flat, and nothing passes.")
def backward_passes_everywhere(gradient: Array, x: Array) -> Array:
    return _floats(gradient).copy()


@mistake("relu_backward", "Your gradient passes where x is negative. It is the other way round.")
def backward_passes_negative(gradient: Array, x: Array) -> Array:
    return _floats(gradient) * (x < 0)


@mistake("relu_backward", "Your gradient passes only where x exceeds 1. It passes wherever x is positive.")
def backward_passes_above_one(gradient: Array, x: Array) -> Array:
    return _floats(gradient) * (x > 1)


@mistake(
    "relu_backward",
    "Your result lacks the places where nothing passes: it has become one row. Put a zero there, so that the shape "
    "stays.",
)
def backward_selects(gradient: Array, x: Array) -> Array:
    return np.asarray(gradient[x > 0])


@mistake("relu_backward", "You divide the gradient by the number of elements. ReLU looks at each of them by itself.")
def backward_mean(gradient: Array, x: Array) -> Array:
    return _floats(gradient) * (x > 0) / x.size


@mistake(
    "relu_backward",
    "A little of the gradient passes where x is not positive: that is leaky ReLU. Here nothing passes.",
)
def backward_leaky(gradient: Array, x: Array) -> Array:
    return _floats(gradient) * np.where(x > 0, 1, 0.01)


# leaky_relu


@mistake(
    "leaky_relu",
    "A slope of 0 is replaced by the default: `or` takes 0 for nothing. A slope of 0 has a meaning.",
)
def leaky_zero_is_no_slope(x: Array, negative_slope: float = 0.3) -> Array:
    slope = negative_slope or 0.3
    return np.where(x > 0, x, slope * _floats(x))


@mistake(
    "leaky_relu",
    "Your result has the type of x, so that an x of integers cuts the decimals off. Look at the type of the array you "
    "fill.",
)
def leaky_in_type_of_x(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, negative_slope * _floats(x)).astype(x.dtype)


@mistake(
    "leaky_relu",
    "Your function changes the array it is given. The caller still needs it: work on a copy, or let NumPy make a new "
    "array.",
)
def leaky_in_place(x: Array, negative_slope: float = 0.3) -> Array:
    slopes = np.where(x > 0, 1, negative_slope)
    x[:] = x * slopes
    return x


@mistake(
    "leaky_relu",
    "Where no number is negative you give the caller's own array back: writing into your result would change it. "
    "Return a new array every time.",
)
def leaky_returns_positive_argument(x: Array, negative_slope: float = 0.3) -> Array:
    return x if np.all(x >= 0) else np.where(x > 0, x, negative_slope * _floats(x))


@mistake("leaky_relu", "Your slope is 0.3 whatever is asked for. It is an argument of the function.")
def leaky_default_slope_always(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, 0.3 * _floats(x))


@mistake(
    "leaky_relu",
    "Your slope is 0.01 whatever is asked for. It is an argument of the function, and 0.3 where none is given.",
)
def leaky_small_slope_always(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, 0.01 * _floats(x))


@mistake(
    "leaky_relu",
    "Your negative numbers become positive. Multiplied by a positive slope they stay negative.",
)
def leaky_turns_positive(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, -negative_slope * _floats(x))


@mistake("leaky_relu", "You put the slope itself in the place of negative numbers. Multiply them by it.")
def leaky_slope_alone(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, _floats(x), np.where(x < 0, negative_slope, 0.0))


@mistake("leaky_relu", "Nothing of the negative numbers is left: that is ReLU. Multiply them by the slope.")
def leaky_relu_alone(x: Array, negative_slope: float = 0.3) -> Array:
    return np.maximum(_floats(x), 0)


@mistake("leaky_relu", "All numbers are multiplied by the slope. The positive ones stay what they are.")
def leaky_everywhere(x: Array, negative_slope: float = 0.3) -> Array:
    return negative_slope * _floats(x)


@mistake(
    "leaky_relu",
    "You multiply the positive numbers by the slope and keep the negative ones. It is the other way round.",
)
def leaky_wrong_side(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, negative_slope * _floats(x), x)


@mistake(
    "leaky_relu",
    "You keep the larger of x and the slope: you compare with the slope itself. Compare with the slope times x.",
)
def leaky_larger_of_slope(x: Array, negative_slope: float = 0.3) -> Array:
    return np.maximum(_floats(x), negative_slope)


@mistake("leaky_relu", "You divide the negative numbers by the slope. Multiply them by it.")
def leaky_divides(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, _floats(x) / negative_slope)


@mistake(
    "leaky_relu",
    "You add the slope to the negative numbers. Multiply them by it.",
)
def leaky_adds_slope(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x < 0, x + negative_slope, _floats(x))


@mistake(
    "leaky_relu",
    "Below 0 your result bends like an exponential: that is ELU. Leaky ReLU is a straight line there.",
)
def leaky_elu(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, negative_slope * np.expm1(_floats(x)))


@mistake(
    "leaky_relu",
    "You add the slope times x to ReLU everywhere, so that positive numbers grow. Only the negative ones get it.",
)
def leaky_added_to_positive(x: Array, negative_slope: float = 0.3) -> Array:
    return np.maximum(_floats(x), 0) + negative_slope * _floats(x)


@mistake("leaky_relu", "You multiply positive numbers by 1 minus the slope. They stay what they are.")
def leaky_shares_slopes(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, (1 - negative_slope) * _floats(x), negative_slope * _floats(x))


# gradient_through_layers


@mistake(
    "gradient_through_layers",
    "Every factor of your product is the slope at x itself, so that you get a power. What comes into the second layer "
    "is the output of the first.",
)
def layers_power(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_slope(_floats(x), activation) ** depth, x)


@mistake(
    "gradient_through_layers",
    "You apply the activation first and take the slope at its output. The slope of a layer is taken at what comes into "
    "it: the first factor belongs to x itself.",
)
def layers_slope_at_output(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_through_layers(_activate(_floats(x), activation), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "You apply the formula s · (1 - s) to what comes into a sigmoid. In it s is what comes out.",
)
def layers_without_sigmoid(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    if activation == "relu":
        return _as_given(_through_layers(_floats(x), depth, activation), x)
    value = _floats(x)
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
        return _as_given(np.where(_floats(x) >= 0, 1.0, 0.0), x)
    return _as_given(_through_layers(_floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "Your derivative of ReLU at 0 is ½. There is a corner there, and the slope that everyone takes is 0.",
)
def layers_relu_half_at_zero(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    if activation == "relu":
        return _as_given(np.heaviside(_floats(x), 0.5), x)
    return _as_given(_through_layers(_floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "Your derivative of ReLU is 1 everywhere. Where x is negative ReLU is flat, and its derivative 0.",
)
def layers_relu_always_one(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    if activation == "relu":
        return _as_given(np.ones(np.shape(x)), x)
    return _as_given(_through_layers(_floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "For ReLU you return its value instead of its derivative, which is 0 or 1.",
)
def layers_relu_value(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    if activation == "relu":
        return _as_given(np.maximum(_floats(x), 0), x)
    return _as_given(_through_layers(_floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "You return the value of the activations instead of their derivative. Multiply the slopes of all layers.",
)
def layers_value(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = _floats(x)
    for _ in range(depth):
        value = _activate(value, activation)
    return _as_given(value, x)


@mistake(
    "gradient_through_layers",
    "You have one layer too few: count the factors of your product for a depth of 1.",
)
def layers_one_too_few(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_through_layers(_floats(x), depth - 1, activation), x)


@mistake(
    "gradient_through_layers",
    "You have one layer too many: count the factors of your product for a depth of 1.",
)
def layers_one_too_many(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_through_layers(_floats(x), depth + 1, activation), x)


@mistake(
    "gradient_through_layers",
    "You return the slope of the last layer only. The chain rule multiplies the slopes of all of them.",
)
def layers_last_slope_only(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = _floats(x)
    for _ in range(depth - 1):
        value = _activate(value, activation)
    return _as_given(_slope(value, activation), x)


@mistake(
    "gradient_through_layers",
    "Your result does not depend on the depth: you take one layer only. Multiply the slopes of all of them.",
)
def layers_first_slope_only(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_slope(_floats(x), activation), x)


@mistake("gradient_through_layers", "You add up the slopes of the layers. The chain rule multiplies them.")
def layers_sum(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = _floats(x)
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
    return _as_given(_through_layers(_floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "You multiply the slope at x by the depth. Each layer has a factor of its own, taken at what comes into it.",
)
def layers_times_depth(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_slope(_floats(x), activation) * depth, x)


@mistake(
    "gradient_through_layers",
    "You use 1 - s² as the derivative of the sigmoid: that is the one of tanh. The sigmoid's is s · (1 - s).",
)
def layers_slope_of_tanh(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = _floats(x)
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
    return _as_given(_through_layers(_floats(x), depth, "sigmoid"), x)


@mistake("gradient_through_layers", "You compute with ReLU whatever the activation is called.")
def layers_always_relu(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _as_given(_through_layers(_floats(x), depth, "relu"), x)


@mistake(
    "gradient_through_layers",
    "Your product has the type of x, so that integers cut its decimals off. Look at the type of the array you start "
    "from.",
)
def layers_in_type_of_x(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    gradient = _through_layers(_floats(x), depth, activation)
    return _as_given(gradient.astype(np.asarray(x).dtype), x)


@mistake(
    "gradient_through_layers",
    "You compute with bytes as they are: the opposite of 1 is 255 in a uint8. Turn x into decimal numbers first.",
)
def layers_of_bytes(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = np.asarray(x)
    return _as_given(_through_layers(value if value.dtype == np.uint8 else _floats(value), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "For an array you return a single number. Each number of the array has its own derivative.",
)
def layers_mean(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return float(_through_layers(_floats(x), depth, activation).mean())


@mistake(
    "gradient_through_layers",
    "Your function changes the array it is given, layer after layer. The caller still needs it: work on a copy.",
)
def layers_in_place(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    gradient = _through_layers(_floats(x), depth, activation)
    if isinstance(x, np.ndarray):
        for _ in range(depth):
            x[...] = _activate(_floats(x), activation)
    return _as_given(gradient, x)


@mistake(
    "gradient_through_layers",
    "For a single number you return an array with one element. Return the number itself.",
)
def layers_array_for_number(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    return _through_layers(np.atleast_1d(_floats(x)), depth, activation)


@mistake(
    "gradient_through_layers",
    "An unknown activation has no meaning: raise ValueError instead of computing as for ReLU.",
)
def layers_unknown_is_relu(x: float | Array, depth: int, activation: str) -> float | Array:
    return _as_given(_through_layers(_floats(x), depth, activation), x)


@mistake(
    "gradient_through_layers",
    "An unknown activation has no meaning: raise ValueError instead of computing as for the sigmoid.",
)
def layers_unknown_is_sigmoid(x: float | Array, depth: int, activation: str) -> float | Array:
    return _as_given(_through_layers(_floats(x), depth, "relu" if activation == "relu" else "sigmoid"), x)


@mistake(
    "gradient_through_layers",
    "For an unknown activation your function ends without an answer. Raise ValueError, so that nobody computes with "
    "it.",
)
def layers_unknown_is_none(x: float | Array, depth: int, activation: str) -> float | Array | None:
    if activation in ("relu", "sigmoid"):
        return _as_given(_through_layers(_floats(x), depth, activation), x)
    return None
