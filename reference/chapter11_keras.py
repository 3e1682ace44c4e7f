"""Chapter 11: Keras's settings, and what the first models are made of.

Sources: https://keras.io/api/utils/config_utils/ (the file `keras.json`), https://keras.io/guides/sequential_model/.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from reference.model_facts import Facts, compiled, dense, dense_network

DEFAULTS: dict[str, Any] = {
    "backend": "tensorflow",
    "floatx": "float32",
    "epsilon": 1e-7,
    "image_data_format": "channels_last",
}
BACKENDS = ("tensorflow", "jax", "torch", "openvino")
FLOATS = ("float16", "bfloat16", "float32", "float64")
FORMATS = ("channels_last", "channels_first")


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings; `ValueError` for one that Keras 3 does not know."""
    for name, known in (("backend", BACKENDS), ("floatx", FLOATS), ("image_data_format", FORMATS)):
        if settings[name] not in known:
            raise ValueError(f"{name} must be one of {known}, received {settings[name]!r}")
    return settings


def read_settings(text: str) -> dict[str, Any]:
    """The four settings of a file with this text, with Keras's defaults for those that it lacks."""
    found = json.loads(text)
    return _checked({name: found.get(name, default) for name, default in DEFAULTS.items()})


def write_settings(
    backend: str = "tensorflow",
    floatx: str = "float32",
    epsilon: float = 1e-7,
    image_data_format: str = "channels_last",
) -> dict[str, Any]:
    """What is in the file that was written."""
    return _checked({"backend": backend, "floatx": floatx, "epsilon": epsilon, "image_data_format": image_data_format})


def backend_in_use() -> str:
    """The backend that Keras computes with."""
    return "tensorflow"


def first_model() -> Facts:
    """100 numbers, 64 units with ReLU, 10 classes with softmax, compiled with SGD."""
    return build_classifier(100, [64], 10)


def build_classifier(inputs: int, hidden: Sequence[int], classes: int) -> Facts:
    """Dense layers with ReLU, then a dense layer with softmax, compiled with SGD."""
    layers = [*(dense(units, "relu") for units in hidden), dense(classes, "softmax")]
    return {
        "structure": dense_network(inputs, layers),
        "compiled": compiled("categorical_crossentropy", "sgd", 0.01),
    }
