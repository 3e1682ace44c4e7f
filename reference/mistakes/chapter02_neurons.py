"""What usually goes wrong in chapter 2: overflow, biases in the wrong place, activations exchanged or forgotten.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.activations import Array, overflowing_sigmoid, relu, sigmoid

# sigmoid


@mistake(
    "sigmoid",
    "This is the formula printed in the course. It gives the right numbers, but for large negative ones its "
    "exponential overflows, and NumPy warns. Find a form in which the exponent is never large and positive.",
)
def sigmoid_of_the_course(x: Any) -> Any:
    return 1 / (1 + np.exp(-np.asarray(x, dtype=np.float64)))


@mistake(
    "sigmoid",
    "Your result is NaN for large numbers: there the exponential becomes infinite, and infinity divided by infinity is "
    "nothing. Find a form in which the exponent is never large and positive.",
)
def sigmoid_overflowing(x: Any) -> Any:
    return overflowing_sigmoid(np.asarray(x))


@mistake(
    "sigmoid",
    "Numbers beyond 5 are limited before the sigmoid, which is not yet at its ends there. Avoid the overflow without "
    "changing the result.",
)
def sigmoid_limited(x: Any) -> Any:
    return sigmoid(np.clip(x, -5, 5))


@mistake(
    "sigmoid",
    "Negative numbers give the same as positive ones: with the absolute value in the exponent both sides of 0 need "
    "their own formula.",
)
def sigmoid_of_the_absolute_value(x: Any) -> Any:
    return 1 / (1 + np.exp(-np.abs(x)))


@mistake("sigmoid", "The exponent has the wrong sign: your curve falls from 1 to 0. It should rise.")
def sigmoid_falling(x: Any) -> Any:
    return 1 - sigmoid(x)


@mistake("sigmoid", "Your result is the hyperbolic tangent, which goes from -1 to 1. The sigmoid goes from 0 to 1.")
def sigmoid_tanh(x: Any) -> Any:
    return np.tanh(x)


@mistake("sigmoid", "Your curve is twice too steep: look at the factor in the exponent.")
def sigmoid_twice_as_steep(x: Any) -> Any:
    return sigmoid(2 * np.asarray(x))


@mistake(
    "sigmoid",
    "A division comes before an addition: without parentheses you add the exponential to the quotient instead of "
    "dividing by the sum.",
)
def sigmoid_without_parentheses(x: Any) -> Any:
    return 1 / 1 + np.exp(np.minimum(-np.asarray(x), 700))


@mistake(
    "sigmoid",
    "Your result has the type of the argument, so that integers give only 0 and 1. Look at the type of the array you "
    "fill.",
)
def sigmoid_typed_like_the_argument(x: Any) -> Any:
    return np.asarray(sigmoid(x)).astype(np.asarray(x).dtype)


@mistake("sigmoid", "Your result is the derivative of the sigmoid, which is at its highest at 0.")
def sigmoid_derivative(x: Any) -> Any:
    return sigmoid(x) * (1 - sigmoid(x))


@mistake("sigmoid", "Your numbers are divided by their sum: that is softmax. The sigmoid looks at each number alone.")
def sigmoid_softmax(x: Any) -> Any:
    return np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x)))


@mistake("sigmoid", "Your result is made of straight lines. The sigmoid is a smooth curve, made with the exponential.")
def sigmoid_of_straight_lines(x: Any) -> Any:
    return np.clip(np.asarray(x) / 6 + 0.5, 0, 1)


@mistake("sigmoid", "Your result is 0 or 1. The sigmoid also gives everything in between.")
def sigmoid_step(x: Any) -> Any:
    return np.where(np.asarray(x) > 0, 1.0, 0.0)


@mistake("sigmoid", "Your result is ReLU, not the sigmoid.")
def sigmoid_relu(x: Any) -> Any:
    return relu(x)


@mistake("sigmoid", "Your result has one axis. It should keep the shape of the argument.")
def sigmoid_flattened(x: Any) -> Any:
    return sigmoid(x).ravel() if np.ndim(x) else sigmoid(x)


@mistake("sigmoid", "A single number gives an array of one number. It should give a number.")
def sigmoid_of_numbers_in_an_array(x: Any) -> Any:
    return sigmoid(np.atleast_1d(x))


@mistake(
    "sigmoid",
    "Your function changes the array it is given: it computes in the caller's own array. Make a new one, and leave the "
    "argument as it was.",
)
def sigmoid_in_place(x: Any) -> Any:
    result = sigmoid(x)
    if isinstance(x, np.ndarray):
        x *= -1
    return result


# neuron


@mistake("neuron", "Your bias is added once for each input. It is added once, after the sum.")
def neuron_bias_for_each_input(inputs: Array, weights: Array, bias: float) -> float:
    return float(sigmoid(np.sum(inputs * weights + bias)))


@mistake("neuron", "Your bias is added after the sigmoid. It belongs to the sum, before the activation.")
def neuron_bias_after_the_sigmoid(inputs: Array, weights: Array, bias: float) -> float:
    return float(sigmoid(np.dot(inputs, weights)) + bias)


@mistake("neuron", "Your neuron lacks its bias.")
def neuron_without_bias(inputs: Array, weights: Array, bias: float) -> float:
    return float(sigmoid(np.dot(inputs, weights)))


@mistake("neuron", "Your bias is subtracted: it is not a threshold here. Add it.")
def neuron_bias_subtracted(inputs: Array, weights: Array, bias: float) -> float:
    return float(sigmoid(np.dot(inputs, weights) - bias))


@mistake("neuron", "Your bias is added to each input before the weights. It is added once, after the sum.")
def neuron_bias_added_to_the_inputs(inputs: Array, weights: Array, bias: float) -> float:
    return float(sigmoid(np.dot(inputs + bias, weights)))


@mistake("neuron", "Your result is the sum itself. Pass it through the sigmoid.")
def neuron_without_sigmoid(inputs: Array, weights: Array, bias: float) -> float:
    return float(np.dot(inputs, weights) + bias)


@mistake("neuron", "Your products are averaged. A neuron adds them up.")
def neuron_mean(inputs: Array, weights: Array, bias: float) -> float:
    return float(sigmoid(np.mean(inputs * weights) + bias))


@mistake("neuron", "The sigmoid is applied to each input before the sum. It is applied once, to the sum.")
def neuron_sigmoid_of_each_input(inputs: Array, weights: Array, bias: float) -> float:
    return float(np.dot(sigmoid(inputs), weights) + bias)


@mistake("neuron", "The sigmoid is applied to each product before the sum. It is applied once, to the sum.")
def neuron_sigmoid_of_each_product(inputs: Array, weights: Array, bias: float) -> float:
    return float(np.sum(sigmoid(inputs * weights)) + bias)


@mistake("neuron", "Inputs and weights are summed up apart. Multiply each input by its own weight first, then add up.")
def neuron_product_of_sums(inputs: Array, weights: Array, bias: float) -> float:
    return float(sigmoid(np.sum(inputs) * np.sum(weights) + bias))


@mistake("neuron", "Your activation is ReLU. This neuron has a sigmoid.")
def neuron_relu(inputs: Array, weights: Array, bias: float) -> float:
    return float(relu(np.dot(inputs, weights) + bias))


@mistake("neuron", "Your activation is the hyperbolic tangent. This neuron has a sigmoid.")
def neuron_tanh(inputs: Array, weights: Array, bias: float) -> float:
    return float(np.tanh(np.dot(inputs, weights) + bias))


@mistake("neuron", "Your neuron answers 0 or 1, as the first ones in history. The sigmoid gives what lies in between.")
def neuron_step(inputs: Array, weights: Array, bias: float) -> float:
    return float(np.dot(inputs, weights) + bias > 0)


@mistake(
    "neuron",
    "Your weights take the type of the inputs, so that inputs of integers cut their decimals off. Compute with decimal "
    "numbers.",
)
def neuron_weights_typed_like_the_inputs(inputs: Array, weights: Array, bias: float) -> float:
    return float(sigmoid(np.dot(inputs, weights.astype(inputs.dtype)) + bias))


@mistake(
    "neuron",
    "Your result is NaN for a large sum: there the exponential becomes infinite, and infinity divided by infinity is "
    "nothing.",
)
def neuron_overflowing(inputs: Array, weights: Array, bias: float) -> float:
    return float(overflowing_sigmoid(np.dot(inputs, weights) + bias))


@mistake("neuron", "Your neuron gives an array of one number. It should give a number.")
def neuron_in_an_array(inputs: Array, weights: Array, bias: float) -> Array:
    return np.array([sigmoid(np.dot(inputs, weights) + bias)])


@mistake("neuron", "Your neuron gives one number for each input. The products are still to be added up.")
def neuron_without_sum(inputs: Array, weights: Array, bias: float) -> Array:
    return np.asarray(sigmoid(inputs * weights + bias))


@mistake(
    "neuron",
    "Your function changes the inputs it is given: it multiplies the caller's own array. Leave the argument as it was.",
)
def neuron_in_place(inputs: Array, weights: Array, bias: float) -> float:
    products = inputs * weights
    inputs[:] = products.astype(inputs.dtype)
    return float(sigmoid(products.sum() + bias))
