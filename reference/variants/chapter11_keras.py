"""Chapter 11: right answers in other styles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reference.variants import variant


@variant("first_model")
def first_model_with_activations_as_layers() -> Any:
    """Built afterwards; loss, optimizer and metric as objects."""
    import keras  # noqa: PLC0415 (only where models are built)

    layers = keras.layers
    model = keras.Sequential([layers.Dense(64), layers.Activation("relu"), layers.Dense(10), layers.Softmax()])
    model.build((None, 100))
    model.compile(keras.optimizers.SGD(), keras.losses.CategoricalCrossentropy(), metrics=["acc"])
    return model


@variant("build_classifier")
def classifier_in_the_functional_style(inputs: int, hidden: Sequence[int], classes: int) -> Any:
    """Layers called on tensors, activations as functions, names of one's own."""
    import keras  # noqa: PLC0415

    start = tensor = keras.Input((inputs,), name="pixels")
    for units in hidden:
        tensor = keras.layers.Dense(units, keras.activations.relu)(tensor)
    model = keras.Model(start, keras.layers.Dense(classes, "softmax", name="classes")(tensor))
    metrics = [keras.metrics.CategoricalAccuracy()]
    model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.SGD(0.01), metrics=metrics)
    return model
