"""Chapter 8 by other hands: TensorFlow's own differentiation of Keras layers and losses."""

from __future__ import annotations

import random
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = NDArray[Any]
Parameters = dict[str, Array]


def one_hot(labels: Array, classes: int) -> Array:
    """`keras.utils.to_categorical`."""
    return np.asarray(load_keras().utils.to_categorical(labels, classes))


def softmax_crossentropy_gradient(logits: Array, labels: Array) -> Array:
    """`tf.GradientTape` on the mean of `tf.nn.softmax_cross_entropy_with_logits`."""
    tensorflow = load_tensorflow()
    x, y = _tensors(logits, labels)
    with tensorflow.GradientTape() as tape:
        tape.watch(x)
        loss = tensorflow.reduce_mean(tensorflow.nn.softmax_cross_entropy_with_logits(y, x))
    return np.asarray(tape.gradient(loss, x))


def dense_backward(gradient: Array, x: Array, weights: Array) -> tuple[Array, Array, Array]:
    """`tf.GradientTape` on a matrix product and a bias."""
    tensorflow = load_tensorflow()
    arriving, *given = _tensors(gradient, x, weights, np.zeros(np.shape(weights)[1]))
    with tensorflow.GradientTape() as tape:
        tape.watch(given)
        output = given[0] @ given[1] + given[2]
    dx, dweights, dbias = tape.gradient(output, given, output_gradients=arriving)
    return dx.numpy(), dweights.numpy(), dbias.numpy()


def max_pool2d_backward(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    """`tf.GradientTape` on `tf.nn.max_pool2d`."""
    tensorflow = load_tensorflow()
    arriving, x = _tensors(gradient, images)
    with tensorflow.GradientTape() as tape:
        tape.watch(x)
        output = tensorflow.nn.max_pool2d(x, pool_size, pool_size if stride is None else stride, "VALID")
    return np.asarray(tape.gradient(output, x, output_gradients=arriving))


def conv2d_backward(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array, Array]:
    """`tf.GradientTape` on `tf.nn.conv2d` and a bias."""
    tensorflow = load_tensorflow()
    arriving, *given = _tensors(gradient, images, kernels, np.zeros(np.shape(kernels)[3]))
    with tensorflow.GradientTape() as tape:
        tape.watch(given)
        output = tensorflow.nn.conv2d(given[0], given[1], stride, padding.upper()) + given[2]
    dimages, dkernels, dbias = tape.gradient(output, given, output_gradients=arriving)
    return dimages.numpy(), dkernels.numpy(), dbias.numpy()


def _tensors(*arrays: Array) -> list[Any]:
    """Tensors in float64: handed an array, `tf.nn.max_pool2d` would compute in float32."""
    tensorflow = load_tensorflow()
    return [tensorflow.constant(np.asarray(array, np.float64)) for array in arrays]


@contextmanager
def _in_float64() -> Iterator[Any]:
    """Keras, whose layers, variables and learning rates are in float64 meanwhile."""
    keras = load_keras()
    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    try:
        yield keras
    finally:
        keras.config.set_floatx(before)


def sgd_step(parameters: list[Array], gradients: list[Array], learning_rate: float = 0.01) -> list[Array]:
    """`keras.optimizers.SGD`."""
    with _in_float64() as keras:
        return _applied(keras, keras.optimizers.SGD(learning_rate=learning_rate), parameters, gradients)


def adam_step(
    parameters: list[Array],
    gradients: list[Array],
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[list[Array], Any]:
    """`keras.optimizers.Adam`; the state is the steps so far, which a new optimiser makes once more."""
    earlier = list(state or [])
    with _in_float64() as keras:
        optimizer = keras.optimizers.Adam(learning_rate=0.0, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon)
        variables = [keras.Variable(np.asarray(parameter, np.float64)) for parameter in parameters]
        for passed in earlier:
            optimizer.apply_gradients(zip(_float64_tensors(keras, passed), variables, strict=True))
        optimizer.learning_rate = learning_rate
        optimizer.apply_gradients(zip(_float64_tensors(keras, gradients), variables, strict=True))
        return [np.array(variable) for variable in variables], [
            *earlier,
            [np.array(gradient) for gradient in gradients],
        ]


def _applied(keras: Any, optimizer: Any, parameters: list[Array], gradients: list[Array]) -> list[Array]:
    variables = [keras.Variable(np.asarray(parameter, np.float64)) for parameter in parameters]
    optimizer.apply_gradients(zip(_float64_tensors(keras, gradients), variables, strict=True))
    return [np.array(variable) for variable in variables]


def _float64_tensors(keras: Any, arrays: list[Array]) -> list[Any]:
    return [keras.ops.convert_to_tensor(np.asarray(array, np.float64)) for array in arrays]


def minibatches(samples: int, batch_size: int, seed: int) -> list[Array]:
    """The standard library's shuffle, dealt out one by one."""
    order = list(range(samples))
    random.Random(seed).shuffle(order)  # noqa: S311 (nothing secret)
    batches: list[list[int]] = []
    for index in order:
        if not batches or len(batches[-1]) == batch_size:
            batches.append([])
        batches[-1].append(index)
    return [np.array(batch) for batch in batches]


def train(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    """Keras's `fit(shuffle=False)` of the same model from the same start, in float64."""
    kernels, weights = parameters["conv_kernels"], parameters["dense_weights"]
    with _in_float64() as keras:
        model = keras.Sequential(
            [
                keras.Input(images.shape[1:]),
                keras.layers.Conv2D(kernels.shape[3], kernels.shape[:2], activation="relu"),
                keras.layers.MaxPooling2D(2),
                keras.layers.Flatten(),
                keras.layers.Dense(weights.shape[1], activation="softmax"),
            ]
        )
        model.set_weights([kernels, parameters["conv_bias"], weights, parameters["dense_bias"]])
        model.compile(
            keras.optimizers.SGD(learning_rate=learning_rate), "sparse_categorical_crossentropy", run_eagerly=True
        )
        history = model.fit(
            np.asarray(images, np.float64),
            np.asarray(labels, np.int64),
            batch_size=batch_size,
            epochs=epochs,
            shuffle=False,
            verbose=0,
        )
        names = ("conv_kernels", "conv_bias", "dense_weights", "dense_bias")
        return dict(zip(names, model.get_weights(), strict=True)), [float(loss) for loss in history.history["loss"]]


def accuracy(probabilities: Array, labels: Array) -> float:
    """`keras.metrics.sparse_categorical_accuracy`, averaged."""
    hits = load_keras().metrics.sparse_categorical_accuracy(labels, probabilities)
    return float(np.mean(np.asarray(hits, np.float64)))
