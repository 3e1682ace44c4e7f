"""Chapter 13 by Keras itself: other ways to the same graphs, the printed summary, callbacks made of Lambdas."""

from __future__ import annotations

import json
import math
import os
from typing import Any

from reference.keras_oracles import load_keras

HIDDEN_LAYERS = {"linearly separable": 0, "continuous": 1, "any boundary": 2, "complex": 3}


def rules_of_thumb(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    """The rules in other words."""
    smallest, largest = sorted([inputs, outputs])
    return {
        "layers": HIDDEN_LAYERS[problem],
        "smallest": smallest,
        "largest": largest,
        "advised": math.floor(2 / 3 * inputs + outputs + 0.5),
        "most": max(units for units in range(2 * inputs + 1) if units < 2 * inputs),
    }


def build_stack(inputs: int, layers: int, units: int, classes: int, dropout: float = 0.5) -> Any:
    """Layers called on tensors."""
    made = load_keras().layers
    start = tensor = load_keras().Input((inputs,))
    for _ in range(layers):
        tensor = made.Dropout(dropout)(made.ReLU()(made.Dense(units)(tensor)))
    return load_keras().Model(start, made.Dense(classes, activation="softmax")(tensor))


def build_twins(inputs: int, features: int) -> Any:
    """A dict of inputs, and operations in place of the layer that joins."""
    given = {name: load_keras().Input((inputs,), name=name) for name in ("first", "second")}
    shared = load_keras().layers.Dense(features, activation="relu")
    both = load_keras().ops.concatenate([shared(given["first"]), shared(given["second"])], axis=-1)
    return load_keras().Model(given, load_keras().layers.Dense(1, activation="sigmoid")(both))


def build_two_heads(inputs: int, hidden: int, classes: int) -> Any:
    """A dict of outputs, the losses in it as objects."""
    keras = load_keras()
    start = keras.Input((inputs,))
    features = keras.layers.Dense(hidden, "relu")(start)
    outputs = {
        "digit": keras.layers.Dense(classes, "softmax", name="digit")(features),
        "even": keras.layers.Dense(1, "sigmoid", name="even")(features),
    }
    model = keras.Model(start, outputs)
    losses = {
        "digit": keras.losses.SparseCategoricalCrossentropy(),
        "even": keras.losses.BinaryCrossentropy(),
    }
    model.compile(keras.optimizers.Adam(), losses)
    return model


def summary_rows(model: Any) -> list[tuple[str, tuple[int, ...], int, int]]:
    """Shapes by computing them, parameters by counting."""
    rows = []
    shape = model.input_shape
    for layer in model.layers:
        shape = layer.compute_output_shape(shape)
        counts = [
            sum(math.prod(weight.shape) for weight in weights) for weights in (layer.weights, layer.trainable_weights)
        ]
        rows.append((layer.name, shape[1:], counts[0], counts[1]))
    return rows


def stop_and_keep(path: str, patience: int = 3) -> list[Any]:
    """Every argument said."""
    callbacks = load_keras().callbacks
    watched = {"monitor": "val_loss", "mode": "min"}
    return [
        callbacks.ModelCheckpoint(path, save_best_only=True, save_weights_only=False, save_freq="epoch", **watched),
        callbacks.EarlyStopping(patience=patience, min_delta=0, restore_best_weights=True, **watched),
    ]


def stop_below(threshold: float) -> Any:
    """A callback made of functions."""
    callback: Any = load_keras().callbacks.LambdaCallback(
        on_train_begin=lambda _logs: setattr(callback, "losses", []),
        on_epoch_end=lambda _epoch, logs: noted(logs["loss"]),
    )

    def noted(loss: float) -> None:
        callback.losses.append(loss)
        callback.model.stop_training = loss < threshold

    return callback


def save_and_restore(model: Any, folder: str) -> Any:
    """The functions of `keras.saving` and `keras.models`, the architecture by its configuration."""
    keras = load_keras()
    keras.saving.save_model(model, os.path.join(folder, "model.keras"))  # noqa: PTH118 (as a text)
    with open(os.path.join(folder, "architecture.json"), "w", encoding="utf-8") as file:  # noqa: PTH118, PTH123
        json.dump(json.loads(model.to_json()), file, indent=2)
    model.save_weights(os.path.join(folder, "model.weights.h5"))  # noqa: PTH118
    restored = type(model).from_config(model.get_config())
    restored.set_weights(model.get_weights())
    return restored
