"""Chapter 13: rules of thumb, graphs of layers, callbacks and saved models.

Sources: J. Heaton, Introduction to Neural Networks for Java, chapter 5 (the rules); https://keras.io/guides/functional_api/;
https://keras.io/api/callbacks/early_stopping/; https://keras.io/guides/serialization_and_saving/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from reference.chapter03_cnn_structure import summarize
from reference.model_facts import Facts, dense, structure

PROBLEMS = ("linearly separable", "continuous", "any boundary", "complex")

AS_ASKED = "as asked"
SAVED = "saved"


def rules_of_thumb(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    """Heaton's table of hidden layers, and his three rules for their units."""
    if problem not in PROBLEMS:
        raise ValueError(f"problem must be one of {PROBLEMS}, received {problem!r}")
    return {
        "layers": PROBLEMS.index(problem),
        "smallest": min(inputs, outputs),
        "largest": max(inputs, outputs),
        "advised": (2 * inputs + 3 * outputs + 1) // 3,
        "most": 2 * inputs - 1,
    }


def build_stack(inputs: int, layers: int, units: int, classes: int, dropout: float = 0.5) -> Facts:
    """Dense layers with ReLU and dropout, then a dense layer with softmax."""
    hidden = [dense(units, "relu"), {"kind": "Dropout", "rate": dropout}]
    parameters = sum((before + 1) * after for before, after in pairwise([inputs, *[units] * layers, classes]))
    return structure([[inputs]], [*hidden * layers, dense(classes, "softmax")], [[classes]], parameters)


def build_twins(inputs: int, features: int) -> Facts:
    """One layer for two inputs, and one on top."""
    return {
        "ends": {"inputs": [[inputs], [inputs]], "outputs": [[1]]},
        "layers": in_any_order(dense(features, "relu"), dense(1, "sigmoid")),
        "parameters": (inputs + 1) * features + 2 * features + 1,
        "computes": AS_ASKED,
    }


def build_two_heads(inputs: int, hidden: int, classes: int) -> Facts:
    """One hidden layer, and two on top of it."""
    return {
        "ends": {"inputs": [[inputs]], "outputs": {"digit": [classes], "even": [1]}},
        "layers": in_any_order(dense(hidden, "relu"), dense(classes, "softmax"), dense(1, "sigmoid")),
        "parameters": (inputs + 1) * hidden + (hidden + 1) * (classes + 1),
        "computes": AS_ASKED,
        "compiled": {
            "losses": {"digit": "sparse_categorical_crossentropy", "even": "binary_crossentropy"},
            "optimizer": "adam",
        },
    }


def in_any_order(*layers: Facts) -> list[str]:
    """Dense layers of a graph, which has no first and no last among them: sorted, each in one line."""
    return sorted(f"dense {layer['units']} {layer['activation']}" for layer in layers)


Row = tuple[str, tuple[int, ...], int, int]


def summary_rows(input_shape: Sequence[int], layers: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The rows of chapter 3, with names and with what can be trained."""
    plain = [{key: layer[key] for key in layer if key not in {"name", "frozen"}} for layer in layers]
    return [
        (layer["name"], shape, parameters, 0 if layer.get("frozen") else parameters)
        for layer, (shape, parameters) in zip(layers, summarize(input_shape, plain), strict=True)
    ]


def stop_and_keep(val_losses: Sequence[float], patience: int = 3) -> Facts:
    """After which epoch a training stops; the epoch whose weights the file holds, and the model in the end."""
    best = last = 0
    for epoch, loss in enumerate(val_losses):
        last = epoch
        if loss < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return {
        "stopping": {"watches": "val_loss", "patience": patience, "restores": True},
        "keeping": {"watches": "val_loss", "best_only": True, "whole": True},
        "epochs": last + 1,
        "model_of_epoch": best + 1,
        "file_of_epoch": best + 1,
    }


def stop_below(threshold: float, *trainings: Sequence[float]) -> Facts:
    """The losses up to the first one below the threshold, for one training after the other."""
    noted = [list(losses[: epochs_until(threshold, losses)]) for losses in trainings]
    return {"losses": noted, "epochs": [len(losses) for losses in noted]}


def epochs_until(threshold: float, losses: Sequence[float]) -> int:
    """Number of epochs up to the first loss below the threshold."""
    return next((epoch for epoch, loss in enumerate(losses, 1) if loss < threshold), len(losses))


def save_and_restore(weights: Sequence[np.ndarray]) -> Facts:  # noqa: ARG001 (found is the same for any)
    """The three files hold what they should, and so does the model made from two of them."""
    return dict.fromkeys(("whole", "architecture", "weights", "restored"), SAVED)
