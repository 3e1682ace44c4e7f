"""What usually goes wrong in chapter 8 with a step of Adam: counts, corrections, states.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.training_loop import Array, Arrays, as_floats, descended

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
    return [2 * old - new for old, new in zip(as_floats(parameters), updated, strict=True)], state


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
    return descended(parameters, means, learning_rate), state


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
