"""Chapter 14: right answers in other styles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reference.variants import variant


@variant("dense")
def dense_by_einsum(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Axes by letters."""
    return np.asarray(np.einsum("...i,iu->...u", x, weights) + bias)


@variant("dense")
def dense_by_rows_in_float32(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """All axes but the last in one, and back; single precision."""
    rows = x.reshape(-1, x.shape[-1]).astype(np.float32)
    result = rows.dot(weights.astype(np.float32)) + bias.astype(np.float32)
    return np.reshape(result, (*x.shape[:-1], -1))


@variant("dropout")
def dropout_in_place_of_a_copy(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """A copy with holes."""
    if rate < 0 or rate >= 1:
        raise ValueError("rate")
    result = x.astype(float)
    if training:
        result[uniform < rate] = 0
        result /= 1 - rate
    return result


@variant("dropout")
def dropout_by_mask(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """A mask that already holds the scale, in single precision."""
    if not 0 <= rate < 1:
        raise ValueError("rate")
    mask = np.greater_equal(uniform, rate).astype(np.float32) / np.float32(1 - rate)
    return np.multiply(x, mask) if training else np.array(x)


@variant("reshape")
def reshape_by_list(x: np.ndarray, target_shape: Sequence[int]) -> np.ndarray:
    """Item by item."""
    return np.stack([item.reshape(tuple(target_shape)) for item in x])


@variant("flatten")
def flatten_by_ravel(x: np.ndarray) -> np.ndarray:
    """A new array."""
    return np.array([np.ravel(item) for item in x])


@variant("permute")
def permute_by_einsum(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """Axes by numbers, in a new array."""
    axes = list(range(x.ndim))
    if [0, *sorted(dims)] != axes:
        raise ValueError("dims")
    return np.array(np.einsum(x, axes, [0, *dims]))


@variant("repeat_vector")
def repeat_vector_by_broadcasting(x: np.ndarray, n: int) -> np.ndarray:
    """No copies: a read-only view."""
    if n < 1:
        raise ValueError("n")
    batch, features = x.shape  # ValueError for more axes
    return np.broadcast_to(x[:, None], (batch, n, features))


@variant("repeat_vector")
def repeat_vector_by_tiles(x: np.ndarray, n: int) -> np.ndarray:
    """Tiles side by side, then one below the other."""
    if x.ndim != 2 or n <= 0:
        raise ValueError
    return np.tile(x, n).reshape(len(x), n, -1)


@variant("build_cnn")
def cnn_with_an_old_fashioned_input() -> Any:
    """Layers added one by one; the first tells the input's shape, which Keras still takes."""
    import keras  # noqa: PLC0415 (only where models are built)

    layers = keras.layers
    model = keras.models.Sequential(name="cats_and_dogs")
    model.add(layers.Conv2D(32, (3, 3), input_shape=(64, 64, 3), activation="relu"))
    model.add(layers.MaxPooling2D(pool_size=(2, 2)))
    model.add(layers.Conv2D(32, (3, 3), activation="relu"))
    model.add(layers.MaxPooling2D(pool_size=(2, 2)))
    model.add(layers.Flatten())
    model.add(layers.Dense(units=128, activation="relu"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(units=1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model


@variant("build_cnn")
def cnn_with_metrics_as_objects() -> Any:
    """Functional, with everything as objects and names of one's own."""
    import keras  # noqa: PLC0415

    layers = keras.layers
    start = tensor = keras.Input((64, 64, 3), name="photographs")
    for number in (1, 2):
        tensor = layers.Conv2D(32, kernel_size=3, activation=keras.activations.relu, name=f"conv{number}")(tensor)
        tensor = layers.MaxPool2D(2, strides=2)(tensor)
    tensor = layers.Dense(128, "relu")(layers.Flatten()(tensor))
    tensor = layers.Dense(1, "sigmoid", kernel_initializer="he_normal")(layers.Dropout(0.5, seed=1)(tensor))
    model = keras.Model(start, tensor)
    accuracy = keras.metrics.BinaryAccuracy(name="accuracy")
    model.compile(keras.optimizers.Adam(learning_rate=1e-3), "binary_crossentropy", metrics=[accuracy])
    return model


@variant("augmentation")
def augmentation_of_a_known_size(rotation: float = 0.1, zoom: float = 0.2) -> Any:
    """With an input, and other borders."""
    import keras  # noqa: PLC0415

    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((None, None, 3)),
            layers.RandomRotation((-rotation, rotation), fill_mode="nearest"),
            layers.RandomZoom(height_factor=zoom, width_factor=zoom, seed=3),
            layers.RandomFlip("horizontal"),
        ]
    )


@variant("load_images")
def images_by_rescaling_layer(folder: str, side: int, batch_size: int, shuffle: bool = True) -> Any:
    """Through TensorFlow's name for Keras, a layer that rescales, batches fetched beforehand."""
    import tensorflow as tf  # noqa: PLC0415

    found = tf.keras.utils.image_dataset_from_directory(
        folder,
        labels="inferred",
        label_mode="binary",
        batch_size=batch_size,
        image_size=(side, side),
        shuffle=shuffle,
        verbose=False,
    )
    rescaling = tf.keras.layers.Rescaling(1.0 / 255)
    return [found.map(lambda x, y: (rescaling(x), y)).prefetch(1), found.class_names]


@variant("load_images")
def images_with_labels_made_binary(folder: str, side: int, batch_size: int, shuffle: bool = True) -> Any:
    """Integer labels, turned into a column afterwards; batches made anew."""
    import keras  # noqa: PLC0415
    import tensorflow as tf  # noqa: PLC0415

    found = keras.utils.image_dataset_from_directory(
        folder, label_mode="int", image_size=(side, side), batch_size=None, shuffle=shuffle, seed=7, verbose=False
    )
    names = found.class_names
    column = found.map(lambda x, y: (x / 255.0, tf.reshape(tf.cast(y, tf.float32), (1,))))
    return column.batch(batch_size), tuple(names)


@variant("train")
def train_epoch_by_epoch(model: Any, training: Any, validation: Any, epochs: int) -> Any:
    """One `fit` an epoch, the validation loss by `evaluate`."""
    losses, others = [], []
    for _ in range(epochs):
        losses.append(model.fit(training, verbose=0).history["loss"][0])
        others.append(model.evaluate(validation, verbose=0)[0])
    return losses, others


@variant("evaluate_confusion")
def confusion_by_counting(probabilities: np.ndarray, labels: np.ndarray) -> Any:
    """Loops; a list of the two."""
    classes = max(2, probabilities.shape[1])
    matrix = np.zeros((classes, classes), np.int32)
    for row, label in zip(probabilities, labels, strict=True):
        predicted = int(row[0] > 0.5) if len(row) == 1 else int(np.argmax(row))
        matrix[label, predicted] += 1
    shares = [row[index] / row.sum() if row.sum() else 0 for index, row in enumerate(matrix)]
    return [matrix, np.array(shares, np.float32)]
