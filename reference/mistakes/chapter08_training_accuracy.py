"""What usually goes wrong in chapter 8 with accuracy: axes, thresholds, counts for shares.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.training_loop import Array


def _hits(probabilities: Array, labels: Array) -> Array:
    return np.asarray(np.argmax(probabilities, axis=1) == labels)


@mistake(
    "accuracy",
    "Your maximum runs down the columns: it finds the surest sample of every class. Find the most "
    "probable class of every sample, along its row.",
)
def accuracy_over_samples(probabilities: Array, labels: Array) -> float:
    predicted = np.argmax(probabilities, axis=0)
    return float(np.mean([a == b for a, b in zip(predicted, labels, strict=False)]))


@mistake(
    "accuracy",
    "You count a sample as right only when its probability is above a half. The most probable class may well be below.",
)
def accuracy_above_a_half(probabilities: Array, labels: Array) -> float:
    return float(np.mean(probabilities[np.arange(len(labels)), labels] > 0.5))


@mistake(
    "accuracy",
    "You return the mean probability of the right classes. Accuracy counts: a sample is right or wrong, "
    "however sure the network is.",
)
def accuracy_mean_probability(probabilities: Array, labels: Array) -> float:
    return float(np.mean(probabilities[np.arange(len(labels)), labels]))


@mistake(
    "accuracy",
    "You take the accuracy of every class, and the mean of those. Every sample counts the same.",
)
def accuracy_a_class(probabilities: Array, labels: Array) -> float:
    hits = _hits(probabilities, labels)
    return float(np.mean([np.mean(hits[labels == label]) for label in np.unique(labels)]))


@mistake(
    "accuracy",
    "You count a sample as right when its class is among the two most probable. Only the most probable counts.",
)
def accuracy_top_two(probabilities: Array, labels: Array) -> float:
    best = np.argsort(probabilities, axis=1)[:, -2:]
    return float(np.mean(np.any(best == labels[:, np.newaxis], axis=1)))


@mistake(
    "accuracy",
    "Your result is in per cent. A number from 0 to 1 is asked.",
)
def accuracy_in_percent(probabilities: Array, labels: Array) -> float:
    return float(100 * np.mean(_hits(probabilities, labels)))


@mistake(
    "accuracy",
    "Your result is rounded. Return it as it is, and round it only where you print it.",
)
def accuracy_rounded(probabilities: Array, labels: Array) -> float:
    return round(float(np.mean(_hits(probabilities, labels))), 1)


@mistake(
    "accuracy",
    "Your division drops what stands behind the point: nearly every result is 0. Use the division of decimal numbers.",
)
def accuracy_integer_division(probabilities: Array, labels: Array) -> float:
    return float(np.sum(_hits(probabilities, labels)) // len(labels))


@mistake(
    "accuracy",
    "You return the number of right samples. Divide it by the number of samples.",
)
def accuracy_count(probabilities: Array, labels: Array) -> float:
    return float(np.sum(_hits(probabilities, labels)))


@mistake(
    "accuracy",
    "Your result is the share of wrong samples. That of the right ones is asked.",
)
def accuracy_error_rate(probabilities: Array, labels: Array) -> float:
    return float(1 - np.mean(_hits(probabilities, labels)))


@mistake(
    "accuracy",
    "You divide the number of right samples by that of all probabilities. Divide it by the number of samples.",
)
def accuracy_over_all_elements(probabilities: Array, labels: Array) -> float:
    return float(np.sum(_hits(probabilities, labels)) / np.size(probabilities))


@mistake(
    "accuracy",
    "Your classes are counted from 1, the labels from 0. The first column is class 0.",
)
def accuracy_classes_from_one(probabilities: Array, labels: Array) -> float:
    return float(np.mean(np.argmax(probabilities, axis=1) + 1 == labels))


@mistake(
    "accuracy",
    "Your maximum runs over all samples at once, and gives a single place. Find the most probable class of every row.",
)
def accuracy_of_flat_maximum(probabilities: Array, labels: Array) -> float:
    return float(np.mean(np.argmax(probabilities) == labels))


@mistake(
    "accuracy",
    "You return one answer for every sample. One number is asked: the share of the right ones.",
)
def accuracy_a_sample(probabilities: Array, labels: Array) -> Array:
    return _hits(probabilities, labels).astype(np.float64)
