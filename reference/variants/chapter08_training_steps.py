"""Right answers to chapter 8, second half, in unusual styles."""

# ruff: noqa: D103 (the name says the style)
from __future__ import annotations

import math
import random
from collections.abc import Generator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]
Arrays = list[Array]
Parameters = dict[str, Array]


# sgd_step


@variant("sgd_step")
def sgd_step_in_float32(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    rate = np.float32(learning_rate)
    return [p.astype(np.float32) - rate * g.astype(np.float32) for p, g in zip(parameters, gradients, strict=True)]


@variant("sgd_step")
def sgd_step_tuple(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> tuple[Array, ...]:
    return tuple(np.subtract(p, np.multiply(learning_rate, g)) for p, g in zip(parameters, gradients, strict=True))


@variant("sgd_step")
def sgd_step_on_copies(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    updated = [np.array(parameter, dtype=float) for parameter in parameters]
    for place, gradient in enumerate(gradients):
        updated[place] -= learning_rate * gradient
    return updated


@variant("sgd_step")
def sgd_step_in_loops(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    updated = []
    for parameter, gradient in zip(parameters, gradients, strict=True):
        new = np.empty(parameter.shape)
        for index in np.ndindex(parameter.shape):
            new[index] = parameter[index] - learning_rate * float(gradient[index])
        updated.append(new)
    return updated


@variant("sgd_step")
def sgd_step_unrolled(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    flat = np.concatenate([p.ravel() for p in parameters]).astype(float)
    flat -= learning_rate * np.concatenate([g.ravel() for g in gradients])
    ends = np.cumsum([p.size for p in parameters])[:-1]
    return [part.reshape(p.shape) for part, p in zip(np.split(flat, ends), parameters, strict=True)]


@variant("sgd_step")
def sgd_step_fortran_order(parameters: Arrays, gradients: Arrays, learning_rate: float = 0.01) -> Arrays:
    return list(map(lambda p, g: np.asfortranarray(p - learning_rate * g), parameters, gradients))


# adam_step


class _Adam:
    """Adam as an object, which is its own state and changes in place."""

    def __init__(self, parameters: Arrays) -> None:
        self.count = 0
        self.means = [np.zeros(parameter.shape) for parameter in parameters]
        self.squares = [np.zeros(parameter.shape) for parameter in parameters]

    def step(
        self, parameters: Arrays, gradients: Arrays, rate: float, betas: tuple[float, float], eps: float
    ) -> Arrays:
        """The new parameters."""
        self.count += 1
        rate *= math.sqrt(1 - betas[1] ** self.count) / (1 - betas[0] ** self.count)
        updated = []
        for parameter, gradient, mean, square in zip(parameters, gradients, self.means, self.squares, strict=True):
            mean += (1 - betas[0]) * (gradient - mean)  # noqa: PLW2901 (in place)
            square += (1 - betas[1]) * (np.square(gradient) - square)  # noqa: PLW2901
            updated.append(parameter - rate * mean / (np.sqrt(square) + eps))
        return updated


@variant("adam_step")
def adam_step_object(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    state = state or _Adam(parameters)
    return state.step(parameters, gradients, learning_rate, (beta_1, beta_2), epsilon), state


@variant("adam_step")
def adam_step_all_gradients(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    """The state is the list of all gradients so far, whose weighted means are taken anew in every step."""
    history = [*(state or []), [np.array(gradient, dtype=float) for gradient in gradients]]
    steps = len(history)

    def mean(place: int, beta: float, power: int) -> Array:
        weights = beta ** np.arange(steps - 1, -1, -1.0)
        terms = np.stack([passed[place] ** power for passed in history])
        return np.asarray(np.tensordot(weights, terms, axes=1) / weights.sum())

    updated = [
        parameter - learning_rate * mean(place, beta_1, 1) / (mean(place, beta_2, 2) ** 0.5 + epsilon)
        for place, parameter in enumerate(parameters)
    ]
    return updated, history


@variant("adam_step")
def adam_step_in_float32(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    single = np.float32
    state = state or {"t": 0, "m": [0] * len(parameters), "v": [0] * len(parameters)}
    state["t"] += 1
    updated = []
    for place, gradient in enumerate(g.astype(single) for g in gradients):
        state["m"][place] = single(beta_1) * state["m"][place] + single(1 - beta_1) * gradient
        state["v"][place] = single(beta_2) * state["v"][place] + single(1 - beta_2) * gradient * gradient
        mean = state["m"][place] / single(1 - beta_1 ** state["t"])
        square = state["v"][place] / single(1 - beta_2 ** state["t"])
        updated.append(parameters[place].astype(single) - single(learning_rate) * mean / (np.sqrt(square) + epsilon))
    return updated, state


def _adam_numbers(beta_1: float, beta_2: float) -> Generator[tuple[float, float], float, None]:
    """One number's corrected means; a gradient is sent for each."""
    mean, square, power_1, power_2 = 0.0, 0.0, 1.0, 1.0
    gradient = yield 0.0, 0.0
    while True:
        mean, square = beta_1 * mean + (1 - beta_1) * gradient, beta_2 * square + (1 - beta_2) * gradient**2
        power_1, power_2 = power_1 * beta_1, power_2 * beta_2
        gradient = yield mean / (1 - power_1), square / (1 - power_2)


@variant("adam_step")
def adam_step_generators(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    """The state is a generator for each single number: it cannot be copied."""
    if state is None:
        state = [[_adam_numbers(beta_1, beta_2) for _ in range(parameter.size)] for parameter in parameters]
        for one in state:
            for generator in one:
                next(generator)
    updated = []
    for parameter, gradient, generators in zip(parameters, gradients, state, strict=True):
        moved = []
        for number, slope, generator in zip(parameter.flat, gradient.flat, generators, strict=True):
            mean, square = generator.send(float(slope))
            moved.append(float(number) - learning_rate * mean / (math.sqrt(square) + epsilon))
        updated.append(np.array(moved).reshape(parameter.shape))
    return updated, state


@variant("adam_step")
def adam_step_one_vector(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Arrays, Any]:
    flat = np.concatenate([np.ravel(gradient) for gradient in gradients]).astype(float)
    count, moments = state if state is not None else (0, np.zeros((2, flat.size)))
    count += 1
    betas = np.array([[beta_1], [beta_2]])
    moments = betas * moments + (1 - betas) * np.stack([flat, flat**2])
    mean, square = moments / (1 - betas**count)
    step = learning_rate * mean / (np.sqrt(square) + epsilon)
    ends = np.cumsum([parameter.size for parameter in parameters])[:-1]
    parts = np.split(step, ends)
    return [p - part.reshape(p.shape) for p, part in zip(parameters, parts, strict=True)], (count, moments)


@variant("adam_step")
def adam_step_list_result(
    parameters: Arrays,
    gradients: Arrays,
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> list[Any]:
    """Means with their own weights beside them (the weights of all gradients so far), and a list for the pair."""
    state = state or [[0.0, 0.0, 0.0, 0.0] for _ in parameters]
    updated = []
    for kept, gradient, parameter in zip(state, gradients, parameters, strict=True):
        for place, (beta, value) in enumerate(((beta_1, gradient), (beta_2, np.float64(1) * gradient * gradient))):
            kept[place] = beta * kept[place] + (1 - beta) * value
            kept[place + 2] = beta * kept[place + 2] + (1 - beta)
        mean, square, mean_weight, square_weight = kept
        updated.append(parameter - learning_rate * (mean / mean_weight) / ((square / square_weight) ** 0.5 + epsilon))
    return [tuple(updated), state]


# minibatches


@variant("minibatches")
def minibatches_random_module(samples: int, batch_size: int, seed: int) -> Arrays:
    order = random.Random(seed).sample(range(samples), samples)  # noqa: S311 (nothing secret)
    return [np.array(order[start : start + batch_size]) for start in range(0, samples, batch_size)]


@variant("minibatches")
def minibatches_random_state(samples: int, batch_size: int, seed: int) -> Arrays:
    order = np.arange(samples, dtype=np.int32)
    np.random.RandomState(seed).shuffle(order)
    return np.split(order, range(batch_size, samples, batch_size))


@variant("minibatches")
def minibatches_global_seed(samples: int, batch_size: int, seed: int) -> Arrays:
    np.random.seed(seed)  # noqa: NPY002 (students use it)
    order = np.random.permutation(samples)  # noqa: NPY002
    return [order[start : min(start + batch_size, samples)].copy() for start in range(0, samples, batch_size)]


@variant("minibatches")
def minibatches_sorted_inside(samples: int, batch_size: int, seed: int) -> Arrays:
    order = np.random.default_rng(seed).permutation(samples)
    return [np.sort(order[start : start + batch_size]) for start in range(0, samples, batch_size)]


@variant("minibatches")
def minibatches_sorted_by_chance(samples: int, batch_size: int, seed: int) -> tuple[Array, ...]:
    order = np.argsort(np.random.default_rng(seed).random(samples)).astype(np.uint16)
    return tuple(order[start : start + batch_size] for start in range(0, samples, batch_size))


@variant("minibatches")
def minibatches_without_replacement(samples: int, batch_size: int, seed: int) -> Arrays:
    generator, left, batches = np.random.default_rng(seed), np.arange(samples), []
    while left.size:
        drawn = generator.choice(left, size=min(batch_size, left.size), replace=False)
        left = np.setdiff1d(left, drawn)
        batches.append(drawn)
    return batches


@variant("minibatches")
def minibatches_fisher_yates(samples: int, batch_size: int, seed: int) -> Arrays:
    generator, order = random.Random(f"batches {seed}"), list(range(samples))  # noqa: S311 (nothing secret)
    for place in range(samples - 1, 0, -1):
        other = generator.randrange(place + 1)
        order[place], order[other] = order[other], order[place]
    return [np.array(order[start : start + batch_size], dtype=np.int64) for start in range(0, samples, batch_size)]


# train


def _train_softmax(logits: Array) -> Array:
    return np.asarray(np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)))


@variant("train", naive=True)
def train_in_loops(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    """Sample by sample, window by window; a window's gradient goes to its last maximum."""
    trained = {name: np.array(value, dtype=float) for name, value in parameters.items()}
    losses = []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(images), batch_size):
            batch = range(start, min(start + batch_size, len(images)))
            sums = {name: np.zeros(value.shape) for name, value in trained.items()}
            for sample in batch:
                total += _train_add_sample(images[sample].astype(float), int(labels[sample]), trained, sums)
            for name, value in sums.items():
                trained[name] -= learning_rate * value / len(batch)
        losses.append(total / len(images))
    return trained, losses


def _train_add_sample(image: Array, label: int, trained: Parameters, sums: Parameters) -> float:
    """Add the gradients of one sample's loss, which is returned."""
    height, width = image.shape[0] - 2, image.shape[1] - 2
    filters = trained["conv_bias"].size
    maps = np.empty((height, width, filters))
    for i, j in np.ndindex(height, width):
        maps[i, j] = trained["conv_bias"]
        for u, v in np.ndindex(3, 3):
            maps[i, j] += image[i + u, j + v] @ trained["conv_kernels"][u, v]
    features, places = [], []
    for i, j, f in np.ndindex(height // 2, width // 2, filters):
        window = [(max(maps[2 * i + u, 2 * j + v, f], 0.0), 2 * i + u, 2 * j + v) for u in (0, 1) for v in (0, 1)]
        best = max(window)
        features.append(best[0])
        places.append((best[1], best[2], f))
    logits = np.array(features) @ trained["dense_weights"] + trained["dense_bias"]
    probabilities = _train_softmax(logits[np.newaxis])[0]
    gradient = probabilities.copy()
    gradient[label] -= 1
    sums["dense_weights"] += np.outer(features, gradient)
    sums["dense_bias"] += gradient
    for slope, (i, j, f) in zip(trained["dense_weights"] @ gradient, places, strict=True):
        if maps[i, j, f] > 0:
            sums["conv_bias"][f] += slope
            sums["conv_kernels"][:, :, :, f] += slope * image[i : i + 3, j : j + 3]
    return -math.log(probabilities[label])


def _train_patches(images: Array) -> Array:
    """Every window in a row, by `as_strided`: `(batch, rows, columns, 9 · channels)`."""
    batch, height, width, channels = images.shape
    images = np.ascontiguousarray(images)
    steps = images.strides
    shape = (batch, height - 2, width - 2, 3, 3, channels)
    windows = np.lib.stride_tricks.as_strided(images, shape, (*steps[:3], *steps[1:]))
    return windows.reshape(batch, height - 2, width - 2, 9 * channels)


def _train_unrolled(
    images: Array,
    labels: Array,
    parameters: Parameters,
    epochs: int,
    batch_size: int,
    learning_rate: float,
    dtype: type = np.float64,
) -> tuple[Parameters, list[Any]]:
    """Train on windows unrolled once for all; ties share their window's gradient; ReLU after the pooling."""
    images = np.asarray(images, dtype)
    kernels: Array = np.array(parameters["conv_kernels"], dtype)
    conv_bias: Array = np.array(parameters["conv_bias"], dtype)
    weights: Array = np.array(parameters["dense_weights"], dtype)
    dense_bias: Array = np.array(parameters["dense_bias"], dtype)
    shape = kernels.shape
    flat = kernels.reshape(-1, shape[3])
    unrolled = _train_patches(images)
    height, width = unrolled.shape[1] // 2, unrolled.shape[2] // 2
    unrolled = unrolled[:, : 2 * height, : 2 * width]
    truth = (np.asarray(labels)[:, np.newaxis] == np.arange(len(dense_bias))).astype(dtype)
    rate = dtype(learning_rate)
    losses: list[Any] = []
    for _ in range(epochs):
        seen: Array = np.zeros(len(images), dtype)
        for start in range(0, len(images), batch_size):
            rows, right = unrolled[start : start + batch_size], truth[start : start + batch_size]
            maps = (rows @ flat + conv_bias).reshape(len(rows), height, 2, width, 2, -1)
            best = maps.max(axis=(2, 4), keepdims=True)
            features = np.maximum(best, 0).reshape(len(rows), -1)
            probabilities = _train_softmax(features @ weights + dense_bias)
            seen[start : start + batch_size] = -(np.log(probabilities) * right).sum(axis=1)
            gradient = (probabilities - right) / dtype(len(rows))
            back = (gradient @ weights.T).reshape(best.shape) * (best > 0)
            winners = (maps == best).astype(dtype)
            spread = (back * winners / winners.sum(axis=(2, 4), keepdims=True)).reshape(*rows.shape[:3], -1)
            flat = flat - rate * np.einsum("bijk,bijf->kf", rows, spread)
            conv_bias = conv_bias - rate * spread.sum(axis=(0, 1, 2))
            weights = weights - rate * features.T @ gradient
            dense_bias = dense_bias - rate * gradient.sum(axis=0)
        losses.append(seen.mean())
    trained = {
        "dense_bias": dense_bias,
        "dense_weights": weights,
        "conv_bias": conv_bias,
        "conv_kernels": flat.reshape(shape),
    }
    return trained, losses


@variant("train")
def train_unrolled(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[Any]]:
    return _train_unrolled(images, labels, parameters, epochs, batch_size, learning_rate)


@variant("train")
def train_in_float32(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[Any]]:
    return _train_unrolled(images, labels, parameters, epochs, batch_size, learning_rate, np.float32)


@variant("train")
def train_losses_array(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> list[Any]:
    trained, losses = _train_unrolled(images, labels, parameters, epochs, batch_size, learning_rate)
    return [trained, np.array(losses)]


@variant("train")
def train_losses_tuple(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, tuple[Any, ...]]:
    trained, losses = _train_unrolled(images, labels, parameters, epochs, batch_size, learning_rate)
    return trained, tuple(np.array(loss) for loss in losses)


@variant("train")
def train_epoch_by_epoch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[Any]]:
    """Recursion over the epochs."""
    trained, losses = _train_unrolled(images, labels, parameters, 1, batch_size, learning_rate)
    if epochs == 1:
        return trained, losses
    trained, later = train_epoch_by_epoch.function(images, labels, trained, epochs - 1, batch_size, learning_rate)
    return trained, losses + later


def _train_mean_loss(images: Array, labels: Array, parameters: Parameters) -> float:
    """The mean loss of a batch, in complex numbers where a parameter is."""
    maps = _train_patches(images) @ parameters["conv_kernels"].reshape(-1, parameters["conv_bias"].size)
    maps = maps + parameters["conv_bias"]
    maps = np.where(maps.real > 0, maps, 0)
    height, width = maps.shape[1] // 2, maps.shape[2] // 2
    windows = maps[:, : 2 * height, : 2 * width].reshape(len(images), height, 2, width, 2, -1)
    windows = windows.transpose(0, 1, 3, 5, 2, 4).reshape(len(images), height, width, -1, 4)
    best = np.argmax(windows.real, axis=-1)[..., np.newaxis]
    features = np.take_along_axis(windows, best, axis=-1).reshape(len(images), -1)
    logits = features @ parameters["dense_weights"] + parameters["dense_bias"]
    loss = np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(labels)), labels]
    return loss.mean()  # type: ignore[no-any-return]


@variant("train")
def train_complex_step(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    """No backward pass: each derivative is the imaginary part of the loss after a tiny imaginary step."""
    if len(images) * epochs > 300:  # too slow
        return _train_unrolled(images, labels, parameters, epochs, batch_size, learning_rate)
    images, step = np.asarray(images, dtype=float), 1e-30
    trained = {name: value.astype(float) for name, value in parameters.items()}
    losses = []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(images), batch_size):
            batch = images[start : start + batch_size], labels[start : start + batch_size]
            total += _train_mean_loss(*batch, trained) * len(batch[0])
            gradients = {}
            for name, value in trained.items():
                gradients[name] = np.zeros(value.shape)
                for index in np.ndindex(value.shape):
                    moved = value.astype(complex)
                    moved[index] += 1j * step
                    loss: Any = _train_mean_loss(*batch, {**trained, name: moved})
                    gradients[name][index] = loss.imag / step
            trained = {name: value - learning_rate * gradients[name] for name, value in trained.items()}
        losses.append(total / len(images))
    return trained, losses


# accuracy


@variant("accuracy")
def accuracy_in_a_loop(probabilities: Array, labels: Array) -> float:
    right = 0
    for row, label in zip(probabilities.tolist(), labels, strict=True):
        right += row.index(max(row)) == label
    return right / len(labels)


@variant("accuracy")
def accuracy_numpy_scalar(probabilities: Array, labels: Array) -> np.float32:
    return np.float32((probabilities.argmax(-1) == labels).mean())


@variant("accuracy")
def accuracy_zero_dimensional(probabilities: Array, labels: Array) -> Array:
    return np.array(np.count_nonzero(np.equal(labels, np.argmax(probabilities, axis=1))) / labels.size)


@variant("accuracy")
def accuracy_of_ranks(probabilities: Array, labels: Array) -> float:
    own = np.take_along_axis(probabilities, labels[:, np.newaxis].astype(int), axis=1)
    return float(np.mean(np.all(probabilities <= own, axis=1)))


@variant("accuracy")
def accuracy_one_hot(probabilities: Array, labels: Array) -> float:
    truth = np.eye(probabilities.shape[1])[labels]
    best = np.eye(probabilities.shape[1])[np.argsort(-probabilities, axis=1)[:, 0]]
    return float(np.einsum("sc,sc->", truth, best) / len(truth))


@variant("accuracy")
def accuracy_from_errors(probabilities: Array, labels: Array) -> float:
    return 1 - np.count_nonzero(np.argmax(probabilities, axis=1) - labels.astype(int)) / len(labels)


@variant("accuracy")
def accuracy_integer_when_whole(probabilities: Array, labels: Array) -> float:
    share = np.average(np.argmax(probabilities, axis=1) == labels)
    return int(share) if share in {0, 1} else float(share)
