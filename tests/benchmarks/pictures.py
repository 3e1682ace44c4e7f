"""10 000 pictures of digits: MNIST's test images where CONVGRADE_MNIST names their folder, else enlarged ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.course.image_sets import idx_images, idx_labels

Array = NDArray[Any]

SAMPLES = 10_000


def pictures() -> tuple[Array, Array]:
    """Images float32 `(10000, 28, 28, 1)` from 0 to 1, and their labels."""
    if folder := os.environ.get("CONVGRADE_MNIST"):
        images = idx_images(Path(folder, "t10k-images-idx3-ubyte.gz"))
        labels = idx_labels(Path(folder, "t10k-labels-idx1-ubyte.gz"))
        return (images.reshape(-1, 28, 28, 1) / np.float32(255)).astype(np.float32), labels.astype(np.int64)
    from sklearn.datasets import load_digits  # noqa: PLC0415 (needed without MNIST only)

    digits = load_digits()
    enlarged = np.kron(digits.images, np.ones((3, 3)))
    images = np.pad(enlarged, ((0, 0), (2, 2), (2, 2)))[..., np.newaxis] / 16
    chosen = np.resize(np.arange(len(images)), SAMPLES)
    return images[chosen].astype(np.float32), digits.target[chosen].astype(np.int64)
