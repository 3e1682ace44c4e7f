"""Keras models as plain data: written beside a submission, read back and measured in a worker of their own.

A model crosses the boundary as its architecture (the JSON of `Model.to_json`) and its weights. It is rebuilt from
layers of Keras's own only: no Lambda, no custom object, no pickle. What it claims counts for nothing; what is measured
on the rebuilt model does. Source of the format: https://keras.io/api/models/model_saving_apis/model_config_serialization/.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

LARGEST_ARCHITECTURE = 500_000
OWN_MODULES = frozenset(
    {
        *("keras", "keras.layers", "keras.models", "keras.initializers", "keras.regularizers", "keras.constraints"),
        *("keras.src.models.functional", "keras.src.models.sequential"),
        *("keras.src.ops.numpy", "keras.src.ops.nn"),  # keras.ops and a + b on what layers give
    }
)
FORBIDDEN_LAYERS = frozenset({"Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"})
"""Layers of Keras's own that run code or read files which are not in the model."""

TENSOR = "__keras_tensor__"
"""How a configuration writes which layer's output a layer takes."""

ACTIVATIONS = {"ReLU": "relu", "Softmax": "softmax", "LeakyReLU": "leaky_relu"}
SHOWN = {
    "Dense": ("units", "activation"),
    "Conv2D": ("filters", "kernel_size", "strides", "padding", "activation"),
    "MaxPooling2D": ("pool_size", "strides", "padding"),
    "AveragePooling2D": ("pool_size", "strides", "padding"),
    "Dropout": ("rate",),
    "Activation": ("activation",),
    "Reshape": ("target_shape",),
    "Permute": ("dims",),
    "RepeatVector": ("n",),
    "Rescaling": ("scale", "offset"),
    "Concatenate": ("axis",),
    "Embedding": ("input_dim", "output_dim"),
    "LSTM": ("units",),
    "RandomFlip": ("mode",),
}
"""What of a layer's configuration says what it computes; of layers not named here, their kind alone."""


class RefusedError(Exception):
    """The data are no model that can be examined; `code` says why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def described(model: Any) -> Any:
    """A Keras model as plain data; anything else as it is. Runs beside the submission."""
    import keras  # noqa: PLC0415 (only where there are models)

    if not isinstance(model, keras.Model):
        return model
    return {"architecture": model.to_json(), "weights": [np.asarray(weight) for weight in model.get_weights()]}


def model_of(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """Driver: the model that a function returns."""
    return described(function(*arguments, **keywords))


def examination(function: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what cannot be examined into plain data that says why."""

    def examine(answer: Any, *hidden: Any) -> Any:
        try:
            return function(answer, *hidden)
        except RefusedError as refused:
            return {"refused": refused.code, "detail": refused.detail}

    return examine


def rebuilt(answer: Any) -> Any:
    """The Keras model that plain data stand for; `RefusedError` when they stand for none that may be built."""
    model = built(answer)
    weights = answer.get("weights")
    wanted = [tuple(weight.shape) for weight in model.weights]
    arrays = isinstance(weights, list) and all(isinstance(weight, np.ndarray) for weight in weights)
    found = [weight.shape for weight in weights] if arrays else None
    if found != wanted:
        raise RefusedError("bad_weights", f"{wanted} / {found}"[:300])
    model.set_weights(weights)
    return model


def built(answer: Any) -> Any:
    """A Keras model of this architecture, with weights of its own."""
    import keras  # noqa: PLC0415

    configuration = architecture(answer)
    configuration.pop("compile_config", None)
    for part in _parts(configuration):
        _check_part(part)
    try:
        model = keras.saving.deserialize_keras_object(configuration, safe_mode=True)
    except MemoryError:
        raise
    except Exception as error:
        raise RefusedError("bad_architecture", f"{type(error).__name__}: {error}"[:300]) from error
    if not isinstance(model, keras.Model):
        raise RefusedError("not_a_model", type(model).__name__)
    return model


def architecture(answer: Any) -> dict[str, Any]:
    """The configuration of a model, compilation included."""
    text = answer.get("architecture") if isinstance(answer, dict) else None
    if not isinstance(text, str):
        raise RefusedError("not_a_model", type(answer).__name__)
    if len(text) > LARGEST_ARCHITECTURE:
        raise RefusedError("large_architecture", str(len(text)))
    try:
        configuration = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError("bad_architecture", str(error)[:300]) from error
    if not isinstance(configuration, dict):
        raise RefusedError("bad_architecture", type(configuration).__name__)
    return configuration


def _parts(configuration: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping in a configuration."""
    pending = [configuration]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            yield part
            pending += part.values()
        elif isinstance(part, list):
            pending += part


def _check_part(part: Mapping[str, Any]) -> None:
    """Only objects of Keras's own may be made, and none that carries code."""
    name = part.get("class_name")
    if name is None:
        return
    module, registered = part.get("module"), part.get("registered_name")
    own = registered is None or registered == name
    if name in FORBIDDEN_LAYERS or not own or (module is not None and module not in OWN_MODULES):
        raise RefusedError("custom_layer", str(registered or name)[:100])
    if str(name).startswith("__") and name != TENSOR:  # __lambda__, say
        raise RefusedError("custom_layer", name[:100])


def layer_facts(model: Any) -> list[dict[str, Any]]:
    """What the layers compute, however they are written: an activation of its own counts as its layer's."""
    facts: list[dict[str, Any]] = []
    for layer in model.layers:
        kind = type(layer).__name__
        if kind == "InputLayer":
            continue
        if hasattr(layer, "layers"):
            facts.append({"kind": "model", "layers": layer_facts(layer)})
            continue
        configuration = layer.get_config()
        found = {"kind": kind, **{key: _plain(configuration.get(key)) for key in SHOWN.get(kind, ())}}
        activation = ACTIVATIONS.get(kind) or (found["activation"] if kind == "Activation" else None)
        if activation and facts and facts[-1].get("activation") == "linear":
            facts[-1]["activation"] = activation
        else:
            facts.append({"kind": "Activation", "activation": activation} if activation else found)
    return facts


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def shapes(tensors: Any) -> list[list[int]]:
    """Shapes of one tensor or several, the batch left out; -1 stands for any size."""
    several = tensors if isinstance(tensors, (list, tuple)) else [tensors]
    return [[-1 if size is None else int(size) for size in tensor.shape[1:]] for tensor in several]


def compile_facts(answer: Any) -> dict[str, Any]:
    """What a model was compiled with: loss, whether it takes logits, optimizer, learning rate, metrics."""
    configuration = architecture(answer).get("compile_config")
    if not isinstance(configuration, dict):
        raise RefusedError("not_compiled", "")
    loss, settings = _named(configuration.get("loss"))
    optimizer, optimizer_settings = _named(configuration.get("optimizer"))
    metrics = configuration.get("metrics") or []
    rate = optimizer_settings.get("learning_rate")
    return {
        "loss": loss,
        "from_logits": bool(settings.get("from_logits", False)),
        "optimizer": optimizer,
        "learning_rate": round(float(rate), 6) if isinstance(rate, (int, float)) else -1.0,
        "metrics": sorted(_named(metric)[0] for metric in metrics) if isinstance(metrics, list) else [],
    }


def _named(part: Any) -> tuple[str, Mapping[str, Any]]:
    """Name in small letters with underscores, and settings, of a loss, an optimizer or a metric."""
    if isinstance(part, str):
        return _snake(part), {}
    if isinstance(part, dict):
        settings = part.get("config")
        if part.get("class_name") == "function" and isinstance(settings, str):
            return _snake(settings), {}
        return _snake(str(part.get("class_name"))), settings if isinstance(settings, dict) else {}
    return type(part).__name__, {}


def _snake(name: str) -> str:
    """`CategoricalCrossentropy` and `categorical_crossentropy` are the same; `acc` is short for `accuracy`."""
    short = {"acc": "accuracy", "CategoricalAccuracy": "accuracy", "SparseCategoricalAccuracy": "accuracy"}
    short |= {"BinaryAccuracy": "accuracy", "binary_accuracy": "accuracy"}
    short |= {"categorical_accuracy": "accuracy", "sparse_categorical_accuracy": "accuracy"}
    short |= {"mse": "mean_squared_error", "mae": "mean_absolute_error", "SGD": "sgd"}
    if name in short:
        return short[name]
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


@examination
def model_facts(answer: Any) -> dict[str, Any]:
    """The structure of the rebuilt model, and what it was compiled with where it was."""
    model = rebuilt(answer)
    compiled = compile_facts(answer) if architecture(answer).get("compile_config") else None
    return {"structure": structure_of(model), "compiled": compiled}


def structure_of(model: Any) -> dict[str, Any]:
    """Shapes, layers and parameters of a model."""
    return {
        "inputs": shapes(model.inputs),
        "layers": layer_facts(model),
        "outputs": shapes(model.outputs),
        "parameters": int(model.count_params()),
        "trainable_parameters": int(sum(np.prod(weight.shape) for weight in model.trainable_weights)),
    }


@examination
def predictions(answer: Any, weights: list[np.ndarray], *inputs: np.ndarray) -> Any:
    """What the architecture predicts with given weights."""
    model = rebuilt(answer)
    wanted = [tuple(weight.shape) for weight in model.weights]
    if [weight.shape for weight in weights] != wanted:
        raise RefusedError("other_shapes", str(wanted)[:300])
    model.set_weights(weights)
    return np.asarray(model(inputs[0] if len(inputs) == 1 else list(inputs), training=False))


@examination
def accuracy(answer: Any, images: np.ndarray, labels: np.ndarray) -> float:
    """Share of images that the model, with its own weights, recognises."""
    model = rebuilt(answer)
    try:
        scores = np.asarray(model.predict(images, verbose=0))
    except (ValueError, TypeError) as error:
        raise RefusedError("wrong_input", str(error)[:300]) from error
    if scores.ndim != 2 or len(scores) != len(labels):
        raise RefusedError("wrong_output", str(scores.shape))
    return float(np.mean(scores.argmax(axis=1) == labels))


def loss_name(part: Any) -> str:
    """The name of one loss of a compiled model."""
    return _named(part)[0]
