"""What usually goes wrong in chapter 8 with a step of gradient descent: directions, rates, arrays of the caller's.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.training_loop import Array, Arrays, as_floats, descended


@mistake(
    "sgd_step",
    "Your function changes the parameters it is given: whoever called it still needs them. Make new arrays, and mind "
    "that the operator -= works in place.",
)
def sgd_step_in_place(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    for parameter, updated in zip(parameters, descended(parameters, gradients, learning_rate), strict=True):
        parameter[...] = updated
    return descended(parameters, gradients, 0.0)


@mistake(
    "sgd_step",
    "Your new parameters are cut to the type of the old ones: integers lose what stands behind the point. "
    "Compute with decimal numbers.",
)
def sgd_step_keeps_integers(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    updated = descended(parameters, gradients, learning_rate)
    return [new.astype(old.dtype) for new, old in zip(updated, parameters, strict=True)]


@mistake(
    "sgd_step", "Only the first parameter moves. Each parameter of the list has its own gradient, make a step with all."
)
def sgd_step_first_only(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return descended(parameters[:1], gradients[:1], learning_rate) + descended(parameters[1:], gradients[1:], 0.0)


@mistake(
    "sgd_step",
    "Your function returns the first parameter only. The result is a list as long as the one you are given.",
)
def sgd_step_returns_first(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return descended(parameters[:1], gradients[:1], learning_rate)


@mistake(
    "sgd_step",
    "You put all parameters into one array, which their shapes allow only by chance. Return a list, with one array "
    "for each parameter.",
)
def sgd_step_in_one_array(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Array:
    return np.array(as_floats(parameters)) - learning_rate * np.array(as_floats(gradients))


@mistake(
    "sgd_step",
    "Your step always has the default length: the argument learning_rate is never used. Multiply the gradient by it.",
)
def sgd_step_ignores_rate(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return descended(parameters, gradients, 0.01)


@mistake("sgd_step", "Your step is the whole gradient. Multiply it by the learning rate first.")
def sgd_step_without_rate(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return descended(parameters, gradients, 1.0)


@mistake(
    "sgd_step",
    "Your parameters climb: the gradient shows where the loss grows. Go the other way, and subtract.",
)
def sgd_step_upwards(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return descended(parameters, gradients, -learning_rate)


@mistake(
    "sgd_step",
    "All numbers of a parameter move by the same amount: you use the mean of its gradient. Each number has a "
    "derivative of its own.",
)
def sgd_step_mean_gradient(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return descended(parameters, [np.full(gradient.shape, np.mean(gradient)) for gradient in gradients], learning_rate)


@mistake(
    "sgd_step",
    "Every number moves by the learning rate, whatever its gradient: you use the sign only. A steeper slope makes a "
    "longer step.",
)
def sgd_step_sign_only(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return descended(parameters, [np.sign(gradient.astype(float)) for gradient in gradients], learning_rate)


@mistake(
    "sgd_step",
    "You bring the gradient to length 1 before the step. Plain gradient descent takes it as it is.",
)
def sgd_step_normalised(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    unit = [gradient / np.linalg.norm(gradient) for gradient in as_floats(gradients)]
    return descended(parameters, unit, learning_rate)


@mistake(
    "sgd_step",
    "Your step depends on the parameter itself: it is multiplied by it. Subtract the learning rate times the gradient, "
    "nothing else.",
)
def sgd_step_multiplies(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    pairs = zip(as_floats(parameters), as_floats(gradients), strict=True)
    return [parameter * (1 - learning_rate * gradient) for parameter, gradient in pairs]
