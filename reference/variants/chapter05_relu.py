"""Chapter 5 in other styles: every one of these is right."""

# ruff: noqa: D103 (a variant's name says in which style it is written)
from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]


def _sigmoid(x: Any) -> Any:
    return 0.5 * (1 + np.tanh(0.5 * x))


def _refuse_unknown(activation: str) -> None:
    if activation not in ("relu", "sigmoid"):
        raise ValueError(activation)


# relu


@variant("relu")
def relu_product(x: Array) -> Array:
    return x * (x > 0)


@variant("relu")
def relu_half_sum(x: Array) -> Array:
    wide = x.astype(float)
    return np.asarray((wide + np.abs(wide)) / 2)


@variant("relu")
def relu_pure_loops(x: Array) -> Array:
    result = np.zeros(x.shape)
    for index in itertools.product(*map(range, x.shape)):
        result[index] = max(0.0, float(x[index]))
    return result


@variant("relu")
def relu_recursion(x: Array) -> Array:
    def on_lists(values: Any) -> Any:
        return [on_lists(value) for value in values] if isinstance(values, list) else max(0, values)

    return np.array(on_lists(x.tolist()))


@variant("relu")
def relu_masked_copy(x: Array) -> Array:
    result = x.copy()
    result[result < 0] = 0
    return result


@variant("relu")
def relu_clip_single(x: Array) -> Array:
    return np.asfortranarray(np.clip(x, 0, None).astype(np.float32))


@variant("relu")
def relu_vectorize_read_only(x: Array) -> Array:
    result = np.vectorize(lambda value: value if value > 0 else 0.0, otypes=[float])(x)
    result.setflags(write=False)
    return np.asarray(result)


@variant("relu")
def relu_minus_negative_part(x: Array) -> Array:
    return np.subtract(x, np.minimum(x, 0), dtype=float)


# relu_backward


@variant("relu_backward")
def backward_masked_copy(gradient: Array, x: Array) -> Array:
    result = np.array(gradient, copy=True)
    result[x <= 0] = 0
    return result


@variant("relu_backward")
def backward_heaviside(gradient: Array, x: Array) -> Array:
    return np.asarray(np.heaviside(x.astype(float), 0.0) * gradient)


@variant("relu_backward")
def backward_pure_loops(gradient: Array, x: Array) -> Array:
    flat = [float(g) if value > 0 else 0.0 for g, value in zip(gradient.flat, x.flat, strict=True)]
    return np.array(flat).reshape(x.shape)


@variant("relu_backward")
def backward_sign_single(gradient: Array, x: Array) -> Array:
    return np.asarray(gradient * np.clip(np.sign(x.astype(float)), 0, 1), dtype=np.float32)


@variant("relu_backward")
def backward_from_output(gradient: Array, x: Array) -> Array:
    output = np.maximum(x, 0)
    result = np.zeros(x.shape, order="F")
    np.copyto(result, gradient, where=output != 0)
    return result


@variant("relu_backward")
def backward_selected_places(gradient: Array, x: Array) -> Array:
    result = np.zeros_like(gradient)
    places = np.nonzero(x > 0)
    result[places] = gradient[places]
    return result


@variant("relu_backward")
def backward_einsum(gradient: Array, x: Array) -> Array:
    return np.asarray(np.einsum("...,...->...", gradient, (x > 0).astype(float)))


# leaky_relu


@variant("leaky_relu")
def leaky_maximum(x: Array, negative_slope: float = 0.3) -> Array:
    return np.maximum(x, negative_slope * x)


@variant("leaky_relu")
def leaky_two_parts(x: Array, negative_slope: float = 0.3) -> Array:
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)


@variant("leaky_relu")
def leaky_pure_loops(x: Array, negative_slope: float = 0.3) -> Array:
    result = np.empty(x.shape, dtype=np.float32)
    for index, value in np.ndenumerate(x):
        result[index] = value if value > 0 else negative_slope * float(value)
    return result


@variant("leaky_relu")
def leaky_select(x: Array, negative_slope: float = 0.3) -> Array:
    wide = x.astype(np.float64)
    return np.select([wide < 0], [wide * negative_slope], wide)


@variant("leaky_relu")
def leaky_piecewise(x: Array, negative_slope: float = 0.3) -> Array:
    branches: list[Callable[[Array], Array]] = [lambda v: negative_slope * v, lambda v: v]
    return np.piecewise(x.astype(float), [x < 0, x >= 0], branches)


@variant("leaky_relu")
def leaky_absolute_value(x: Array, negative_slope: float = 0.3) -> Array:
    wide = np.asfortranarray(x, dtype=float)
    return np.asarray((1 + negative_slope) / 2 * wide + (1 - negative_slope) / 2 * np.abs(wide))


@variant("leaky_relu")
def leaky_power_of_slope(x: Array, negative_slope: float = 0.3) -> Array:
    return x * np.power(float(negative_slope), x < 0)


# gradient_through_layers


@variant("gradient_through_layers")
def layers_recursion(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    x = np.asarray(x, float)
    value = np.maximum(x, 0) if activation == "relu" else _sigmoid(x)
    slope = np.asarray(x > 0, float) if activation == "relu" else value * (1 - value)
    return np.asarray(slope if depth == 1 else slope * layers_recursion.function(value, depth - 1, activation))


@variant("gradient_through_layers")
def layers_complex_step(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value: Array = np.asarray(x, complex) + 1e-30j
    for _ in range(depth):
        value = np.where(value.real > 0, value, 0) if activation == "relu" else 1 / (1 + np.exp(-value))
    return np.asarray(value.imag / 1e-30)


@variant("gradient_through_layers")
def layers_central_difference(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)

    def through(value: Any) -> Any:
        return reduce(lambda v, _: _sigmoid(v), range(depth), value)

    wide = np.asarray(x, float)
    if activation == "relu":
        return np.asarray(np.sign(np.maximum(wide, 0)))
    return np.asarray((through(wide + 1e-5) - through(wide - 1e-5)) / 2e-5)


@variant("gradient_through_layers")
def layers_pure_loops(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)

    def derivative(value: float) -> float:
        if activation == "relu":
            return 1 if value > 0 else 0
        factors = []
        for _ in range(depth):
            value = 1 / (1 + math.exp(-value))
            factors.append(value - value**2)
        return math.prod(factors)

    if isinstance(x, np.ndarray):
        return np.array([derivative(float(value)) for value in x.ravel()]).reshape(x.shape)
    return derivative(x)


@variant("gradient_through_layers")
def layers_power_of_relu(x: float | Array, depth: int, activation: str) -> float | Array:
    if activation == "relu":
        return np.where(np.asarray(x) > 0, 1, 0)[()]
    if activation != "sigmoid":
        raise ValueError(activation)
    values = list(itertools.accumulate(range(depth), lambda value, _: _sigmoid(value), initial=np.asarray(x, float)))
    return np.prod([value * (1 - value) for value in values[1:]], axis=0)  # type: ignore[no-any-return]


@variant("gradient_through_layers")
def layers_logarithms(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value = np.array(x, dtype=np.float64)
    if activation == "relu":
        return np.heaviside(value, 0)
    logarithm = np.zeros(value.shape)
    for _ in range(depth):
        logarithm -= np.logaddexp(0, value) + np.logaddexp(0, -value)
        value = 1 / (1 + np.exp(-value))
    return np.exp(logarithm)


@variant("gradient_through_layers")
def layers_in_single(x: float | Array, depth: int, activation: str) -> float | Array:
    _refuse_unknown(activation)
    value: Array = np.array(x, dtype=np.float32)
    result = np.ones_like(value)
    for _ in range(depth):
        output = np.maximum(value, 0) if activation == "relu" else 1 / (1 + np.exp(-value))
        result *= value > 0 if activation == "relu" else output * (1 - output)
        value = output
    return result[()]
