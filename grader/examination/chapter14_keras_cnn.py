"""Drivers and examinations of chapter 14: the CNN, augmentation, pictures from folders, training."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from grader.examination.listing import listing_at_once
from grader.examination.models import (
    RefusedError,
    examination,
    model_facts,
    model_of,
    rebuilt,
)

__all__ = ["augmentation_facts", "cnn_facts", "folder_facts", "loaded", "model_facts", "model_of", "trained"]

TOO_MANY = 2
"""How often every picture may come at most: a data set without end is cut there."""

BRIGHTEST = 255
FACTORS = {
    "RandomFlip": ("mode",),
    "RandomRotation": ("factor",),
    "RandomZoom": ("height_factor", "width_factor"),
    "RandomShear": ("x_factor", "y_factor"),
    "RandomTranslation": ("height_factor", "width_factor"),
    "Rescaling": ("scale", "offset"),
}
"""What of a layer's configuration says how it changes pictures."""


@examination
def cnn_facts(answer: Any) -> dict[str, Any]:
    """What a CNN consists of: what stands before the first layer behind the convolutions, and what from there on."""
    facts: dict[str, Any] = model_facts(answer)
    if "refused" in facts:
        return facts
    structure = facts["structure"]
    layers = structure["layers"]
    convolutions = [index for index, layer in enumerate(layers) if layer["kind"] in {"Conv2D", "MaxPooling2D"}]
    end = convolutions[-1] + 1 if convolutions else 0
    base = {"inputs": structure["inputs"], "layers": layers[:end]}
    head = {"layers": layers[end:], "outputs": structure["outputs"], "parameters": structure["parameters"]}
    return {"base": base, "head": head, "compiled": facts["compiled"]}


@examination
def augmentation_facts(answer: Any, pictures: np.ndarray) -> dict[str, Any]:
    """The layers, in the order of their names, and what becomes of pictures in training and after it."""
    model = rebuilt(answer)
    try:
        after = np.asarray(model(pictures, training=False))
        during = np.asarray(model(pictures, training=True))
    except (ValueError, TypeError) as error:
        raise RefusedError("wrong_input", str(error)[:300]) from error
    same_shapes = after.shape == during.shape == pictures.shape
    return {
        "layers": sorted(_augmenting(model), key=lambda layer: str(layer["kind"])),
        "unchanged_after_training": bool(same_shapes and np.allclose(after, pictures, atol=1e-5)),
        "changed_in_training": bool(same_shapes and not np.allclose(during, pictures, atol=1e-5)),
    }


def _augmenting(model: Any) -> Iterator[dict[str, Any]]:
    """Layers with the factors by which they change pictures; those of models within a model, too."""
    for layer in model.layers:
        kind = type(layer).__name__
        if hasattr(layer, "layers"):
            yield from _augmenting(layer)
        elif kind != "InputLayer":
            configuration = layer.get_config()
            found = {"kind": kind, **{name: _span(configuration.get(name)) for name in FACTORS.get(kind, ())}}
            if found.get("width_factor", 0) is None:
                found["width_factor"] = found["height_factor"]
            yield found


def _span(factor: Any) -> Any:
    """A factor as the smallest and the largest change that it stands for."""
    if isinstance(factor, (list, tuple)):
        return [round(float(end), 6) for end in factor]
    if isinstance(factor, (int, float)):
        return [-round(float(factor), 6), round(float(factor), 6)]
    return factor


def loaded(
    function: Callable[..., Any],
    pictures: Mapping[str, np.ndarray],
    side: int,
    batch_size: int,
    *shuffle: bool,
    **named: bool,
) -> Any:
    """Driver: what is in the data set that a function makes of folders with these pictures."""
    import keras  # noqa: PLC0415 (only where there are pictures)

    folder = _written(pictures)
    keras.utils.set_random_seed(0)
    with listing_at_once():
        result = function(folder, side, batch_size, *shuffle, **named)
    pair = result if isinstance(result, (tuple, list)) and len(result) == 2 else (result, [])
    dataset, names = pair
    if not hasattr(dataset, "element_spec"):
        return result
    most = TOO_MANY * sum(map(len, pictures.values()))
    return {"class_names": names, **_taken(dataset, most)}


def _written(pictures: Mapping[str, np.ndarray]) -> str:
    """A new folder that holds a folder per class and a file per picture. Nothing is removed: not every worker may."""
    import tensorflow as tf  # noqa: PLC0415

    place = tempfile.mkdtemp(dir=".")
    for name, images in pictures.items():
        folder = Path(place, name)
        folder.mkdir()
        for number, image in enumerate(images):
            (folder / f"{number:03d}.png").write_bytes(tf.io.encode_png(image).numpy())
    return place


def _taken(dataset: Any, most: int) -> dict[str, Any]:
    """The batches of a data set, until it ends or has given more than `most` images."""
    images: list[np.ndarray] = []
    labels: list[np.ndarray] = []
    for batch in dataset:
        if not isinstance(batch, (tuple, list)) or len(batch) != 2:
            return {"images": [], "labels": []}
        images.append(np.asarray(batch[0]))
        labels.append(np.asarray(batch[1]))
        if sum(map(len, images)) > most:
            break
    return {"images": images, "labels": labels}


@examination
def folder_facts(answer: Any, pictures: Mapping[str, np.ndarray], shuffle: bool) -> dict[str, Any]:
    """Names of the classes; shape, range and number of the images; labels of the pictures; their order.

    Every picture is of one colour, by which it is recognised.
    """
    images, labels = _batches(answer)
    if any(batch.ndim != 4 or batch.dtype.kind not in "iuf" or not batch.size for batch in images):
        raise RefusedError("no_data_set", str([batch.shape for batch in images])[:300])
    counts = [len(batch) for batch in images]
    if counts != [len(batch) for batch in labels] or any(batch.dtype.kind not in "biuf" for batch in labels):
        raise RefusedError("no_data_set", str([batch.shape for batch in labels])[:300])
    colours = np.concatenate([batch.mean(axis=(1, 2)) for batch in images])
    largest = max(float(batch.max()) for batch in images)
    scale = BRIGHTEST if largest <= TOO_MANY else 1
    known = np.concatenate([pictures[name][:, 0, 0] for name in sorted(pictures)]).astype(float)
    if colours.shape[1] != known.shape[1]:
        raise RefusedError("no_data_set", str(images[0].shape)[:300])
    found = np.abs(colours[:, np.newaxis] * scale - known).sum(axis=2).argmin(axis=1)
    order = np.argsort(found, kind="stable")
    marks = np.concatenate([batch.reshape(len(batch), -1)[:, 0] for batch in labels])
    in_order = bool(np.array_equal(found, order)) and len(found) == len(known)
    return {
        "names": answer["class_names"],
        "images": {
            "shape": list(images[0].shape[1:]),
            "largest": round(largest, 2),
            "batches": counts,
        },
        "labels": {"shape": list(labels[0].shape[1:]), "in_order_of_the_files": marks[order].astype(float)},
        "order": {"every_picture_once": found[order], "shuffled": not in_order},
    } | ({} if shuffle else {"files": found})


def _batches(answer: Any) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Batches of images and of labels."""
    parts: list[Any] = [answer.get(name) if isinstance(answer, dict) else None for name in ("images", "labels")]
    for part in parts:
        if not isinstance(part, list) or not part or not all(isinstance(batch, np.ndarray) for batch in part):
            raise RefusedError("no_data_set", type(answer).__name__)
    if any(not batch.ndim for batch in chain(*parts)):
        raise RefusedError("no_data_set", "()")
    return parts[0], parts[1]


def trained(
    function: Callable[..., Any],
    weights: np.ndarray,
    training: Sequence[np.ndarray],
    validation: Sequence[np.ndarray],
    batch_size: int,
    epochs: int,
    learning_rate: float,
) -> Any:
    """Driver: the losses that a function gives of training a small model, and the weights at the end."""
    import keras  # noqa: PLC0415
    import tensorflow as tf  # noqa: PLC0415

    layers = [keras.layers.Flatten(), keras.layers.Dense(1, activation="sigmoid")]
    model = keras.Sequential([keras.Input(training[0].shape[1:]), *layers])
    model.set_weights([weights, np.zeros(1, np.float32)])
    model.compile(optimizer=keras.optimizers.SGD(learning_rate), loss="binary_crossentropy", metrics=["accuracy"])
    sets = [tf.data.Dataset.from_tensor_slices(tuple(arrays)).batch(batch_size) for arrays in (training, validation)]
    result = function(model, *sets, epochs)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return result
    return {"losses": result[0], "validation_losses": result[1], "weights": model.get_weights()}
