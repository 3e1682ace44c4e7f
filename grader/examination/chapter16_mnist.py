"""Drivers and examinations of chapter 16: classifiers of 28x28 images, trained and measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.examination.models import (
    RefusedError,
    architecture,
    compile_facts,
    described,
    examination,
    model_of,
    rebuilt,
    shapes,
)

__all__ = ["cnn_facts", "model_of", "trained", "training_facts"]

SIDE, CLASSES, LARGEST = 28, 10, 255
CONVOLUTIONS = frozenset({"Conv2D", "SeparableConv2D", "DepthwiseConv2D", "Conv2DTranspose"})
HALF, BY_CHANCE = 0.5, 0.25
NEAR = 1e-3
"""Less than one image of the few that an accuracy is measured on."""


def small_cnn() -> Any:
    """A CNN of our own that learns within seconds, compiled."""
    import keras  # noqa: PLC0415 (only where models are built)

    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((SIDE, SIDE, 1)),
            layers.Conv2D(8, 5, strides=2, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def trained(function: Callable[..., Any], builder: str, *arguments: Any) -> Any:
    """Driver: the model that a function trains, and the accuracy that it claims.

    The model is made by the submission's own builder of that name, or by ours where there is none yet.
    """
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(0)
    returned = function(_builder(function, builder), *arguments)
    if not isinstance(returned, (tuple, list)) or len(returned) != 2 or not isinstance(returned[0], keras.Model):
        return {"returned": type(returned).__name__}
    model, accuracy = returned
    return {"model": described(model), "claimed": accuracy}


def _builder(function: Callable[..., Any], name: str) -> Callable[[], Any]:
    own = getattr(function, "__globals__", {}).get(name)

    def build() -> Any:
        try:
            return own() if callable(own) else small_cnn()
        except NotImplementedError:
            return small_cnn()

    return build


def _all_layers(model: Any) -> Iterator[Any]:
    """The layers of a model and of the models within it."""
    for layer in model.layers:
        yield layer
        if hasattr(layer, "layers"):
            yield from _all_layers(layer)


@examination
def cnn_facts(answer: Any) -> dict[str, Any]:
    """What a classifier of 28x28 images is, however its layers are arranged."""
    model = rebuilt(answer)
    layers = list(_all_layers(model))
    found = {"inputs": shapes(model.inputs), "outputs": shapes(model.outputs)}
    return {
        "shapes": found,
        "convolutions": sum(type(layer).__name__ in CONVOLUTIONS for layer in layers),
        "dropout": any(type(layer).__name__ in {"Dropout", "SpatialDropout2D"} and layer.rate > 0 for layer in layers),
        "probabilities": found == {"inputs": [[SIDE, SIDE, 1]], "outputs": [[CLASSES]]} and _probabilities(model),
        "parameters": int(model.count_params()),
        "compiled": _compiled(answer),
    }


def _probabilities(model: Any) -> bool:
    """Whether what comes out for some images are probabilities that sum to 1."""
    images = np.random.default_rng(0).random((8, SIDE, SIDE, 1), dtype=np.float32)
    rows = np.asarray(model(images, training=False))
    return bool(np.all(rows >= 0) and np.allclose(rows.sum(axis=1), 1, atol=NEAR))


def _compiled(answer: Any) -> dict[str, Any] | None:
    if not architecture(answer).get("compile_config"):
        return None
    found = compile_facts(answer)
    return {"loss": found["loss"], "from_logits": found["from_logits"], "accuracy": "accuracy" in found["metrics"]}


@examination
def training_facts(
    answer: Any, seen: list[np.ndarray], shown: list[np.ndarray], hidden: list[np.ndarray], bar: float
) -> Any:
    """How well a trained model reads hidden images, in words, too, and what the accuracy is that was claimed.

    Each of the three is a list of images, with numbers from 0 to 255, and labels: those to learn from, those that the
    submission tests with, and those that it never sees. `bar` is the accuracy that is enough.
    """
    if not isinstance(answer, dict) or "model" not in answer:
        raise RefusedError("not_a_model", str(answer.get("returned", "")) if isinstance(answer, dict) else "")
    model = rebuilt(answer["model"])
    claimed = answer.get("claimed")
    claim = "none"
    if isinstance(claimed, (int, float, np.ndarray)) and np.ndim(claimed) == 0:
        claim = _claim(float(claimed), model, seen, shown)
    found = _accuracy(_scores(model, hidden[0]), hidden[1])
    return {"accuracy": found, "reads": "enough" if found >= bar else _too_little(found, model, hidden), "claim": claim}


def _too_little(found: float, model: Any, hidden: list[np.ndarray]) -> str:
    """Whether a model of too low an accuracy has learnt to read images that are not prepared, a little, or nothing."""
    if _accuracy(_scores(model, hidden[0], 1), hidden[1]) > max(2 * found, HALF):
        return "bytes"
    return "little" if found > BY_CHANCE else "nothing"


def _claim(claimed: float, model: Any, seen: list[np.ndarray], shown: list[np.ndarray]) -> str:
    """What a number is that should be the accuracy on the images shown."""
    scores = _scores(model, shown[0])
    tested = _accuracy(scores, shown[1])
    of_label = np.clip(scores[np.arange(len(scores)), shown[1]], 1e-7, 1)
    known = {
        "test": tested,
        "percent": 100 * tested,
        "loss": float(-np.log(of_label).mean()),
        "training": _accuracy(_scores(model, seen[0]), seen[1]),
        "unprepared": _accuracy(_scores(model, shown[0], 1), shown[1]),
    }
    return next((name for name, value in known.items() if abs(claimed - value) < NEAR), "other")


def _scores(model: Any, images: np.ndarray, largest: int = LARGEST) -> np.ndarray:
    try:
        scores = np.asarray(model.predict(images[..., None].astype(np.float32) / largest, verbose=0))
    except (ValueError, TypeError) as error:
        raise RefusedError("wrong_input", str(error)[:300]) from error
    if scores.shape != (len(images), CLASSES):
        raise RefusedError("wrong_output", str(scores.shape))
    return scores


def _accuracy(scores: np.ndarray, labels: np.ndarray) -> float:
    return float(np.mean(scores.argmax(axis=1) == labels))
