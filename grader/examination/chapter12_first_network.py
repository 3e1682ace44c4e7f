"""Drivers and examinations of chapter 12: models to train and to evaluate, and how many digits a trained one reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from grader.examination.models import (
    RefusedError,
    accuracy,
    described,
    examination,
    model_facts,
    model_of,
    rebuilt,
)

__all__ = [
    "driven_evaluation",
    "driven_training",
    "first_network_facts",
    "model_facts",
    "model_of",
    "pipeline",
    "read_curves",
    "training_facts",
]

SEED = 12
HIDDEN = 32
CLASSES = 10
LEARNING_RATE = 0.01
ENOUGH_RAW = 0.8
"""Accuracy on raw pixels from which on a network was trained on them."""
SURE = 0.5
"""Probability that a network which has learnt gives to the right digit, on average; one that was trained on pixels from
0 to 255 often tells pixels from 0 to 1 rightly, but gives all digits nearly the same."""
CLOSE = 1e-4
"""How near a claimed accuracy must be to the measured one: float32 apart."""


class InputShapeError(ValueError):
    """What is fed to a model has not the shape of its input."""


class LabelShapeError(ValueError):
    """Labels and loss do not belong together: one-hot labels for the sparse loss, or the other way round."""


@contextmanager
def telling_what_does_not_fit() -> Iterator[None]:
    """Give two of Keras's many `ValueError`s names of their own, by which the mistake behind them is known."""
    try:
        yield
    except ValueError as error:
        text = str(error)
        if "incompatible" in text and "shape" in text:
            raise InputShapeError(text).with_traceback(error.__traceback__) from None
        if "rank (ndim)" in text:
            raise LabelShapeError(text).with_traceback(error.__traceback__) from None
        raise


def network(inputs: int, hidden: int, classes: int) -> Any:
    """A compiled network to train or to evaluate."""
    import keras  # noqa: PLC0415 (only where models are built)

    layers = [keras.layers.Dense(hidden, activation="relu"), keras.layers.Dense(classes, activation="softmax")]
    model = keras.Sequential([keras.Input((inputs,)), *layers])
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def driven_training(
    function: Callable[..., Any], pixels: np.ndarray, labels: np.ndarray, *how: Any, **named: Any
) -> Any:
    """Driver: the model that a function trains, and how many steps its optimizer has made."""
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(SEED)
    model = network(pixels.shape[1], HIDDEN, CLASSES)
    with telling_what_does_not_fit():
        found = function(model, pixels, labels, *how, **named)
    trained = found if isinstance(found, keras.Model) else None
    made = int((trained or model).optimizer.iterations)
    return {"model": described(trained), "type": type(found).__name__, "steps": made}


@examination
def training_facts(answer: Any, pixels: np.ndarray, labels: np.ndarray, bar: float) -> dict[str, Any]:
    """Steps made, and whether the model reads as many digits as it must."""
    parts = answer if isinstance(answer, dict) else {}
    steps = parts.get("steps")
    facts: dict[str, Any] = {"steps": steps if isinstance(steps, int) else -1}
    if parts.get("model") is None:
        return facts | {"recognises": "not a model"}
    return facts | {"recognises": "learnt" if accuracy_of(parts["model"], pixels, labels) >= bar else "not learnt"}


def accuracy_of(model: Any, pixels: np.ndarray, labels: np.ndarray) -> float:
    """Share of digits that a model in plain data reads; `RefusedError` where it cannot be asked."""
    found = accuracy(model, pixels, labels)
    if isinstance(found, dict):
        raise RefusedError(found["refused"], found["detail"])
    return float(found)


def driven_evaluation(
    function: Callable[..., Any], weights: Sequence[np.ndarray], pixels: np.ndarray, labels: np.ndarray
) -> Any:
    """Driver: what a function says of a network with these weights."""
    model = network(weights[0].shape[0], weights[0].shape[1], weights[2].shape[1])
    model.set_weights(weights)
    return function(model, pixels, labels)


def read_curves(function: Callable[..., Any], curves: dict[str, list[float]]) -> Any:
    """Driver: what a function reads from a history with these curves."""
    import keras  # noqa: PLC0415

    history = keras.callbacks.History()
    history.history, history.epoch = curves, list(range(len(curves["loss"])))
    return function(history)


def pipeline(function: Callable[..., Any], *images_and_labels: np.ndarray) -> Any:
    """Driver: the network that a function trains from raw images, and the accuracy that it claims."""
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(SEED)
    with telling_what_does_not_fit():
        found = function(*images_and_labels)
    model, claimed = found if isinstance(found, (list, tuple)) and len(found) == 2 else (found, None)
    return {"model": described(model), "claimed": _number(claimed)}


def _number(claimed: Any) -> float | None:
    """A number as a float, a 0-d array or tensor included; None for what is none."""
    try:
        return float(claimed) if np.ndim(claimed) == 0 and not isinstance(claimed, (bool, str)) else None
    except (TypeError, ValueError):
        return None


@examination
def first_network_facts(answer: Any, *hidden: Any) -> dict[str, Any]:
    """What the network recognises among hidden digits, and of which images its accuracy is.

    Hidden are prepared digits with their labels and a bar, then the prepared test and training images with theirs.
    """
    unseen, unseen_labels, bar, *sets = hidden
    parts = answer if isinstance(answer, dict) else {}
    model = parts.get("model")
    recognises, scale = "not learnt", np.float32(1)
    if _has_learnt(model, unseen, unseen_labels, bar):
        recognises = "learnt"
    elif _has_learnt(model, unseen * np.float32(255), unseen_labels, ENOUGH_RAW):
        recognises, scale = "raw pixels", np.float32(255)
    return {"recognises": recognises, "accuracy": _claim(parts.get("claimed"), model, scale, *sets)}


def _has_learnt(model: Any, pixels: np.ndarray, labels: np.ndarray, bar: float) -> bool:
    """Whether the model reads enough digits, and is sure of them."""
    if accuracy_of(model, pixels, labels) < bar:
        return False
    probabilities = np.asarray(rebuilt(model).predict(pixels, verbose=0))
    return bool(np.mean(probabilities[np.arange(len(labels)), labels]) >= SURE)


def _claim(claimed: Any, model: Any, scale: Any, *sets: Any) -> str:
    """Of what a claimed accuracy is true, for pixels as the model takes them."""
    if not isinstance(claimed, float):
        return "no number"
    test, test_labels, training, training_labels = sets
    test, training = test * scale, training * scale
    measured = accuracy_of(model, test, test_labels)
    if abs(claimed - measured) <= CLOSE:
        return "on the test images"
    if abs(claimed - 100 * measured) <= 100 * CLOSE:
        return "in percent"
    learnt = accuracy_of(model, training, training_labels)
    return "on the training images" if abs(claimed - learnt) <= CLOSE else "of nothing"
