"""What the examination of a model finds, worked out without Keras: layers, shapes, parameters, compilation.

The parameters of a layer are counted as in chapter 3: weights and biases.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

Facts = dict[str, Any]


def dense(units: int, activation: str = "linear") -> Facts:
    """A dense layer."""
    return {"kind": "Dense", "units": units, "activation": activation}


def dense_network(inputs: int, layers: Sequence[Facts]) -> Facts:
    """The structure of dense layers one after the other."""
    sizes = [inputs, *(layer["units"] for layer in layers)]
    parameters = sum((before + 1) * after for before, after in pairwise(sizes))
    return structure([[inputs]], layers, [[sizes[-1]]], parameters)


def structure(
    inputs: Sequence[Sequence[int]],
    layers: Sequence[Facts],
    outputs: Sequence[Sequence[int]],
    parameters: int,
    trainable: int | None = None,
) -> Facts:
    """The structure of a model; all parameters are trainable unless said otherwise."""
    return {
        "inputs": [list(shape) for shape in inputs],
        "layers": list(layers),
        "outputs": [list(shape) for shape in outputs],
        "parameters": parameters,
        "trainable_parameters": parameters if trainable is None else trainable,
    }


def compiled(
    loss: str,
    optimizer: str,
    learning_rate: float,
    metrics: Sequence[str] = ("accuracy",),
    *,
    from_logits: bool = False,
) -> Facts:
    """What a model is compiled with."""
    return {
        "loss": loss,
        "from_logits": from_logits,
        "optimizer": optimizer,
        "learning_rate": learning_rate,
        "metrics": list(metrics),
    }
