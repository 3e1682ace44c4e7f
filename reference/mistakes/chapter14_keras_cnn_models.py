"""Chapter 14, models, pictures and training with Keras: what usually goes wrong, and what is gone."""

# ruff: noqa: ARG001 (a mistake may ignore an argument, that is what it shows)
from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.model_facts import Facts, compiled, dense

# The course's CNN


def _convolution(stride: int = 1, padding: str = "valid", activation: str = "relu") -> Facts:
    facts = {"kind": "Conv2D", "filters": 32, "kernel_size": [3, 3], "strides": [stride] * 2, "padding": padding}
    return {**facts, "activation": activation}


POOLING = {"kind": "MaxPooling2D", "pool_size": [2, 2], "strides": [2, 2], "padding": "valid"}
FLATTEN = {"kind": "Flatten"}
DROPOUT = {"kind": "Dropout", "rate": 0.5}
HEAD = (FLATTEN, dense(128, "relu"), DROPOUT, dense(1, "sigmoid"))
CONVOLUTIONS = (896, 9_248)


def _cnn(
    base: Sequence[Facts] = (_convolution(), POOLING, _convolution(), POOLING),
    head: Sequence[Facts] = HEAD,
    features: int = 6_272,
    outputs: Sequence[int] = (1,),
    **compiling: Any,
) -> Facts:
    """What is found of a CNN whose dense layers see so many features."""
    sizes = [features, *(layer["units"] for layer in head if layer["kind"] == "Dense")]
    parameters = sum((before + 1) * after for before, after in pairwise(sizes))
    return {
        "base": {"inputs": [[64, 64, 3]], "layers": list(base)},
        "head": {"layers": list(head), "outputs": [list(outputs)], "parameters": sum(CONVOLUTIONS) + parameters},
        "compiled": compiled("binary_crossentropy", "adam", 0.001) | compiling,
    }


def _written_cnn(exchange: Mapping[str, str] | None = None) -> str:
    """The right function with some of its pieces exchanged."""
    text = """
def build_cnn():
    layers = keras.layers
    model = keras.Sequential()
    model.add(keras.Input((64, 64, 3)))
    model.add(layers.Conv2D(32, (3, 3), activation="relu"))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Conv2D(32, (3, 3), activation="relu"))
    model.add(layers.MaxPooling2D((2, 2)))  # second
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model
"""
    for right, wrong in (exchange or {}).items():
        assert right in text, right
        text = text.replace(right, wrong)
    return text


def _line(layer: str) -> str:
    return f"    model.add(layers.{layer})\n"


@mistake(
    "build_cnn",
    "Flatten is missing: Keras does not complain, since Dense works on the last axis, but the network gives a number "
    "for every place of the picture instead of one.",
    written=_written_cnn({_line("Flatten()"): ""}),
)
def cnn_without_flatten() -> Facts:
    """Dense layers on 14 x 14 places."""
    return _cnn(head=HEAD[1:], features=32, outputs=(14, 14, 1))


@mistake(
    "build_cnn",
    "Dropout comes behind the hidden dense layer: in front of it you drop what the convolutions found.",
    written=_written_cnn(
        {
            _line("Flatten()"): _line("Flatten()") + _line("Dropout(0.5)"),
            '128, activation="relu"))\n' + _line("Dropout(0.5)"): '128, activation="relu"))\n',
        }
    ),
)
def cnn_with_dropout_too_early() -> Facts:
    """Dropout, then the hidden layer."""
    return _cnn(head=[FLATTEN, DROPOUT, dense(128, "relu"), dense(1, "sigmoid")])


@mistake(
    "build_cnn",
    "Nothing comes behind the output: dropout there would erase half of the network's answers in training.",
    written=_written_cnn(
        {_line("Dropout(0.5)"): "", 'activation="sigmoid"))\n': 'activation="sigmoid"))\n' + _line("Dropout(0.5)")}
    ),
)
def cnn_with_dropout_at_the_end() -> Facts:
    """Dropout of the output."""
    return _cnn(head=[FLATTEN, dense(128, "relu"), dense(1, "sigmoid"), DROPOUT])


@mistake(
    "build_cnn",
    "Dropout is missing: it is what keeps 813 217 parameters from learning a few thousand pictures by heart.",
    written=_written_cnn({_line("Dropout(0.5)"): ""}),
)
def cnn_without_dropout() -> Facts:
    """No dropout."""
    return _cnn(head=[FLATTEN, dense(128, "relu"), dense(1, "sigmoid")])


@mistake(
    "build_cnn",
    "Softmax over a single unit is always 1, whatever the picture: one unit needs sigmoid.",
    written=_written_cnn({'"sigmoid"': '"softmax"'}),
)
def cnn_with_softmax_of_one_unit() -> Facts:
    """The probabilities of one class sum to 1."""
    return _cnn(head=[*HEAD[:3], dense(1, "softmax")])


@mistake(
    "build_cnn",
    "Without an activation the last unit gives a score of any size; the table asks for a probability: sigmoid.",
    written=_written_cnn({', activation="sigmoid"': ""}),
)
def cnn_without_sigmoid() -> Facts:
    """A score."""
    return _cnn(head=[*HEAD[:3], dense(1)])


@mistake(
    "build_cnn",
    "The second pooling is missing: the dense layer then has 26 912 inputs instead of 6 272.",
    written=_written_cnn({"    model.add(layers.MaxPooling2D((2, 2)))  # second\n": ""}),
)
def cnn_without_the_second_pooling() -> Facts:
    """29 x 29 x 32 features."""
    return _cnn(base=[_convolution(), POOLING, _convolution()], features=29 * 29 * 32)


@mistake(
    "build_cnn",
    "Conv2D(32, 3, 3) was Keras 1: there the two numbers were the kernel's sides. Today the second is the stride. Give "
    "the kernel's size as a pair.",
    written=_written_cnn({"Conv2D(32, (3, 3),": "Conv2D(32, 3, 3,"}),
)
def cnn_with_the_kernel_as_stride() -> Facts:
    """21, 10, 3 and 1 pixels a side."""
    wide = _convolution(stride=3)
    return _cnn(base=[wide, POOLING, wide, POOLING], features=32)


@mistake(
    "build_cnn",
    "The convolutions of the table have no padding: 64 pixels become 62.",
    written=_written_cnn({"(3, 3), activation": '(3, 3), padding="same", activation'}),
)
def cnn_with_padding() -> Facts:
    """64, 32 and 16 pixels a side."""
    wide = _convolution(padding="same")
    return _cnn(base=[wide, POOLING, wide, POOLING], features=16 * 16 * 32)


@mistake(
    "build_cnn",
    "The convolutions need ReLU: without an activation a convolution is linear, and two of them see no more than one.",
    written=_written_cnn({'(3, 3), activation="relu"': "(3, 3)"}),
)
def cnn_without_relu() -> Facts:
    """Linear convolutions."""
    plain = _convolution(activation="linear")
    return _cnn(base=[plain, POOLING, plain, POOLING])


@mistake(
    "build_cnn",
    "Categorical crossentropy is for one column per class; with a single column it is always 0, and nothing is learnt.",
    written=_written_cnn({"binary_crossentropy": "categorical_crossentropy"}),
)
def cnn_with_categorical_loss() -> Facts:
    """The loss of several classes."""
    return _cnn(loss="categorical_crossentropy")


@mistake(
    "build_cnn",
    "SGD is not what the exercise asks for: the optimizer is Adam.",
    written=_written_cnn({'"adam"': '"sgd"'}),
)
def cnn_with_sgd() -> Facts:
    """Another optimizer."""
    return _cnn(optimizer="sgd", learning_rate=0.01)


@mistake(
    "build_cnn",
    "output_dim, border_mode, nb_filter … were the names of Keras 1. Today: units, padding, filters.",
    written=_written_cnn({"Dense(128,": "Dense(output_dim=128,"}),
)
def cnn_with_names_of_keras_1() -> Facts:
    """An argument that is no more."""
    raise TypeError("Dense.__init__() missing 1 required positional argument: 'units'")


# Augmentation


def _augmentation(rotation: float, zoom: float, **other: Any) -> Facts:
    return {
        "layers": [
            {"kind": "RandomFlip", "mode": other.get("mode", "horizontal")},
            {"kind": "RandomRotation", "factor": [-rotation, rotation]},
            *([{"kind": "RandomZoom", "height_factor": [-zoom, zoom], "width_factor": [-zoom, zoom]}] if zoom else []),
            *other.get("more", []),
        ],
        "unchanged_after_training": other.get("unchanged", True),
        "changed_in_training": True,
    }


AUGMENTATION = """
def augmentation(rotation=0.1, zoom=0.2):
    return keras.Sequential([keras.layers.RandomFlip({flip}), keras.layers.RandomRotation({rotation}), {more}])
"""
RIGHT = {"flip": '"horizontal"', "rotation": "rotation", "more": "keras.layers.RandomZoom(zoom)"}


@mistake(
    "augmentation",
    "RandomFlip turns pictures upside down as well, if it is not told otherwise: look at its argument mode.",
    written=AUGMENTATION.format(**RIGHT | {"flip": ""}),
)
def augmentation_upside_down(rotation: float = 0.1, zoom: float = 0.2) -> Facts:
    """Both ways."""
    return _augmentation(rotation, zoom, mode="horizontal_and_vertical")


@mistake(
    "augmentation",
    "The factor of RandomRotation is a share of a full turn: 0.1 is 36 degrees already.",
    written=AUGMENTATION.format(**RIGHT | {"rotation": "rotation * 360"}),
)
def augmentation_in_degrees(rotation: float = 0.1, zoom: float = 0.2) -> Facts:
    """Thirty-six full turns."""
    return _augmentation(round(rotation * 360, 6), zoom)


@mistake(
    "augmentation",
    "The zoom is missing.",
    written=AUGMENTATION.format(**RIGHT | {"more": ""}),
)
def augmentation_without_zoom(rotation: float = 0.1, zoom: float = 0.2) -> Facts:
    """Two layers."""
    return _augmentation(rotation, 0)


@mistake(
    "augmentation",
    "The arguments rotation and zoom say how far: do not write the numbers into the layers.",
    written=AUGMENTATION.format(**RIGHT | {"rotation": "0.1", "more": "keras.layers.RandomZoom(0.2)"}),
)
def augmentation_of_fixed_factors(rotation: float = 0.1, zoom: float = 0.2) -> Facts:
    """The defaults always."""
    return _augmentation(0.1, 0.2)


@mistake(
    "augmentation",
    "Rescaling changes pictures after training as well: it belongs to loading the pictures, or into the network.",
    written=AUGMENTATION.format(**RIGHT | {"more": "keras.layers.RandomZoom(zoom), keras.layers.Rescaling(1 / 255)"}),
)
def augmentation_with_rescaling(rotation: float = 0.1, zoom: float = 0.2) -> Facts:
    """What ImageDataGenerator did on the way."""
    rescaling = {"kind": "Rescaling", "scale": [-0.003922, 0.003922], "offset": [0.0, 0.0]}
    return _augmentation(rotation, zoom, more=[rescaling], unchanged=False)


@mistake(
    "augmentation",
    "ImageDataGenerator is gone. Pictures are augmented by layers today (RandomFlip, RandomRotation, RandomZoom), and "
    "read by keras.utils.image_dataset_from_directory.",
    written="""
def augmentation(rotation=0.1, zoom=0.2):
    from keras.preprocessing.image import ImageDataGenerator
    return ImageDataGenerator(horizontal_flip=True, rotation_range=360 * rotation, zoom_range=zoom)
""",
)
def augmentation_by_generator(rotation: float = 0.1, zoom: float = 0.2) -> Facts:
    """A class that is no more."""
    raise ImportError("cannot import name 'ImageDataGenerator' from 'keras.preprocessing.image'")


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
