"""What usually goes wrong in chapter 5 with leaky ReLU: the slope at the wrong place, and its argument forgotten.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.activations import Array, floats


@mistake(
    "leaky_relu",
    "A slope of 0 is replaced by the default: `or` takes 0 for nothing. A slope of 0 has a meaning.",
)
def leaky_zero_is_no_slope(x: Array, negative_slope: float = 0.3) -> Array:
    slope = negative_slope or 0.3
    return np.where(x > 0, x, slope * floats(x))


@mistake(
    "leaky_relu",
    "Your result has the type of x, so that an x of integers cuts the decimals off. Look at the type of the array you "
    "fill.",
)
def leaky_in_type_of_x(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, negative_slope * floats(x)).astype(x.dtype)


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
    return x if np.all(x >= 0) else np.where(x > 0, x, negative_slope * floats(x))


@mistake("leaky_relu", "Your slope is 0.3 whatever is asked for. It is an argument of the function.")
def leaky_default_slope_always(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, 0.3 * floats(x))


@mistake(
    "leaky_relu",
    "Your slope is 0.01 whatever is asked for. It is an argument of the function, and 0.3 where none is given.",
)
def leaky_small_slope_always(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, 0.01 * floats(x))


@mistake(
    "leaky_relu",
    "Your negative numbers become positive. Multiplied by a positive slope they stay negative.",
)
def leaky_turns_positive(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, -negative_slope * floats(x))


@mistake("leaky_relu", "You put the slope itself in the place of negative numbers. Multiply them by it.")
def leaky_slope_alone(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, floats(x), np.where(x < 0, negative_slope, 0.0))


@mistake("leaky_relu", "Nothing of the negative numbers is left: that is ReLU. Multiply them by the slope.")
def leaky_relu_alone(x: Array, negative_slope: float = 0.3) -> Array:
    return np.maximum(floats(x), 0)


@mistake("leaky_relu", "All numbers are multiplied by the slope. The positive ones stay what they are.")
def leaky_everywhere(x: Array, negative_slope: float = 0.3) -> Array:
    return negative_slope * floats(x)


@mistake(
    "leaky_relu",
    "You multiply the positive numbers by the slope and keep the negative ones. It is the other way round.",
)
def leaky_wrong_side(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, negative_slope * floats(x), x)


@mistake(
    "leaky_relu",
    "You keep the larger of x and the slope: you compare with the slope itself. Compare with the slope times x.",
)
def leaky_larger_of_slope(x: Array, negative_slope: float = 0.3) -> Array:
    return np.maximum(floats(x), negative_slope)


@mistake("leaky_relu", "You divide the negative numbers by the slope. Multiply them by it.")
def leaky_divides(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, floats(x) / negative_slope)


@mistake(
    "leaky_relu",
    "You add the slope to the negative numbers. Multiply them by it.",
)
def leaky_adds_slope(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x < 0, x + negative_slope, floats(x))


@mistake(
    "leaky_relu",
    "Below 0 your result bends like an exponential: that is ELU. Leaky ReLU is a straight line there.",
)
def leaky_elu(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, x, negative_slope * np.expm1(floats(x)))


@mistake(
    "leaky_relu",
    "You add the slope times x to ReLU everywhere, so that positive numbers grow. Only the negative ones get it.",
)
def leaky_added_to_positive(x: Array, negative_slope: float = 0.3) -> Array:
    return np.maximum(floats(x), 0) + negative_slope * floats(x)


@mistake("leaky_relu", "You multiply positive numbers by 1 minus the slope. They stay what they are.")
def leaky_shares_slopes(x: Array, negative_slope: float = 0.3) -> Array:
    return np.where(x > 0, (1 - negative_slope) * floats(x), negative_slope * floats(x))
