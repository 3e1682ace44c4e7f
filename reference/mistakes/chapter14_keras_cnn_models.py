"""Chapter 14, models and augmentation with Keras: what usually goes wrong, and what is gone."""

# ruff: noqa: ARG001 (a mistake may ignore an argument, that is what it shows)
from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

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
