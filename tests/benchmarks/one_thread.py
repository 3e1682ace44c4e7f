"""The reference and TensorFlow in turns on one processor: prints a JSON object of ratios, for the benchmark beside it.

A program of its own, for both must be told of the one thread before they are imported. Each is called once before each
timed call, so that both find their arguments in the cache. What counts is the processor time of the process, with
TensorFlow's threads. TensorFlow's time is the better one of a compiled `tf.function` and the bare operations, on
tensors that are there already and whose result stays one. Of Keras's `fit` the epoch is timed, not building the model.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import keras  # noqa: E402 (the environment comes first)
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

from reference.chapter04_convolution import conv2d  # noqa: E402
from reference.chapter06_pooling import average_pool2d, max_pool2d  # noqa: E402
from reference.chapter08_training import conv2d_backward, max_pool2d_backward, train  # noqa: E402
from tests.benchmarks.layers import LAYERS, POOLINGS, Layer, Pooling  # noqa: E402
from tests.benchmarks.pictures import pictures  # noqa: E402

Call = Callable[[], Any]
FEWEST_ROUNDS, MOST_ROUNDS, SECONDS = 7, 60, 1.0
EPOCHS = 5
FILTERS, CLASSES, BATCH_SIZE, LEARNING_RATE = 32, 10, 32, 0.05


def ratio(ours: Call, theirs: list[Call], rounds: int = MOST_ROUNDS) -> float:
    """Median time of ours by the smallest of the medians of theirs."""
    calls = [ours, *theirs]
    times: list[list[float]] = [[] for _ in calls]
    end = time.perf_counter() + SECONDS
    while len(times[0]) < rounds and (len(times[0]) < min(rounds, FEWEST_ROUNDS) or time.perf_counter() < end):
        for call, found in zip(calls, times, strict=True):
            call()
            start = time.process_time()
            call()
            found.append(time.process_time() - start)
    medians = [statistics.median(found) for found in times]
    return medians[0] / min(medians[1:])


def same(ours: Any, theirs: Any) -> None:
    """What is compared must be the same."""
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, np.asarray(other), rtol=0, atol=1e-3 * np.abs(one).max())


def both_ways(function: Callable[..., Any], *arguments: Any) -> list[Call]:
    """A function of TensorFlow, bare and compiled."""
    compiled = tf.function(function)
    return [lambda: function(*arguments), lambda: compiled(*arguments)]


def layer_ratios(layer: Layer) -> tuple[float, float]:
    """Of `conv2d` with its bias, and of all three gradients."""
    rng = np.random.default_rng(0)
    shapes = (layer.images, layer.kernels, layer.kernels[3:])
    images, kernels, bias = (rng.normal(size=shape).astype(np.float32) for shape in shapes)
    stride, padding, steps = layer.stride, layer.padding.upper(), [1, layer.stride, layer.stride, 1]

    def forward(images: Any, kernels: Any, bias: Any) -> Any:
        return tf.nn.bias_add(tf.nn.conv2d(images, kernels, stride, padding), bias)

    def backward(gradient: Any, images: Any, kernels: Any) -> Any:
        options = {"out_backprop": gradient, "strides": steps, "padding": padding}
        return (
            tf.raw_ops.Conv2DBackpropInput(input_sizes=tf.shape(images), filter=kernels, **options),
            tf.raw_ops.Conv2DBackpropFilter(input=images, filter_sizes=tf.shape(kernels), **options),
            tf.raw_ops.BiasAddGrad(out_backprop=gradient),
        )

    tensors = [tf.constant(array) for array in (images, kernels, bias)]
    output = np.ascontiguousarray(forward(*tensors))
    gradient = rng.normal(size=output.shape).astype(np.float32)
    theirs, theirs_back = both_ways(forward, *tensors), both_ways(backward, tf.constant(gradient), *tensors[:2])

    def ours() -> Any:
        return conv2d(images, kernels, bias, stride, layer.padding)

    def ours_back() -> Any:
        return conv2d_backward(gradient, images, kernels, stride, layer.padding)

    same([ours()], [theirs[0]()])
    same(ours_back(), theirs_back[0]())
    return ratio(ours, theirs), ratio(ours_back, theirs_back)


def pooling_ratios(pooling: Pooling) -> tuple[float, float, float]:
    """Of max-pooling, of its gradient and of average-pooling."""
    rng = np.random.default_rng(0)
    size, stride = pooling.pool_size, pooling.stride
    images = rng.normal(size=pooling.images).astype(np.float32)
    tensor = tf.constant(images)
    pooled = tf.nn.max_pool2d(tensor, size, stride, "VALID")
    gradient = rng.normal(size=pooled.shape).astype(np.float32)

    def backward(gradient: Any, images: Any, pooled: Any) -> Any:
        sides, steps = [1, size, size, 1], [1, stride, stride, 1]
        return tf.raw_ops.MaxPoolGrad(
            orig_input=images, orig_output=pooled, grad=gradient, ksize=sides, strides=steps, padding="VALID"
        )

    pairs: list[tuple[Call, list[Call]]] = [
        (
            lambda: max_pool2d(images, size, stride),
            both_ways(lambda images: tf.nn.max_pool2d(images, size, stride, "VALID"), tensor),
        ),
        (
            lambda: max_pool2d_backward(gradient, images, size, stride),
            both_ways(backward, tf.constant(gradient), tensor, pooled),
        ),
        (
            lambda: average_pool2d(images, size, stride),
            both_ways(lambda images: tf.nn.avg_pool2d(images, size, stride, "VALID"), tensor),
        ),
    ]
    for ours, theirs in pairs:
        same([ours()], [theirs[0]()])
    maximum, back, average = (ratio(ours, theirs) for ours, theirs in pairs)
    return maximum, back, average


def epoch_ratio() -> float:
    """Of an epoch of the course's CNN, against a compiled Keras model from the same start."""
    images, labels = pictures()
    parameters = dict(zip(("conv_kernels", "conv_bias", "dense_weights", "dense_bias"), start(), strict=True))
    model = keras.Sequential(
        [
            keras.Input(images.shape[1:]),
            keras.layers.Conv2D(FILTERS, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.SGD(LEARNING_RATE), "sparse_categorical_crossentropy")

    def theirs() -> list[Any]:
        model.set_weights(list(parameters.values()))
        model.fit(images, labels, batch_size=BATCH_SIZE, epochs=1, shuffle=False, verbose=0)
        return list(model.get_weights())

    def ours() -> list[Any]:
        return list(train(images, labels, parameters, 1, BATCH_SIZE, LEARNING_RATE)[0].values())

    assert all(array.dtype == np.float32 for array in ours())
    for one, other in zip(ours(), theirs(), strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-2 * np.abs(one).max())
    return ratio(ours, [theirs], EPOCHS)


def start() -> Iterator[Any]:
    """Weights for images of 28 by 28 pixels."""
    rng = np.random.default_rng(0)
    for shape in ((3, 3, 1, FILTERS), (FILTERS,), (13 * 13 * FILTERS, CLASSES), (CLASSES,)):
        yield (rng.normal(size=shape) / np.sqrt(np.prod(shape[:-1]))).astype(np.float32)


if __name__ == "__main__":
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    found = {
        "layers": [layer_ratios(layer) for layer in LAYERS],
        "poolings": [pooling_ratios(pooling) for pooling in POOLINGS],
        "epoch": epoch_ratio(),
    }
    print(json.dumps(found))
