"""Chapter 3 by other hands: what Keras's layers say of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reference.keras_oracles import load_keras

Shape = tuple[int, ...]


def conv2d_output_shape(
    input_shape: Sequence[int], filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid"
) -> Shape:
    """`compute_output_shape` of Keras `Conv2D`."""
    return _output_shape(_conv2d(filters, kernel_size, stride, padding), input_shape)


def pool2d_output_shape(
    input_shape: Sequence[int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Shape:
    """`compute_output_shape` of Keras `MaxPooling2D`."""
    return _output_shape(_max_pool2d(pool_size, stride, padding), input_shape)


def conv2d_parameter_count(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    """`count_params` of Keras `Conv2D`."""
    layer = _conv2d(filters, kernel_size)
    layer.build((None, None, None, channels_in))
    return int(layer.count_params())


def dense_parameter_count(inputs: int, units: int) -> int:
    """`count_params` of Keras `Dense`."""
    layer = load_keras().layers.Dense(units)
    layer.build((None, inputs))
    return int(layer.count_params())


def summarize(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> list[tuple[Shape, int]]:
    """What a Keras `Sequential` of the same layers says of each."""
    keras = load_keras()
    make = {"conv2d": _conv2d, "max_pool2d": _max_pool2d, "flatten": keras.layers.Flatten, "dense": keras.layers.Dense}
    model = keras.Sequential([keras.Input(tuple(input_shape))])
    for layer in layers:
        model.add(make[layer["type"]](**{key: value for key, value in layer.items() if key != "type"}))
    return [(tuple(layer.output.shape[1:]), int(layer.count_params())) for layer in model.layers]


def _conv2d(filters: int, kernel_size: Sequence[int], stride: int = 1, padding: str = "valid") -> Any:
    return load_keras().layers.Conv2D(
        filters, tuple(kernel_size), strides=stride, padding=padding, data_format="channels_last"
    )


def _max_pool2d(pool_size: int, stride: int | None = None, padding: str = "valid") -> Any:
    return load_keras().layers.MaxPooling2D(pool_size, strides=stride, padding=padding, data_format="channels_last")


def _output_shape(layer: Any, input_shape: Sequence[int]) -> Shape:
    """Shape without the batch."""
    return tuple(int(size) for size in layer.compute_output_shape((None, *input_shape))[1:])
