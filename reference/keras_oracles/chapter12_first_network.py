"""Chapter 12 by Keras itself: preprocessing layers, models in the functional style, losses and metrics as objects."""

from __future__ import annotations

from typing import Any

import numpy as np

from reference.keras_oracles import load_keras


def prepare(images: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Layers that scale and flatten."""
    layers = load_keras().layers
    pixels = layers.Flatten()(layers.Rescaling(1 / 255)(images.astype(np.float32)))
    return np.asarray(pixels), np.ravel(labels).astype(np.int64)


def build_network(inputs: int, hidden: int = 128, classes: int = 10) -> Any:
    """Layers called on tensors."""
    layers = load_keras().layers
    start = load_keras().Input((inputs,))
    model = load_keras().Model(start, layers.Softmax()(layers.Dense(classes)(layers.Dense(hidden, "relu")(start))))
    model.compile(
        optimizer=load_keras().optimizers.Adam(),
        loss=load_keras().losses.SparseCategoricalCrossentropy(),
        metrics=[load_keras().metrics.SparseCategoricalAccuracy()],
    )
    return model


def train(model: Any, pixels: np.ndarray, labels: np.ndarray, epochs: int = 5, batch_size: int = 32) -> Any:
    """Batch after batch by hand."""
    order = np.random.default_rng(0)
    for _ in range(epochs):
        chosen = order.permutation(len(pixels))
        for start in range(0, len(pixels), batch_size):
            batch = chosen[start : start + batch_size]
            model.train_on_batch(pixels[batch], labels[batch])
    return model


def evaluate(model: Any, pixels: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """From the predictions, by the functions of losses and metrics."""
    probabilities = model.predict(pixels, verbose=0)
    loss = load_keras().losses.sparse_categorical_crossentropy(labels, probabilities)
    right = load_keras().metrics.sparse_categorical_accuracy(labels, probabilities)
    return float(np.mean(loss)), float(np.mean(right))


def read_history(history: Any) -> dict[str, Any]:
    """By sorting the epochs."""
    curves = history.history
    best = int(np.argsort(np.asarray(curves["val_loss"]), kind="stable")[0])
    after = {name: curves[name][-1] - curves[name][best] for name in ("loss", "val_loss")}
    overfits = bool(after["val_loss"] > 0 > after["loss"])
    return {"best_epoch": best + 1, "best_loss": float(np.min(curves["val_loss"])), "overfits": overfits}


def first_network(
    train_images: np.ndarray, train_labels: np.ndarray, test_images: np.ndarray, test_labels: np.ndarray
) -> tuple[Any, float]:
    """The functions above in turn."""
    pixels, labels = prepare(train_images, train_labels)
    model = train(build_network(pixels.shape[1]), pixels, labels, epochs=20)
    return model, evaluate(model, *prepare(test_images, test_labels))[1]
