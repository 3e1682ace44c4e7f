"""Chapter 10 by TensorFlow's profiler, Keras's own counts, and scikit-learn's trees taken apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

Array = NDArray[Any]


def conv2d_operations(
    input_shape: tuple[int, int, int],
    filters: int,
    kernel_size: tuple[int, int],
    stride: int = 1,
    padding: str = "valid",
) -> int:
    """What the profiler counts: two operations for a multiply-add."""
    convolution = load_tensorflow().nn.conv2d
    kernels = (*kernel_size, input_shape[-1], filters)
    return _profiled(lambda x, w: convolution(x, w, stride, padding.upper()), (1, *input_shape), kernels)


def dense_operations(inputs: int, units: int) -> int:
    """What the profiler counts."""
    return _profiled(load_tensorflow().matmul, (1, inputs), (inputs, units))


def _profiled(function: Callable[..., Any], *shapes: tuple[int, ...]) -> int:
    tensorflow = load_tensorflow()
    graph = tensorflow.function(function).get_concrete_function(*map(tensorflow.TensorSpec, shapes)).graph
    profiler = tensorflow.compat.v1.profiler
    options = profiler.ProfileOptionBuilder(profiler.ProfileOptionBuilder.float_operation()).with_empty_output()
    return int(profiler.profile(graph, options=options.build()).total_float_ops) // 2


def model_cost(model: Any) -> dict[str, int]:
    """Keras's count of parameters, and an output number at a time: each is a sum over its kernel."""
    operations = 0
    for layer in model.layers:
        if layer.weights:
            kernel = layer.weights[0]
            operations += int(np.prod(layer.output.shape[1:-1], dtype=int)) * int(np.prod(kernel.shape))
    width = int(np.dtype(model.weights[0].dtype).itemsize)
    return {"parameters": model.count_params(), "bytes": width * model.count_params(), "operations": operations}


def forest_size(forest: Any) -> int:
    """Each tree's questions and answers, by the children of its nodes."""
    trees = [tree.tree_ for tree in forest.estimators_]
    return sum(int(np.sum(tree.children_left >= 0)) + int(np.sum(tree.children_left < 0)) for tree in trees)


def forest_predictions(images: Array, labels: Array, test_images: Array) -> Array:
    """A relative of the forest, whose trees draw their thresholds."""
    from sklearn.ensemble import ExtraTreesClassifier  # noqa: PLC0415 (only where it is asked)

    forest = ExtraTreesClassifier(100).fit([image.ravel() for image in images], labels)
    return np.asarray(forest.predict([image.ravel() for image in test_images]))


def train_cnn(images: Array, labels: Array) -> Any:
    """Without a hidden dense layer, in the functional style, with one-hot labels."""
    keras = load_keras()
    start = keras.Input(images.shape[1:])
    maps = keras.layers.Conv2D(24, 3, activation="relu", padding="same")(start)
    model = keras.Model(start, keras.layers.Dense(10, "softmax")(keras.layers.Flatten()(maps)))
    model.compile("adam", "categorical_crossentropy")
    model.fit(images, keras.utils.to_categorical(labels, 10), epochs=15, verbose=0)
    return model


def training_seconds(train: Callable[[], Any], clock: Callable[[], float], repeats: int = 3) -> float:
    """Every moment noted first, differences taken afterwards."""
    moments = []
    for _ in range(repeats):
        before = clock()
        train()
        moments.append((before, clock()))
    return float(np.min(np.diff(np.array(moments), axis=1)))


def comparison_table(
    labels: Array, predictions: dict[str, Array], parameters: dict[str, int]
) -> list[tuple[str, float, int]]:
    """Keras's accuracy, and rows put in their place one by one."""
    table: list[tuple[str, float, int]] = []
    for name, found in predictions.items():
        metric = load_keras().metrics.Accuracy(dtype="float64")
        metric.update_state(labels, found)
        row = (name, float(metric.result()), parameters[name])
        better = [other for other in table if (other[1], -other[2]) >= (row[1], -row[2])]
        table.insert(len(better), row)
    return table
