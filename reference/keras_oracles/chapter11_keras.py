"""Chapter 11 by Keras itself: the file by its own names, models in the functional style."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reference.keras_oracles import load_keras

SETTINGS = ("backend", "floatx", "epsilon", "image_data_format")


def read_settings(path: str) -> dict[str, Any]:
    """Keras's own defaults, overwritten by the file's values."""
    usual = {
        "backend": load_keras().config.backend(),
        "floatx": load_keras().config.floatx(),
        "epsilon": load_keras().config.epsilon(),
        "image_data_format": load_keras().config.image_data_format(),
    }
    found = json.loads(Path(path).read_text("utf-8"))
    return {name: found.get(name, usual[name]) for name in SETTINGS}


def write_settings(
    path: str,
    backend: str = "tensorflow",
    floatx: str = "float32",
    epsilon: float = 1e-7,
    image_data_format: str = "channels_last",
) -> None:
    """The values in a file."""
    values = (backend, floatx, epsilon, image_data_format)
    Path(path).write_text(json.dumps(dict(zip(SETTINGS, values, strict=True))), "utf-8")


def backend_in_use() -> str:
    """What Keras says."""
    return str(load_keras().backend.backend())


def first_model() -> Any:
    """The model in the functional style."""
    return build_classifier(100, [64], 10)


def build_classifier(inputs: int, hidden: list[int], classes: int) -> Any:
    """Layers called on tensors, with the activations as layers of their own."""
    layers = load_keras().layers
    start = tensor = load_keras().Input((inputs,))
    for units in hidden:
        tensor = layers.ReLU()(layers.Dense(units)(tensor))
    tensor = layers.Softmax()(layers.Dense(classes)(tensor))
    model = load_keras().Model(start, tensor)
    model.compile(
        loss=load_keras().losses.CategoricalCrossentropy(),
        optimizer=load_keras().optimizers.SGD(learning_rate=0.01),
        metrics=["accuracy"],
    )
    return model
