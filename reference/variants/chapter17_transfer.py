"""Chapter 17: right answers in other styles."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from reference.variants import variant

# ruff: noqa: PLC0415 (Keras is imported only where models are built)


@variant("count_images")
def counted_by_patterns(root: str) -> dict[str, dict[str, int]]:
    """Names matched, all endings counted at once."""
    found: dict[str, dict[str, int]] = {"validate": {}, "train": {}}
    for split, counts in found.items():
        for name in ("dogs", "cats"):
            folder = Path(root, split, name)
            if not folder.exists():
                raise ValueError(name)
            endings = Counter(path.name.lower().rpartition(".")[2] for path in folder.glob("*.*"))
            counts[name] = endings["jpg"] + endings["jpeg"] + endings["png"]
    return found


@variant("load_split")
def loaded_and_shuffled_afterwards(root: str, split: str, side: int, batch_size: int) -> Any:
    """Loaded in order, shuffled by the data set, prefetched."""
    import keras

    if split not in ("train", "validate"):
        raise ValueError(split)
    data = keras.utils.image_dataset_from_directory(
        f"{root}/{split}", image_size=(side, side), batch_size=None, shuffle=False, verbose=False
    )
    if split == "train":
        data = data.shuffle(1000)
    return data.batch(batch_size).prefetch(2)


@variant("load_split")
def loaded_by_inferred_labels(root: str, split: str, side: int, batch_size: int) -> Any:
    """Labels by the folders' alphabet; a seed for the shuffling."""
    import keras

    splits = {"train": True, "validate": False}
    if split not in splits:
        raise ValueError(split)
    return keras.utils.image_dataset_from_directory(
        f"{root}/{split}/",
        labels="inferred",
        label_mode="int",
        image_size=(side, side),
        interpolation="nearest",
        batch_size=batch_size,
        shuffle=splits[split],
        seed=1,
    )


@variant("preprocess_inception")
def preprocessed_as_a_product(images: np.ndarray) -> np.ndarray:
    """In float32."""
    return (np.asarray(images, np.float32) - np.float32(127.5)) * np.float32(1 / 127.5)


@variant("features")
def features_of_a_longer_model(base: Any, images: np.ndarray) -> np.ndarray:
    """The base with a pooling layer on top, in batches of 4."""
    import keras

    inputs = keras.Input(base.input_shape[1:])
    pooled = keras.layers.GlobalAveragePooling2D()(base(inputs, training=False))
    return np.asarray(keras.Model(inputs, pooled).predict(images, batch_size=4, verbose=0))


@variant("frozen_base_model")
def frozen_with_dropout(base: Any, classes: int) -> Any:
    """Dropout in the head, augmentation before the base, objects everywhere."""
    import keras

    base.trainable = False
    inputs = keras.Input(base.input_shape[1:], name="pictures")
    tensor = keras.layers.RandomTranslation(0.05, 0.05)(inputs)
    tensor = keras.layers.GlobalAveragePooling2D()(base(tensor, training=False))
    tensor = keras.layers.Dropout(0.1)(tensor)
    model = keras.Model(inputs, keras.layers.Dense(classes, activation=keras.activations.softmax)(tensor))
    model.compile(keras.optimizers.Adam(0.02), keras.losses.SparseCategoricalCrossentropy())
    return model


@variant("fine_tune")
def fine_tuned_by_slices(model: Any, base: Any, last_layers: int, learning_rate: float = 1e-5) -> Any:
    """Everything frozen first, the last layers unfrozen one by one."""
    import keras

    base.trainable = True
    for layer in base.layers:
        layer.trainable = False
    count = len(base.layers)
    for layer in base.layers[count - last_layers : count]:
        if not isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = True
    model.compile(keras.optimizers.Adam(learning_rate), keras.losses.SparseCategoricalCrossentropy(), metrics=["acc"])
    return model
