"""What is right in chapter 3: the shapes and the parameters of a CNN's layers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from reference.chapter04_convolution import check_stride, output_size

Shape = tuple[int, ...]


def conv2d_output_shape(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    """Shape `(output_height, output_width, filters)` that a convolutional layer gives for `(height, width, channels)`.

    Along an axis of `n` pixels there are `(n - k) // stride + 1` windows of `k` for `"valid"` and `ceil(n / stride)`
    for `"same"` (Dumoulin & Visin, A guide to convolution arithmetic; TensorFlow, `tf.nn`: "Notes on padding").
    `ValueError` for another padding, a stride below 1 or a kernel larger than a valid input.
    """
    height, width, _ = input_shape
    kernel_height, kernel_width = kernel_size
    return (
        output_size(height, kernel_height, stride, padding),
        output_size(width, kernel_width, stride, padding),
        filters,
    )


def pool2d_output_shape(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    """Shape `(output_height, output_width, channels)` of what a pooling layer makes of `(height, width, channels)`.

    The stride is the pool size unless it is given; sizes as in `conv2d_output_shape`. `ValueError` for another padding,
    a pool size or a stride below 1 or a window larger than a valid input.
    """
    check_stride(pool_size)
    stride = pool_size if stride is None else stride
    return conv2d_output_shape(input_shape, input_shape[2], (pool_size, pool_size), stride, padding)


def conv2d_parameter_count(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    """Weights and biases of a convolutional layer: each filter has a kernel over all input channels and one bias."""
    kernel_height, kernel_width = kernel_size
    return (kernel_height * kernel_width * channels_in + 1) * filters


def dense_parameter_count(inputs: int, units: int) -> int:
    """Weights and biases of a fully connected layer: each unit has one weight an input and one bias."""
    return (inputs + 1) * units


def summarize(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> list[tuple[Shape, int]]:
    """Output shape and number of parameters of each layer, as in Keras's `model.summary()` without the batch.

    `layers` are dicts: `{"type": "conv2d", "filters", "kernel_size", "stride", "padding"}`, `{"type": "max_pool2d",
    "pool_size", "stride", "padding"}`, `{"type": "flatten"}`, `{"type": "dense", "units"}`; stride and padding may be
    left out. Flattened data are `(features,)`. `ValueError` for another type, and wherever the layer's own function
    raises it.
    """
    summary: list[tuple[Shape, int]] = []
    shape = tuple(input_shape)
    for layer in layers:
        options = {key: layer[key] for key in ("stride", "padding") if key in layer}
        parameters = 0
        match layer["type"]:
            case "conv2d":
                parameters = conv2d_parameter_count(shape[2], layer["filters"], layer["kernel_size"])
                shape = conv2d_output_shape(shape, layer["filters"], layer["kernel_size"], **options)
            case "max_pool2d":
                shape = pool2d_output_shape(shape, layer["pool_size"], **options)
            case "flatten":
                shape = (math.prod(shape),)
            case "dense":
                parameters = dense_parameter_count(shape[-1], layer["units"])
                shape = (*shape[:-1], layer["units"])
            case unknown:
                raise ValueError(f"Expected a layer 'conv2d', 'max_pool2d', 'flatten' or 'dense', received {unknown!r}")
        summary.append((shape, parameters))
    return summary
