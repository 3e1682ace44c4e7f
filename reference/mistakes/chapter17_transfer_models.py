"""Chapter 17: what usually goes wrong with frozen bases, with fine-tuning and with InceptionV3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reference.mistakes import mistake

# ruff: noqa: ARG001 (the signatures are the exercises')

Facts = dict[str, Any]
Base = list[np.ndarray]

# %% features


def _normalised(weights: Sequence[np.ndarray], images: np.ndarray, *, own_statistics: bool) -> np.ndarray:
    """Convolution, batch normalisation and ReLU."""
    kernels, bias, scale, shift, mean, variance = weights
    padded = np.pad(images.astype(float), ((0, 0), (1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(1, 2))
    found = np.einsum("nijcuv,uvcf->nijf", windows, kernels.astype(float)) + bias
    if own_statistics:
        mean, variance = found.mean(axis=(0, 1, 2)), found.var(axis=(0, 1, 2))
    return np.asarray(np.maximum(scale * (found - mean) / np.sqrt(variance + 1e-3) + shift, 0))


def _maps(base: Base, images: np.ndarray, *, own_statistics: bool = False) -> np.ndarray:
    first = _normalised(base[:6], images, own_statistics=own_statistics)
    count, height, width, channels = first.shape
    pooled = first.reshape(count, height // 2, 2, width // 2, 2, channels).max(axis=(2, 4))
    return _normalised(base[6:], pooled, own_statistics=own_statistics)


@mistake(
    "features", "With training=True batch normalisation uses the statistics of these few images: not what it learnt."
)
def features_in_training(base: Base, images: np.ndarray) -> np.ndarray:
    """The batch's own mean and variance."""
    return np.asarray(_maps(base, images, own_statistics=True).mean(axis=(1, 2)))


@mistake("features", "All numbers of the maps came in a row: average each channel over height and width.")
def features_flattened(base: Base, images: np.ndarray) -> np.ndarray:
    """Flatten in place of pooling."""
    return _maps(base, images).reshape(len(images), -1)


@mistake("features", "The maps themselves came: average each channel over height and width.")
def features_as_maps(base: Base, images: np.ndarray) -> np.ndarray:
    """No pooling at all."""
    return _maps(base, images)


@mistake("features", "The largest number of each map came: its average is asked for.")
def features_by_maximum(base: Base, images: np.ndarray) -> np.ndarray:
    """Global max-pooling."""
    return np.asarray(_maps(base, images).max(axis=(1, 2)))


@mistake("features", "The average goes over height and width; the channels are the features and stay apart.")
def features_averaged_over_channels(base: Base, images: np.ndarray) -> np.ndarray:
    """Channels averaged."""
    return np.asarray(_maps(base, images).mean(axis=-1).reshape(len(images), -1))


@mistake("features", "Only the first batch came: features of all images are asked for.")
def features_of_the_first_batch(base: Base, images: np.ndarray) -> np.ndarray:
    """32 images at most."""
    return np.asarray(_maps(base, images[:32]).mean(axis=(1, 2)))


# %% frozen_base_model

BUILD = """
def frozen_base_model(base, classes):
    {freeze}
    inputs = keras.Input(base.input_shape[1:])
    maps = base(inputs{training})
    outputs = keras.layers.Dense({dense})(keras.layers.{pooling}()(maps))
    model = keras.Model(inputs, outputs)
    {after}
    model.compile(keras.optimizers.Adam(0.01), loss={loss})
    return model
"""
RIGHT = {
    "freeze": "base.trainable = False",
    "training": ", training=False",
    "dense": 'classes, activation="softmax"',
    "pooling": "GlobalAveragePooling2D",
    "after": "pass",
    "loss": '"sparse_categorical_crossentropy"',
}
SPARSE = "sparse_categorical_crossentropy"


class InvalidArgumentError(Exception):
    """TensorFlow's, for a label that is larger than the number of outputs allows."""


def _channels(base: Base) -> int:
    return int(base[6].shape[3])


def _facts(trainable: int, outputs: int, **other: Any) -> Facts:
    head = {"outputs": [[outputs]], "probabilities": other.pop("probabilities", True)}
    compiled = {"loss": other.pop("loss", SPARSE), "from_logits": other.pop("from_logits", False)}
    right = {"kept": True, "inference": True, "accuracy": 0.85}
    return {"head": head, "trainable": trainable, "compiled": compiled, **right, **other}


@mistake(
    "frozen_base_model",
    "The base is not frozen: its weights would be overwritten by the errors of a head that knows nothing yet.",
    written=BUILD.format(**RIGHT | {"freeze": "pass"}),
)
def base_not_frozen(base: Base, side: int, classes: int, lessons: Base | None = None) -> Facts:
    """Everything can be trained."""
    own = sum(weight.size for index, weight in enumerate(base) if index % 6 < 4)  # the rest are statistics
    return _facts(own + (_channels(base) + 1) * classes, classes)


@mistake(
    "frozen_base_model",
    "Say that the base computes as after training: call it with training=False.",
    written=BUILD.format(**RIGHT | {"training": ""}),
)
def base_called_without_training_false(base: Base, side: int, classes: int, lessons: Base | None = None) -> Facts:
    """Training mode reaches the base."""
    return _facts((_channels(base) + 1) * classes, classes, inference=False)


@mistake(
    "frozen_base_model",
    "Flatten gives the head a weight for every place of every map: average the maps first (global average pooling).",
    written=BUILD.format(**RIGHT | {"pooling": "Flatten"}),
)
def head_on_flattened_maps(base: Base, side: int, classes: int, lessons: Base | None = None) -> Facts:
    """A larger head."""
    return _facts((_channels(base) * (side // 2) ** 2 + 1) * classes, classes)


@mistake(
    "frozen_base_model",
    "Softmax over a single number is always 1: give the dense layer one unit a class.",
    written=BUILD.format(**RIGHT | {"dense": '1, activation="softmax"'}),
)
def head_with_one_output(base: Base, side: int, classes: int, lessons: Base | None = None) -> Facts:
    """One output; learning fails at the first label above 0."""
    if lessons is not None:
        raise InvalidArgumentError
    return _facts(_channels(base) + 1, 1)


@mistake(
    "frozen_base_model",
    "Sigmoid answers a question of its own for every class: of cat or dog, the probabilities must sum to 1 (softmax).",
    written=BUILD.format(**RIGHT | {"dense": 'classes, activation="sigmoid"', "loss": '"binary_crossentropy"'}),
)
def head_with_sigmoid(base: Base, side: int, classes: int, lessons: Base | None = None) -> Facts:
    """Several yes-or-no questions; integer labels do not fit."""
    if lessons is not None:
        raise ValueError
    return _facts((_channels(base) + 1) * classes, classes, probabilities=False, loss="binary_crossentropy")


@mistake(
    "frozen_base_model",
    "Categorical crossentropy wants one-hot labels; here they are integers: there is a sparse one for those.",
    written=BUILD.format(**RIGHT | {"loss": '"categorical_crossentropy"'}),
)
def head_with_the_loss_for_one_hot_labels(base: Base, side: int, classes: int, lessons: Base | None = None) -> Facts:
    """The other crossentropy; integer labels do not fit."""
    if lessons is not None:
        raise ValueError
    return _facts((_channels(base) + 1) * classes, classes, loss="categorical_crossentropy")


@mistake(
    "frozen_base_model",
    "Scores came, not probabilities: softmax is asked for, and then the loss takes no logits.",
    written=BUILD.format(
        **RIGHT | {"dense": "classes", "loss": "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"}
    ),
)
def head_without_softmax(base: Base, side: int, classes: int, lessons: Base | None = None) -> Facts:
    """Softmax within the loss."""
    return _facts((_channels(base) + 1) * classes, classes, probabilities=False, from_logits=True)


@mistake(
    "frozen_base_model",
    "A clone of the base has random weights: all that it has learnt is lost. Use the base itself.",
    written=BUILD.format(**RIGHT | {"freeze": "base = keras.models.clone_model(base); base.trainable = False"}),
)
def base_cloned(base: Base, side: int, classes: int, lessons: Base | None = None) -> Facts:
    """The architecture alone."""
    return _facts((_channels(base) + 1) * classes, classes, kept=False, accuracy=0.5)


@mistake(
    "frozen_base_model",
    "Freeze the base alone: `model.trainable = False` freezes the head as well, and nothing learns.",
    written=BUILD.format(**RIGHT | {"after": "model.trainable = False"}),
)
def head_frozen_as_well(base: Base, side: int, classes: int, lessons: Base | None = None) -> Facts:
    """Nothing can be trained."""
    return _facts(0, classes, accuracy=0.2)


# %% fine_tune

TUNE = """
def fine_tune(model, base, last_layers, learning_rate=1e-5):
    {unfreeze}
    first = len(base.layers) - last_layers
    for index, layer in enumerate(base.layers):
        layer.trainable = {trainable}
    {compile}
    return model
"""
NOT_NORMAL = " and not isinstance(layer, keras.layers.BatchNormalization)"
COMPILE = 'model.compile(keras.optimizers.Adam({rate}), loss="sparse_categorical_crossentropy")'
ROUTINE = {
    "unfreeze": "base.trainable = True",
    "trainable": "index >= first" + NOT_NORMAL,
    "compile": COMPILE.format(rate="learning_rate"),
}
LAYERS = ("input", "conv1", "norm1", "relu1", "pool1", "conv2", "norm2", "relu2")
USUAL_RATE = 0.001


def _changed(layers: Sequence[str], *, norms: bool = False) -> list[str]:
    return [*(name for name in layers if "conv" in name or (norms and "norm" in name)), "head"]


@mistake(
    "fine_tune",
    "What is frozen counts from the next `compile` on: without one, the training goes on as before.",
    written=TUNE.format(**ROUTINE | {"compile": "pass"}),
)
def tuned_without_compiling(base: Base, side: int, last_layers: int, learning_rate: float = 1e-5) -> Facts:
    """The old training goes on."""
    return {"changed": ["head"], "learning_rate": USUAL_RATE}


@mistake(
    "fine_tune",
    "Batch normalisation learns along: it must stay frozen wherever it stands, or it undoes what the base has learnt.",
    written=TUNE.format(**ROUTINE | {"trainable": "index >= first"}),
)
def tuned_with_normalisation(base: Base, side: int, last_layers: int, learning_rate: float = 1e-5) -> Facts:
    """Batch normalisation unfrozen, too."""
    return {"changed": _changed(LAYERS[len(LAYERS) - last_layers :], norms=True), "learning_rate": learning_rate}


@mistake(
    "fine_tune",
    "No layer of the base learns: `compile` alone unfreezes nothing.",
    written=TUNE.format(**ROUTINE | {"trainable": "False"}),
)
def tuned_with_everything_frozen(base: Base, side: int, last_layers: int, learning_rate: float = 1e-5) -> Facts:
    """Compiled again, and nothing unfrozen."""
    return {"changed": ["head"], "learning_rate": learning_rate}


@mistake(
    "fine_tune",
    "All of the base learns: freeze again what stands before the last layers.",
    written=TUNE.format(**ROUTINE | {"trainable": "True" + NOT_NORMAL}),
)
def tuned_all_layers(base: Base, side: int, last_layers: int, learning_rate: float = 1e-5) -> Facts:
    """Nothing frozen but normalisation."""
    return {"changed": _changed(LAYERS), "learning_rate": learning_rate}


@mistake(
    "fine_tune",
    "layers[-0:] are all layers, not none: think of last_layers=0, too.",
    written=TUNE.format(**ROUTINE | {"trainable": "layer in base.layers[-last_layers:]" + NOT_NORMAL}),
)
def tuned_by_a_slice_from_zero(base: Base, side: int, last_layers: int, learning_rate: float = 1e-5) -> Facts:
    """All in place of none."""
    return {"changed": _changed(LAYERS[-last_layers:]), "learning_rate": learning_rate}


@mistake(
    "fine_tune",
    "The first layers learn: they see edges, which every image has. The last ones are to be refined.",
    written=TUNE.format(**ROUTINE | {"trainable": "index < last_layers" + NOT_NORMAL}),
)
def tuned_first_layers(base: Base, side: int, last_layers: int, learning_rate: float = 1e-5) -> Facts:
    """The wrong end."""
    return {"changed": _changed(LAYERS[:last_layers]), "learning_rate": learning_rate}


@mistake(
    "fine_tune",
    "The learning rate is Adam's usual one: hand over the small one, or fine-tuning overwrites what was learnt.",
    written=TUNE.format(**ROUTINE | {"compile": COMPILE.format(rate="")}),
)
def tuned_at_the_usual_rate(base: Base, side: int, last_layers: int, learning_rate: float = 1e-5) -> Facts:
    """0.001."""
    return {"changed": _changed(LAYERS[len(LAYERS) - last_layers :]), "learning_rate": USUAL_RATE}


# %% build_inception_transfer

INCEPTION = """
def build_inception_transfer(classes=2, side=75, weights=None):
    base = keras.applications.{base}
    {freeze}
    inputs = keras.Input((side, side, 3))
    tensor = base(inputs, training=False)
    {pool}
    model = keras.Model(inputs, keras.layers.Dense(classes, activation="softmax")(tensor))
    model.compile("adam", "sparse_categorical_crossentropy")
    return model
"""
BASE = "(include_top=False, weights=weights, input_shape=(side, side, 3))"
ORDINARY = {
    "base": f"InceptionV3{BASE}",
    "freeze": "base.trainable = False",
    "pool": "tensor = keras.layers.GlobalAveragePooling2D()(tensor)",
}
PARAMETERS, STATISTICS, CHANNELS, TOP = 21_802_784, 34_432, 2_048, 1_000


def _inception(side: int, classes: int, parameters: int, trainable: int, weights: str | None) -> Facts:
    if weights is not None:
        raise ValueError(weights)
    return {
        "shapes": {"inputs": [[side, side, 3]], "outputs": [[classes]]},
        "parameters": parameters,
        "trainable": trainable,
        "compiled": {"loss": SPARSE, "from_logits": False},
    }


@mistake(
    "build_inception_transfer",
    "InceptionV3 is not frozen: its 21 million parameters would all be trained.",
    written=INCEPTION.format(**ORDINARY | {"freeze": "pass"}),
)
def inception_not_frozen(classes: int = 2, side: int = 75, weights: str | None = None) -> Facts:
    """Everything can be trained but batch normalisation's statistics."""
    whole = PARAMETERS + (CHANNELS + 1) * classes
    return _inception(side, classes, whole, whole - STATISTICS, weights)


@mistake(
    "build_inception_transfer",
    "Its own top, which names 1 000 classes, is still there: ask for the network without it (include_top).",
    written=INCEPTION.format(**ORDINARY | {"base": f"InceptionV3{BASE}".replace("False", "True"), "pool": "pass"}),
)
def inception_with_its_top(classes: int = 2, side: int = 75, weights: str | None = None) -> Facts:
    """A head on the probabilities of ImageNet's classes."""
    head = (TOP + 1) * classes
    return _inception(side, classes, PARAMETERS + (CHANNELS + 1) * TOP + head, head, weights)


@mistake(
    "build_inception_transfer",
    "That is not InceptionV3 but VGG16: 14 714 688 parameters.",
    written=INCEPTION.format(**ORDINARY | {"base": f"VGG16{BASE}"}),
)
def inception_taken_for_vgg16(classes: int = 2, side: int = 75, weights: str | None = None) -> Facts:
    """Another network."""
    head = (512 + 1) * classes
    return _inception(side, classes, 14_714_688 + head, head, weights)


@mistake(
    "build_inception_transfer",
    "`weights` must be handed on to InceptionV3: here it is not asked for.",
    written=INCEPTION.format(**ORDINARY | {"base": f"InceptionV3{BASE}".replace("weights=weights", "weights=None")}),
)
def inception_without_weights(classes: int = 2, side: int = 75, weights: str | None = None) -> Facts:
    """Random weights always."""
    head = (CHANNELS + 1) * classes
    return _inception(side, classes, PARAMETERS + head, head, None)
