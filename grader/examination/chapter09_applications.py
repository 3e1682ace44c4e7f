"""Drivers and examinations of chapter 9: VGG16 with the weights of a file, and networks made of plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from grader.examination.models import described, examination, rebuilt, structure_of

__all__ = ["model_and_picture", "vgg16_facts", "vgg16_from_file"]

FILE = "vgg16.weights.h5"
BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
SMALLEST = (32, 32, 3)


def model_and_picture(function: Callable[..., Any], model: Mapping[str, Any], *arguments: Any, **keywords: Any) -> Any:
    """Driver: what a function says that takes a model first; the model is built from plain data."""
    return function(_network(model["input_shape"], model["weights"]), *arguments, **keywords)


def _network(input_shape: list[int], weights: list[np.ndarray]) -> Any:
    """The course's small CNN, or VGG16 where there are more weights."""
    import keras  # noqa: PLC0415 (only where there are models)

    classes = len(weights[-1])
    if len(weights) > 4:
        model = keras.applications.VGG16(weights=None, input_shape=tuple(input_shape), classes=classes)
    else:
        model = keras.Sequential(
            [
                keras.Input(tuple(input_shape)),
                keras.layers.Conv2D(weights[0].shape[-1], 3, activation="relu"),
                keras.layers.MaxPooling2D(2),
                keras.layers.Flatten(),
                keras.layers.Dense(classes, activation="softmax"),
            ]
        )
    model.set_weights(weights)
    return model


def vgg16_from_file(function: Callable[..., Any], weights: int | None, input_shape: Any) -> Any:
    """Driver: the model that a function returns for a file with weights of this seed, or for none."""
    if weights is None:
        return described(function(None, tuple(input_shape)))
    import keras  # noqa: PLC0415

    model = keras.applications.VGG16(include_top=False, weights=None, input_shape=SMALLEST)
    model.set_weights(seeded(weights))
    model.save_weights(FILE)
    del model
    try:
        return described(function(FILE, tuple(input_shape)))
    finally:
        Path(FILE).unlink(missing_ok=True)


def seeded(seed: int) -> list[np.ndarray]:
    """Weights for VGG16 without its head."""
    rng = np.random.default_rng(seed)
    weights: list[np.ndarray] = []
    channels = 3
    for filters, convolutions in BLOCKS:
        for _ in range(convolutions):
            weights.append(np.float32(0.05) * rng.standard_normal((3, 3, channels, filters), np.float32))
            weights.append(np.float32(0.1) * rng.standard_normal(filters, np.float32))
            channels = filters
    return weights


@examination
def vgg16_facts(answer: Any, seed: int | None = None) -> dict[str, Any]:
    """The structure of a model, and whether it has the weights of this seed."""
    found = structure_of(rebuilt(answer))
    if seed is None:
        return {"structure": found, "weights": "new"}
    given, wanted = answer["weights"], seeded(seed)
    same = len(given) == len(wanted) and all(map(np.array_equal, given, wanted))
    return {"structure": found, "weights": "of the file" if same else "others"}
