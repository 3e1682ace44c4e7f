"""What usually goes wrong in chapter 3 with the summary of a network: shapes that are not passed on, rows left out.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reference.mistakes import mistake
from reference.mistakes.layer_shapes import (
    Shape,
    conv2d_shape,
    places_with,
    pool2d_shape,
    right_places,
    unchecked_places,
)

Layer = Mapping[str, Any]
Row = tuple[Any, Any]


def _conv2d_parameters(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * (channels_in * kernel_size[0] * kernel_size[1] + 1)


def _dense_parameters(inputs: int, units: int) -> int:
    return units * (inputs + 1)


def _flat(shape: Shape) -> Shape:
    return (math.prod(shape),)


def _summary(
    input_shape: Sequence[int],
    layers: Sequence[Layer],
    conv2d: Callable[..., Shape] = conv2d_shape,
    pool2d: Callable[..., Shape] = pool2d_shape,
    flat: Callable[[Shape], Shape] = _flat,
    conv2d_parameters: Callable[[int, int, Sequence[int]], int] = _conv2d_parameters,
    dense_parameters: Callable[[int, int], int] = _dense_parameters,
    pool2d_parameters: Callable[[Shape, int], int] = lambda _shape, _pool_size: 0,
    passed_on: Callable[[Shape, Shape], Shape] = lambda _before, after: after,
) -> list[Row]:
    """Right summary in which any part may be exchanged."""
    shape: Shape = tuple(input_shape)
    rows: list[Row] = []
    for layer in layers:
        options = {key: layer[key] for key in ("stride", "padding") if key in layer}
        before, parameters = shape, 0
        if layer["type"] == "conv2d":
            parameters = conv2d_parameters(shape[2], layer["filters"], layer["kernel_size"])
            shape = conv2d(shape, layer["filters"], layer["kernel_size"], **options)
        elif layer["type"] == "max_pool2d":
            parameters = pool2d_parameters(shape, layer["pool_size"])
            shape = pool2d(shape, layer["pool_size"], **options)
        elif layer["type"] == "flatten":
            shape = flat(shape)
        elif layer["type"] == "dense":
            parameters = dense_parameters(shape[0], layer["units"])
            shape = (layer["units"],)
        else:
            raise ValueError("unknown type")
        rows.append((shape, parameters))
        shape = passed_on(before, shape)
    return rows


@mistake("summarize", "Unless it is given, the stride of a pooling layer is its pool size. Yours is 1.")
def summarize_pooling_stride_of_1(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape,
        layers,
        pool2d=lambda shape, size, stride=1, padding="valid": pool2d_shape(shape, size, stride, padding),
    )


@mistake("summarize", "Unless it is given, the stride of a pooling layer is its pool size. Yours is always 2.")
def summarize_pooling_stride_of_2(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape,
        layers,
        pool2d=lambda shape, size, stride=2, padding="valid": pool2d_shape(shape, size, stride, padding),
    )


@mistake("summarize", "The stride of your layers is what it is when none is given. A layer may bring its own.")
def summarize_stride_ignored(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    strides = {"conv2d": 1, "max_pool2d": None}
    _summary(input_shape, layers)
    given = [{**layer, "stride": strides[layer["type"]]} if "stride" in layer else layer for layer in layers]
    return _summary(input_shape, given)


@mistake("summarize", 'All your layers are without padding. A layer may ask for "same".')
def summarize_padding_ignored(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    _summary(input_shape, layers)
    return _summary(input_shape, [{key: value for key, value in layer.items() if key != "padding"} for layer in layers])


@mistake("summarize", 'With "same" your output is as large as the input. A stride makes it smaller, padding or not.')
def summarize_same_keeps_the_size(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    same = places_with(same=lambda size, _window, _stride: size)

    def conv2d(shape: Shape, filters: int, size: Sequence[int], stride: int = 1, padding: str = "valid") -> Shape:
        return conv2d_shape(shape, filters, size, stride, padding, same)

    return _summary(input_shape, layers, conv2d)


@mistake(
    "summarize",
    "Each of your layers looks at the image itself. The output of a layer is the input of the next one.",
)
def summarize_shape_not_passed_on(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(input_shape, layers, passed_on=lambda before, _after: before)


@mistake(
    "summarize",
    "All your convolutions count the channels of the image. A later one looks at the filters of the layer before it.",
)
def summarize_channels_of_the_image(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape,
        layers,
        conv2d_parameters=lambda _channels, filters, size: _conv2d_parameters(input_shape[2], filters, size),
    )


@mistake("summarize", "Your counts lack the biases. Each filter and each unit has one.")
def summarize_without_biases(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape,
        layers,
        conv2d_parameters=lambda channels, filters, size: _conv2d_parameters(channels, filters, size) - filters,
        dense_parameters=lambda inputs, units: inputs * units,
    )


@mistake("summarize", "Your convolutions lack their biases. Each filter has one.")
def summarize_filters_without_biases(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape,
        layers,
        conv2d_parameters=lambda channels, filters, size: _conv2d_parameters(channels, filters, size) - filters,
    )


@mistake("summarize", "Your dense layers lack their biases. Each unit has one.")
def summarize_units_without_biases(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(input_shape, layers, dense_parameters=lambda inputs, units: inputs * units)


@mistake(
    "summarize",
    "Your convolutions count one kernel a filter. A filter has a kernel for each channel of its input.",
)
def summarize_without_channels(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(
        input_shape, layers, conv2d_parameters=lambda _channels, filters, size: _conv2d_parameters(1, filters, size)
    )


@mistake(
    "summarize",
    "Your pooling layers have parameters. They take the largest number of each window and learn nothing.",
)
def summarize_pooling_with_parameters(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(input_shape, layers, pool2d_parameters=lambda shape, size: (size * size * shape[2] + 1) * shape[2])


@mistake("summarize", "Your flattening forgets the channels: each pixel holds several numbers.")
def summarize_flattened_without_channels(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(input_shape, layers, flat=lambda shape: _flat(shape[:2]))


@mistake("summarize", "What is flat has a shape, too: a tuple of one number, not the number itself.")
def summarize_flat_shape_as_number(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    rows = _summary(input_shape, layers)
    return [(shape if len(shape) > 1 else shape[0], parameters) for shape, parameters in rows]


@mistake("summarize", "Your shapes begin with the batch. Here they are those of a single image.")
def summarize_with_batch(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return [((None, *shape), parameters) for shape, parameters in _summary(input_shape, layers)]


@mistake("summarize", "Your parameters are added up from layer to layer. Each row tells those of its own layer.")
def summarize_cumulated(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    rows = _summary(input_shape, layers)
    return [(shape, sum(row[1] for row in rows[: index + 1])) for index, (shape, _) in enumerate(rows)]


@mistake("summarize", "Your pairs are the wrong way round: the shape comes first, then the parameters.")
def summarize_exchanged(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return [(parameters, shape) for shape, parameters in _summary(input_shape, layers)]


@mistake("summarize", "Your first row is the image itself. There is one row for each layer, and none for the input.")
def summarize_with_the_image(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return [(tuple(input_shape), 0), *_summary(input_shape, layers)]


@mistake("summarize", "Your summary leaves out the flattening. It has no parameters, but a row of its own.")
def summarize_without_flatten(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    rows = _summary(input_shape, layers)
    return [row for row, layer in zip(rows, layers, strict=True) if layer["type"] != "flatten"]


@mistake("summarize", "Your summary leaves out the layers without parameters. Each layer has its row.")
def summarize_without_unlearned_layers(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return [row for row in _summary(input_shape, layers) if row[1]]


@mistake("summarize", "Your summary has one row, that of the last layer. Each layer has its own.")
def summarize_last_layer(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    return _summary(input_shape, layers)[-1:]


@mistake("summarize", "An unknown type of layer has no meaning: raise ValueError instead of leaving the layer out.")
def summarize_unknown_type_skipped(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    known = {"conv2d", "max_pool2d", "flatten", "dense"}
    return _summary(input_shape, [layer for layer in layers if layer["type"] in known])


@mistake("summarize", "An unknown type of layer ends in a KeyError here: the exception asked for is ValueError.")
def summarize_unknown_type_key_error(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    functions = {"conv2d": conv2d_shape, "max_pool2d": pool2d_shape, "flatten": _flat, "dense": _dense_parameters}
    for layer in layers:
        functions[layer["type"]]
    return _summary(input_shape, layers)


@mistake(
    "summarize",
    "A kernel or a window that has grown larger than what is left of the image has no place to lie: raise ValueError.",
)
def summarize_large_windows(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    def conv2d(shape: Shape, filters: int, size: Sequence[int], stride: int = 1, padding: str = "valid") -> Shape:
        fits = padding != "valid" or (size[0] <= shape[0] and size[1] <= shape[1])
        return conv2d_shape(shape, filters, size, stride, padding, right_places if fits else unchecked_places)

    def pool2d(shape: Shape, size: int, stride: int | None = None, padding: str = "valid") -> Shape:
        fits = padding != "valid" or size <= min(shape[:2])
        return pool2d_shape(shape, size, stride, padding, right_places if fits else unchecked_places)

    return _summary(input_shape, layers, conv2d, pool2d)


@mistake(
    "summarize",
    "Your function changes the layers it is given: it takes entries out of the caller's own dicts. Leave the "
    "arguments as they were.",
)
def summarize_in_place(input_shape: Sequence[int], layers: Sequence[Layer]) -> list[Row]:
    rows = _summary(input_shape, layers)
    for layer in layers:
        if isinstance(layer, dict):
            layer.pop("type")
    return rows
