"""The bars of chapters 16 and 17 are such that a right solution clears them, on whatever data they are measured.

On the digits over 20 seeds when ALL_ANSWERS is set; on real MNIST images when CONVGRADE_MNIST names the folder with
t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from grader.authoring.verify import has_keras, solution_module
from grader.course.image_sets import (
    FASHION,
    fashion_mnist,
    has_fashion_mnist,
    has_mnist,
    idx_images,
    idx_labels,
    mnist,
)
from grader.course.spec import Case

pytestmark = pytest.mark.thorough

needs_keras = pytest.mark.skipif(not has_keras(), reason="the extra `keras` is missing")
all_answers = pytest.mark.skipif("ALL_ANSWERS" not in os.environ, reason="slow: set ALL_ANSWERS")

MNIST = os.environ.get("CONVGRADE_MNIST", "")
SEEDS = 20


def idx(path: Path, array: np.ndarray, header: int) -> None:
    """Write bytes after a header of so many."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(bytes(header) + array.tobytes()))


def accuracy(chapter: str, driver: str, examination: str, function: Callable[..., object], asked: Case) -> float:
    """What a function's model recognises of the images that a case hides."""
    beside = import_module(f"grader.examination.{chapter}")
    step = asked.steps[0]
    answer = getattr(beside, driver)(function, *step.arguments, **step.keywords)
    return float(getattr(beside, examination)(answer, *asked.hidden)["accuracy"])


class TestImageSets:
    def test_are_not_there_in_an_empty_cache(self, tmp_path: Path) -> None:
        assert not has_mnist(tmp_path)
        assert not has_fashion_mnist(tmp_path)

    def test_mnist_is_read_as_keras_stores_it(self, tmp_path: Path) -> None:
        images, labels = np.arange(784, dtype=np.uint8).reshape(1, 28, 28), np.array([7], np.uint8)
        np.savez(tmp_path / "mnist.npz", x_train=images, y_train=labels, x_test=images + 1, y_test=labels + 1)
        assert has_mnist(tmp_path)
        found = mnist(tmp_path)
        assert np.array_equal(found.images, images)
        assert np.array_equal(found.hidden_images, images + 1)
        assert (found.labels[0], found.hidden_labels[0]) == (7, 8)

    def test_fashion_mnist_is_read_as_keras_stores_it(self, tmp_path: Path) -> None:
        images = np.arange(3 * 784, dtype=np.uint8).reshape(3, 28, 28)
        arrays = (images, np.array([1, 2, 3], np.uint8), images[:1], np.array([4], np.uint8))
        for name, array in zip(FASHION, arrays, strict=True):
            assert not has_fashion_mnist(tmp_path)
            idx(tmp_path / "fashion-mnist" / name, array, 16 if "images" in name else 8)
        assert has_fashion_mnist(tmp_path)
        found = fashion_mnist(tmp_path)
        assert np.array_equal(found.images, images)
        assert (found.labels.tolist(), found.hidden_labels.tolist()) == ([1, 2, 3], [4])


@needs_keras
class TestChapter16:
    @pytest.mark.skipif(not MNIST, reason="set CONVGRADE_MNIST to the folder of MNIST's test images")
    @pytest.mark.parametrize("builder", ["build_mnist_cnn", "build_fashion_cnn"])
    def test_reads_97_of_100_real_mnist_digits_after_8000_others(self, builder: str) -> None:
        from grader.course.chapter16_mnist import training_case  # noqa: PLC0415

        images = idx_images(Path(MNIST, "t10k-images-idx3-ubyte.gz"))
        labels = idx_labels(Path(MNIST, "t10k-labels-idx1-ubyte.gz"))
        order = np.random.default_rng(0).permutation(len(images))
        parts = [[images[part], labels[part]] for part in np.split(order, [7500, 8000])]
        found = accuracy(
            "chapter16_mnist",
            "trained",
            "training_facts",
            solution_module("chapter16_mnist").train_and_evaluate,
            training_case(builder, parts, 5, 0.97),
        )
        assert found > 0.97

    @all_answers
    @pytest.mark.parametrize("check", ["learns", "held_back", "mnist", "fashion"])
    def test_clears_the_bar_on_the_digits_whatever_the_seed(self, check: str) -> None:
        from grader.course.chapter16_mnist import DIGITS_BAR, DIGITS_CASES  # noqa: PLC0415

        def found() -> Iterator[float]:
            function = solution_module("chapter16_mnist").train_and_evaluate
            for seed in range(SEEDS):
                for asked in DIGITS_CASES[check](np.random.default_rng(seed)):
                    yield accuracy("chapter16_mnist", "trained", "training_facts", function, asked)

        assert min(found()) > DIGITS_BAR + 0.03


@needs_keras
@all_answers
def test_a_head_on_a_base_that_knows_other_digits_clears_the_bar_of_chapter_17() -> None:
    from grader.course.chapter17_transfer import TRANSFER_BAR, transferred  # noqa: PLC0415

    function = solution_module("chapter17_transfer").frozen_base_model
    cases = (asked for seed in range(SEEDS) for asked in transferred(np.random.default_rng(seed)))
    found = [accuracy("chapter17_transfer", "frozen", "transfer_facts", function, asked) for asked in cases]
    assert min(found) > TRANSFER_BAR + 0.03
