"""Right answers to chapter 10 in other styles: counting windows, Keras's own shapes, trees taken apart."""

# ruff: noqa: D103 (a variant's name says its style)
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]
Row = tuple[str, float, int]


@variant("conv2d_operations")
def operations_by_counting_windows(
    input_shape: tuple[int, int, int],
    filters: int,
    kernel_size: tuple[int, int],
    stride: int = 1,
    padding: str = "valid",
) -> int:
    if stride < 1 or padding not in ("same", "valid"):
        raise ValueError(stride, padding)
    height, width, channels = input_shape
    if padding == "valid" and (kernel_size[0] > height or kernel_size[1] > width):
        raise ValueError(kernel_size)
    cut = (0, 0) if padding == "same" else (kernel_size[0] - 1, kernel_size[1] - 1)
    windows = len(range(0, height - cut[0], stride)) * len(range(0, width - cut[1], stride))
    return windows * filters * channels * kernel_size[0] * kernel_size[1]


@variant("conv2d_operations")
def operations_by_keras(
    input_shape: tuple[int, int, int],
    filters: int,
    kernel_size: tuple[int, int],
    stride: int = 1,
    padding: str = "valid",
) -> Any:
    import keras  # noqa: PLC0415 (only where it is asked)

    layer = keras.layers.Conv2D(filters, kernel_size, stride, padding)
    shape = layer.compute_output_shape((1, *input_shape))
    return np.prod(shape) * np.prod(kernel_size) * input_shape[-1]


@variant("dense_operations")
def dense_operations_by_shape(inputs: int, units: int) -> int:
    return np.broadcast_to(0, (inputs, units)).size


@variant("model_cost")
def cost_by_kernels(model: Any) -> dict[str, Any]:
    import keras  # noqa: PLC0415

    cost = {"operations": 0, "parameters": model.count_params(), "bytes": 0}
    for layer in model.layers:
        for weight in layer.weights:
            cost["bytes"] += int(np.prod(weight.shape)) * np.dtype(weight.dtype).itemsize
        if isinstance(layer, (keras.layers.Dense, keras.layers.Conv2D)):
            cost["operations"] += layer.kernel.numpy().size * int(np.prod(layer.output.shape[1:-1]))
    return cost


@variant("forest_size")
def size_by_children(forest: Any) -> int:
    return sum(len(tree.tree_.children_left) for tree in forest)


@variant("forest_predictions")
def forest_with_settings(images: Array, labels: Array, test_images: Array) -> Any:
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415

    forest = RandomForestClassifier(n_estimators=200, max_features="log2", random_state=3)
    return forest.fit(images.reshape(-1, 64) * 16, labels).predict(test_images.reshape(-1, 64) * 16)


@variant("forest_predictions")
def forest_by_its_probabilities(images: Array, labels: Array, test_images: Array) -> Array:
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415

    forest = RandomForestClassifier().fit([image.flatten() for image in images], labels)
    probabilities = forest.predict_proba([image.flatten() for image in test_images])
    return np.asarray(forest.classes_[np.argmax(probabilities, axis=1)], float)


@variant("train_cnn")
def cnn_in_the_functional_style(images: Array, labels: Array) -> Any:
    import keras  # noqa: PLC0415

    start = keras.Input((8, 8, 1))
    maps = keras.layers.Conv2D(16, (3, 3), padding="same")(start)
    maps = keras.layers.MaxPooling2D()(keras.layers.ReLU()(maps))
    maps = keras.layers.Conv2D(32, (3, 3), padding="same", activation="relu")(maps)
    hidden = keras.layers.Dropout(0.1)(keras.layers.Flatten()(maps))
    model = keras.Model(start, keras.layers.Softmax()(keras.layers.Dense(10)(hidden)))
    model.compile(keras.optimizers.Adam(0.003), "categorical_crossentropy", metrics=["acc"])
    model.fit(images, keras.utils.to_categorical(labels, 10), batch_size=50, epochs=20, verbose=0)
    return model


@variant("train_cnn")
def cnn_with_a_validation_set(images: Array, labels: Array) -> Any:
    import keras  # noqa: PLC0415

    layers = [
        keras.layers.Rescaling(2.0, -1.0),
        keras.layers.Conv2D(20, 3, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
    model = keras.Sequential([keras.Input((8, 8, 1)), *layers])
    model.compile("rmsprop", keras.losses.SparseCategoricalCrossentropy())
    model.fit(images, labels, epochs=20, validation_split=0.1, verbose=0)
    return model


@variant("training_seconds")
def seconds_by_comparing(train: Callable[[], Any], clock: Callable[[], float], repeats: int = 3) -> float:
    if repeats <= 0:
        raise ValueError(repeats)
    best = float("inf")
    for _ in range(repeats):
        began = clock()
        train()
        best = min(best, clock() - began)
    return best


@variant("comparison_table")
def table_sorted_twice(labels: Array, predictions: dict[str, Array], parameters: dict[str, int]) -> list[list[Any]]:
    names = sorted(
        sorted(predictions, key=lambda name: parameters[name]),
        key=lambda name: _right(labels, predictions[name]),
        reverse=True,
    )
    return [[name, _right(labels, predictions[name]) / len(labels), parameters[name]] for name in names]


def _right(labels: Array, found: Array) -> int:
    return sum(int(a == b) for a, b in zip(labels, found, strict=True))
