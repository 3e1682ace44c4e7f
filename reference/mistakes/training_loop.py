"""Steps and the training loop of chapter 8, right but for the one thing that a mistake makes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[Any]
Arrays = list[Array]
Parameters = dict[str, Array]


def as_floats(arrays: Arrays) -> Arrays:
    """Each array in float64."""
    return [np.asarray(array, np.float64) for array in arrays]


def descended(parameters: Arrays, gradients: Arrays, learning_rate: float) -> Arrays:
    """The parameters after a right step of gradient descent."""
    pairs = zip(as_floats(parameters), as_floats(gradients), strict=True)
    return [parameter - learning_rate * gradient for parameter, gradient in pairs]


def cut_into_batches(order: Array, batch_size: int) -> Arrays:
    """An order of indices cut into batches, of which the last may be smaller."""
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def _rows(windows: Array) -> Array:
    """Windows of `(batch, rows, 2, columns, 2, filters)`, the four numbers of each in a row at the end."""
    batch, rows, _, columns, _, filters = windows.shape
    return windows.transpose(0, 1, 3, 5, 2, 4).reshape(batch, rows, columns, filters, 4)


@dataclass(frozen=True)
class Training:
    """The training loop with one thing wrong; every attribute's default is right."""

    relu: bool = True
    relu_gradient: bool = True
    average: bool = False
    to_all: bool = False
    shared: bool = False
    flipped: bool = False
    flips_back: bool = False
    order: str = "rows"
    probabilities: str = "softmax"
    softmax_gradient: bool = True
    derivative: bool = False
    divisor: str = "batch"
    frozen: tuple[str, ...] = ()
    dense_first: bool = False
    decay: float = 1.0
    momentum: float = 0.0
    accumulates: bool = False
    restarts: bool = False
    shuffles: bool = False
    drops_last: bool = False
    whole_set: bool = False
    loss: str = "before"
    logarithm: Callable[[Array], Array] = np.log
    in_place: bool = False
    integers: bool = False

    def run(
        self, images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, rate: float
    ) -> tuple[Parameters, list[float]]:
        """The parameters and the losses."""
        images, labels = np.asarray(images, np.float64), np.asarray(labels, np.int64)
        start = {name: np.array(value, np.float64) for name, value in parameters.items()}
        trained, speed = dict(start), {name: np.zeros_like(value) for name, value in start.items()}
        losses: list[float] = []
        generator = np.random.default_rng(0)
        for _ in range(epochs):
            trained = dict(start) if self.restarts else trained
            seen: list[Array] = []
            before = self.losses(images, labels, trained)
            indices = generator.permutation(len(images)) if self.shuffles else np.arange(len(images))
            speed = {name: self.momentum * value for name, value in speed.items()}
            for batch in self.batches(indices, batch_size):
                seen.append(self.losses(images[batch], labels[batch], trained))
                gradients = self.gradients(images[batch], labels[batch], trained, rate)
                factor = self.factor(len(batch), batch_size, len(images))
                for name in trained.keys() - set(self.frozen):
                    kept = speed[name] if self.accumulates else self.momentum * speed[name]
                    speed[name] = kept + factor * gradients[name]
                    trained[name] = trained[name] - rate * speed[name]
                    if self.integers:
                        trained[name] = trained[name].astype(parameters[name].dtype)
                rate *= self.decay
                if self.loss == "after":
                    seen[-1] = self.losses(images[batch], labels[batch], trained)
            after = self.losses(images, labels, trained)
            losses += self.reported(seen, before, after, batch_size)
        if self.in_place:
            for name, value in parameters.items():
                value[...] = trained[name]
        return trained, losses

    def batches(self, indices: Array, batch_size: int) -> Arrays:
        """The indices of each batch."""
        batches = cut_into_batches(indices, batch_size)
        if self.drops_last:
            return [batch for batch in batches if len(batch) == batch_size]
        return [indices for _ in batches] if self.whole_set else batches

    def factor(self, samples: int, batch_size: int, total: int) -> float:
        """By what the sum of the samples' gradients is multiplied."""
        factors = {
            "batch": 1 / samples,
            "batch_size": 1 / batch_size,
            "none": 1.0,
            "twice": 1 / samples**2,
            "total": 1 / total,
            "negative": -1 / samples,
        }
        return factors[self.divisor]

    def reported(self, seen: Arrays, before: Array, after: Array, batch_size: int) -> list[float]:
        """What an epoch adds to the list of losses."""
        means = [float(np.mean(losses)) for losses in seen]
        everything = np.concatenate(seen) if seen else np.zeros(0)
        reports = {
            "before": [float(np.mean(everything))] if seen else [0.0],
            "after": [float(np.mean(everything))],
            "mean of means": [float(np.mean(means))],
            "batches": means,
            "sum of means": [float(np.sum(means))],
            "sum": [float(np.sum(everything))],
            "last": means[-1:],
            "first": means[:1],
            "as full": [float(np.sum(everything)) / (batch_size * len(seen))] if seen else [],
            "start": [float(np.mean(before))],
            "end": [float(np.mean(after))],
        }
        return reports[self.loss]

    def losses(self, images: Array, labels: Array, parameters: Parameters) -> Array:
        """The loss of each sample."""
        *_, probabilities = self.forward(images, parameters)
        return -self.logarithm(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-300))

    def forward(self, images: Array, parameters: Parameters) -> tuple[Array, Array, Array, Array, Array, Array]:
        """What every layer gives."""
        kernels = parameters["conv_kernels"][::-1, ::-1] if self.flipped else parameters["conv_kernels"]
        patches = sliding_window_view(images, (3, 3), axis=(1, 2))
        maps = np.tensordot(patches, kernels, axes=((4, 5, 3), (0, 1, 2))) + parameters["conv_bias"]
        active = np.maximum(maps, 0.0) if self.relu else maps
        height, width = active.shape[1] // 2, active.shape[2] // 2
        windows = active[:, : 2 * height, : 2 * width].reshape(len(images), height, 2, width, 2, -1)
        pooled = windows.mean(axis=(2, 4)) if self.average else windows.max(axis=(2, 4))
        ordered = pooled.transpose(0, 3, 1, 2) if self.order == "channels" else pooled
        ordered = pooled.transpose(0, 2, 1, 3) if self.order == "columns" else ordered
        features = ordered.reshape(len(images), -1)
        logits = features @ parameters["dense_weights"] + parameters["dense_bias"]
        return patches, maps, windows, features, logits, self.likely(logits)

    def likely(self, logits: Array) -> Array:
        """Probabilities of the classes."""
        if self.probabilities == "sigmoid":
            return np.asarray(1 / (1 + np.exp(-logits)))
        exponentials = np.exp(logits - logits.max())
        return np.asarray(
            exponentials / exponentials.sum(axis=None if self.probabilities == "all" else 1, keepdims=True)
        )

    def gradients(self, images: Array, labels: Array, parameters: Parameters, rate: float) -> Parameters:
        """The gradients of the sum of the samples' losses."""
        patches, maps, windows, features, logits, probabilities = self.forward(images, parameters)
        truth = np.eye(logits.shape[1])[labels]
        gradient = (probabilities if self.softmax_gradient else logits) - truth
        gradient = gradient * probabilities * (1 - probabilities) if self.derivative else gradient
        weights, bias = features.T @ gradient, gradient.sum(axis=0)
        moved = rate * weights / len(images) if self.dense_first else 0.0
        batch, height, _, width, _, filters = windows.shape
        back = gradient @ (parameters["dense_weights"] - moved).T
        if self.order == "channels":
            back = back.reshape(batch, filters, height, width).transpose(0, 2, 3, 1)
        elif self.order == "columns":
            back = back.reshape(batch, width, height, filters).transpose(0, 2, 1, 3)
        spread = back.reshape(batch, height, 1, width, 1, filters) * self.shares(windows)
        dmaps = np.zeros(maps.shape)
        dmaps[:, : 2 * height, : 2 * width] = spread.reshape(batch, 2 * height, 2 * width, filters)
        dmaps = dmaps * (maps > 0) if self.relu and self.relu_gradient else dmaps
        kernels = np.tensordot(patches, dmaps, axes=((0, 1, 2), (0, 1, 2))).transpose(1, 2, 0, 3)
        kernels = kernels[::-1, ::-1] if self.flipped or self.flips_back else kernels
        return {
            "conv_kernels": kernels,
            "conv_bias": dmaps.sum(axis=(0, 1, 2)),
            "dense_weights": weights,
            "dense_bias": bias,
        }

    def shares(self, windows: Array) -> Array:
        """What share of its window's gradient each number gets."""
        if self.average or self.shared:
            return np.full(windows.shape, 0.25)
        if self.to_all:
            return np.ones(windows.shape)
        batch, rows, _, columns, _, filters = windows.shape
        first = np.eye(4)[np.argmax(_rows(windows), axis=-1)].reshape(batch, rows, columns, filters, 2, 2)
        return np.asarray(first.transpose(0, 1, 4, 2, 5, 3))
