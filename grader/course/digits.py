"""scikit-learn's 1 797 real handwritten digits, read from the package's own file: scikit-learn itself is not loaded."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

FILE = "datasets/data/digits.csv.gz"
LARGEST = 16.0
SIDE = 8


@cache
def digits() -> tuple[np.ndarray, np.ndarray]:
    """Images `(1797, 8, 8)` with float32 numbers from 0 to 16, and their labels; `ModuleNotFoundError` without them."""
    spec = find_spec("sklearn")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the digits come with scikit-learn: pip install 'convgrade[keras]'", name="sklearn")
    with gzip.open(Path(next(iter(spec.submodule_search_locations)), FILE), "rt") as file:
        table = np.loadtxt(file, delimiter=",", dtype=np.float32)
    return table[:, :-1].reshape(-1, SIDE, SIDE), table[:, -1].astype(np.int64)


def split(rng: np.random.Generator, training: int, held_back: int) -> tuple[np.ndarray, ...]:
    """Images and labels to learn from, and others to be judged by, drawn anew; pixels still from 0 to 16."""
    images, labels = digits()
    chosen = rng.permutation(len(images))[: training + held_back]
    first, second = chosen[:training], chosen[training:]
    return images[first], labels[first], images[second], labels[second]
