"""Chapter 17: folders counted and loaded, a small base computed in NumPy, and what is found out about models on a base.

Sources: https://keras.io/guides/transfer_learning/, https://keras.io/api/applications/inceptionv3/ (its parameters and
its preprocessing), https://keras.io/api/layers/normalization_layers/batch_normalization/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.chapter04_convolution import conv2d
from reference.chapter05_relu import relu
from reference.chapter06_pooling import global_average_pool2d, max_pool2d
from reference.model_facts import Facts

Array = NDArray[Any]

SPLITS, CLASSES = ("train", "validate"), ("cats", "dogs")
ENDINGS = (".jpg", ".jpeg", ".png")
EPSILON = 1e-3
"""What batch normalisation adds to the variance."""

BASE_LAYERS = ("input", "conv1", "norm1", "relu1", "pool1", "conv2", "norm2", "relu2")
INCEPTION_PARAMETERS, INCEPTION_CHANNELS = 21_802_784, 2_048
COMPILED = {"loss": "sparse_categorical_crossentropy", "from_logits": False}


def count_images(tree: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    """Number of images among the files of each folder; `ValueError` where one is missing."""
    return {split: {name: _images(tree, f"{split}/{name}") for name in CLASSES} for split in SPLITS}


def _images(tree: dict[str, list[str]], folder: str) -> int:
    if folder not in tree:
        raise ValueError(f"{folder} is missing")
    return sum(name.lower().endswith(ENDINGS) for name in tree[folder])


def colour(split: str, label: int, index: int) -> list[float]:
    """The colour of an image that a driver writes."""
    return [10.0 + 3 * index, 50.0 + 100 * label, 200.0 if split == "validate" else 20.0]


def load_split(counts: dict[str, list[int]], split: str, side: int, batch_size: int) -> Facts:
    """The images of one split, with their labels."""
    if split not in SPLITS:
        raise ValueError(f"split must be one of {SPLITS}, received {split!r}")
    return loaded_facts(counts, [split], side, batch_size, shuffled=split == "train")


def loaded_facts(
    counts: dict[str, list[int]], splits: Sequence[str], side: int, batch_size: int, *, shuffled: bool
) -> Facts:
    """What is in a data set of these splits."""
    rows = [
        [*colour(split, label, index), float(label)]
        for split in splits
        for label in (0, 1)
        for index in range(counts[split][label])
    ]
    total = len(rows)
    batches = [min(batch_size, total - start) for start in range(0, total, batch_size)]
    form = {"batches": batches, "image": [side, side, 3], "label": []}
    return {"form": form, "pairs": np.array(sorted(rows)), "shuffled": shuffled}


def preprocess_inception(images: Array) -> Array:
    """From 0…255 to -1…1."""
    return np.asarray((np.asarray(images, np.float64) - 127.5) / 127.5)


def maps(base: Sequence[Array], images: Array) -> Array:
    """What comes out of a base: convolution, normalisation, ReLU, pooling, and the first three again."""
    first = max_pool2d(_block(base[:6], images), 2)
    return _block(base[6:], first)


def _block(weights: Sequence[Array], images: Array) -> Array:
    kernels, bias, scale, shift, mean, variance = weights
    found = conv2d(images, kernels, bias, padding="same")
    return relu(scale * (found - mean) / np.sqrt(variance + EPSILON) + shift)


def features(base: list[Array], images: Array) -> Array:
    """The maps of a base with these weights, averaged over height and width."""
    return global_average_pool2d(maps(base, images))


def frozen_base_model(base: list[Array], side: int, classes: int, lessons: list[Array] | None = None) -> Facts:  # noqa: ARG001
    """A base that stays as it is, and a dense layer on the averages of its maps."""
    channels = base[6].shape[3]
    return transfer_facts((channels + 1) * classes, classes)


def transfer_facts(trainable: int, outputs: int) -> Facts:
    """Facts of a model on a frozen base, all as it should be but for the numbers."""
    return {
        "head": {"outputs": [[outputs]], "probabilities": True},
        "trainable": trainable,
        "kept": True,
        "inference": True,
        "compiled": COMPILED,
        "accuracy": 1.0,
    }


def fine_tune(base: list[Array], side: int, last_layers: int, learning_rate: float = 1e-5) -> Facts:  # noqa: ARG001
    """The convolutions among the last layers learn, and the head."""
    unfrozen = BASE_LAYERS[len(BASE_LAYERS) - last_layers :]
    return {"changed": [*(name for name in unfrozen if "conv" in name), "head"], "learning_rate": learning_rate}


def build_inception_transfer(classes: int = 2, side: int = 75, weights: str | None = None) -> Facts:
    """InceptionV3 and a dense layer; no file that is asked for exists."""
    if weights is not None:
        raise ValueError(f"no such file: {weights}")
    return inception_facts(side, classes, INCEPTION_CHANNELS)


def inception_facts(side: int, classes: int, channels: int) -> Facts:
    """Facts of a model on InceptionV3."""
    head = (channels + 1) * classes
    return {
        "shapes": {"inputs": [[side, side, 3]], "outputs": [[classes]]},
        "parameters": INCEPTION_PARAMETERS + head,
        "trainable": head,
        "compiled": COMPILED,
    }
