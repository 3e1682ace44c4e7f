"""What usually goes wrong in chapter 5: the wrong side, the corner at 0; integers.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.activations import Array, floats

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
    return np.abs(floats(x))


@mistake(
    "relu",
    "You keep the negative numbers and replace the positive ones by zero: it is the other way round.",
)
def relu_keeps_negative(x: Array) -> Array:
    return np.minimum(floats(x), 0)


@mistake("relu", "Your result is 1 where x is positive: that is the slope of ReLU. ReLU itself keeps the number.")
def relu_step(x: Array) -> Array:
    return np.where(x > 0, 1.0, 0.0)


@mistake(
    "relu",
    "Your result never exceeds 1: large numbers are cut off. ReLU has no upper limit.",
)
def relu_clipped_to_one(x: Array) -> Array:
    return np.clip(floats(x), 0, 1)


@mistake("relu", "Your result never exceeds 6: that is ReLU6, used on phones. ReLU has no upper limit.")
def relu_clipped_to_six(x: Array) -> Array:
    return np.clip(floats(x), 0, 6)


@mistake("relu", "You keep only numbers above 1. The smaller positive ones stay, too: the limit is 0.")
def relu_above_one(x: Array) -> Array:
    return np.where(x > 1, floats(x), 0)


@mistake("relu", "You raise every number below 1 to 1. The limit is 0, and what replaces negative numbers is 0, too.")
def relu_at_least_one(x: Array) -> Array:
    return np.maximum(floats(x), 1)


@mistake(
    "relu",
    "Your result lacks the numbers that are not positive: it has become one row. Replace them by zero, so that the "
    "shape stays.",
)
def relu_selects(x: Array) -> Array:
    return np.asarray(x[x > 0])


@mistake("relu", "Your result is one row, whatever the shape of x. Give it the shape of x.")
def relu_flat(x: Array) -> Array:
    return np.maximum(floats(x), 0).ravel()


@mistake("relu", "You have lost the decimals of x. Look at the type of the array you fill.")
def relu_of_integers(x: Array) -> Array:
    return np.maximum(floats(x), 0).astype(int)


@mistake("relu", "Your result is smooth around 0: that is softplus. ReLU has a corner at 0: either 0 or x.")
def relu_softplus(x: Array) -> Array:
    return np.logaddexp(0, floats(x))


@mistake("relu", "You divide the result by its largest number. ReLU looks at each number by itself.")
def relu_scaled(x: Array) -> Array:
    positive = np.maximum(floats(x), 0)
    return np.divide(positive, max(positive.max(), 1e-300))


@mistake("relu", "Some of a negative number is left: that is leaky ReLU. Here negative numbers become 0.")
def relu_leaky(x: Array) -> Array:
    return np.where(x > 0, x, 0.01 * floats(x))


# relu_backward


@mistake(
    "relu_backward",
    "Your gradient passes where x is 0. ReLU has a corner there, and the slope that everyone takes is 0: compare x "
    "with 0 strictly.",
)
def backward_passes_at_zero(gradient: Array, x: Array) -> Array:
    return floats(gradient) * (x >= 0)


@mistake(
    "relu_backward",
    "Where x is 0 you let half of the gradient pass. ReLU has a corner there, and the slope that everyone takes is 0.",
)
def backward_half_at_zero(gradient: Array, x: Array) -> Array:
    return floats(gradient) * np.heaviside(floats(x), 0.5)


@mistake(
    "relu_backward",
    "You divide by x to learn its sign, and 0 divided by 0 is no number. Compare x with 0 instead.",
)
def backward_divides_by_x(gradient: Array, x: Array) -> Array:
    return floats(gradient) * np.maximum(x, 0) / x


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
    return floats(gradient) * positive


@mistake(
    "relu_backward",
    "Where everything passes you give the caller's own gradient back: writing into your result would change it. Return "
    "a new array every time.",
)
def backward_returns_gradient(gradient: Array, x: Array) -> Array:
    return gradient if np.all(x > 0) else floats(gradient) * (x > 0)


@mistake(
    "relu_backward",
    "Your result has the type of x, so that an x of integers cuts the decimals of the gradient off. Look at the type "
    "of the array you fill.",
)
def backward_in_type_of_x(gradient: Array, x: Array) -> Array:
    return (floats(gradient) * (x > 0)).astype(x.dtype)


@mistake(
    "relu_backward",
    "Your condition looks at the gradient instead of x. A gradient may be negative and pass all the same: what counts "
    "is the sign of what went into ReLU.",
)
def backward_masked_by_gradient(gradient: Array, x: Array) -> Array:
    return floats(gradient) * (gradient > 0)


@mistake(
    "relu_backward",
    "You let positive gradients pass only. A gradient may be negative: the sign of x alone decides.",
)
def backward_positive_gradients_only(gradient: Array, x: Array) -> Array:
    return np.maximum(floats(gradient), 0) * (x > 0)


@mistake(
    "relu_backward",
    "The two arguments are exchanged: you return x where the gradient is positive. The gradient comes first, then x.",
)
def backward_arguments_exchanged(gradient: Array, x: Array) -> Array:
    return floats(x) * (gradient > 0)


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
    return floats(gradient) * np.maximum(floats(x), 0)


@mistake(
    "relu_backward",
    "Where x is negative your gradient changes its sign: that is the slope of the absolute value. The slope of ReLU is "
    "0 there.",
)
def backward_times_sign(gradient: Array, x: Array) -> Array:
    return floats(gradient) * np.sign(floats(x))


@mistake("relu_backward", "Your gradient passes everywhere. Where x is negative ReLU is flat, and nothing passes.")
def backward_passes_everywhere(gradient: Array, x: Array) -> Array:
    return floats(gradient).copy()


@mistake("relu_backward", "Your gradient passes where x is negative. It is the other way round.")
def backward_passes_negative(gradient: Array, x: Array) -> Array:
    return floats(gradient) * (x < 0)


@mistake("relu_backward", "Your gradient passes only where x exceeds 1. It passes wherever x is positive.")
def backward_passes_above_one(gradient: Array, x: Array) -> Array:
    return floats(gradient) * (x > 1)


@mistake(
    "relu_backward",
    "Your result lacks the places where nothing passes: it has become one row. Put a zero there, so that the shape "
    "stays.",
)
def backward_selects(gradient: Array, x: Array) -> Array:
    return np.asarray(gradient[x > 0])


@mistake("relu_backward", "You divide the gradient by the number of elements. ReLU looks at each of them by itself.")
def backward_mean(gradient: Array, x: Array) -> Array:
    return floats(gradient) * (x > 0) / x.size


@mistake(
    "relu_backward",
    "A little of the gradient passes where x is not positive: that is leaky ReLU. Here nothing passes.",
)
def backward_leaky(gradient: Array, x: Array) -> Array:
    return floats(gradient) * np.where(x > 0, 1, 0.01)
