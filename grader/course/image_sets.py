"""MNIST and Fashion-MNIST where Keras has them in its cache; nothing is downloaded."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

SIDE = 28
IMAGES_HEADER, LABELS_HEADER = 16, 8
ZIPPED = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz")
FASHION = (*ZIPPED, "t10k-labels-idx1-ubyte.gz")


class ImageSet(msgspec.Struct, frozen=True):
    """Images `(n, 28, 28)` of bytes with their labels: to learn from, and to be judged by."""

    images: np.ndarray
    labels: np.ndarray
    hidden_images: np.ndarray
    hidden_labels: np.ndarray


def cache_folder() -> Path:
    """Where Keras keeps data sets. The judge inherits no environment: it is the folder that Keras uses by itself."""
    return Path("~/.keras/datasets").expanduser()


def has_mnist(folder: Path) -> bool:
    """Whether MNIST is there."""
    return (folder / "mnist.npz").is_file()


def has_fashion_mnist(folder: Path) -> bool:
    """Whether Fashion-MNIST is there, all four files of it."""
    return all((folder / "fashion-mnist" / name).is_file() for name in FASHION)


@cache
def mnist(folder: Path) -> ImageSet:
    """MNIST: 60 000 images to learn from, 10 000 to be judged by."""
    with np.load(folder / "mnist.npz", allow_pickle=False) as file:
        return ImageSet(*(file[name] for name in ("x_train", "y_train", "x_test", "y_test")))


@cache
def fashion_mnist(folder: Path) -> ImageSet:
    """Fashion-MNIST: clothes of ten kinds, as many as MNIST has digits."""
    first, labels, hidden, hidden_labels = (folder / "fashion-mnist" / name for name in FASHION)
    return ImageSet(idx_images(first), idx_labels(labels), idx_images(hidden), idx_labels(hidden_labels))


def idx_images(path: Path) -> np.ndarray:
    """Images of a zipped IDX file, `(n, 28, 28)` bytes."""
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=IMAGES_HEADER).reshape(-1, SIDE, SIDE)


def idx_labels(path: Path) -> np.ndarray:
    """Labels of a zipped IDX file."""
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=LABELS_HEADER)
