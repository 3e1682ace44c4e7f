"""Chapter 14 by Keras's own layers, functional models, TensorFlow's files and gradients."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reference.keras_oracles import load_keras, load_tensorflow


def _double(array: np.ndarray) -> Any:
    return load_keras().ops.convert_to_tensor(array, "float64")


def _by_layer(x: np.ndarray, kind: str, *settings: Any) -> np.ndarray:
    """What one of Keras's layers makes of an array, in double precision."""
    layer = getattr(load_keras().layers, kind)(*settings, dtype="float64")
    return np.asarray(layer(_double(x)))


def dense(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """The layer `Dense`."""
    layer = load_keras().layers.Dense(len(bias), dtype="float64")
    layer.build(x.shape)
    layer.set_weights([weights, bias])
    return np.asarray(layer(_double(x)))


def dropout(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """TensorFlow's dropout, which Keras's layer calls, with the random numbers given."""
    if not training:
        return np.asarray(load_keras().layers.Dropout(rate, dtype="float64")(_double(x), training=False))
    load_keras()
    sampler = load_tensorflow().nn.experimental.general_dropout
    return np.asarray(sampler(_double(x), rate, uniform_sampler=lambda **_: _double(uniform)))


def reshape(x: np.ndarray, target_shape: Sequence[int]) -> np.ndarray:
    """The layer `Reshape`."""
    return _by_layer(x, "Reshape", tuple(target_shape))


def flatten(x: np.ndarray) -> np.ndarray:
    """The layer `Flatten`."""
    return _by_layer(x, "Flatten")


def permute(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """The layer `Permute`."""
    return _by_layer(x, "Permute", tuple(dims))


def repeat_vector(x: np.ndarray, n: int) -> np.ndarray:
    """The layer `RepeatVector`; integers stay integers."""
    return _by_layer(x, "RepeatVector", n).astype(x.dtype)


def build_cnn() -> Any:
    """The model in the functional style, activations as layers of their own."""
    keras = load_keras()
    layers = keras.layers
    start = tensor = keras.Input((64, 64, 3))
    for _ in range(2):
        tensor = layers.MaxPooling2D()(layers.ReLU()(layers.Conv2D(32, 3)(tensor)))
    tensor = layers.ReLU()(layers.Dense(128)(layers.Flatten()(tensor)))
    tensor = layers.Activation("sigmoid")(layers.Dense(1)(layers.Dropout(0.5)(tensor)))
    model = keras.Model(start, tensor)
    model.compile(keras.optimizers.Adam(), keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
    return model


def augmentation(rotation: float = 0.1, zoom: float = 0.2) -> Any:
    """Factors as spans, both sides of the zoom named."""
    layers = load_keras().layers
    model = load_keras().Sequential()
    model.add(layers.RandomZoom((-zoom, zoom), (-zoom, zoom)))
    model.add(layers.RandomRotation((-rotation, rotation)))
    model.add(layers.RandomFlip(mode="horizontal"))
    return model


def load_images(folder: str, side: int, batch_size: int, shuffle: bool = True) -> tuple[Any, list[str]]:
    """Files found, decoded and resized by TensorFlow."""
    load_keras()
    tf = load_tensorflow()
    files = sorted(Path(folder).glob("*/*.png"))
    names = sorted({file.parent.name for file in files})
    labels = [[float(names.index(file.parent.name))] for file in files]

    def picture(file: Any, label: Any) -> tuple[Any, Any]:
        image = tf.io.decode_png(tf.io.read_file(file), channels=3)
        return tf.image.resize(image, (side, side)) / 255.0, label

    dataset = tf.data.Dataset.from_tensor_slices(([str(file) for file in files], labels)).map(picture)
    if shuffle:
        dataset = dataset.shuffle(len(files), seed=1)
    return dataset.batch(batch_size), names


def train(model: Any, training: Any, validation: Any, epochs: int) -> tuple[list[float], list[float]]:
    """The loop behind `fit`, written out with gradients by TensorFlow."""
    tf = load_tensorflow()
    losses: list[float] = []
    validation_losses: list[float] = []
    for _ in range(epochs):
        seen = []
        for images, labels in training:
            with tf.GradientTape() as tape:
                loss = model.compute_loss(images, labels, model(images, training=True))
            gradients = tape.gradient(loss, model.trainable_variables)
            model.optimizer.apply(gradients, model.trainable_variables)
            seen.append((float(loss), len(images)))
        losses.append(_mean(seen))
        after = [(float(model.compute_loss(x, y, model(x, training=False))), len(x)) for x, y in validation]
        validation_losses.append(_mean(after))
    return losses, validation_losses


def _mean(seen: Sequence[tuple[float, int]]) -> float:
    """Mean over samples of the mean losses of batches."""
    return sum(loss * count for loss, count in seen) / sum(count for _, count in seen)


def evaluate_confusion(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """TensorFlow's confusion matrix, Keras's accuracy on the images of one class."""
    keras, tf = load_keras(), load_tensorflow()
    if probabilities.shape[1] == 1:
        probabilities = np.concatenate([1 - probabilities, probabilities], axis=1)
    classes = probabilities.shape[1]
    matrix = tf.math.confusion_matrix(labels, np.argmax(probabilities, axis=1), num_classes=classes)
    hits = np.asarray(keras.metrics.sparse_categorical_accuracy(labels, probabilities))
    shares = [float(hits[labels == one].mean()) if (labels == one).any() else 0.0 for one in range(classes)]
    return np.asarray(matrix), np.array(shares)
