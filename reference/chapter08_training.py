"""What is right in chapter 8: training, from the gradient of the loss back to the images.

A layer's backward pass is given the gradient of the loss with respect to its output, and says what it is with respect
to its input and to its parameters (Goodfellow, Bengio & Courville, Deep Learning, section 6.5: the chain rule).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.blocks import every
from reference.chapter04_convolution import as_floats, axis_padding, pad2d
from reference.chapter06_pooling import max_pool2d
from reference.convolution_ways import image_gradient, kernel_gradients
from reference.largest import first_of_the_largest, where
from reference.small_cnn import Parameters, losses_and_gradients, probabilities

Array = NDArray[Any]


def one_hot(labels: Array, classes: int) -> Array:
    """One row a label: `classes` zeros, but a one in the column that the label names.

    `labels` are integers `(batch,)` from 0 to `classes - 1`; the result is float64 `(batch, classes)`.
    """
    labels = np.asarray(labels)
    rows = np.zeros((len(labels), classes))
    rows[np.arange(len(labels)), labels] = 1.0
    return rows


def softmax_crossentropy_gradient(logits: Array, labels: Array) -> Array:
    """Gradient, with respect to the logits, of the mean cross-entropy of their softmax.

    `logits` and the one-hot `labels` are `(batch, classes)`, and so is the result: `(softmax(logits) - labels) / batch`
    (Goodfellow, Bengio & Courville, Deep Learning, section 6.2.2.3). The largest logit of each row is subtracted first,
    which changes nothing but that no exponential overflows.
    """
    logits, labels = as_floats(logits), as_floats(labels)
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return np.asarray((probabilities - labels) / len(logits))


def dense_backward(gradient: Array, x: Array, weights: Array) -> tuple[Array, Array, Array]:
    """Gradients `(dx, dweights, dbias)` of a dense layer, whose output was `x @ weights + bias`.

    `gradient` `(batch, units)` is the loss's with respect to that output, `x` is `(batch, inputs)` and `weights`
    `(inputs, units)`; each result has the shape of what it is the gradient of. Nothing is divided by the batch: the
    mean is the loss's business.
    """
    gradient, x, weights = as_floats(gradient), as_floats(x), as_floats(weights)
    return gradient @ weights.T, x.T @ gradient, gradient.sum(axis=0)


def max_pool2d_backward(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    """Gradient, with respect to `images` `(batch, height, width, channels)`, of their max-pooling without padding.

    `gradient` `(batch, output_height, output_width, channels)` is the loss's with respect to the pooled maps. Each of
    its numbers goes to the largest pixel of its window, the first in reading order where several are, as in TensorFlow;
    a pixel that is the largest of several windows gets their sum, one that is of none gets 0. The stride defaults to
    the pool size. `ValueError` for a pool size or stride below 1 or windows larger than the images.
    """
    gradient, images = as_floats(gradient), as_floats(images)
    stride = pool_size if stride is None else stride
    maxima = max_pool2d(images, pool_size, stride)
    rows, columns = (slice(size) for size in maxima.shape[1:3])
    places = [  # the first pixels of all windows, their second ones …
        (slice(None), every(stride, rows, u), every(stride, columns, v)) for u, v in np.ndindex(pool_size, pool_size)
    ]
    dimages = np.zeros(images.shape, gradient.dtype)
    for place, found in zip(places, first_of_the_largest((images[place] for place in places), maxima), strict=True):
        if stride < pool_size:
            dimages[place] += where(found, gradient)
        else:  # every pixel is in one window at most
            dimages[place] = where(found, gradient)
    return dimages


def conv2d_backward(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array, Array]:
    """Gradients `(dimages, dkernels, dbias)` of a convolutional layer, `conv2d` of chapter 4.

    `gradient` `(batch, output_height, output_width, channels_out)` is the loss's with respect to the layer's output,
    `images` `(batch, height, width, channels_in)` and `kernels` `(kernel_height, kernel_width, channels_in,
    channels_out)` are what it was computed from; each result has the shape of what it is the gradient of. `ValueError`
    for another padding than `"valid"` or `"same"`, a stride below 1 or a kernel larger than a valid input.

    Where `output[i, j]` takes `images[stride·i + u, stride·j + v] · kernels[u, v]`, `gradient[i, j]` flows back through
    both factors (Dumoulin & Visin, A guide to convolution arithmetic, section 4). That is a matrix product each, over
    all windows at once (`reference/convolution_ways.py`).
    """
    gradient, images, kernels = as_floats(gradient), as_floats(images), as_floats(kernels)
    sides = kernels.shape[:2]
    padded = pad2d(images, sides, stride, padding)
    dtype = np.result_type(gradient, kernels)
    dpadded = image_gradient(
        gradient.astype(dtype, copy=False), kernels.astype(dtype, copy=False), padded.shape, stride
    )
    height, width = images.shape[1:3]
    top, _ = axis_padding(height, sides[0], stride, padding)
    left, _ = axis_padding(width, sides[1], stride, padding)
    return dpadded[:, top : top + height, left : left + width], *kernel_gradients(
        gradient, padded, kernels.shape, stride
    )


def sgd_step(parameters: list[Array], gradients: list[Array], learning_rate: float = 0.01) -> list[Array]:
    """One step of gradient descent: `parameter - learning_rate · gradient` for each parameter, in new arrays.

    `parameters` and `gradients` are lists of arrays of the same shapes. (Goodfellow, Bengio & Courville, Deep Learning,
    algorithm 8.1; `keras.optimizers.SGD` without momentum.)
    """
    return [
        as_floats(parameter) - learning_rate * as_floats(gradient)
        for parameter, gradient in zip(parameters, gradients, strict=True)
    ]


def adam_step(
    parameters: list[Array],
    gradients: list[Array],
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[list[Array], Any]:
    """One step of Adam: `(new parameters, new state)`.

    The state holds the number of steps and, for every parameter, the moving means `m` of its gradients and `v` of
    their squares; None stands for the state before the first step. With `m = β₁·m + (1 - β₁)·g` and
    `v = β₂·v + (1 - β₂)·g²`, the t-th step subtracts `learning_rate · √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + ε)` (Kingma &
    Ba, Adam, end of section 2, as in `keras.optimizers.Adam`).
    """
    steps, means, squares = _advanced(gradients, state, beta_1, beta_2)
    rate = learning_rate * np.sqrt(1 - beta_2**steps) / (1 - beta_1**steps)
    updated = [
        as_floats(parameter) - rate * mean / (np.sqrt(square) + epsilon)
        for parameter, mean, square in zip(parameters, means, squares, strict=True)
    ]
    return updated, (steps, means, squares)


def adam_step_corrected_epsilon(
    parameters: list[Array],
    gradients: list[Array],
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[list[Array], Any]:
    """`adam_step` with epsilon beside the corrected `√v̂`: `learning_rate · m̂ / (√v̂ + ε)`.

    `m̂ = m / (1 - β₁ᵗ)` and `v̂ = v / (1 - β₂ᵗ)` (Kingma & Ba, Adam, algorithm 1). As right as the other.
    """
    steps, means, squares = _advanced(gradients, state, beta_1, beta_2)
    updated = [
        as_floats(parameter)
        - learning_rate * (mean / (1 - beta_1**steps)) / (np.sqrt(square / (1 - beta_2**steps)) + epsilon)
        for parameter, mean, square in zip(parameters, means, squares, strict=True)
    ]
    return updated, (steps, means, squares)


def _advanced(gradients: list[Array], state: Any, beta_1: float, beta_2: float) -> tuple[int, list[Array], list[Array]]:
    """Adam's state one step later; before the first step all means are 0."""
    floats = [as_floats(gradient) for gradient in gradients]
    steps, means, squares = state or (0, [np.zeros_like(g) for g in floats], [np.zeros_like(g) for g in floats])
    return (
        steps + 1,
        [beta_1 * mean + (1 - beta_1) * gradient for mean, gradient in zip(means, floats, strict=True)],
        [beta_2 * square + (1 - beta_2) * gradient**2 for square, gradient in zip(squares, floats, strict=True)],
    )


def minibatches(samples: int, batch_size: int, seed: int) -> list[Array]:
    """Indices of `samples` samples, shuffled and cut into batches of `batch_size`; the last may be smaller.

    Every index stands in exactly one of the arrays. The same seed always gives the same batches.
    """
    order = np.random.default_rng(seed).permutation(samples)
    return [order[start : start + batch_size] for start in range(0, samples, batch_size)]


def train(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    """Train the course's small CNN by plain SGD: `(trained parameters, one loss an epoch)`.

    The network: convolution (3 by 3, valid, stride 1) + ReLU, max-pooling (2 by 2), flatten, dense + softmax. `images`
    are `(samples, height, width, channels)`, `labels` `(samples,)` integers; `parameters` holds `conv_kernels`
    `(3, 3, channels, filters)`, `conv_bias` `(filters,)`, `dense_weights` `(features, classes)` and `dense_bias`
    `(classes,)`, and is left as it is. Each epoch goes through the samples in order, `batch_size` at a time (the last
    batch may be smaller); a step follows the gradient of the mean cross-entropy of its batch. An epoch's loss is the
    mean over all its samples, each measured before its batch's step, as Keras's `fit(shuffle=False)` reports it.
    """
    images, labels = as_floats(images), np.asarray(labels)
    trained = {name: as_floats(parameter).copy() for name, parameter in parameters.items()}
    losses = []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(images), batch_size):
            batch = slice(start, start + batch_size)
            batch_losses, gradients = losses_and_gradients(images[batch], labels[batch], trained)
            total += float(np.sum(batch_losses))
            trained = {name: parameter - learning_rate * gradients[name] for name, parameter in trained.items()}
        losses.append(total / len(images))
    return trained, losses


def train_losses_in_array(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, Array]:
    """`train` with its losses in an array: the contract does not say in what they come."""
    trained, losses = train(images, labels, parameters, epochs, batch_size, learning_rate)
    return trained, np.array(losses)


def predict(images: Array, parameters: Parameters) -> Array:
    """Probabilities `(samples, classes)` that the network of `train` gives images."""
    return probabilities(as_floats(images), parameters)


def accuracy(probabilities: Array, labels: Array) -> float:
    """Share of the rows of `probabilities` `(samples, classes)` whose largest value stands at the label's place.

    `labels` are `(samples,)` integers. (`keras.metrics.sparse_categorical_accuracy`, averaged.)
    """
    return float(np.mean(np.argmax(probabilities, axis=1) == np.asarray(labels)))
