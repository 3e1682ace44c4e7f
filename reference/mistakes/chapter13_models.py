"""Chapter 13: what usually goes wrong with rules, graphs of layers, callbacks and saved models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.model_facts import Facts, dense, structure

Array = np.ndarray


class MissingCallbackError(ValueError):
    """Stands for the error of that name: a callback, or a list of them, was expected."""


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


# %% stop_and_keep

KEEP = """
def stop_and_keep(path, patience=3):
    return [keras.callbacks.EarlyStopping(monitor={watched}, patience={patience}, restore_best_weights={restores}),
            keras.callbacks.ModelCheckpoint(path, monitor="val_loss", save_best_only={best_only})]
"""
KEPT = {"watched": '"val_loss"', "patience": "patience", "restores": "True", "best_only": "True"}


def _kept(losses: Sequence[float], wait: int, *, stops: bool = True) -> tuple[int, int]:
    """The best epoch and the last one, counted from 1."""
    best = 0
    for epoch, loss in enumerate(losses):
        best = epoch if loss < losses[best] else best
        if stops and epoch - best >= wait:
            return best + 1, epoch + 1
    return best + 1, len(losses)


def _callbacks(best: int, last: int, patience: int) -> Facts:
    return {
        "stopping": {"watches": "val_loss", "patience": patience, "restores": True},
        "keeping": {"watches": "val_loss", "best_only": True, "whole": True},
        "epochs": last,
        "model_of_epoch": best,
        "file_of_epoch": best,
    }


@mistake(
    "stop_and_keep",
    "The file holds the model of the last epoch: a checkpoint is written after every epoch unless it is told to keep "
    "the best.",
    written=KEEP.format(**KEPT | {"best_only": "False"}),
)
def keep_the_last(val_losses: Sequence[float], patience: int = 3) -> Facts:
    """A checkpoint an epoch."""
    best, last = _kept(val_losses, patience)
    keeping = {"watches": "val_loss", "best_only": False, "whole": True}
    return _callbacks(best, last, patience) | {"keeping": keeping, "file_of_epoch": last}


@mistake(
    "stop_and_keep",
    "The model ends with the weights of the last epoch: the early stopping can give it back those of the best.",
    written=KEEP.format(**KEPT | {"restores": "False"}),
)
def stop_with_the_last_weights(val_losses: Sequence[float], patience: int = 3) -> Facts:
    """The best weights are not restored."""
    best, last = _kept(val_losses, patience)
    stopping = {"watches": "val_loss", "patience": patience, "restores": False}
    return _callbacks(best, last, patience) | {"stopping": stopping, "model_of_epoch": last}


@mistake(
    "stop_and_keep",
    "The early stopping watches the training loss, which goes on falling while the model learns by heart.",
    written=KEEP.format(**KEPT | {"watched": '"loss"'}),
)
def stop_by_the_training_loss(val_losses: Sequence[float], patience: int = 3) -> Facts:
    """It never stops."""
    best, last = _kept(val_losses, patience, stops=False)
    stopping = {"watches": "loss", "patience": patience, "restores": True}
    return _callbacks(best, last, patience) | {"stopping": stopping, "model_of_epoch": last}


@mistake(
    "stop_and_keep",
    "The patience is not handed on: without it the training stops at the first epoch that is no better.",
    written=KEEP.format(**KEPT | {"patience": "0"}),
)
def stop_without_patience(val_losses: Sequence[float], patience: int = 3) -> Facts:  # noqa: ARG001 (the mistake)
    """No patience at all."""
    best, last = _kept(val_losses, 1)
    return _callbacks(best, last, 0)


@mistake(
    "stop_and_keep",
    "Two callbacks are asked for, in a list.",
    written=KEEP.format(**KEPT)
    .replace("return [", "return ")
    .replace(',\n            keras.callbacks.ModelCheckpoint(path, monitor="val_loss", save_best_only=True)]', ""),
)
def stop_without_a_checkpoint(val_losses: Sequence[float], patience: int = 3) -> Facts:  # noqa: ARG001 (as asked)
    """The early stopping alone."""
    raise MissingCallbackError


# %% stop_below

BELOW = """
def stop_below(threshold):
    return Watch(threshold)


class Watch(keras.callbacks.Callback):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold
        self.losses = []

    def on_train_begin(self, logs=None):
        {begin}

    def {event}(self, number, logs=None):
        self.losses.append(float(logs["{watched}"]))
        if self.losses[-1] {small} self.threshold:
            {stop}
"""
WATCH = {
    "begin": "self.losses = []",
    "event": "on_epoch_end",
    "watched": "loss",
    "small": "<",
    "stop": "self.model.stop_training = True",
}


def _noted(trainings: Sequence[Sequence[float]], lengths: Sequence[int]) -> Facts:
    noted = [list(losses[:length]) for losses, length in zip(trainings, lengths, strict=True)]
    return {"losses": noted, "epochs": list(lengths)}


def _lengths(trainings: Sequence[Sequence[float]], threshold: float, *, or_equal: bool = False) -> list[int]:
    small = [[loss <= threshold if or_equal else loss < threshold for loss in losses] for losses in trainings]
    return [found.index(True) + 1 if True in found else len(found) for found in small]


@mistake(
    "stop_below",
    "It never stops: it is the *model* that has to be told, `self.model`, not the callback itself.",
    written=BELOW.format(**WATCH | {"stop": "self.stop_training = True"}),
)
def stop_of_the_callback_itself(threshold: float, *trainings: Sequence[float]) -> Facts:  # noqa: ARG001 (the mistake)
    """An attribute of the wrong object."""
    return _noted(trainings, [len(losses) for losses in trainings])


@mistake(
    "stop_below",
    "Below the threshold, not at it.",
    written=BELOW.format(**WATCH | {"small": "<="}),
)
def stop_at_the_threshold(threshold: float, *trainings: Sequence[float]) -> Facts:
    """At the threshold, too."""
    return _noted(trainings, _lengths(trainings, threshold, or_equal=True))


@mistake(
    "stop_below",
    "The comparison is the wrong way round: it stops while the loss is still large.",
    written=BELOW.format(**WATCH | {"small": ">"}),
)
def stop_above_the_threshold(threshold: float, *trainings: Sequence[float]) -> Facts:
    """Above the threshold."""
    return _noted(trainings, _lengths([[-loss for loss in losses] for losses in trainings], -threshold))


@mistake(
    "stop_below",
    "A second training goes on with the list of the first: begin a new one when a training begins.",
    written=BELOW.format(**WATCH | {"begin": "pass"}),
)
def losses_that_pile_up(threshold: float, *trainings: Sequence[float]) -> Facts:
    """One list for all trainings."""
    found = _noted(trainings, _lengths(trainings, threshold))
    found["losses"] = [list(chain(*found["losses"][: number + 1])) for number in range(len(trainings))]
    return found


@mistake(
    "stop_below",
    "It notes the validation loss: the training loss is asked for.",
    written=BELOW.format(**WATCH | {"watched": "val_loss"}),
)
def losses_of_the_validation(threshold: float, *trainings: Sequence[float]) -> Facts:
    """The other loss, which is larger by 1 in these trainings."""
    others = [[loss + 1.0 for loss in losses] for losses in trainings]
    return _noted(others, _lengths(others, threshold))


@mistake(
    "stop_below",
    "It notes a loss at every batch: one at the end of every epoch is asked for.",
    written=BELOW.format(**WATCH | {"event": "on_train_batch_end"}),
)
def losses_of_the_batches(threshold: float, *trainings: Sequence[float]) -> Facts:
    """Two batches an epoch, alike; Keras ends the epoch at the one that stops it."""
    lengths = _lengths(trainings, threshold)
    noted: list[list[float]] = []
    for losses, length in zip(trainings, lengths, strict=True):
        twice = [loss for loss in losses[:length] for _ in range(2)]
        noted.append(twice[:-1] if losses[length - 1] < threshold else twice)
    return {"losses": noted, "epochs": lengths}


@mistake(
    "stop_below",
    "What is returned is the class: a callback is an object of it, made by calling the class.",
    written=BELOW.format(**WATCH).replace("return Watch(threshold)", "return Watch"),
)
def stop_with_a_class(threshold: float, *trainings: Sequence[float]) -> Facts:  # noqa: ARG001 (as asked)
    """The class in place of an object."""
    raise MissingCallbackError


# %% save_and_restore

SAVE = """
def save_and_restore(model, folder):
    {whole}
    with open(folder + "/architecture.json", "w") as file:
        file.write({text})
    model.save_weights(folder + "/model.weights.h5")
    restored = keras.models.model_from_json(model.to_json())
    {load}
    return {result}
"""
SAVES = {
    "whole": 'model.save(folder + "/model.keras")',
    "text": "model.to_json()",
    "load": 'restored.load_weights(folder + "/model.weights.h5")',
    "result": "restored",
}


def _files(**found: str) -> Facts:
    return dict.fromkeys(("whole", "architecture", "weights", "restored"), "saved") | found


@mistake(
    "save_and_restore",
    "The whole model is not in `model.keras`, in the folder given: `.h5` is the format of the past.",
    written=SAVE.format(**SAVES | {"whole": 'model.save(folder + "/model.h5")'}),
)
def save_in_the_format_of_the_past(weights: Sequence[Array]) -> Facts:  # noqa: ARG001 (as asked)
    """An `.h5` file."""
    return _files(whole="no file")


@mistake(
    "save_and_restore",
    "`model_to_yaml` was removed from Keras, because reading YAML could run code: an architecture is saved as JSON.",
    written=SAVE.format(**SAVES | {"text": "model.to_yaml()"}),
)
def save_as_yaml(weights: Sequence[Array]) -> Facts:  # noqa: ARG001
    """A method that is gone."""
    raise AttributeError


@mistake(
    "save_and_restore",
    "`to_json` gives a text already: written through `json.dump` it is a text in a text.",
    written=SAVE.format(**SAVES | {"text": "__import__('json').dumps(model.to_json())"}),
)
def save_json_twice(weights: Sequence[Array]) -> Facts:  # noqa: ARG001
    """JSON of a JSON text."""
    return _files(architecture="not readable")


@mistake(
    "save_and_restore",
    "The architecture alone has new, random weights: the saved ones must be loaded into it.",
    written=SAVE.format(**SAVES | {"load": "pass"}),
)
def restore_without_weights(weights: Sequence[Array]) -> Facts:  # noqa: ARG001
    """Random weights."""
    return _files(restored="other weights")


@mistake(
    "save_and_restore",
    "What is returned is the model that was given: a new one, made from the files, is asked for.",
    written=SAVE.format(**SAVES | {"result": "model"}),
)
def restore_nothing(weights: Sequence[Array]) -> Facts:  # noqa: ARG001
    """The model itself."""
    return _files(restored="the same object")
