"""Chapter 16 by Keras and TensorFlow themselves: layers called on tensors, rescaling as a layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from reference.keras_oracles import load_keras, load_tensorflow


def prepare_images(images: np.ndarray) -> np.ndarray:
    """Rescaled by a layer."""
    return np.asarray(load_keras().layers.Rescaling(1 / 255)(images[..., None]))


def build_mnist_cnn() -> Any:
    """A larger step instead of pooling."""
    layers = load_keras().layers
    images = tensor = load_keras().Input((28, 28, 1))
    for filters in (16, 32):
        tensor = layers.Conv2D(filters, 5, strides=2, padding="same", activation="relu")(tensor)
    return _classifier(images, layers.Flatten()(tensor))


def build_fashion_cnn() -> Any:
    """The same, with dropout."""
    layers = load_keras().layers
    images = tensor = load_keras().Input((28, 28, 1))
    for filters in (32, 64):
        tensor = layers.Conv2D(filters, 5, strides=2, padding="same", activation="relu")(tensor)
    return _classifier(images, layers.Dropout(0.25)(layers.Flatten()(tensor)))


def _classifier(images: Any, tensor: Any) -> Any:
    """The head, softmax as a layer of its own, compiled with objects."""
    layers = load_keras().layers
    model = load_keras().Model(images, layers.Softmax()(layers.Dense(10)(tensor)))
    loss = load_keras().losses.SparseCategoricalCrossentropy()
    metrics = [load_keras().metrics.SparseCategoricalAccuracy()]
    model.compile(optimizer=load_keras().optimizers.Adam(0.002), loss=loss, metrics=metrics)
    return model


def train_and_evaluate(
    build: Callable[[], Any],
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Any:
    """Data sets; the accuracy is counted."""
    model = build()
    data = load_tensorflow().data.Dataset.from_tensor_slices((prepare_images(images), labels))
    model.fit(data.shuffle(len(labels), seed=0).batch(32), epochs=epochs, verbose=0)
    classes = model.predict(prepare_images(test_images), verbose=0).argmax(axis=1)
    return model, float(np.mean(classes == test_labels))


def confusion_matrix(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """TensorFlow's."""
    return np.asarray(load_tensorflow().math.confusion_matrix(labels, predictions, classes))


def most_confused(confusion: np.ndarray) -> tuple[int, int]:
    """The largest of what is left without the diagonal."""
    tensorflow = load_tensorflow()
    errors = tensorflow.linalg.set_diag(tensorflow.constant(confusion), [0] * len(confusion))
    index = int(tensorflow.argmax(tensorflow.reshape(errors, [-1])))
    return index // len(confusion), index % len(confusion)
