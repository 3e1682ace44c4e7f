"""Chapter 17 by Keras itself, written another way: `os.walk`, `tf.data`, Keras's own preprocessing and pooling."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from reference.keras_oracles import load_keras, load_tensorflow

CLASSES = ("cats", "dogs")


def count_images(root: str) -> dict[str, dict[str, int]]:
    """One walk through the whole tree."""
    endings = (".jpg", ".jpeg", ".png")
    found = {folder: sum(f.lower().endswith(endings) for f in files) for folder, _, files in os.walk(root)}
    return {split: {name: found[f"{root}/{split}/{name}"] for name in CLASSES} for split in ("train", "validate")}


def load_split(root: str, split: str, side: int, batch_size: int) -> Any:
    """A pipeline of TensorFlow's: names, then pictures."""
    tf = load_tensorflow()
    files = [(path, label) for label, name in enumerate(CLASSES) for path in sorted(Path(root, split, name).iterdir())]

    def read(path: Any, label: Any) -> Any:
        pixels = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
        return tf.image.resize(pixels, (side, side)), label

    names, labels = [str(path) for path, _ in files], [label for _, label in files]
    data = tf.data.Dataset.from_tensor_slices((names, labels))
    if split == "train":
        data = data.shuffle(len(files))
    return data.map(read).batch(batch_size)


def preprocess_inception(images: np.ndarray) -> np.ndarray:
    """Keras's own, which changes the array that it is given."""
    return np.asarray(load_keras().applications.inception_v3.preprocess_input(np.array(images, dtype=np.float64)))


def features(base: Any, images: np.ndarray) -> np.ndarray:
    """Pooled by a layer."""
    return np.asarray(load_keras().layers.GlobalAveragePooling2D()(base(images, training=False)))


def frozen_base_model(base: Any, classes: int) -> Any:
    """Every layer frozen one by one; softmax as a layer of its own."""
    layers = load_keras().layers
    for layer in base.layers:
        layer.trainable = False
    images = load_keras().Input(tuple(base.input.shape[1:]))
    tensor = layers.GlobalAveragePooling2D()(base(images, training=False))
    model = load_keras().Model(images, layers.Softmax()(layers.Dense(classes)(tensor)))
    loss = load_keras().losses.SparseCategoricalCrossentropy()
    model.compile(loss=loss, optimizer=load_keras().optimizers.RMSprop(0.01))
    return model


def fine_tune(model: Any, base: Any, last_layers: int, learning_rate: float = 1e-5) -> Any:
    """First everything, then frozen again what must not learn."""
    base.trainable = True
    for layer in list(base.layers)[: len(base.layers) - last_layers]:
        layer.trainable = False
    for layer in base.layers:
        if "BatchNormalization" in type(layer).__name__:
            layer.trainable = False
    loss = load_keras().losses.SparseCategoricalCrossentropy()
    model.compile(loss=loss, optimizer=load_keras().optimizers.Adam(learning_rate=learning_rate))
    return model


def build_inception_transfer(classes: int = 2, side: int = 75, weights: str | None = None) -> Any:
    """With the pooling that comes with the application."""
    keras = load_keras()
    images = keras.Input((side, side, 3))
    base = keras.applications.InceptionV3(False, weights, input_shape=(side, side, 3), pooling="avg")
    base.trainable = False
    model = keras.Model(images, keras.layers.Dense(classes, "softmax")(base(images, training=False)))
    model.compile("sgd", "sparse_categorical_crossentropy")
    return model
