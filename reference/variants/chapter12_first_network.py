"""Chapter 12: right answers in other styles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reference.variants import variant


@variant("prepare")
def prepare_image_by_image(images: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each image raveled, multiplied by 1/255; labels as they are where they are a vector already."""
    rows = np.stack([image.ravel() * np.float32(1 / 255) for image in images]).astype(np.float32)
    return rows, labels if labels.ndim == 1 else labels[:, 0]


@variant("build_network")
def network_in_the_style_of_the_course(inputs: int, hidden: int = 128, classes: int = 10) -> Any:
    """`input_shape` in the first layer, which Keras takes with a warning; the loss as an object."""
    import keras  # noqa: PLC0415 (only where models are built)

    model = keras.Sequential()
    model.add(keras.layers.Dense(hidden, activation="relu", input_shape=(inputs,)))
    model.add(keras.layers.Dense(classes, activation="softmax"))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=False)
    model.compile(keras.optimizers.Adam(1e-3), loss, metrics=["sparse_categorical_accuracy"])
    return model


@variant("train")
def train_epoch_by_epoch(
    model: Any, pixels: np.ndarray, labels: np.ndarray, epochs: int = 5, batch_size: int = 32
) -> Any:
    """One `fit` an epoch, on a data set of TensorFlow's."""
    import tensorflow as tf  # noqa: PLC0415

    data = tf.data.Dataset.from_tensor_slices((pixels, labels)).shuffle(1000).batch(batch_size)
    for epoch in range(epochs):
        model.fit(data, initial_epoch=epoch, epochs=epoch + 1, verbose=0)
    return model


@variant("evaluate")
def evaluate_by_names(model: Any, pixels: np.ndarray, labels: np.ndarray) -> list[float]:
    """The results as a dict, of batches of another size; a list."""
    found = model.evaluate(pixels, labels, batch_size=7, return_dict=True, verbose=0)
    return [found["loss"], found["accuracy"]]


@variant("read_history")
def read_history_in_a_loop(history: Any) -> dict[str, Any]:
    """No NumPy."""
    losses: Sequence[float] = history.history["loss"]
    val_losses: Sequence[float] = history.history["val_loss"]
    best = 0
    for epoch, value in enumerate(val_losses):
        if value < val_losses[best]:
            best = epoch
    overfits = val_losses[-1] > val_losses[best] and losses[-1] < losses[best]
    return {"overfits": overfits, "best_loss": min(val_losses), "best_epoch": best + 1}


@variant("first_network")
def first_network_that_watches_itself(
    train_images: np.ndarray, train_labels: np.ndarray, test_images: np.ndarray, test_labels: np.ndarray
) -> tuple[Any, Any]:
    """Written out in one piece, with a part of the training images held back and the accuracy taken by hand."""
    import keras  # noqa: PLC0415

    pixels = train_images.reshape(len(train_images), -1) / 255.0
    model = keras.Sequential(
        [
            keras.Input((pixels.shape[1],)),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dropout(0.1),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(pixels, train_labels, epochs=40, batch_size=32, validation_split=0.1, verbose=0)
    scores = model.predict(test_images.reshape(len(test_images), -1) / 255.0, verbose=0)
    return model, np.mean(scores.argmax(axis=1) == test_labels)
