"""What models with two inputs or two outputs compute: their own formula by NumPy beside what Keras gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.examination.models import architecture, layer_facts, loss_name

AS_ASKED = "as asked"
OTHERWISE = "something else"
IMAGES = 8
CLOSE = 1e-4


def parts_of(model: Any) -> list[str]:
    """Layers of a graph without those that only join: sorted, for it has no first and no last."""
    found = [layer for layer in _unfolded(layer_facts(model)) if layer["kind"] != "Concatenate"]
    return sorted(
        f"dense {layer['units']} {layer['activation']}" if layer["kind"] == "Dense" else str(layer["kind"])
        for layer in found
    )


def _unfolded(layers: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The layers, those of a model that is one of them in its place."""
    for layer in layers:
        if layer["kind"] == "model":
            yield from _unfolded(layer["layers"])
        else:
            yield layer


def twins_compute(model: Any) -> str:
    """Whether a model with two inputs computes what it should, and if not, which input it forgets."""
    rng = np.random.default_rng(0)
    layers = _dense_layers(model, rng)
    sizes = {int(tensor.shape[-1]) for tensor in model.inputs}
    if len(layers) != 2 or len(model.inputs) != 2 or len(sizes) != 1:
        return OTHERWISE
    (weights, bias), (top_weights, top_bias) = sorted(layers, key=lambda layer: layer[0].shape[1] == 1)
    images = [rng.normal(size=(IMAGES, next(iter(sizes)))).astype(np.float32) for _ in range(2)]
    if weights.shape[0] != images[0].shape[1] or top_weights.shape[0] != 2 * weights.shape[1]:
        return OTHERWISE
    found = _outputs(model, images)[0]
    features = [np.maximum(image @ weights + bias, 0.0) for image in images]
    orders = {
        (0, 1): AS_ASKED,
        (1, 0): AS_ASKED,
        (0, 0): "of the first input only",
        (1, 1): "of the second input only",
    }
    for order, meaning in orders.items():
        both = np.concatenate([features[index] for index in order], axis=1)
        if _close(found, _sigmoid(both @ top_weights + top_bias)):
            return meaning
    return OTHERWISE


def heads_compute(model: Any) -> str:
    """Whether a model with two outputs computes what it should."""
    rng = np.random.default_rng(0)
    layers = _dense_layers(model, rng)
    if len(layers) != 3 or len(model.inputs) != 1 or len(model.outputs) != 2:
        return OTHERWISE
    images = rng.normal(size=(IMAGES, int(model.inputs[0].shape[-1]))).astype(np.float32)
    found = _outputs(model, [images])
    found.sort(key=lambda output: output.shape[-1] == 1)  # the digit first
    for first in range(3):
        weights, bias = layers[first]
        tops = sorted((layers[i] for i in range(3) if i != first), key=lambda layer: layer[0].shape[1] == 1)
        if weights.shape[0] != images.shape[1] or any(top[0].shape[0] != weights.shape[1] for top in tops):
            continue
        features = np.maximum(images @ weights + bias, 0.0)
        digit, even = (features @ top_weights + top_bias for top_weights, top_bias in tops)
        powers = np.exp(digit - digit.max(axis=1, keepdims=True))
        if _close(found[0], powers / powers.sum(axis=1, keepdims=True)) and _close(found[1], _sigmoid(even)):
            return AS_ASKED
    return OTHERWISE


def _dense_layers(model: Any, rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weights and biases of the dense layers, after all weights of the model have been drawn anew."""
    import keras  # noqa: PLC0415 (only where there are models)

    model.set_weights([rng.normal(size=weight.shape).astype(np.float32) for weight in model.get_weights()])
    layers = [layer for layer in _every_layer(model) if isinstance(layer, keras.layers.Dense) and layer.use_bias]
    found = [tuple(np.asarray(weight, np.float64) for weight in layer.get_weights()) for layer in layers]
    return [(weights[0], weights[1]) for weights in found]


def _every_layer(model: Any) -> Iterator[Any]:
    """The layers, those of models that are layers included."""
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from _every_layer(layer)
        else:
            yield layer


def _outputs(model: Any, inputs: Sequence[np.ndarray]) -> list[np.ndarray]:
    import keras  # noqa: PLC0415

    given = keras.tree.pack_sequence_as(model.input, list(inputs))
    return [np.asarray(output) for output in keras.tree.flatten(model(given, training=False))]


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


def _close(found: np.ndarray, wanted: np.ndarray) -> bool:
    return found.shape == wanted.shape and bool(np.allclose(found, wanted, atol=CLOSE))


def losses_by_name(answer: Any, names: Sequence[str]) -> dict[str, str]:
    """The loss of each output, whether the losses were given in a dict, in a list or as one for all."""
    configuration = architecture(answer).get("compile_config")
    loss = configuration.get("loss") if isinstance(configuration, dict) else None
    if isinstance(loss, dict) and "class_name" not in loss:
        return {name: loss_name(loss.get(name)) for name in names}
    if isinstance(loss, list):
        return {name: loss_name(one) for name, one in zip(names, loss, strict=False)}
    return {name: loss_name(loss) for name in names}
