"""Drivers and examinations of chapter 10: models to be counted, forests, trainings by a clock, and accuracies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.examination.models import RefusedError, described, examination, rebuilt, structure_of

__all__ = ["forest_facts", "given_a_clock", "given_a_forest", "given_a_model", "small_cnn_facts", "trained"]

MOST_PARAMETERS = 20_000
CLASSES = 10
FOREST_BAR = 0.90
CNN_BAR = 0.90
SEED = 10


def given_a_model(
    function: Callable[..., Any],
    input_shape: Sequence[int],
    layers: Sequence[Mapping[str, Any]],
    dtype: str = "float32",
) -> Any:
    """Driver: what a function says of a Keras model, made of plain data."""
    import keras  # noqa: PLC0415 (only where there are models)

    model = keras.Sequential([keras.Input(tuple(input_shape))])
    for layer in layers:
        stride, padding = layer.get("stride"), layer.get("padding", "valid")
        match layer["type"]:
            case "conv2d":
                size = tuple(layer["kernel_size"])
                model.add(keras.layers.Conv2D(layer["filters"], size, stride or 1, padding, dtype=dtype))
            case "max_pool2d":
                model.add(keras.layers.MaxPooling2D(layer["pool_size"], stride, padding, dtype=dtype))
            case "flatten":
                model.add(keras.layers.Flatten(dtype=dtype))
            case _:
                model.add(keras.layers.Dense(layer["units"], dtype=dtype))
    return function(model)


def given_a_forest(function: Callable[..., Any], trees: int, leaves: int) -> Any:
    """Driver: what a function says of a forest of so many trees, of so many leaves each."""
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415 (only where there are forests)

    rng = np.random.default_rng(0)
    forest = RandomForestClassifier(trees, max_leaf_nodes=leaves, random_state=0)
    return function(forest.fit(rng.random((400, 6)), rng.integers(0, 5, 400)))


def given_a_clock(function: Callable[..., Any], durations: Sequence[float], *repeats: int, **keywords: int) -> Any:
    """Driver: what a function measures of trainings of these durations, by a clock that nothing else moves on."""
    now = 1_000.0
    ahead = iter(durations)

    def train() -> None:
        nonlocal now
        now += next(ahead)

    return function(train, lambda: now, *repeats, **keywords)


def trained(function: Callable[..., Any], images: np.ndarray, labels: np.ndarray, *tests: np.ndarray) -> Any:
    """Driver: what a training gives that begins from seeded weights."""
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(SEED)
    return described(function(images, labels, *tests))


@examination
def forest_facts(answer: Any, labels: np.ndarray) -> dict[str, str]:
    """Whether predictions are labels, one an image, and good ones."""
    form, found = "other", 0.0
    if isinstance(answer, np.ndarray) and answer.dtype.kind in "iuf":
        if answer.shape == labels.shape and np.array_equal(answer, np.round(answer)):
            form, found = "labels", float(np.mean(answer == labels))
        elif answer.shape == (len(labels), CLASSES):
            form = "probabilities"
        elif answer.shape != labels.shape:
            form = "other shape"
    return {"form": form, "accuracy": "good" if found >= FOREST_BAR else "poor"}


@examination
def small_cnn_facts(answer: Any, images: np.ndarray, labels: np.ndarray | None = None) -> dict[str, str]:
    """Whether a model is convolutional, small, gives probabilities, and how well it does on images it never saw."""
    model = rebuilt(answer)
    structure = structure_of(model)
    kinds = {layer["kind"] for layer in structure["layers"]}
    try:
        scores = np.asarray(model.predict(images, verbose=0), np.float64)
    except (ValueError, TypeError) as error:
        raise RefusedError("wrong_input", str(error)[:300]) from error
    if scores.ndim != 2 or len(scores) != len(images):
        raise RefusedError("wrong_output", str(scores.shape))
    sums = np.abs(scores.sum(axis=1) - 1)
    probabilities = scores.shape[1] == CLASSES and scores.min() >= 0 and sums.max() < 1e-3
    accuracy = "not measured"
    if labels is not None:
        accuracy = "good" if np.mean(scores.argmax(axis=1) == labels) >= CNN_BAR else "poor"
    return {
        "layers": "convolutional" if kinds & {"Conv2D", "SeparableConv2D", "DepthwiseConv2D"} else "dense",
        "outputs": "probabilities" if probabilities else "scores",
        "size": "small" if structure["parameters"] <= MOST_PARAMETERS else "large",
        "accuracy": accuracy,
    }
