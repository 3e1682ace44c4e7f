"""Chapter 13: what usually goes wrong with rules and graphs of layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.model_facts import Facts, dense, structure

# %% build_stack

STACK = """
def build_stack(inputs, layers, units, classes, dropout=0.5):
    model = keras.Sequential([keras.Input((inputs,))])
    for _ in range({count}):
        {hidden}
    model.add(keras.layers.Dense(classes, activation="softmax"))
    return model
"""
DENSE = 'model.add(keras.layers.Dense(units, activation="relu"))'
DROP = "model.add(keras.layers.Dropout(dropout))"
STACKED = {"count": "layers", "hidden": f"{DENSE}\n        {DROP}"}


def _stack(inputs: int, layers: int, units: int, classes: int, hidden: Sequence[Facts]) -> Facts:
    parameters = sum((before + 1) * after for before, after in pairwise([inputs, *[units] * layers, classes]))
    return structure([[inputs]], [*list(hidden) * layers, dense(classes, "softmax")], [[classes]], parameters)


def _dropout(rate: float) -> Facts:
    return {"kind": "Dropout", "rate": rate}


@mistake("build_stack", "There is no dropout between the layers.", written=STACK.format(**STACKED | {"hidden": DENSE}))
def stack_without_dropout(inputs: int, layers: int, units: int, classes: int, dropout: float = 0.5) -> Facts:  # noqa: ARG001
    """Dense layers only."""
    return _stack(inputs, layers, units, classes, [dense(units, "relu")])


@mistake(
    "build_stack",
    "The dropout comes after the dense layer: it hides some of its outputs, not pixels of the image.",
    written=STACK.format(**STACKED | {"hidden": f"{DROP}\n        {DENSE}"}),
)
def stack_with_dropout_first(inputs: int, layers: int, units: int, classes: int, dropout: float = 0.5) -> Facts:
    """The two in the other order."""
    return _stack(inputs, layers, units, classes, [_dropout(dropout), dense(units, "relu")])


@mistake(
    "build_stack",
    "The hidden layers have no activation: all of them together are then no more than one.",
    written=STACK.format(**STACKED).replace(', activation="relu"', ""),
)
def stack_without_relu(inputs: int, layers: int, units: int, classes: int, dropout: float = 0.5) -> Facts:
    """Linear layers."""
    return _stack(inputs, layers, units, classes, [dense(units), _dropout(dropout)])


@mistake(
    "build_stack",
    "The share of dropout is an argument: 0.5 is its default only.",
    written=STACK.format(**STACKED).replace("Dropout(dropout)", "Dropout(0.5)"),
)
def stack_with_half_dropped(inputs: int, layers: int, units: int, classes: int, dropout: float = 0.5) -> Facts:  # noqa: ARG001
    """Half of the units, whatever is asked."""
    return _stack(inputs, layers, units, classes, [dense(units, "relu"), _dropout(0.5)])


@mistake(
    "build_stack",
    "`layers` counts the hidden layers alone: the last layer comes on top of them.",
    written=STACK.format(**STACKED | {"count": "layers - 1"}),
)
def stack_one_layer_short(inputs: int, layers: int, units: int, classes: int, dropout: float = 0.5) -> Facts:
    """The last layer counted as one of them."""
    return _stack(inputs, max(layers - 1, 0), units, classes, [dense(units, "relu"), _dropout(dropout)])


# %% build_twins

TWINS = """
def build_twins(inputs, features):
    first, second = keras.Input((inputs,)), keras.Input((inputs,))
    shared = keras.layers.Dense(features, activation={inner})
    both = {join}
    return keras.Model([first, second], keras.layers.Dense({last})(both))
"""
TWIN = {
    "inner": '"relu"',
    "join": "keras.layers.Concatenate()([shared(first), shared(second)])",
    "last": '1, activation="sigmoid"',
}


def _lines(*layers: Facts) -> list[str]:
    return sorted(f"dense {layer['units']} {layer['activation']}" for layer in layers)


def _twins(inputs: int, features: int, layers: Sequence[Facts], **found: Any) -> Facts:
    usual = {
        "ends": {"inputs": [[inputs], [inputs]], "outputs": [[1]]},
        "layers": _lines(*layers),
        "parameters": (inputs + 1) * features + 2 * features + 1,
        "computes": "something else",
    }
    return usual | found


@mistake(
    "build_twins",
    "Each input has a layer of its own: to share one, make it once and call it twice.",
    written=TWINS.format(
        **TWIN
        | {"join": TWIN["join"].replace("shared(second)", 'keras.layers.Dense(features, activation="relu")(second)')}
    ),
)
def twins_that_share_nothing(inputs: int, features: int) -> Facts:
    """Two layers in place of one."""
    layers = [dense(features, "relu"), dense(features, "relu"), dense(1, "sigmoid")]
    return _twins(inputs, features, layers, parameters=2 * (inputs + 1) * features + 2 * features + 1)


@mistake(
    "build_twins",
    "The first input goes into both places: the second one has no influence on the answer.",
    written=TWINS.format(**TWIN | {"join": TWIN["join"].replace("shared(second)", "shared(first)")}),
)
def twins_of_the_first_input(inputs: int, features: int) -> Facts:
    """The first input twice."""
    layers = [dense(features, "relu"), dense(1, "sigmoid")]
    return _twins(inputs, features, layers, computes="of the first input only")


@mistake(
    "build_twins",
    "The two are concatenated, not added: the last layer then has a weight for every feature of each.",
    written=TWINS.format(**TWIN | {"join": "keras.layers.Add()([shared(first), shared(second)])"}),
)
def twins_added(inputs: int, features: int) -> Facts:
    """The sum of both."""
    layers = [dense(features, "relu"), dense(1, "sigmoid")]
    found = _twins(inputs, features, layers, parameters=(inputs + 1) * features + features + 1)
    return found | {"layers": sorted([*_lines(*layers), "Add"])}


@mistake(
    "build_twins",
    "Softmax over a single unit is always 1: for yes or no it takes sigmoid.",
    written=TWINS.format(**TWIN | {"last": '1, activation="softmax"'}),
)
def twins_with_softmax(inputs: int, features: int) -> Facts:
    """Softmax of one number."""
    return _twins(inputs, features, [dense(features, "relu"), dense(1, "softmax")])


@mistake(
    "build_twins",
    "The shared layer has no activation.",
    written=TWINS.format(**TWIN | {"inner": "None"}),
)
def twins_without_relu(inputs: int, features: int) -> Facts:
    """A linear layer."""
    return _twins(inputs, features, [dense(features), dense(1, "sigmoid")])


# %% build_two_heads

HEADS = """
def build_two_heads(inputs, hidden, classes):
    start = keras.Input((inputs,))
    features = keras.layers.Dense(hidden, activation="relu")(start)
    digit = keras.layers.Dense(classes, activation="softmax"{digit})(features)
    even = keras.layers.Dense(1, activation={even_activation}{even})({even_from})
    model = keras.Model(start, [digit, even])
    model.compile(optimizer="adam", loss={loss})
    return model
"""
NAMED = '{"digit": "sparse_categorical_crossentropy", "even": "binary_crossentropy"}'
HEAD = {
    "digit": ', name="digit"',
    "even": ', name="even"',
    "even_activation": '"sigmoid"',
    "even_from": "features",
    "loss": NAMED,
}


def _heads(inputs: int, hidden: int, classes: int, even: str = "sigmoid", **found: Any) -> Facts:
    losses = {"digit": "sparse_categorical_crossentropy", "even": "binary_crossentropy"}
    usual = {
        "ends": {"inputs": [[inputs]], "outputs": {"digit": [classes], "even": [1]}},
        "layers": _lines(dense(hidden, "relu"), dense(classes, "softmax"), dense(1, even)),
        "parameters": (inputs + 1) * hidden + (hidden + 1) * (classes + 1),
        "computes": "as asked",
        "compiled": {"losses": losses, "optimizer": "adam"},
    }
    return usual | found


@mistake(
    "build_two_heads",
    "Whether the digit is even is asked of the hidden layer, not of the other answer: both outputs start from the same "
    "features.",
    written=HEADS.format(**HEAD | {"even_from": "digit"}),
)
def heads_one_on_the_other(inputs: int, hidden: int, classes: int) -> Facts:
    """A chain."""
    parameters = (inputs + 1) * hidden + (hidden + 1) * classes + classes + 1
    return _heads(inputs, hidden, classes, parameters=parameters, computes="something else")


@mistake(
    "build_two_heads",
    "Softmax over a single unit is always 1: the question whether it is even takes sigmoid.",
    written=HEADS.format(**HEAD | {"even_activation": '"softmax"'}),
)
def heads_with_softmax_twice(inputs: int, hidden: int, classes: int) -> Facts:
    """Softmax of one number."""
    return _heads(inputs, hidden, classes, "softmax", computes="something else")


@mistake(
    "build_two_heads",
    "Yes or no has the binary crossentropy; a categorical one of a single unit learns nothing.",
    written=HEADS.format(**HEAD | {"loss": NAMED.replace("binary", "sparse_categorical")}),
)
def heads_with_the_same_loss(inputs: int, hidden: int, classes: int) -> Facts:
    """The loss for classes twice."""
    losses = dict.fromkeys(("digit", "even"), "sparse_categorical_crossentropy")
    return _heads(inputs, hidden, classes, compiled={"losses": losses, "optimizer": "adam"})


@mistake(
    "build_two_heads",
    "The labels of the digits are integers: their loss is the *sparse* categorical crossentropy.",
    written=HEADS.format(**HEAD | {"loss": NAMED.replace("sparse_", "")}),
)
def heads_for_one_hot_labels(inputs: int, hidden: int, classes: int) -> Facts:
    """The loss for one-hot labels."""
    losses = {"digit": "categorical_crossentropy", "even": "binary_crossentropy"}
    return _heads(inputs, hidden, classes, compiled={"losses": losses, "optimizer": "adam"})


# %% summary_rows

SUMMARY = """
def summary_rows(model):
    return [({name}, {shape}, {all}, {free}) for layer in model.layers{which}]
"""
ROW = {
    "name": "layer.name",
    "shape": "tuple(layer.output.shape[1:])",
    "all": "layer.count_params()",
    "free": "layer.count_params() if layer.trainable else 0",
    "which": "",
}
Rows = list[tuple[str, tuple[int | None, ...], int, int]]


def _rows(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> Rows:
    shape = tuple(input_shape)
    rows: Rows = []
    for layer in layers:
        count = 0
        if layer["type"] == "dense":
            count, shape = (shape[0] + 1) * layer["units"], (layer["units"],)
        elif layer["type"] == "flatten":
            shape = (int(np.prod(shape)),)
        elif layer["type"] == "max_pool2d":
            shape = (shape[0] // layer["pool_size"], shape[1] // layer["pool_size"], shape[2])
        else:
            height, width = layer["kernel_size"]
            count = (height * width * shape[2] + 1) * layer["filters"]
            shape = (shape[0] - height + 1, shape[1] - width + 1, layer["filters"])
        rows.append((layer["name"], shape, count, 0 if layer.get("frozen") else count))
    return rows


@mistake(
    "summary_rows",
    "The first size, None, is the batch: leave it out of the shape.",
    written=SUMMARY.format(**ROW | {"shape": "tuple(layer.output.shape)"}),
)
def rows_with_the_batch(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> Rows:
    """The shape as Keras has it."""
    return [(name, (None, *shape), count, free) for name, shape, count, free in _rows(input_shape, layers)]


@mistake(
    "summary_rows",
    "A layer that is frozen has parameters, but none of them can be trained.",
    written=SUMMARY.format(**ROW | {"free": "layer.count_params()"}),
)
def rows_with_everything_trained(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> Rows:
    """All parameters, frozen or not."""
    return [(name, shape, count, count) for name, shape, count, _ in _rows(input_shape, layers)]


@mistake(
    "summary_rows",
    "A layer without parameters has its row, too, with 0 of them.",
    written=SUMMARY.format(**ROW | {"which": " if layer.count_params()"}),
)
def rows_of_layers_with_parameters(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> Rows:
    """Pooling and flattening left out."""
    return [row for row in _rows(input_shape, layers) if row[2]]


@mistake(
    "summary_rows",
    "The shape in a row is that of what the layer gives, not of what it takes.",
    written=SUMMARY.format(**ROW | {"shape": "tuple(layer.input.shape[1:])"}),
)
def rows_with_the_shape_of_the_input(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> Rows:
    """What goes in."""
    rows = _rows(input_shape, layers)
    shapes = [tuple(input_shape), *(row[1] for row in rows)]
    return [(name, shape, count, free) for (name, _, count, free), shape in zip(rows, shapes, strict=False)]
