"""VGG16's ImageNet weights and the names of its classes, where Keras has put them on this machine; never downloaded.

Keras keeps them in `~/.keras/models` once somebody has used `VGG16()` and `decode_predictions`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path("~/.keras/models")
WEIGHTS = "vgg16_weights_tf_dim_ordering_tf_kernels.h5"
NAMES = "imagenet_class_index.json"
INPUT_SHAPE = (224, 224, 3)


def folder() -> Path | None:
    """Where both files are; None when they are not."""
    try:
        found = FOLDER.expanduser()
    except RuntimeError:  # there is no home
        return None
    return found if (found / WEIGHTS).is_file() and (found / NAMES).is_file() else None


@cache
def vgg16(where: Path) -> dict[str, Any]:
    """Input shape and weights, in the order of the layers. The file's format: groups that list their weights."""
    weights: list[np.ndarray] = []
    with import_module("h5py").File(where / WEIGHTS) as file:  # comes with Keras
        root = file.get("model_weights", file)
        for layer in root.attrs["layer_names"]:
            group = root[layer]
            weights += [np.asarray(group[name], np.float32) for name in group.attrs["weight_names"]]
    return {"input_shape": list(INPUT_SHAPE), "weights": weights}


def class_names(where: Path) -> list[str]:
    """The classes' names in order: `{"0": ["n01440764", "tench"], …}`."""
    found = json.loads((where / NAMES).read_text("utf-8"))
    return [str(found[str(index)][1]) for index in range(len(found))]
