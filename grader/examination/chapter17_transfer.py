"""Drivers and examinations of chapter 17: folders of images, frozen bases, fine-tuning, InceptionV3."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from grader.examination.listing import listing_at_once
from grader.examination.models import (
    RefusedError,
    architecture,
    built,
    compile_facts,
    described,
    examination,
    rebuilt,
    shapes,
)

__all__ = ["counted", "fine_tuned", "frozen", "inception", "inception_facts", "loaded", "pooled", "transfer_facts"]

ROOT = Path("data")
CLASSES = ("cats", "dogs")
MOST_BATCHES = 50
"""A data set may repeat for ever."""
HEIGHT, WIDTH = 12, 10
NEAR = 1e-4
MODELS = frozenset({"Functional", "Sequential", "Model"})


def base_cnn(weights: Sequence[np.ndarray], side: int) -> Any:
    """The "pretrained" base: two convolutions, each with batch normalisation and ReLU, and no top.

    `weights` are kernels, bias, scale, shift, mean and variance of the first convolution, then those of the second.
    """
    import keras  # noqa: PLC0415 (only where models are built)

    layers = keras.layers
    layered = keras.Sequential(
        [
            keras.Input((side, side, weights[0].shape[2])),
            layers.Conv2D(weights[0].shape[3], 3, padding="same", name="conv1"),
            layers.BatchNormalization(name="norm1"),
            layers.ReLU(name="relu1"),
            layers.MaxPooling2D(2, name="pool1"),
            layers.Conv2D(weights[6].shape[3], 3, padding="same", name="conv2"),
            layers.BatchNormalization(name="norm2"),
            layers.ReLU(name="relu2"),
        ]
    )
    functional = keras.Model(layered.inputs[0], layered.outputs[0], name="base")
    functional.set_weights(list(weights))
    return functional


# %% Drivers


def counted(function: Callable[[str], Any], tree: dict[str, list[str]]) -> Any:
    """Driver: what a function counts in a folder with these files, all of them empty."""
    shutil.rmtree(ROOT, ignore_errors=True)
    for folder, names in tree.items():
        (ROOT / folder).mkdir(parents=True, exist_ok=True)
        for name in names:
            (ROOT / folder / name).touch()
    return function(str(ROOT))


def loaded(
    function: Callable[..., Any], counts: dict[str, list[int]], split: str, side: int, batch_size: int
) -> dict[str, Any]:
    """Driver: what is in the data set that a function loads from folders with so many images of one colour each."""
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(0)
    _write_images(counts)
    with listing_at_once():
        data = function(str(ROOT), split, side, batch_size)
    first, second = _passed(data), _passed(data)
    rows = [row for _, _, batch in first for row in batch]
    return {
        "form": {
            "batches": [len(batch) for _, _, batch in first],
            "image": first[0][0] if first else [],
            "label": first[0][1] if first else [],
        },
        "pairs": np.array(sorted(rows)).reshape(-1, 4),
        "shuffled": rows != [row for _, _, batch in second for row in batch],
    }


def _write_images(counts: dict[str, list[int]]) -> None:
    import tensorflow as tf  # noqa: PLC0415

    shutil.rmtree(ROOT, ignore_errors=True)
    for split, numbers in counts.items():
        for label, (name, number) in enumerate(zip(CLASSES, numbers, strict=True)):
            folder = ROOT / split / name
            folder.mkdir(parents=True)
            for index in range(number):
                image = np.full((HEIGHT, WIDTH, 3), colour(split, label, index), np.uint8)
                (folder / f"{name[:-1]}.{index}.png").write_bytes(tf.io.encode_png(image).numpy())


def colour(split: str, label: int, index: int) -> tuple[int, int, int]:
    """Red, green and blue of an image: no two are alike."""
    return 10 + 3 * index, 50 + 100 * label, 200 if split == "validate" else 20


def _passed(data: Any) -> list[tuple[list[int], list[int], list[list[float]]]]:
    """One pass through a data set: shapes of an image and of a label, and every image's colour with its label."""
    batches = []
    for images, labels in islice(data, MOST_BATCHES):
        pixels, named = np.asarray(images), np.asarray(labels)
        numbers = named if named.ndim == 1 else np.full(len(pixels), -1)
        means = pixels.reshape(len(pixels), -1, pixels.shape[-1]).mean(axis=1)
        rows = [[*(round(float(mean), 2) for mean in image), int(label)] for image, label in zip(means, numbers)]  # noqa: B905 (a submission's)
        batches.append((list(pixels.shape[1:]), list(named.shape[1:]), rows))
    return batches


def pooled(function: Callable[..., Any], weights: list[np.ndarray], images: np.ndarray) -> Any:
    """Driver: what a function makes of images with a base of these weights."""
    return function(base_cnn(weights, images.shape[1]), images)


def frozen(
    function: Callable[..., Any],
    weights: list[np.ndarray],
    side: int,
    classes: int,
    lessons: list[np.ndarray] | None = None,
) -> Any:
    """Driver: the model that a function builds on a base of these weights.

    With lessons (images and labels, images and labels) the base learns from the first two before it is handed over,
    and the model from the others after that.
    """
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(0)
    base = base_cnn(weights, side)
    if lessons is None:
        return described(function(base, classes))
    layers = keras.layers
    whole = keras.Sequential([base, layers.GlobalAveragePooling2D(), layers.Dense(classes, activation="softmax")])
    whole.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
    whole.fit(lessons[0], lessons[1], batch_size=16, epochs=8, verbose=0)
    model = function(base, classes)
    if isinstance(model, keras.Model):
        model.fit(lessons[2], lessons[3], batch_size=8, epochs=20, verbose=0)
    return described(model)


def fine_tuned(
    function: Callable[..., Any],
    weights: list[np.ndarray],
    side: int,
    last_layers: int,
    **learning_rate: float,
) -> Any:
    """Driver: which layers learn after a function has prepared a trained model for fine-tuning, and how fast."""
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(0)
    base = base_cnn(weights, side)
    model = _with_head(base)
    rng = np.random.default_rng(0)
    images = rng.random((16, side, side, weights[0].shape[2]), dtype=np.float32)
    labels = np.arange(16) % 2
    model.fit(images, labels, batch_size=8, verbose=0)
    tuned = function(model, base, last_layers, **learning_rate)
    if not isinstance(tuned, keras.Model):
        return tuned
    before = _weights_by_layer(base, model)
    tuned.fit(images, labels, batch_size=8, epochs=2, verbose=0)
    after = _weights_by_layer(base, model)
    changed = [name for name, found in after.items() if not all(map(np.array_equal, found, before[name]))]
    return {"changed": changed, "learning_rate": float(np.asarray(tuned.optimizer.learning_rate))}


def _with_head(base: Any) -> Any:
    import keras  # noqa: PLC0415

    base.trainable = False
    images = keras.Input(base.input_shape[1:])
    maps = keras.layers.GlobalAveragePooling2D()(base(images, training=False))
    model = keras.Model(images, keras.layers.Dense(2, activation="softmax", name="head")(maps))
    model.compile(keras.optimizers.Adam(0.001), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def _weights_by_layer(base: Any, model: Any) -> dict[str, list[np.ndarray]]:
    layers = [*base.layers, model.get_layer("head")]
    return {layer.name: layer.get_weights() for layer in layers if layer.weights}


def inception(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """Driver: the architecture of a model whose weights are too large to travel."""
    import keras  # noqa: PLC0415

    model = function(*arguments, **keywords)
    return {"architecture": model.to_json()} if isinstance(model, keras.Model) else model


# %% Examinations


@examination
def transfer_facts(answer: Any, weights: list[np.ndarray], images: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    """What a model is that was built on a base of these weights, and what it recognises."""
    model = rebuilt(answer)
    rows = np.asarray(model(images, training=False))
    scores = rows if rows.ndim == 2 else np.zeros((len(images), 1))
    return {
        "head": _head(model, rows),
        "trainable": _trainable(model),
        "kept": _kept(model, weights),
        "inference": _in_inference(answer),
        "compiled": _compiled(answer),
        "accuracy": float(np.mean(scores.argmax(axis=1) == labels)),
    }


def _head(model: Any, rows: np.ndarray) -> dict[str, Any]:
    sums = rows.sum(axis=-1)
    return {
        "outputs": shapes(model.outputs),
        "probabilities": bool(np.all(rows >= 0) and np.allclose(sums, 1, atol=NEAR)),
    }


def _trainable(model: Any) -> int:
    return int(sum(np.prod(weight.shape) for weight in model.trainable_weights))


def _kept(model: Any, weights: Sequence[np.ndarray]) -> bool:
    """Whether the base's weights stand in the model, in order."""
    found = iter(model.get_weights())
    return all(any(one.shape == wanted.shape and np.allclose(one, wanted) for one in found) for wanted in weights)


def _in_inference(answer: Any) -> bool:
    """Whether the model within the model is called with `training=False`.

    The architecture says so. In what the model does nothing shows it: `fit` hands its own training=True down to all
    layers, and what keeps batch normalisation from learning is that it is frozen. See
    https://github.com/keras-team/keras/issues/20285.
    """
    try:
        inner = [part for part in architecture(answer)["config"]["layers"] if part["class_name"] in MODELS]
        kwargs = [node["kwargs"] for part in inner for node in part["inbound_nodes"]]
        return bool(kwargs) and all(one.get("training") is False for one in kwargs)
    except (KeyError, TypeError, AttributeError):
        return False


def _compiled(answer: Any) -> dict[str, Any] | None:
    if not architecture(answer).get("compile_config"):
        return None
    found = compile_facts(answer)
    return {"loss": found["loss"], "from_logits": found["from_logits"]}


@examination
def inception_facts(answer: Any) -> dict[str, Any]:
    """Shapes and parameters of an architecture, and what it was compiled with."""
    if not isinstance(answer, dict):
        raise RefusedError("not_a_model", type(answer).__name__)
    model = built(answer)
    return {
        "shapes": {"inputs": shapes(model.inputs), "outputs": shapes(model.outputs)},
        "parameters": int(model.count_params()),
        "trainable": _trainable(model),
        "compiled": _compiled(answer),
    }
