"""Chapter 12: what usually goes wrong when images and labels are prepared."""

from __future__ import annotations

import numpy as np

from reference.mistakes import mistake

Array = np.ndarray
Prepared = tuple[Array, Array]


def _rows(images: Array) -> Array:
    return images.reshape(len(images), -1).astype(np.float32)


def _column(labels: Array) -> Array:
    return labels.reshape(-1).astype(np.int64)


@mistake("prepare", "The pixels still go from 0 to 255: divide them by the largest value that 8 bits can hold.")
def prepare_without_scaling(images: Array, labels: Array) -> Prepared:
    """Flattened only."""
    return _rows(images), _column(labels)


@mistake("prepare", "The pixels are far too small: they are scaled twice.")
def prepare_scaled_twice(images: Array, labels: Array) -> Prepared:
    """Divided by 255 twice."""
    return _rows(images) / 255 / 255, _column(labels)


@mistake("prepare", "Integers have no numbers between 0 and 1: make the pixels floats before you scale them.")
def prepare_keeping_integers(images: Array, labels: Array) -> Prepared:
    """Almost everything becomes 0."""
    return (images // 255).reshape(len(images), -1), _column(labels)


@mistake(
    "prepare",
    "The images are not flattened: a network with 784 inputs refuses 28 × 28 pixels. Each image must be one row.",
)
def prepare_without_flattening(images: Array, labels: Array) -> Prepared:
    """As many a tutorial does."""
    return images.astype(np.float32) / 255, _column(labels)


@mistake("prepare", "All images are in one long row: the first axis must still count the images.")
def prepare_flattening_everything(images: Array, labels: Array) -> Prepared:
    """One row for all of them."""
    return images.astype(np.float32).reshape(-1) / 255, _column(labels)


@mistake("prepare", "The images stand in columns: an image is a row, `(n, pixels)`.")
def prepare_transposed(images: Array, labels: Array) -> Prepared:
    """Pixels first."""
    return np.ascontiguousarray(_rows(images).T) / 255, _column(labels)


@mistake(
    "prepare",
    "Scale by 255, not by the brightest pixel found: training and test images must be scaled by the same number.",
)
def prepare_scaled_by_the_brightest_pixel(images: Array, labels: Array) -> Prepared:
    """Divided by the largest value."""
    return _rows(images) / images.max(), _column(labels)


@mistake("prepare", "8 bits hold 256 values, but the largest of them is 255: white must become exactly 1.")
def prepare_scaled_by_256(images: Array, labels: Array) -> Prepared:
    """Divided by 256."""
    return _rows(images) / 256, _column(labels)


@mistake("prepare", "The labels stay integers here; one-hot labels belong to the categorical crossentropy.")
def prepare_with_one_hot_labels(images: Array, labels: Array) -> Prepared:
    """Ten columns of labels."""
    return _rows(images) / 255, np.eye(10)[_column(labels)]


@mistake("prepare", "Labels may come as a column `(n, 1)`: make them a vector `(n,)`, whatever their shape.")
def prepare_with_labels_as_they_come(images: Array, labels: Array) -> Prepared:
    """The labels unchanged."""
    return _rows(images) / 255, labels.astype(np.int64)


@mistake(
    "prepare",
    "A division of 8-bit integers gives float64, twice the memory for digits that no weight has: ask for float32.",
)
def prepare_in_double_precision(images: Array, labels: Array) -> Prepared:
    """The course's own line, flattened."""
    return images.reshape(len(images), -1) / 255.0, _column(labels)
