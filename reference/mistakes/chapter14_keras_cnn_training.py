"""Chapter 14, pictures from folders and training with Keras: what usually goes wrong, and what is gone."""

# ruff: noqa: ARG001 (a mistake may ignore an argument, that is what it shows)
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.model_facts import Facts

# Pictures from folders


def _folder(
    pictures: Mapping[str, np.ndarray], shape: Sequence[int], batch_size: int, shuffled: bool, **other: Any
) -> Facts:
    names = sorted(pictures)
    counts = [len(pictures[name]) for name in names]
    total = sum(counts)
    full, rest = divmod(total, batch_size)
    batches = [batch_size] * full + ([] if other.get("drops_rest") else [rest] * (rest > 0))
    largest = max(float(images.max()) for images in pictures.values()) / 255
    facts = {
        "names": other.get("names", names),
        "images": {
            "shape": list(shape),
            "largest": round(largest * other.get("scale", 1), 2),
            "batches": batches,
        },
        "labels": {
            "shape": other.get("labels", [1]),
            "in_order_of_the_files": np.repeat(other.get("marks", [0.0, 1.0]), counts),
        },
        "order": {"every_picture_once": np.arange(total), "shuffled": shuffled},
    }
    return facts if shuffled else facts | {"files": np.arange(total)}


LOADING = """
def load_images(folder, side, batch_size, shuffle=True):
    dataset = keras.utils.image_dataset_from_directory(
        folder, label_mode={mode}, image_size={size}, batch_size=batch_size, shuffle={shuffle})
    names = dataset.class_names
    return {result}
"""
LOADED = {
    "mode": '"binary"',
    "size": "(side, side)",
    "shuffle": "shuffle",
    "result": "dataset.map(lambda images, labels: (images / 255, labels)), names",
}


@mistake(
    "load_images",
    "The images still go from 0 to 255: divide them in a map over the data set, or by a layer Rescaling.",
    written=LOADING.format(**LOADED | {"result": "dataset, names"}),
)
def images_without_rescaling(
    pictures: Mapping[str, np.ndarray], side: int, batch_size: int, shuffle: bool = True
) -> Facts:
    """Values of 8 bits."""
    return _folder(pictures, [side, side, 3], batch_size, shuffle, scale=255)


@mistake(
    "load_images",
    "The labels are integers without an axis of their own; for a single sigmoid they are a column: look at label_mode.",
    written=LOADING.format(**LOADED | {"mode": '"int"'}),
)
def images_with_integer_labels(
    pictures: Mapping[str, np.ndarray], side: int, batch_size: int, shuffle: bool = True
) -> Facts:
    """The usual label_mode."""
    return _folder(pictures, [side, side, 3], batch_size, shuffle, labels=[])


@mistake(
    "load_images",
    "The labels are one-hot; for a single sigmoid they are a single column: look at label_mode.",
    written=LOADING.format(**LOADED | {"mode": '"categorical"'}),
)
def images_with_one_hot_labels(
    pictures: Mapping[str, np.ndarray], side: int, batch_size: int, shuffle: bool = True
) -> Facts:
    """Two columns, the first of which is 1 for the first class."""
    return _folder(pictures, [side, side, 3], batch_size, shuffle, labels=[2], marks=[1.0, 0.0])


@mistake(
    "load_images",
    "The pictures keep the size 256 × 256 that image_dataset_from_directory has by default: pass on side.",
    written=LOADING.format(**LOADED | {"size": "(256, 256)"}),
)
def images_of_the_usual_size(
    pictures: Mapping[str, np.ndarray], side: int, batch_size: int, shuffle: bool = True
) -> Facts:
    """Much too large."""
    return _folder(pictures, [256, 256, 3], batch_size, shuffle)


@mistake(
    "load_images",
    "The pictures are never shuffled: pass the argument shuffle on.",
    written=LOADING.format(**LOADED | {"shuffle": "False"}),
)
def images_never_shuffled(
    pictures: Mapping[str, np.ndarray], side: int, batch_size: int, shuffle: bool = True
) -> Facts:
    """All of a class, then all of the other."""
    return _folder(pictures, [side, side, 3], batch_size, shuffled=False)


@mistake(
    "load_images",
    "A data set made by map has no class_names any more: read them before.",
    written="""
def load_images(folder, side, batch_size, shuffle=True):
    dataset = keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(side, side), batch_size=batch_size, shuffle=shuffle)
    dataset = dataset.map(lambda images, labels: (images / 255, labels))
    return dataset, dataset.class_names
""",
)
def images_ask_for_names_too_late(
    pictures: Mapping[str, np.ndarray], side: int, batch_size: int, shuffle: bool = True
) -> Facts:
    """An attribute that is lost."""
    raise AttributeError("'_MapDataset' object has no attribute 'class_names'")


@mistake(
    "load_images",
    "The last batch is smaller, and belongs to the data set all the same.",
    written=LOADING.format(
        **LOADED
        | {
            "result": "dataset.unbatch().batch(batch_size, drop_remainder=True)"
            ".map(lambda images, labels: (images / 255, labels)), names"
        }
    ),
)
def images_without_the_last_batch(
    pictures: Mapping[str, np.ndarray], side: int, batch_size: int, shuffle: bool = True
) -> Facts:
    """The rest is dropped; which pictures that are depends on the order."""
    facts = _folder(pictures, [side, side, 3], batch_size, shuffle, drops_rest=True)
    seen = sum(facts["images"]["batches"])
    facts["labels"]["in_order_of_the_files"] = facts["labels"]["in_order_of_the_files"][:seen]
    facts["order"]["every_picture_once"] = np.arange(seen)
    return facts if shuffle else facts | {"files": np.arange(seen)}


@mistake(
    "load_images",
    "ImageDataGenerator is gone. Pictures are augmented by layers today (RandomFlip, RandomRotation, RandomZoom), and "
    "read by keras.utils.image_dataset_from_directory.",
    written="""
def load_images(folder, side, batch_size, shuffle=True):
    from keras.preprocessing.image import ImageDataGenerator
    generator = ImageDataGenerator(rescale=1. / 255)
    found = generator.flow_from_directory(folder, (side, side), batch_size=batch_size, class_mode="binary")
    return found, list(found.class_indices)
""",
)
def images_by_generator(pictures: Mapping[str, np.ndarray], side: int, batch_size: int, shuffle: bool = True) -> Facts:
    """A class that is no more."""
    raise ImportError("cannot import name 'ImageDataGenerator' from 'keras.preprocessing.image'")


# Training


Batches = list[tuple[np.ndarray, np.ndarray]]


def _batches(pair: Sequence[np.ndarray], size: int) -> Batches:
    """Images as rows and labels as a column, in batches."""
    images = pair[0].reshape(len(pair[0]), -1).astype(float)
    labels = pair[1].reshape(-1, 1).astype(float)
    return [(images[start : start + size], labels[start : start + size]) for start in range(0, len(images), size)]


def _descent(
    weights: np.ndarray, training: Batches, validation: Batches, epochs: int, learning_rate: float
) -> dict[str, Any]:
    """One sigmoid on the binary crossentropy, batches in order."""
    weights, bias = weights.astype(float), np.zeros(1)
    losses: list[float] = []
    validation_losses: list[float] = []
    for _ in range(epochs):
        total = 0.0
        for x, y in training:
            probabilities = _probabilities(x, weights, bias)
            total += _losses(y, probabilities).sum()
            slope = (probabilities - y) / len(x)
            weights, bias = weights - learning_rate * x.T @ slope, bias - learning_rate * slope.sum(axis=0)
        losses.append(total / sum(len(x) for x, _ in training))
        after = [_losses(y, _probabilities(x, weights, bias)) for x, y in validation]
        validation_losses.append(float(np.concatenate(after).mean()))
    return {"losses": losses, "validation_losses": validation_losses, "weights": [weights, bias]}


def _probabilities(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-(x @ weights + bias))))


def _losses(labels: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    return np.asarray(-np.log(np.where(labels == 1, probabilities, 1 - probabilities)))


@mistake(
    "train",
    "fit_generator is gone: fit takes data sets and generators as well as arrays.",
    written="""
def train(model, training, validation, epochs):
    history = model.fit_generator(training, steps_per_epoch=len(training), epochs=epochs, validation_data=validation)
    return history.history["loss"], history.history["val_loss"]
""",
)
def training_by_generator(
    weights: np.ndarray,
    training: Sequence[np.ndarray],
    validation: Sequence[np.ndarray],
    batch_size: int,
    epochs: int,
    learning_rate: float,
) -> dict[str, Any]:
    """A method that is no more."""
    raise AttributeError("'Sequential' object has no attribute 'fit_generator'")


@mistake(
    "train",
    "Without validation_data there is no val_loss in the history: pass the second data set on.",
    written="""
def train(model, training, validation, epochs):
    history = model.fit(training, epochs=epochs, verbose=0).history
    return history["loss"], history["val_loss"]
""",
)
def training_without_validation(
    weights: np.ndarray,
    training: Sequence[np.ndarray],
    validation: Sequence[np.ndarray],
    batch_size: int,
    epochs: int,
    learning_rate: float,
) -> dict[str, Any]:
    """A key that is missing."""
    raise KeyError("val_loss")


@mistake(
    "train",
    "fit trains for a single epoch if it is not told: pass epochs on.",
    written="""
def train(model, training, validation, epochs):
    history = model.fit(training, validation_data=validation, verbose=0).history
    return history["loss"], history["val_loss"]
""",
)
def training_for_one_epoch(
    weights: np.ndarray,
    training: Sequence[np.ndarray],
    validation: Sequence[np.ndarray],
    batch_size: int,
    epochs: int,
    learning_rate: float,
) -> dict[str, Any]:
    """One loss."""
    return _descent(weights, _batches(training, batch_size), _batches(validation, batch_size), 1, learning_rate)


@mistake(
    "train",
    "The validation loss is measured on the second data set; you validate with the pictures that were learnt from.",
    written="""
def train(model, training, validation, epochs):
    history = model.fit(training, validation_data=training, epochs=epochs, verbose=0).history
    return history["loss"], history["val_loss"]
""",
)
def training_validated_on_itself(
    weights: np.ndarray,
    training: Sequence[np.ndarray],
    validation: Sequence[np.ndarray],
    batch_size: int,
    epochs: int,
    learning_rate: float,
) -> dict[str, Any]:
    """Nothing is held back."""
    seen = _batches(training, batch_size)
    return _descent(weights, seen, seen, epochs, learning_rate)


@mistake(
    "train",
    "The model learns from the pictures that it is to be validated with: validation belongs into validation_data only.",
    written="""
def train(model, training, validation, epochs):
    history = model.fit(training.concatenate(validation), validation_data=validation, epochs=epochs, verbose=0).history
    return history["loss"], history["val_loss"]
""",
)
def training_on_everything(
    weights: np.ndarray,
    training: Sequence[np.ndarray],
    validation: Sequence[np.ndarray],
    batch_size: int,
    epochs: int,
    learning_rate: float,
) -> dict[str, Any]:
    """Batches of the second data set after those of the first."""
    held_back = _batches(validation, batch_size)
    return _descent(weights, _batches(training, batch_size) + held_back, held_back, epochs, learning_rate)
