"""Chapter 16: right answers in other styles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from reference.variants import variant

# ruff: noqa: PLC0415 (Keras is imported only where models are built)


@variant("prepare_images")
def prepared_by_reshape(images: np.ndarray) -> np.ndarray:
    """Reshaped; computed in float64, and cast at the end."""
    return (images.reshape(*images.shape, 1) * (1 / 255)).astype("float32")


@variant("prepare_images")
def prepared_one_by_one(images: np.ndarray) -> np.ndarray:
    """A loop over the images."""
    return np.stack([np.asarray(image, np.float32)[:, :, None] / 255 for image in images])


@variant("build_mnist_cnn")
def built_in_the_functional_style() -> Any:
    """One convolution, global pooling, batch normalisation, softmax as a layer."""
    import keras

    start = keras.Input((28, 28, 1))
    tensor = keras.layers.Conv2D(64, 7, activation="relu")(start)
    tensor = keras.layers.BatchNormalization()(tensor)
    tensor = keras.layers.GlobalMaxPooling2D()(tensor)
    model = keras.Model(start, keras.layers.Activation("softmax")(keras.layers.Dense(10)(tensor)))
    model.compile("rmsprop", keras.losses.SparseCategoricalCrossentropy(), metrics=["acc"])
    return model


@variant("build_fashion_cnn")
def built_of_blocks() -> Any:
    """Models within a model, separable convolutions, augmentation, more than one metric."""
    import keras

    layers = keras.layers
    block = keras.Sequential([layers.SeparableConv2D(32, 3, activation="relu"), layers.MaxPooling2D()])
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.RandomTranslation(0.1, 0.1),
            layers.Conv2D(16, 3, activation="relu"),
            block,
            layers.SpatialDropout2D(0.1),
            layers.Flatten(),
            layers.Dense(10, "softmax"),
        ]
    )
    metrics = ["sparse_categorical_accuracy", "sparse_top_k_categorical_accuracy"]
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "sparse_categorical_crossentropy", metrics=metrics)
    return model


@variant("train_and_evaluate")
def trained_in_larger_batches_with_a_part_held_back(
    build: Callable[[], Any],
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Any:
    """A tenth of the training images watched over; results by name, in a list."""
    model = build()
    model.fit(images[..., None] / 255.0, labels, 16, epochs, verbose=0, validation_split=0.1)
    results = model.evaluate(test_images[..., None] / 255.0, test_labels, verbose=0, return_dict=True)
    return [model, next(value for name, value in results.items() if "acc" in name)]


@variant("train_and_evaluate")
def trained_epoch_by_epoch(
    build: Callable[[], Any],
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Any:
    """Watched on the test images after every epoch, without drawing any consequence."""
    model = build()
    ready, test = (many[..., None].astype("float32") / 255 for many in (images, test_images))
    history = model.fit(ready, labels, epochs=epochs, verbose=0, validation_data=(test, test_labels))
    return model, next(
        values[-1] for name, values in history.history.items() if name.startswith("val_") and "acc" in name
    )


@variant("confusion_matrix")
def counted_by_add_at(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """`np.add.at` counts every pair."""
    confusion = np.zeros((classes, classes), np.int32)
    np.add.at(confusion, (labels, predictions), 1)
    return confusion


@variant("confusion_matrix")
def counted_by_one_hot_rows(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """A product of one-hot matrices."""
    rows = np.eye(classes, dtype=int)
    return np.asarray(rows[labels].T @ rows[predictions])


@variant("most_confused")
def searched_by_loops(confusion: np.ndarray) -> list[int]:
    """Two loops."""
    best, found = -1, [0, 0]
    for row in range(len(confusion)):
        for column in range(len(confusion)):
            if row != column and confusion[row, column] > best:
                best, found = confusion[row, column], [row, column]
    return found
