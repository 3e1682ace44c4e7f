"""The reference against Keras on one thread, as a table: `pytest tests/benchmarks -s -n 0 -k keras`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from statistics import geometric_mean
from typing import Any

import pytest

from grader.authoring.verify import has_keras
from tests.benchmarks.layers import LAYERS, POOLINGS
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(not has_keras(), reason="the extra `keras` is missing")

ALLOWANCE = 1.1
"""For noise, where 1 is the goal."""


@pytest.fixture(scope="module")
def found() -> Any:
    """The ratios, of the reference's time to TensorFlow's."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.one_thread"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return json.loads(run.stdout.splitlines()[-1])


def sides(shape: Sequence[int]) -> str:
    """A shape as it is printed."""
    return "×".join(map(str, shape))


def row(name: str, shapes: str, ratios: Iterable[float]) -> None:
    """Print a row of the table."""
    print(f"{name:<23}{shapes:<28}" + "".join(f"{ratio:>9.2f}" for ratio in ratios))


def means(columns: list[list[float]]) -> list[float]:
    """Geometric mean of each column, printed."""
    found = [geometric_mean(column) for column in zip(*columns, strict=True)]
    row("geometric mean", "", found)
    return found


def test_convolutional_layers_take_as_long_as_kerass(found: Any) -> None:
    print(f"\n{'time / TensorFlow’s':<51}{'forward':>9}{'backward':>9}")
    for layer, ratios in zip(LAYERS, found["layers"], strict=True):
        row(layer.name, f"{sides(layer.images)} ∗ {sides(layer.kernels[:2])} → {layer.kernels[3]}", ratios)
    forward, backward = means(found["layers"])
    assert forward <= ALLOWANCE
    assert backward <= ALLOWANCE


def test_pooling_forwards_and_backwards_takes_as_long_as_kerass(found: Any) -> None:
    """Taken together: forwards alone it takes longer, as the table shows, and that is not asserted.

    TensorFlow's kernel reads each pixel once. NumPy combines two arrays into a third, so that a window of 2 by 2 takes
    two passes and an array between them: those two calls alone take as long as the whole kernel.
    """
    print(f"\n{'time / TensorFlow’s':<51}{'max':>9}{'backward':>9}{'average':>9}")
    for pooling, ratios in zip(POOLINGS, found["poolings"], strict=True):
        row(pooling.name, f"{sides(pooling.images)}, {pooling.pool_size} / {pooling.stride}", ratios)
    maximum, backward, average = means(found["poolings"])
    print(f"{'all three':<51}{geometric_mean([maximum, backward, average]):>9.2f}")
    assert backward <= ALLOWANCE
    assert geometric_mean([maximum, backward, average]) <= ALLOWANCE


def test_an_epoch_of_the_courses_cnn_takes_as_long_as_kerass(found: Any) -> None:
    print(f"\n{'an epoch of the small CNN, 10 000 images / Keras’s fit':<60}{found['epoch']:>9.2f}")
    assert found["epoch"] <= ALLOWANCE
