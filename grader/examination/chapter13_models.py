"""Drivers and examinations of chapter 13: graphs of layers, summaries, callbacks in a real training, saved models."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grader.examination.models import (
    RefusedError,
    compile_facts,
    described,
    examination,
    layer_facts,
    model_of,
    rebuilt,
    structure_of,
)
from grader.examination.saved_files import SavedFileError, load_saved_weights, saved_model, saved_text
from grader.examination.scripted_training import epoch_of, trained
from grader.examination.two_ends import heads_compute, losses_by_name, parts_of, twins_compute

__all__ = [
    "driven_saving",
    "driven_stopping",
    "heads_facts",
    "model_of",
    "noted_losses",
    "saving_facts",
    "stack_facts",
    "summary_of",
    "twins_facts",
]

CHECKPOINT = "best.keras"
FOLDER = "saved"


class MissingCallbackError(ValueError):
    """What was returned is not the callback, or not all the callbacks, that were asked for."""


@examination
def stack_facts(answer: Any) -> dict[str, Any]:
    """The structure of a model, compiled or not."""
    return structure_of(rebuilt(answer))


@examination
def twins_facts(answer: Any) -> dict[str, Any]:
    """Ends, layers and parameters of a model with two inputs, and what it computes of them."""
    model = rebuilt(answer)
    found = structure_of(model)
    return {
        "ends": {"inputs": found["inputs"], "outputs": found["outputs"]},
        "layers": parts_of(model),
        "parameters": found["parameters"],
        "computes": twins_compute(model),
    }


@examination
def heads_facts(answer: Any) -> dict[str, Any]:
    """Ends, layers, parameters and compilation of a model with two outputs, and what it computes."""
    model = rebuilt(answer)
    found = structure_of(model)
    return {
        "ends": {"inputs": found["inputs"], "outputs": dict(zip(model.output_names, found["outputs"], strict=True))},
        "layers": parts_of(model),
        "parameters": found["parameters"],
        "computes": heads_compute(model),
        "compiled": {
            "losses": losses_by_name(answer, model.output_names),
            "optimizer": compile_facts(answer)["optimizer"],
        },
    }


def summary_of(function: Callable[[Any], Any], input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> Any:
    """Driver: what a function says of a model with these layers."""
    import keras  # noqa: PLC0415 (only where models are built)

    makers: dict[str, Callable[..., Any]] = {
        "conv2d": keras.layers.Conv2D,
        "max_pool2d": keras.layers.MaxPooling2D,
        "flatten": keras.layers.Flatten,
        "dense": keras.layers.Dense,
    }
    model = keras.Sequential([keras.Input(tuple(input_shape))])
    for layer in layers:
        sizes = {key: value for key, value in layer.items() if key not in {"type", "frozen"}}
        model.add(makers[layer["type"]](**sizes))
        model.layers[-1].trainable = not layer.get("frozen", False)
    return function(model)


def driven_stopping(function: Callable[..., Any], val_losses: Sequence[float], *how: Any, **named: Any) -> Any:
    """Driver: how a function's callbacks are configured, and what they do in a training with these losses."""
    Path(CHECKPOINT).unlink(missing_ok=True)
    callbacks = function(CHECKPOINT, *how, **named)
    configured = _configured(callbacks)
    falling = [1 / (epoch + 1) for epoch in range(len(val_losses))]
    model, epochs = trained(falling, val_losses, callbacks)
    try:
        of_file = epoch_of(saved_model(CHECKPOINT), val_losses)
    except SavedFileError as error:
        if error.code != "no file":
            raise
        of_file = 0
    return configured | {
        "epochs": epochs,
        "model_of_epoch": epoch_of(model, val_losses),
        "file_of_epoch": of_file,
    }


def _configured(callbacks: Any) -> dict[str, Any]:
    """What the two callbacks were made with."""
    import keras  # noqa: PLC0415

    if not isinstance(callbacks, (list, tuple)):
        raise MissingCallbackError(f"expected a list of two callbacks, received {type(callbacks).__name__}")
    stopping = [one for one in callbacks if isinstance(one, keras.callbacks.EarlyStopping)]
    keeping = [one for one in callbacks if isinstance(one, keras.callbacks.ModelCheckpoint)]
    if not (stopping and keeping):
        names = ", ".join(type(one).__name__ for one in callbacks)
        raise MissingCallbackError(f"expected an EarlyStopping and a ModelCheckpoint, received [{names}]")
    return {
        "stopping": {
            "watches": str(stopping[0].monitor),
            "patience": stopping[0].patience,
            "restores": bool(stopping[0].restore_best_weights),
        },
        "keeping": {
            "watches": str(keeping[0].monitor),
            "best_only": bool(keeping[0].save_best_only),
            "whole": not keeping[0].save_weights_only,
        },
    }


def noted_losses(function: Callable[[float], Any], threshold: float, *trainings: Sequence[float]) -> Any:
    """Driver: what a function's callback notes in trainings with these losses, and how long they last."""
    import keras  # noqa: PLC0415

    callback = function(threshold)
    if not isinstance(callback, keras.callbacks.Callback):
        raise MissingCallbackError(f"expected a callback, received {type(callback).__name__}")
    noted: list[list[float]] = []
    lengths: list[int] = []
    for losses in trainings:
        others = [loss + 1.0 for loss in losses]
        _, epochs = trained(losses, others, [callback])
        noted.append([float(loss) for loss in callback.losses])
        lengths.append(epochs)
    return {"losses": noted, "epochs": lengths}


def driven_saving(function: Callable[[Any, str], Any], weights: Sequence[np.ndarray]) -> Any:
    """Driver: what is in the files that a function saves of a model with these weights, and what it returns."""
    import keras  # noqa: PLC0415

    shutil.rmtree(FOLDER, ignore_errors=True)
    Path(FOLDER).mkdir()
    layers = [keras.layers.Dense(weights[0].shape[1], activation="relu")]
    layers.append(keras.layers.Dense(weights[2].shape[1], activation="softmax"))
    model = keras.Sequential([keras.Input((weights[0].shape[0],)), *layers])
    model.set_weights(weights)
    returned = function(model, FOLDER)
    blank = keras.models.clone_model(model)
    return {
        "whole": _read(lambda: described(saved_model(f"{FOLDER}/model.keras"))),
        "architecture": _read(lambda: {"architecture": saved_text(f"{FOLDER}/architecture.json")}),
        "weights": _read(lambda: described(load_saved_weights(blank, f"{FOLDER}/model.weights.h5"))),
        "restored": "the same object" if returned is model else described(returned),
    }


def _read(read: Callable[[], Any]) -> Any:
    """What is read, or why nothing is."""
    try:
        return read()
    except SavedFileError as error:
        return error.code


@examination
def saving_facts(answer: Any, weights: Sequence[np.ndarray]) -> dict[str, str]:
    """Of each file and of the model returned, whether it is the model that was to be saved."""
    parts = answer if isinstance(answer, dict) else {}
    parts = {name: parts.get(name) for name in ("whole", "architecture", "weights", "restored")}
    if isinstance(parts["architecture"], dict):
        parts["architecture"] = parts["architecture"] | {"weights": list(weights)}
    return {name: part if isinstance(part, str) else _saved(part, weights) for name, part in parts.items()}


def _saved(model: Any, weights: Sequence[np.ndarray]) -> str:
    """Whether a model in plain data is the one that was to be saved."""
    try:
        found = rebuilt(model)
    except RefusedError as error:
        return {"not_a_model": "no model", "bad_weights": "another architecture"}.get(error.code, "not readable")
    wanted = [("Dense", weights[0].shape[1], "relu"), ("Dense", weights[2].shape[1], "softmax")]
    layers = [(layer["kind"], layer.get("units"), layer.get("activation")) for layer in layer_facts(found)]
    if layers != wanted:
        return "another architecture"
    same = all(np.allclose(one, other, atol=1e-6) for one, other in zip(found.get_weights(), weights, strict=True))
    return "saved" if same else "other weights"
