"""Right answers of chapter 3 in other styles: counting, recursion, lists for tuples, NumPy's integers."""

# ruff: noqa: D103 (the function's name says its style)
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np

from reference.variants import variant


def _places(size: int, window: int, stride: int, padding: str) -> int:
    """Count the places of a window one by one."""
    if padding not in ("valid", "same"):
        raise ValueError("padding")
    if window < 1 or stride < 1 or (padding == "valid" and window > size):
        raise ValueError("window")
    last = size - 1 if padding == "same" else size - window
    return sum(1 for _ in range(0, last + 1, stride))


@variant("conv2d_output_shape")
def conv2d_output_shape_list(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Any:
    return [*(_places(n, k, stride, padding) for n, k in zip(input_shape[:2], kernel_size, strict=True)), filters]


@variant("conv2d_output_shape")
def conv2d_output_shape_numpy_integers(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Any:
    if stride < 1 or padding not in {"valid", "same"}:
        raise ValueError
    sizes = np.array(input_shape[:2]) - (np.array(kernel_size) if padding == "valid" else 1)
    if np.any(sizes < 0):
        raise ValueError
    height, width = sizes // stride + 1
    return height, width, np.int64(filters)


@variant("conv2d_output_shape")
def conv2d_output_shape_floor(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Any:
    if stride <= 0:
        raise ValueError("stride")
    if padding == "same":
        return math.ceil(input_shape[0] / stride), math.ceil(input_shape[1] / stride), filters
    height = math.floor((input_shape[0] - kernel_size[0]) / stride + 1)
    width = int((input_shape[1] - kernel_size[1] + stride) / stride)
    if padding != "valid" or kernel_size[0] > input_shape[0] or kernel_size[1] > input_shape[1]:
        raise ValueError("padding or kernel")
    return height, width, filters


@variant("pool2d_output_shape")
def pool2d_output_shape_counted(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Any:
    step = pool_size if stride is None else stride
    return np.array([_places(size, pool_size, step, padding) for size in input_shape[:2]] + [input_shape[2]]).tolist()


@variant("pool2d_output_shape")
def pool2d_output_shape_zero_dimensional(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Any:
    step = pool_size if stride is None else stride
    rows, columns = (np.array(_places(size, pool_size, step, padding)) for size in input_shape[:2])
    return rows, columns, input_shape[2]


@variant("pool2d_output_shape")
def pool2d_output_shape_joined_tuples(
    input_shape: Any, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Any:
    step = pool_size if stride is None else stride
    sizes = tuple(_places(size, pool_size, step, padding) for size in input_shape[:2])
    return sizes + input_shape[2:]  # a tuple was given: only a tuple can be joined to one


@variant("conv2d_parameter_count")
def conv2d_parameter_count_numpy(channels_in: int, filters: int, kernel_size: Sequence[int]) -> Any:
    return np.zeros((*kernel_size, channels_in, filters)).size + np.zeros(filters).size


@variant("conv2d_parameter_count")
def conv2d_parameter_count_prod(channels_in: int, filters: int, kernel_size: Sequence[int]) -> Any:
    return np.prod([*kernel_size, channels_in, filters]) + filters


@variant("dense_parameter_count")
def dense_parameter_count_sum(inputs: int, units: int) -> int:
    return sum(inputs + 1 for _ in range(units))


@variant("dense_parameter_count")
def dense_parameter_count_zero_dimensional(inputs: int, units: int) -> Any:
    return np.asarray(np.int32((1 + inputs) * units))


def _row(shape: Sequence[int], layer: Mapping[str, Any]) -> tuple[list[int], int]:
    stride, padding = layer.get("stride"), layer.get("padding", "valid")
    match dict(layer):
        case {"type": "conv2d", "filters": filters, "kernel_size": (rows, columns)}:
            step = 1 if stride is None else stride
            sizes = [_places(shape[0], rows, step, padding), _places(shape[1], columns, step, padding)]
            return [*sizes, filters], (rows * columns * shape[2] + 1) * filters
        case {"type": "max_pool2d", "pool_size": side}:
            step = side if stride is None else stride
            return [*(_places(size, side, step, padding) for size in shape[:2]), shape[2]], 0
        case {"type": "flatten"}:
            return [math.prod(shape)], 0
        case {"type": "dense", "units": units}:
            return [units], (shape[-1] + 1) * units
    raise ValueError(layer["type"])


@variant("summarize")
def summarize_recursive(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> Any:
    if not layers:
        return []
    shape, parameters = _row(input_shape, layers[0])
    return [(tuple(shape), parameters), *summarize_recursive.function(shape, layers[1:])]


@variant("summarize")
def summarize_reduce_lists(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> Any:
    start: list[Any] = [[list(input_shape), 0]]
    return reduce(lambda rows, layer: [*rows, list(_row(rows[-1][0], layer))], layers, start)[1:]


@variant("summarize")
def summarize_tuple_of_numpy_integers(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> Any:
    rows: tuple[Any, ...] = ()
    shape = list(input_shape)
    for layer in layers:
        shape, parameters = _row(shape, layer)
        rows += ((tuple(np.int64(size) for size in shape), np.int64(parameters)),)
    return rows
