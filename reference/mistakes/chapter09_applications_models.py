"""Chapter 9: what usually goes wrong with VGG16 and with the whole way from a picture to its names."""

# ruff: noqa: ARG001 (a mistake may ignore an argument, that is what it shows)
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference import chapter09_applications as right
from reference.mistakes import mistake
from reference.model_facts import Facts, dense

Array = NDArray[Any]
Named = list[tuple[str, float]]

# %% load_vgg16

LOAD = """
def load_vgg16(weights=None, input_shape=(224, 224, 3)):
    return keras.applications.{arguments}
"""


@mistake(
    "load_vgg16",
    "The weights are new ones: the file is not read. Hand its path on.",
    written=LOAD.format(arguments="VGG16(include_top=False, weights=None, input_shape=input_shape)"),
)
def load_vgg16_without_the_file(weights: int | None = None, input_shape: tuple[int, int, int] = (224, 224, 3)) -> Facts:
    """New weights always."""
    return {**right.load_vgg16(weights, input_shape), "weights": "new" if weights is None else "others"}


@mistake(
    "load_vgg16",
    "Your network still has its head, the three dense layers, which knows 1 000 classes and nothing of your own.",
    written=LOAD.format(arguments="VGG16(weights=weights, input_shape=input_shape)"),
)
def load_vgg16_with_its_head(weights: int | None = None, input_shape: tuple[int, int, int] = (224, 224, 3)) -> Facts:
    """The head's weights are not in the file, which Keras refuses."""
    if weights is not None:
        raise ValueError("layers do not match")
    found = right.load_vgg16(None, input_shape)["structure"]
    inputs = int(np.prod(found["outputs"][0]))
    units = [4096, 4096, 1000]
    parameters = sum((before + 1) * after for before, after in zip([inputs, *units[:2]], units, strict=True))
    head = [{"kind": "Flatten"}, dense(4096, "relu"), dense(4096, "relu"), dense(1000, "softmax")]
    total = found["parameters"] + parameters
    changed = {"layers": [*found["layers"], *head], "outputs": [[1000]]}
    return {"structure": {**found, **changed, "parameters": total, "trainable_parameters": total}, "weights": "new"}


@mistake(
    "load_vgg16",
    "That is VGG19, a larger sister: count the convolutions of the last three blocks.",
    written=LOAD.format(arguments="VGG19(include_top=False, weights=weights, input_shape=input_shape)"),
)
def load_vgg19(weights: int | None = None, input_shape: tuple[int, int, int] = (224, 224, 3)) -> Facts:
    """Four convolutions in each of the last three blocks; the file does not fit."""
    if weights is not None:
        raise ValueError("layers do not match")
    found = right.load_vgg16(None, input_shape)["structure"]
    layers = list(found["layers"])
    more = 0
    for place, channels in ((17, 512), (13, 512), (9, 256)):
        layers.insert(place, {**layers[place - 1]})
        more += (9 * channels + 1) * channels
    total = found["parameters"] + more
    return {
        "structure": {**found, "layers": layers, "parameters": total, "trainable_parameters": total},
        "weights": "new",
    }


@mistake(
    "load_vgg16",
    "Your network ends with a pooling over the whole picture: the last feature maps themselves are asked for.",
    written=LOAD.format(arguments='VGG16(include_top=False, weights=weights, input_shape=input_shape, pooling="avg")'),
)
def load_vgg16_pooled(weights: int | None = None, input_shape: tuple[int, int, int] = (224, 224, 3)) -> Facts:
    """One number a feature map."""
    found = right.load_vgg16(weights, input_shape)
    layers = [*found["structure"]["layers"], {"kind": "GlobalAveragePooling2D"}]
    return {**found, "structure": {**found["structure"], "layers": layers, "outputs": [[512]]}}


@mistake(
    "load_vgg16",
    "The network takes 224 by 224 pixels whatever `input_shape` says.",
    written=LOAD.format(arguments="VGG16(include_top=False, weights=weights, input_shape=(224, 224, 3))"),
)
def load_vgg16_of_one_size(weights: int | None = None, input_shape: tuple[int, int, int] = (224, 224, 3)) -> Facts:
    """The default shape always."""
    return right.load_vgg16(weights, (224, 224, 3))


# %% recognise

WAY = """
def recognise(model, picture, class_names, top=3):
    _, height, width, _ = model.input_shape
    {body}
    return decode_top(np.asarray(probabilities), class_names, top)[0]
"""
PREDICT = "probabilities = model.predict({prepared}, verbose=0)"
RESIZED = "resize_nearest(picture, height, width)"


def _way(body: str) -> str:
    return WAY.format(body=PREDICT.format(prepared=body))


def _prepared(model: Mapping[str, Any], picture: Array) -> Array:
    height, width, _ = model["input_shape"]
    return right.as_batch(right.resize_nearest(picture, height, width))


def _named(model: Mapping[str, Any], images: Array, class_names: Sequence[str], top: int) -> Named:
    return right.decode_top(right.probabilities_of(model["weights"], images), class_names, top)[0]


@mistake(
    "recognise",
    "The picture reaches the network unprepared: VGG16 wants BGR, less the means.",
    written=_way(f"as_batch({RESIZED})"),
)
def recognise_unprepared(model: Mapping[str, Any], picture: Array, class_names: Sequence[str], top: int = 3) -> Named:
    """RGB from 0 to 255."""
    return _named(model, _prepared(model, picture), class_names, top)


@mistake(
    "recognise",
    "You divide by 255 before you prepare the picture. VGG16's numbers are on the scale from 0 to 255.",
    written=_way(f"preprocess_vgg16(as_batch({RESIZED}) / 255)"),
)
def recognise_divided(model: Mapping[str, Any], picture: Array, class_names: Sequence[str], top: int = 3) -> Named:
    """Numbers from -124 to -103."""
    return _named(model, right.preprocess_vgg16(_prepared(model, picture) / 255), class_names, top)


@mistake(
    "recognise",
    "You prepare the picture twice: the means come off twice, and the channels are back where they were.",
    written=_way(f"preprocess_vgg16(preprocess_vgg16(as_batch({RESIZED})))"),
)
def recognise_prepared_twice(
    model: Mapping[str, Any], picture: Array, class_names: Sequence[str], top: int = 3
) -> Named:
    """Prepared twice."""
    twice = right.preprocess_vgg16(right.preprocess_vgg16(_prepared(model, picture)))
    return _named(model, twice, class_names, top)


@mistake(
    "recognise",
    "The picture has another size than the network takes: bring it to `model.input_shape` first.",
    written=_way("preprocess_vgg16(as_batch(picture))"),
)
def recognise_at_any_size(model: Mapping[str, Any], picture: Array, class_names: Sequence[str], top: int = 3) -> Named:
    """Keras refuses a picture of another size."""
    if list(picture.shape[:2]) != list(model["input_shape"][:2]):
        raise ValueError("incompatible shape")
    return right.recognise(model, picture, class_names, top)


@mistake(
    "recognise",
    "A network takes batches: give your picture its axis in front.",
    written="""
def recognise(model, picture, class_names, top=3):
    _, height, width, _ = model.input_shape
    if picture.ndim == 2:
        picture = np.stack([picture] * 3, axis=-1)
    probabilities = model.predict(preprocess_vgg16(resize_nearest(picture, height, width)), verbose=0)
    return decode_top(probabilities, class_names, top)[0]
""",
)
def recognise_without_the_batch(
    model: Mapping[str, Any], picture: Array, class_names: Sequence[str], top: int = 3
) -> Named:
    """Keras refuses it."""
    raise ValueError("incompatible shape")


@mistake(
    "recognise",
    "Grey pictures have no channels to turn around: make a picture in colour of them first.",
    written=_way(f"preprocess_vgg16({RESIZED})[np.newaxis]"),
)
def recognise_in_colour_only(
    model: Mapping[str, Any], picture: Array, class_names: Sequence[str], top: int = 3
) -> Named:
    """The means of three colours do not fit the columns of a grey picture."""
    if picture.ndim == 2:
        raise ValueError("shapes do not match")
    return right.recognise(model, picture, class_names, top)


@mistake(
    "recognise",
    "You give a list of lists: there is one picture, so that its names alone are asked for.",
    written=_way(f"preprocess_vgg16(as_batch({RESIZED}))").replace("top)[0]", "top)"),
)
def recognise_a_list_of_lists(
    model: Mapping[str, Any], picture: Array, class_names: Sequence[str], top: int = 3
) -> list[Named]:
    """The names of a batch of one."""
    return [right.recognise(model, picture, class_names, top)]


@mistake(
    "recognise",
    "You always give three names, whatever `top` asks: hand it on.",
    written=_way(f"preprocess_vgg16(as_batch({RESIZED}))").replace(", top)[0]", ")[0]"),
)
def recognise_always_three(model: Mapping[str, Any], picture: Array, class_names: Sequence[str], top: int = 3) -> Named:
    """The default always."""
    return right.recognise(model, picture, class_names)
