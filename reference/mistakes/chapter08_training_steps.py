"""What usually goes wrong in chapter 8, second half: steps, states, batches, the training loop.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from reference.mistakes import mistake

Array = NDArray[Any]
Arrays = list[Array]
Parameters = dict[str, Array]


def _as_floats(arrays: Arrays) -> Arrays:
    return [np.asarray(array, np.float64) for array in arrays]


def _sgd(parameters: Arrays, gradients: Arrays, learning_rate: float) -> Arrays:
    pairs = zip(_as_floats(parameters), _as_floats(gradients), strict=True)
    return [parameter - learning_rate * gradient for parameter, gradient in pairs]


# sgd_step


@mistake(
    "sgd_step",
    "Your function changes the parameters it is given: whoever called it still needs them. Make new arrays, and mind "
    "that the operator -= works in place.",
)
def sgd_step_in_place(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    for parameter, updated in zip(parameters, _sgd(parameters, gradients, learning_rate), strict=True):
        parameter[...] = updated
    return _sgd(parameters, gradients, 0.0)


@mistake(
    "sgd_step",
    "Your new parameters are cut to the type of the old ones: integers lose what stands behind the point. "
    "Compute with decimal numbers.",
)
def sgd_step_keeps_integers(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    updated = _sgd(parameters, gradients, learning_rate)
    return [new.astype(old.dtype) for new, old in zip(updated, parameters, strict=True)]


@mistake(
    "sgd_step", "Only the first parameter moves. Each parameter of the list has its own gradient, make a step with all."
)
def sgd_step_first_only(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return _sgd(parameters[:1], gradients[:1], learning_rate) + _sgd(parameters[1:], gradients[1:], 0.0)


@mistake(
    "sgd_step",
    "Your function returns the first parameter only. The result is a list as long as the one you are given.",
)
def sgd_step_returns_first(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return _sgd(parameters[:1], gradients[:1], learning_rate)


@mistake(
    "sgd_step",
    "You put all parameters into one array, which their shapes allow only by chance. Return a list, with one array "
    "for each parameter.",
)
def sgd_step_in_one_array(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Array:
    return np.array(_as_floats(parameters)) - learning_rate * np.array(_as_floats(gradients))


@mistake(
    "sgd_step",
    "Your step always has the default length: the argument learning_rate is never used. Multiply the gradient by it.",
)
def sgd_step_ignores_rate(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return _sgd(parameters, gradients, 0.01)


@mistake("sgd_step", "Your step is the whole gradient. Multiply it by the learning rate first.")
def sgd_step_without_rate(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return _sgd(parameters, gradients, 1.0)


@mistake(
    "sgd_step",
    "Your parameters climb: the gradient shows where the loss grows. Go the other way, and subtract.",
)
def sgd_step_upwards(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return _sgd(parameters, gradients, -learning_rate)


@mistake(
    "sgd_step",
    "All numbers of a parameter move by the same amount: you use the mean of its gradient. Each number has a "
    "derivative of its own.",
)
def sgd_step_mean_gradient(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return _sgd(parameters, [np.full(gradient.shape, np.mean(gradient)) for gradient in gradients], learning_rate)


@mistake(
    "sgd_step",
    "Every number moves by the learning rate, whatever its gradient: you use the sign only. A steeper slope makes a "
    "longer step.",
)
def sgd_step_sign_only(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return _sgd(parameters, [np.sign(gradient.astype(float)) for gradient in gradients], learning_rate)


@mistake(
    "sgd_step",
    "You bring the gradient to length 1 before the step. Plain gradient descent takes it as it is.",
)
def sgd_step_normalised(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    unit = [gradient / np.linalg.norm(gradient) for gradient in _as_floats(gradients)]
    return _sgd(parameters, unit, learning_rate)


@mistake(
    "sgd_step",
    "Your step depends on the parameter itself: it is multiplied by it. Subtract the learning rate times the gradient, "
    "nothing else.",
)
def sgd_step_multiplies(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    pairs = zip(_as_floats(parameters), _as_floats(gradients), strict=True)
    return [parameter * (1 - learning_rate * gradient) for parameter, gradient in pairs]


# adam_step

_kept_outside: Any = None


def _itself(array: Array) -> Array:
    return array


@dataclass(frozen=True)
class _Adam:
    """Adam with one thing wrong; every attribute's default is right."""

    first: int = 1
    counts: bool = True
    a_parameter: bool = False
    corrects_mean: bool = True
    corrects_square: bool = True
    in_root: bool = False
    forgets: bool = False
    by_shape: bool = False
    keeps_corrected: bool = False
    integers: bool = False
    squared: Callable[[Array], Array] = np.square
    root: Callable[[Array], Array] = np.sqrt
    rms: bool = False
    nesterov: bool = False
    largest: bool = False
    whole_gradient: bool = False

    def step(
        self,
        parameters: Arrays,
        gradients: Arrays,
        state: Any,
        rate: float,
        beta_1: float,
        beta_2: float,
        epsilon: float,
    ) -> tuple[Arrays, Any]:
        """One step; the state is a dictionary of the count and of the means of every parameter."""
        count = state["count"] if state else self.first - 1
        means, squares = ({}, {}) if state is None or self.forgets else (dict(state["means"]), dict(state["squares"]))
        count += self.counts or state is None
        updated = []
        for place, parameter in enumerate(parameters):
            gradient = np.asarray(gradients[place], np.float64)
            key = gradient.shape if self.by_shape else place
            zeros = np.zeros_like(parameter) if self.integers else np.zeros(gradient.shape)
            share = 1.0 if self.whole_gradient else 1 - beta_1
            mean = beta_1 * means.get(key, zeros) + share * gradient
            square = beta_2 * squares.get(key, zeros) + (1 - beta_2) * self.squared(gradient)
            if self.largest:
                square = np.maximum(square, squares.get(key, zeros))
            if self.integers:
                mean, square = mean.astype(parameter.dtype), square.astype(parameter.dtype)
            means[key], squares[key] = mean, square
            power = count + place if self.a_parameter else count
            corrected_mean = mean / (1 - beta_1**power) if self.corrects_mean else mean
            corrected_square = square / (1 - beta_2**power) if self.corrects_square else square
            if self.keeps_corrected:
                means[key], squares[key] = corrected_mean, corrected_square
            if self.nesterov:
                corrected_mean = beta_1 * corrected_mean + (1 - beta_1) * gradient / (1 - beta_1**power)
            direction = gradient if self.rms else corrected_mean
            divisor = self.root(corrected_square + epsilon) if self.in_root else self.root(corrected_square) + epsilon
            updated.append(np.asarray(parameter, np.float64) - rate * direction / divisor)
        if self.a_parameter:
            count += len(parameters) - 1
        return updated, {"count": count, "means": means, "squares": squares}


@mistake(
    "adam_step",
    "Your count of steps grows with every parameter instead of once a call: the second parameter is corrected as in "
    "the second step. All parameters share one count.",
)
def adam_step_counts_parameters(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(a_parameter=True).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your count of steps never gets beyond 1, so the later steps are corrected like the first. Keep the "
    "count in the state, and add 1 in every call.",
)
def adam_step_counts_once(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(counts=False).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your state keeps the corrected means, which the next step then corrects once more. Keep m and v as "
    "they are before the division.",
)
def adam_step_keeps_corrected(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(keeps_corrected=True).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Parameters of the same shape share their means. Keep an m and a v for every parameter, by its place in the list.",
)
def adam_step_state_by_shape(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(by_shape=True).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your function keeps its state in a place of its own instead of in the result: two networks trained "
    "in turn then use each other's means. Return the state, and use the one you are given.",
)
def adam_step_state_outside(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    global _kept_outside
    earlier = None if state is None else _kept_outside
    updated, _kept_outside = _Adam().step(parameters, gradients, earlier, learning_rate, beta_1, beta_2, epsilon)
    return updated, True


@mistake(
    "adam_step",
    "Your epsilon stands under the root. It is added to the root of v, outside.",
)
def adam_step_epsilon_in_root(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(in_root=True).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your count of steps is one too high: in the very first step it must be 1, since one gradient has "
    "gone into the means.",
)
def adam_step_starts_at_two(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(first=2).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your count of steps is one too low: in the first step it is 0, and the correction divides by 1 - 1 ="
    " 0. Add 1 before you use it.",
)
def adam_step_starts_at_zero(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(first=0).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your means are not corrected: both start at 0 and are far too small in the first steps. Divide them "
    "by 1 - beta to the power of the number of steps.",
)
def adam_step_without_correction(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(corrects_mean=False, corrects_square=False).step(
        parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon
    )


@mistake(
    "adam_step",
    "You correct m, but not v. Both start at 0, and each is divided by 1 less the power of its own beta.",
)
def adam_step_corrects_mean_only(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(corrects_square=False).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "You correct v, but not m. Both start at 0, and each is divided by 1 less the power of its own beta.",
)
def adam_step_corrects_square_only(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(corrects_mean=False).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your betas are swapped: beta_1 belongs to the mean of the gradients, beta_2 to that of their squares.",
)
def adam_step_swapped_betas(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam().step(parameters, gradients, state, learning_rate, beta_2, beta_1, epsilon)


@mistake(
    "adam_step",
    "Your means start at 0 in every call, though the count goes on. The state must hand m and v from one "
    "step to the next.",
)
def adam_step_forgets_means(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(forgets=True).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Every step of yours is a first step: the state that you are given is never used.",
)
def adam_step_forgets_all(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam().step(parameters, gradients, None, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your v is a mean of absolute values. It is the mean of the squares of the gradients, and its root "
    "brings it back to their size.",
)
def adam_step_absolute_values(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(squared=np.abs).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your v is a mean of the gradients themselves, which may be negative and have no root. It is the mean"
    " of their squares.",
)
def adam_step_without_square(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(squared=_itself).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "You divide by v itself. Divide by its root: v is made of squares.",
)
def adam_step_without_root(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(root=_itself).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your step always has the default length: the argument learning_rate is never used.",
)
def adam_step_ignores_rate(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam().step(parameters, gradients, state, 0.001, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your function takes the learning rate of the first step for all that follow. Each call says how long"
    " its own step is.",
)
def adam_step_remembers_rate(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    rate = state["rate"] if state else learning_rate
    updated, state = _Adam().step(parameters, gradients, state, rate, beta_1, beta_2, epsilon)
    return updated, {**state, "rate": rate}


@mistake(
    "adam_step",
    "Your betas are always 0.9 and 0.999: the arguments are never used.",
)
def adam_step_ignores_betas(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam().step(parameters, gradients, state, learning_rate, 0.9, 0.999, epsilon)


@mistake(
    "adam_step",
    "Your epsilon is always the default: the argument is never used.",
)
def adam_step_ignores_epsilon(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam().step(parameters, gradients, state, learning_rate, beta_1, beta_2, 1e-7)


@mistake(
    "adam_step",
    "You divide by the root of v alone, which is 0 where all gradients were 0: the result is NaN. That is"
    " what epsilon is for.",
)
def adam_step_without_epsilon(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam().step(parameters, gradients, state, learning_rate, beta_1, beta_2, 0.0)


@mistake(
    "adam_step",
    "Your parameters climb: the gradient shows where the loss grows. Go the other way, and subtract.",
)
def adam_step_upwards(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    updated, state = _Adam().step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)
    return [2 * old - new for old, new in zip(_as_floats(parameters), updated, strict=True)], state


@mistake(
    "adam_step",
    "Your function changes the parameters it is given: whoever called it still needs them. Make new "
    "arrays, and mind that the operator -= works in place.",
)
def adam_step_in_place(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    updated, state = _Adam().step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)
    for parameter, new in zip(parameters, updated, strict=True):
        parameter[...] = new
    return updated, state


@mistake(
    "adam_step",
    "Only the first parameter moves. Each parameter of the list has its own gradient and its own means, "
    "make a step with all.",
)
def adam_step_first_only(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    updated, state = _Adam().step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)
    return updated[:1] + [parameter.copy() for parameter in parameters[1:]], state


@mistake(
    "adam_step",
    "Your means have the type of the parameters: where those are integers, everything behind the point is"
    " lost. Make them of decimal numbers.",
)
def adam_step_integer_means(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(integers=True).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "You divide the gradient by the root of v, but leave out its mean m. Adam moves along the mean of the gradients.",
)
def adam_step_is_rmsprop(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(rms=True).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "Your v never falls: you keep the largest so far. That is a variant of Adam called AMSGrad; here v may fall again.",
)
def adam_step_is_amsgrad(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(largest=True).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "You mix the gradient into the corrected mean once more. That is a variant of Adam called Nadam; here"
    " the step follows the corrected mean alone.",
)
def adam_step_is_nadam(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(nesterov=True).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


@mistake(
    "adam_step",
    "You follow the mean of the gradients, but do not divide by the root of v: that is momentum. Adam "
    "brings every number's step to the same size.",
)
def adam_step_is_momentum(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    _, state = _Adam().step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)
    means = [state["means"][place] / (1 - beta_1 ** state["count"]) for place in range(len(parameters))]
    return _sgd(parameters, means, learning_rate), state


@mistake(
    "adam_step",
    "Your m adds the whole gradient to its past. For a mean, the new gradient is weighed by 1 - beta_1.",
)
def adam_step_adds_whole_gradient(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    return _Adam(whole_gradient=True).step(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)


# minibatches


def _shuffled(samples: int, seed: int) -> Array:
    return np.random.default_rng(seed).permutation(samples)


def _cut(order: Array, batch_size: int) -> Arrays:
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


@mistake(
    "minibatches",
    "When the samples fill the last batch, an empty one follows. Count the batches by a division that is rounded up.",
)
def minibatches_empty_last(samples: int, batch_size: int, seed: int) -> Arrays:
    order = _shuffled(samples, seed)
    count = samples // batch_size + 1
    return [order[batch_size * index :][:batch_size] for index in range(count)]


@mistake(
    "minibatches",
    "The samples that do not fill a batch are lost. They make a last, smaller one.",
)
def minibatches_drops_last(samples: int, batch_size: int, seed: int) -> Arrays:
    return [batch for batch in _cut(_shuffled(samples, seed), batch_size) if len(batch) == batch_size]


@mistake(
    "minibatches",
    "The samples that are left over join the last full batch, which is then too large. They make a batch of their own.",
)
def minibatches_rest_in_last(samples: int, batch_size: int, seed: int) -> Arrays:
    batches = _cut(_shuffled(samples, seed), batch_size)
    if len(batches) > 1 and len(batches[-1]) < batch_size:
        batches[-2:] = [np.concatenate(batches[-2:])]
    return batches


@mistake(
    "minibatches",
    "Your smaller batch stands first. Full batches come first, and what is left makes the last one.",
)
def minibatches_rest_first(samples: int, batch_size: int, seed: int) -> Arrays:
    order = _shuffled(samples, seed)
    rest = samples % batch_size
    return ([order[:rest]] if rest else []) + _cut(order[rest:], batch_size)


@mistake(
    "minibatches",
    "Your last batch is filled up with indices that were there before. It may be smaller: every index "
    "stands in one batch only.",
)
def minibatches_filled_up(samples: int, batch_size: int, seed: int) -> Arrays:
    order = _shuffled(samples, seed)
    return _cut(np.concatenate([order, np.resize(order, -samples % batch_size)]), batch_size)


@mistake(
    "minibatches",
    "Your batches are made as equal as possible. All are to be full, batch_size indices each, but the last.",
)
def minibatches_even_sizes(samples: int, batch_size: int, seed: int) -> Arrays:
    return np.array_split(_shuffled(samples, seed), -(-samples // batch_size))


@mistake(
    "minibatches",
    "Your batches are as many as batch_size says. It says how many indices are in each.",
)
def minibatches_swapped_arguments(samples: int, batch_size: int, seed: int) -> Arrays:
    return np.array_split(_shuffled(samples, seed), batch_size)


@mistake(
    "minibatches",
    "You cut first and shuffle each batch afterwards: the same samples always stay together. Shuffle all "
    "the indices, then cut.",
)
def minibatches_within_batches(samples: int, batch_size: int, seed: int) -> Arrays:
    generator = np.random.default_rng(seed)
    return [generator.permutation(batch) for batch in _cut(np.arange(samples), batch_size)]


@mistake(
    "minibatches",
    "You shuffle the batches, but not the samples: neighbours always stay together. Shuffle all the indices, then cut.",
)
def minibatches_order_of_batches(samples: int, batch_size: int, seed: int) -> Arrays:
    batches = _cut(np.arange(samples), batch_size)
    full, rest = batches[: samples // batch_size], batches[samples // batch_size :]
    return [full[index] for index in _shuffled(len(full), seed)] + rest


@mistake(
    "minibatches",
    "Your indices are only moved round by some places: neighbours stay neighbours. Shuffle them.",
)
def minibatches_rolled(samples: int, batch_size: int, seed: int) -> Arrays:
    return _cut(np.roll(np.arange(samples), seed), batch_size)


@mistake(
    "minibatches",
    "Your indices come in order. Shuffle them before you cut them into batches.",
)
def minibatches_in_order(samples: int, batch_size: int, seed: int) -> Arrays:
    return _cut(np.arange(samples), batch_size)


@mistake(
    "minibatches",
    "Your batches are the same for every seed: the argument is never used. Make the generator from it.",
)
def minibatches_fixed_seed(samples: int, batch_size: int, seed: int) -> Arrays:
    return _cut(_shuffled(samples, 0), batch_size)


@mistake(
    "minibatches",
    "Some indices come twice, and others never: each is drawn from all of them. Shuffle the indices "
    "instead of drawing.",
)
def minibatches_drawn_anew(samples: int, batch_size: int, seed: int) -> Arrays:
    return _cut(np.random.default_rng(seed).integers(0, samples, size=samples), batch_size)


@mistake(
    "minibatches",
    "Your indices start at 1. Those of arrays go from 0 to the number of samples less one.",
)
def minibatches_from_one(samples: int, batch_size: int, seed: int) -> Arrays:
    return _cut(_shuffled(samples, seed) + 1, batch_size)


@mistake(
    "minibatches",
    "Your indices are decimal numbers, which no array takes as indices. Keep them integers.",
)
def minibatches_as_floats(samples: int, batch_size: int, seed: int) -> Arrays:
    return _cut(_shuffled(samples, seed).astype(np.float64), batch_size)


@mistake(
    "minibatches",
    "Your arrays say of every sample whether it is in the batch. Arrays of the indices themselves are asked.",
)
def minibatches_as_masks(samples: int, batch_size: int, seed: int) -> Arrays:
    masks = np.zeros((-(-samples // batch_size), samples), dtype=bool)
    for mask, batch in zip(masks, _cut(_shuffled(samples, seed), batch_size), strict=True):
        mask[batch] = True
    return list(masks)


@mistake(
    "minibatches",
    "Your batches are lists. Arrays of indices are asked: they pick several samples from an array at once.",
)
def minibatches_as_lists(samples: int, batch_size: int, seed: int) -> list[Any]:
    return [batch.tolist() for batch in _cut(_shuffled(samples, seed), batch_size)]


# train


def _rows(windows: Array) -> Array:
    """Windows of `(batch, rows, 2, columns, 2, filters)`, the four numbers of each in a row at the end."""
    batch, rows, _, columns, _, filters = windows.shape
    return windows.transpose(0, 1, 3, 5, 2, 4).reshape(batch, rows, columns, filters, 4)


def _negative_log(probabilities: Array) -> Array:
    return -np.log(probabilities)


@dataclass(frozen=True)
class _Training:
    """The training loop with one thing wrong; every attribute's default is right."""

    relu: bool = True
    relu_gradient: bool = True
    average: bool = False
    to_all: bool = False
    shared: bool = False
    flipped: bool = False
    flips_back: bool = False
    order: str = "rows"
    probabilities: str = "softmax"
    softmax_gradient: bool = True
    derivative: bool = False
    divisor: str = "batch"
    frozen: tuple[str, ...] = ()
    dense_first: bool = False
    decay: float = 1.0
    momentum: float = 0.0
    accumulates: bool = False
    restarts: bool = False
    shuffles: bool = False
    drops_last: bool = False
    whole_set: bool = False
    loss: str = "before"
    logarithm: Callable[[Array], Array] = np.log
    in_place: bool = False
    integers: bool = False

    def run(
        self, images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, rate: float
    ) -> tuple[Parameters, list[float]]:
        """The parameters and the losses."""
        images, labels = np.asarray(images, np.float64), np.asarray(labels, np.int64)
        start = {name: np.array(value, np.float64) for name, value in parameters.items()}
        trained, speed = dict(start), {name: np.zeros_like(value) for name, value in start.items()}
        losses: list[float] = []
        generator = np.random.default_rng(0)
        for _ in range(epochs):
            trained = dict(start) if self.restarts else trained
            seen: list[Array] = []
            before = self.losses(images, labels, trained)
            indices = generator.permutation(len(images)) if self.shuffles else np.arange(len(images))
            speed = {name: self.momentum * value for name, value in speed.items()}
            for batch in self.batches(indices, batch_size):
                seen.append(self.losses(images[batch], labels[batch], trained))
                gradients = self.gradients(images[batch], labels[batch], trained, rate)
                factor = self.factor(len(batch), batch_size, len(images))
                for name in trained.keys() - set(self.frozen):
                    kept = speed[name] if self.accumulates else self.momentum * speed[name]
                    speed[name] = kept + factor * gradients[name]
                    trained[name] = trained[name] - rate * speed[name]
                    if self.integers:
                        trained[name] = trained[name].astype(parameters[name].dtype)
                rate *= self.decay
                if self.loss == "after":
                    seen[-1] = self.losses(images[batch], labels[batch], trained)
            after = self.losses(images, labels, trained)
            losses += self.reported(seen, before, after, batch_size)
        if self.in_place:
            for name, value in parameters.items():
                value[...] = trained[name]
        return trained, losses

    def batches(self, indices: Array, batch_size: int) -> Arrays:
        """The indices of each batch."""
        batches = _cut(indices, batch_size)
        if self.drops_last:
            return [batch for batch in batches if len(batch) == batch_size]
        return [indices for _ in batches] if self.whole_set else batches

    def factor(self, samples: int, batch_size: int, total: int) -> float:
        """By what the sum of the samples' gradients is multiplied."""
        factors = {
            "batch": 1 / samples,
            "batch_size": 1 / batch_size,
            "none": 1.0,
            "twice": 1 / samples**2,
            "total": 1 / total,
            "negative": -1 / samples,
        }
        return factors[self.divisor]

    def reported(self, seen: Arrays, before: Array, after: Array, batch_size: int) -> list[float]:
        """What an epoch adds to the list of losses."""
        means = [float(np.mean(losses)) for losses in seen]
        everything = np.concatenate(seen) if seen else np.zeros(0)
        reports = {
            "before": [float(np.mean(everything))] if seen else [0.0],
            "after": [float(np.mean(everything))],
            "mean of means": [float(np.mean(means))],
            "batches": means,
            "sum of means": [float(np.sum(means))],
            "sum": [float(np.sum(everything))],
            "last": means[-1:],
            "first": means[:1],
            "as full": [float(np.sum(everything)) / (batch_size * len(seen))] if seen else [],
            "start": [float(np.mean(before))],
            "end": [float(np.mean(after))],
        }
        return reports[self.loss]

    def losses(self, images: Array, labels: Array, parameters: Parameters) -> Array:
        """The loss of each sample."""
        *_, probabilities = self.forward(images, parameters)
        return -self.logarithm(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-300))

    def forward(self, images: Array, parameters: Parameters) -> tuple[Array, Array, Array, Array, Array, Array]:
        """What every layer gives."""
        kernels = parameters["conv_kernels"][::-1, ::-1] if self.flipped else parameters["conv_kernels"]
        patches = sliding_window_view(images, (3, 3), axis=(1, 2))
        maps = np.tensordot(patches, kernels, axes=((4, 5, 3), (0, 1, 2))) + parameters["conv_bias"]
        active = np.maximum(maps, 0.0) if self.relu else maps
        height, width = active.shape[1] // 2, active.shape[2] // 2
        windows = active[:, : 2 * height, : 2 * width].reshape(len(images), height, 2, width, 2, -1)
        pooled = windows.mean(axis=(2, 4)) if self.average else windows.max(axis=(2, 4))
        ordered = pooled.transpose(0, 3, 1, 2) if self.order == "channels" else pooled
        ordered = pooled.transpose(0, 2, 1, 3) if self.order == "columns" else ordered
        features = ordered.reshape(len(images), -1)
        logits = features @ parameters["dense_weights"] + parameters["dense_bias"]
        return patches, maps, windows, features, logits, self.likely(logits)

    def likely(self, logits: Array) -> Array:
        """Probabilities of the classes."""
        if self.probabilities == "sigmoid":
            return np.asarray(1 / (1 + np.exp(-logits)))
        exponentials = np.exp(logits - logits.max())
        return np.asarray(
            exponentials / exponentials.sum(axis=None if self.probabilities == "all" else 1, keepdims=True)
        )

    def gradients(self, images: Array, labels: Array, parameters: Parameters, rate: float) -> Parameters:
        """The gradients of the sum of the samples' losses."""
        patches, maps, windows, features, logits, probabilities = self.forward(images, parameters)
        truth = np.eye(logits.shape[1])[labels]
        gradient = (probabilities if self.softmax_gradient else logits) - truth
        gradient = gradient * probabilities * (1 - probabilities) if self.derivative else gradient
        weights, bias = features.T @ gradient, gradient.sum(axis=0)
        moved = rate * weights / len(images) if self.dense_first else 0.0
        batch, height, _, width, _, filters = windows.shape
        back = gradient @ (parameters["dense_weights"] - moved).T
        if self.order == "channels":
            back = back.reshape(batch, filters, height, width).transpose(0, 2, 3, 1)
        elif self.order == "columns":
            back = back.reshape(batch, width, height, filters).transpose(0, 2, 1, 3)
        spread = back.reshape(batch, height, 1, width, 1, filters) * self.shares(windows)
        dmaps = np.zeros(maps.shape)
        dmaps[:, : 2 * height, : 2 * width] = spread.reshape(batch, 2 * height, 2 * width, filters)
        dmaps = dmaps * (maps > 0) if self.relu and self.relu_gradient else dmaps
        kernels = np.tensordot(patches, dmaps, axes=((0, 1, 2), (0, 1, 2))).transpose(1, 2, 0, 3)
        kernels = kernels[::-1, ::-1] if self.flipped or self.flips_back else kernels
        return {
            "conv_kernels": kernels,
            "conv_bias": dmaps.sum(axis=(0, 1, 2)),
            "dense_weights": weights,
            "dense_bias": bias,
        }

    def shares(self, windows: Array) -> Array:
        """What share of its window's gradient each number gets."""
        if self.average or self.shared:
            return np.full(windows.shape, 0.25)
        if self.to_all:
            return np.ones(windows.shape)
        batch, rows, _, columns, _, filters = windows.shape
        first = np.eye(4)[np.argmax(_rows(windows), axis=-1)].reshape(batch, rows, columns, filters, 2, 2)
        return np.asarray(first.transpose(0, 1, 4, 2, 5, 3))


@mistake(
    "train",
    "Your loss of an epoch is the mean of the batches' means, which gives the samples of a smaller last "
    "batch too much weight. Add up the losses of the samples, and divide by their number.",
)
def train_mean_of_means(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(loss="mean of means").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You divide the gradient of the last batch by batch_size, though it is smaller. Divide by the number "
    "of its own samples.",
)
def train_divides_by_full_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(divisor="batch_size").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You divide the sum of the losses as if the last batch were full. Divide by the number of samples.",
)
def train_loss_as_if_full(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(loss="as full").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The samples that do not fill a batch are left out. They make a last, smaller batch.",
)
def train_drops_last_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(drops_last=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You measure a batch's loss after its step, with the new parameters. Measure it before.",
)
def train_loss_after_step(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(loss="after").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The gradient goes back through dense weights that have already made their step. Compute all "
    "gradients first, then change the parameters.",
)
def train_dense_first(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(dense_first=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "On its way back, the gradient passes your ReLU unchanged. Where the map was negative it must become 0.",
)
def train_without_relu_gradient(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(relu_gradient=False).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your pooling gives its gradient to every pixel of the window. Only the largest one made the output, "
    "so it alone gets the gradient.",
)
def train_gradient_to_whole_window(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(to_all=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your pooling shares its gradient among the pixels of the window, as for a mean. Only the largest one"
    " made the output, so it gets all of it.",
)
def train_gradient_shared_in_window(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(shared=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The bias of the dense layer never changes. All four parameters make a step.",
)
def train_dense_bias_frozen(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(frozen=("dense_bias",)).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The bias of the convolution never changes. All four parameters make a step.",
)
def train_conv_bias_frozen(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(frozen=("conv_bias",)).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The biases never change. All four parameters make a step.",
)
def train_biases_frozen(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(frozen=("conv_bias", "dense_bias")).run(
        images, labels, parameters, epochs, batch_size, learning_rate
    )


@mistake(
    "train",
    "Only the dense layer learns. Take the gradient back through the pooling and the ReLU, to the kernels"
    " and the bias of the convolution.",
)
def train_conv_frozen(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(frozen=("conv_kernels", "conv_bias")).run(
        images, labels, parameters, epochs, batch_size, learning_rate
    )


@mistake(
    "train",
    "Only the convolution learns. The weights and the bias of the dense layer make a step, too.",
)
def train_dense_frozen(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(frozen=("dense_weights", "dense_bias")).run(
        images, labels, parameters, epochs, batch_size, learning_rate
    )


@mistake(
    "train",
    "Your parameters are still what they were at the start. Subtract the learning rate times the gradient"
    " after every batch, and return the new ones.",
)
def train_never_steps(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(frozen=("conv_kernels", "conv_bias", "dense_weights", "dense_bias")).run(
        images, labels, parameters, epochs, batch_size, learning_rate
    )


@mistake(
    "train",
    "Your gradient is the sum over the batch's samples, so larger batches make larger steps. Take that of"
    " the mean loss: divide by the number of samples, once.",
)
def train_sums_gradient(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(divisor="none").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You divide the gradient by the size of the batch twice. The gradient with respect to the logits has "
    "it already; the layers before only add up.",
)
def train_divides_twice(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(divisor="twice").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You divide a batch's gradient by the number of all samples. Divide it by those of the batch.",
)
def train_divides_by_all_samples(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(divisor="total").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your parameters climb: the gradient shows where the loss grows. Go the other way, and subtract.",
)
def train_upwards(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(divisor="negative").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Every epoch of yours starts from the first parameters again. Go on from where the last one ended.",
)
def train_restarts(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(restarts=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You shuffle the samples. Here the batches come in order, so that everybody gets the same result.",
)
def train_shuffles(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(shuffles=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss is measured on all samples at the end of the epoch. Each sample's loss is measured when "
    "its batch comes, before the step.",
)
def train_loss_at_end(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(loss="end").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss is measured on all samples at the start of the epoch. Each sample's loss is measured when "
    "its batch comes, after the steps of the batches before.",
)
def train_loss_at_start(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(loss="start").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss of an epoch is that of its last batch. It is the mean over all samples of the epoch.",
)
def train_loss_of_last_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(loss="last").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss of an epoch is that of its first batch. It is the mean over all samples of the epoch.",
)
def train_loss_of_first_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(loss="first").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You return one loss for every batch. One for every epoch is asked: the mean over its samples.",
)
def train_loss_a_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(loss="batches").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss of an epoch is a sum over its samples. Divide it by their number.",
)
def train_loss_summed(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(loss="sum").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss of an epoch is the sum of the batches' means. It is the mean over all samples of the epoch.",
)
def train_loss_summed_over_batches(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(loss="sum of means").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss uses the logarithm of base 2. Cross-entropy uses the natural one.",
)
def train_loss_in_bits(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(logarithm=np.log2).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss is negative: the logarithm of a probability is. Put a minus before it.",
)
def train_loss_negative(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(logarithm=_negative_log).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your layer flips the kernels: that is the mathematical convolution. A CNN's layer computes the "
    "cross-correlation, without a flip.",
)
def train_flips_kernels(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(flipped=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The gradient of your kernels is upside down and left to right. Its first number belongs to the first"
    " pixel of every window.",
)
def train_flips_gradient(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(flips_back=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your pooling takes the mean of each window. This network takes the largest number.",
)
def train_average_pooling(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(average=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "There is no ReLU in your network. It comes between the convolution and the pooling.",
)
def train_without_relu(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(relu=False).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your gradient subtracts the labels from the logits. Subtract them from the probabilities that "
    "softmax makes of the logits.",
)
def train_logits_for_probabilities(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(softmax_gradient=False).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You multiply by the derivative p(1 - p) once more. The gradient with respect to the logits, "
    "probabilities less labels, already goes through the softmax.",
)
def train_softmax_derived_twice(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(derivative=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your probabilities do not add up to 1: you use a sigmoid. Use a softmax over the classes.",
)
def train_sigmoid(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(probabilities="sigmoid").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your softmax runs over the whole batch. The probabilities of each sample add up to 1.",
)
def train_softmax_over_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(probabilities="all").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You flatten one filter's map after the other. Keep the order of the axes (rows, columns, filters): "
    "the filters of a place stand together.",
)
def train_flattens_channels_first(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(order="channels").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You flatten column by column. Keep the order of the axes: rows, columns, filters.",
)
def train_flattens_columns_first(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(order="columns").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your steps go on in the direction of those before: that is momentum. Plain SGD follows the gradient "
    "of its own batch alone.",
)
def train_with_momentum(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(momentum=0.9).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The gradients of the epoch's earlier batches are still there: you add to them. Each batch starts from 0.",
)
def train_accumulates(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(accumulates=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your learning rate becomes smaller from step to step. Here it stays what it is.",
)
def train_decays_rate(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(decay=0.9).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Every step of yours uses all samples. Use those of its batch only.",
)
def train_whole_set(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(whole_set=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your function changes the parameters it is given: whoever called it still needs them. Train a copy.",
)
def train_in_place(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(in_place=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your new parameters are cut to the type of the old ones: integers lose what stands behind the point."
    " Compute with decimal numbers.",
)
def train_keeps_integers(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training(integers=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You train for one epoch only: the argument epochs is never used, or the function returns too early.",
)
def train_single_epoch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training().run(images, labels, parameters, 1, batch_size, learning_rate)


@mistake(
    "train",
    "You make a step for every sample: the argument batch_size is never used.",
)
def train_one_sample_at_a_time(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training().run(images, labels, parameters, epochs, 1, learning_rate)


@mistake(
    "train",
    "You return the loss of the last epoch. A list is asked, with one loss for every epoch.",
)
def train_last_loss_only(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    trained, losses = _Training().run(images, labels, parameters, epochs, batch_size, learning_rate)
    return trained, losses[-1:]


@mistake(
    "train",
    "You count the labels from 1. Label 0 stands for the first column of the probabilities.",
)
def train_labels_from_one(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return _Training().run(images, labels - 1, parameters, epochs, batch_size, learning_rate)


# accuracy


def _hits(probabilities: Array, labels: Array) -> Array:
    return np.asarray(np.argmax(probabilities, axis=1) == labels)


@mistake(
    "accuracy",
    "Your maximum runs down the columns: it finds the surest sample of every class. Find the most "
    "probable class of every sample, along its row.",
)
def accuracy_over_samples(probabilities: Array, labels: Array) -> float:
    predicted = np.argmax(probabilities, axis=0)
    return float(np.mean([a == b for a, b in zip(predicted, labels, strict=False)]))


@mistake(
    "accuracy",
    "You count a sample as right only when its probability is above a half. The most probable class may well be below.",
)
def accuracy_above_a_half(probabilities: Array, labels: Array) -> float:
    return float(np.mean(probabilities[np.arange(len(labels)), labels] > 0.5))


@mistake(
    "accuracy",
    "You return the mean probability of the right classes. Accuracy counts: a sample is right or wrong, "
    "however sure the network is.",
)
def accuracy_mean_probability(probabilities: Array, labels: Array) -> float:
    return float(np.mean(probabilities[np.arange(len(labels)), labels]))


@mistake(
    "accuracy",
    "You take the accuracy of every class, and the mean of those. Every sample counts the same.",
)
def accuracy_a_class(probabilities: Array, labels: Array) -> float:
    hits = _hits(probabilities, labels)
    return float(np.mean([np.mean(hits[labels == label]) for label in np.unique(labels)]))


@mistake(
    "accuracy",
    "You count a sample as right when its class is among the two most probable. Only the most probable counts.",
)
def accuracy_top_two(probabilities: Array, labels: Array) -> float:
    best = np.argsort(probabilities, axis=1)[:, -2:]
    return float(np.mean(np.any(best == labels[:, np.newaxis], axis=1)))


@mistake(
    "accuracy",
    "Your result is in per cent. A number from 0 to 1 is asked.",
)
def accuracy_in_percent(probabilities: Array, labels: Array) -> float:
    return float(100 * np.mean(_hits(probabilities, labels)))


@mistake(
    "accuracy",
    "Your result is rounded. Return it as it is, and round it only where you print it.",
)
def accuracy_rounded(probabilities: Array, labels: Array) -> float:
    return round(float(np.mean(_hits(probabilities, labels))), 1)


@mistake(
    "accuracy",
    "Your division drops what stands behind the point: nearly every result is 0. Use the division of decimal numbers.",
)
def accuracy_integer_division(probabilities: Array, labels: Array) -> float:
    return float(np.sum(_hits(probabilities, labels)) // len(labels))


@mistake(
    "accuracy",
    "You return the number of right samples. Divide it by the number of samples.",
)
def accuracy_count(probabilities: Array, labels: Array) -> float:
    return float(np.sum(_hits(probabilities, labels)))


@mistake(
    "accuracy",
    "Your result is the share of wrong samples. That of the right ones is asked.",
)
def accuracy_error_rate(probabilities: Array, labels: Array) -> float:
    return float(1 - np.mean(_hits(probabilities, labels)))


@mistake(
    "accuracy",
    "You divide the number of right samples by that of all probabilities. Divide it by the number of samples.",
)
def accuracy_over_all_elements(probabilities: Array, labels: Array) -> float:
    return float(np.sum(_hits(probabilities, labels)) / np.size(probabilities))


@mistake(
    "accuracy",
    "Your classes are counted from 1, the labels from 0. The first column is class 0.",
)
def accuracy_classes_from_one(probabilities: Array, labels: Array) -> float:
    return float(np.mean(np.argmax(probabilities, axis=1) + 1 == labels))


@mistake(
    "accuracy",
    "Your maximum runs over all samples at once, and gives a single place. Find the most probable class of every row.",
)
def accuracy_of_flat_maximum(probabilities: Array, labels: Array) -> float:
    return float(np.mean(np.argmax(probabilities) == labels))


@mistake(
    "accuracy",
    "You return one answer for every sample. One number is asked: the share of the right ones.",
)
def accuracy_a_sample(probabilities: Array, labels: Array) -> Array:
    return _hits(probabilities, labels).astype(np.float64)
