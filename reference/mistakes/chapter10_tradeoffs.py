"""What usually goes wrong in chapter 10: factors forgotten or counted twice, tables upside down.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.mistakes import mistake

Array = NDArray[Any]
Shape = tuple[int, int, int]
Pair = tuple[int, int]
Row = tuple[str, float, int]


def _size(size: int, kernel: int, stride: int, padding: str) -> int:
    if padding not in {"valid", "same"} or stride < 1 or (padding == "valid" and kernel > size):
        raise ValueError("no such layer")
    return -(-size // stride) if padding == "same" else (size - kernel) // stride + 1


def _sizes(input_shape: Shape, kernel_size: Pair, stride: int, padding: str) -> Pair:
    return (
        _size(input_shape[0], kernel_size[0], stride, padding),
        _size(input_shape[1], kernel_size[1], stride, padding),
    )


def _right(input_shape: Shape, filters: int, kernel_size: Pair, stride: int, padding: str) -> int:
    height, width = _sizes(input_shape, kernel_size, stride, padding)
    return height * width * filters * kernel_size[0] * kernel_size[1] * input_shape[2]


# conv2d_operations


@mistake("conv2d_operations", "You count the biases, too: one more for each number of the output.")
def operations_with_biases(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    height, width = _sizes(input_shape, kernel_size, stride, padding)
    return height * width * filters * (kernel_size[0] * kernel_size[1] * input_shape[2] + 1)


@mistake(
    "conv2d_operations", "You count products and sums one by one: a multiply-add is both together, and counts once."
)
def operations_counted_twice(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    return 2 * _right(input_shape, filters, kernel_size, stride, padding)


@mistake("conv2d_operations", "A window reaches through all input channels: each of them costs as much as the first.")
def operations_of_one_channel(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    return _right((*input_shape[:2], 1), filters, kernel_size, stride, padding)


@mistake("conv2d_operations", "That is one filter's work: each filter costs as much.")
def operations_of_one_filter(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    return _right(input_shape, 1, kernel_size, stride, padding)


@mistake(
    "conv2d_operations",
    "You count a window for each pixel of the input. There are as many as the output has numbers, which may be fewer.",
)
def operations_over_the_input(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    _sizes(input_shape, kernel_size, stride, padding)
    return int(np.prod(input_shape)) * filters * kernel_size[0] * kernel_size[1]


@mistake("conv2d_operations", "You leave the stride out: larger steps make fewer windows.")
def operations_of_stride_one(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    _sizes(input_shape, kernel_size, stride, padding)
    return _right(input_shape, filters, kernel_size, 1, padding)


@mistake(
    "conv2d_operations", 'With "same" and a stride s, the output has not the input\'s size but 1/s of it, rounded up.'
)
def operations_same_keeps_the_size(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    return _right(input_shape, filters, kernel_size, 1 if padding == "same" and stride > 1 else stride, padding)


@mistake("conv2d_operations", "You take the kernel's height for its width as well: they may differ.")
def operations_of_square_kernels(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    height, width = _sizes(input_shape, kernel_size, stride, padding)
    return height * width * filters * kernel_size[0] ** 2 * input_shape[2]


@mistake("conv2d_operations", "You take the output's height for its width as well: they may differ.")
def operations_of_square_outputs(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    height, _ = _sizes(input_shape, kernel_size, stride, padding)
    return height**2 * filters * kernel_size[0] * kernel_size[1] * input_shape[2]


@mistake(
    "conv2d_operations", "These are the layer's parameters. Each weight is used once for every window: count those."
)
def operations_are_parameters(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    _sizes(input_shape, kernel_size, stride, padding)
    return (kernel_size[0] * kernel_size[1] * input_shape[2] + 1) * filters


@mistake(
    "conv2d_operations",
    "A padding that does not exist, a stride below 1 or a kernel larger than the picture: raise ValueError.",
)
def operations_unchecked(
    input_shape: Shape, filters: int, kernel_size: Pair, stride: int = 1, padding: str = "valid"
) -> int:
    sizes = [
        -(-size // max(stride, 1)) if padding == "same" else (size - kernel) // max(stride, 1) + 1
        for size, kernel in zip(input_shape, kernel_size, strict=False)
    ]
    return sizes[0] * sizes[1] * filters * kernel_size[0] * kernel_size[1] * input_shape[2]


# dense_operations


@mistake("dense_operations", "You count the biases, too: only products that are added to a sum count.")
def dense_with_biases(inputs: int, units: int) -> int:
    return (inputs + 1) * units


@mistake(
    "dense_operations", "You count products and sums one by one: a multiply-add is both together, and counts once."
)
def dense_counted_twice(inputs: int, units: int) -> int:
    return 2 * inputs * units


@mistake("dense_operations", "You add inputs and units. Each unit looks at each input.")
def dense_added(inputs: int, units: int) -> int:
    return inputs + units


# comparison_table


def _rows(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[Row]:
    return [(name, float(np.mean(found == labels)), parameters[name]) for name, found in predictions.items()]


@mistake(
    "comparison_table",
    "Equally accurate models stay as they came: the one with fewer parameters should come first.",
)
def table_with_ties_as_they_came(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[Row]:
    return sorted(_rows(labels, predictions, parameters), key=lambda row: -row[1])


@mistake("comparison_table", "Of equally accurate models the one with more parameters stands first: turn that around.")
def table_with_larger_ties_first(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[Row]:
    return sorted(_rows(labels, predictions, parameters), key=lambda row: (row[1], row[2]), reverse=True)


@mistake("comparison_table", "The table is upside down: the most accurate model should stand first.")
def table_upside_down(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[Row]:
    return sorted(_rows(labels, predictions, parameters), key=lambda row: (row[1], row[2]))


@mistake("comparison_table", "You order by size. Accuracy comes first; size only decides between equals.")
def table_by_size(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[Row]:
    return sorted(_rows(labels, predictions, parameters), key=lambda row: (row[2], -row[1]))


@mistake("comparison_table", "The rows stand as they came: order them, the most accurate first.")
def table_unordered(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[Row]:
    return _rows(labels, predictions, parameters)


@mistake("comparison_table", "You order by name. The most accurate model should stand first.")
def table_by_name(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[Row]:
    return sorted(_rows(labels, predictions, parameters))


@mistake("comparison_table", "You give the share that is wrong: accuracy is the share that is right.")
def table_of_errors(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[Row]:
    rows = sorted(_rows(labels, predictions, parameters), key=lambda row: (-row[1], row[2]))
    return [(name, 1 - found, size) for name, found, size in rows]


@mistake("comparison_table", "You give percentages: an accuracy is at most 1.")
def table_of_percentages(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[Row]:
    rows = sorted(_rows(labels, predictions, parameters), key=lambda row: (-row[1], row[2]))
    return [(name, 100 * found, size) for name, found, size in rows]


@mistake("comparison_table", "You count the right ones: divide by how many there are.")
def table_of_counts(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[Row]:
    rows = sorted(_rows(labels, predictions, parameters), key=lambda row: (-row[1], row[2]))
    return [(name, round(len(labels) * found), size) for name, found, size in rows]
