"""What is graded in chapter 12: preparing data, building, training and evaluating a first network.

Bars, measured on 400 hidden digits over 20 seeds: the solution's training recognises 92 to 97 of 100 (bar 85; pixels
divided by 255 once more give 31 to 70, a single epoch 48 to 70). Its whole pipeline recognises 94 to 98 (bar 90) and
gives the right digit a probability of 0.86 to 0.90 on average (bar 0.5). Trained on pixels that were not scaled, it
recognises 87 to 95 scaled ones, but with 0.14 to 0.15; raw ones 87 to 95, with 0.87 to 0.95 (bars 80 and 0.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.course.digits import LARGEST, split
from grader.course.keras_chapters import KERAS, LIMITS, part
from grader.course.spec import Case, Chapter, Check, Exercise, case, examined
from grader.language import mark
from reference import chapter12_first_network as reference

Array = np.ndarray

TRAINING_BAR = 0.85
PIPELINE_BAR = 0.9
TRAINING, TEST, HIDDEN = 800, 200, 400

NO_MODEL = mark("Expected the trained model itself: `fit` returns a history, which is no model.")
NOT_LEARNT = mark("The model recognises too few of the hidden digits, or is not sure of them.")
LEARNT_RAW = mark(
    "The model recognises too few digits whose pixels are prepared, but enough whose pixels go from 0 to 255: it was "
    "trained on pixels that were not scaled."
)
CLAIMS = {
    "no number": mark("Expected a pair: the trained model, and its accuracy as a number."),
    "in percent": mark("The accuracy is in percent: expected a number between 0 and 1."),
    "on the training images": mark(
        "This is the accuracy on the training images: how good the network is shows only on images that it has not "
        "learnt from."
    ),
    "of nothing": mark("The network that was returned does not have this accuracy on the test images."),
}


def _grey(images: Array) -> Array:
    """Digits as 8-bit images."""
    return np.round(images * (255 / LARGEST)).astype(np.uint8)


def _drawn(rng: np.random.Generator, training: int, held_back: int) -> tuple[Array, ...]:
    """Digits to learn from and others, as 8-bit images, with their labels."""
    images, labels, others, other_labels = split(rng, training, held_back)
    return _grey(images), labels, _grey(others), other_labels


# prepare


def _labels(rng: np.random.Generator, count: int) -> Array:
    return rng.integers(0, 10, count).astype(np.uint8)


def _small_images(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[[0, 255], [51, 102]], [[204, 0], [0, 153]]], np.uint8), np.array([3, 1], np.uint8))
    for height, width in ((2, 3), (5, 4)):
        yield case(rng.integers(0, 200, (4, height, width)).astype(np.uint8), _labels(rng, 4))


def _course_images(rng: np.random.Generator) -> Iterator[Case]:
    yield case(rng.integers(0, 256, (3, 28, 28)).astype(np.uint8), _labels(rng, 3))
    images, labels, _, _ = _drawn(rng, 20, 0)
    yield case(images, labels)


def _columns_of_labels(rng: np.random.Generator) -> Iterator[Case]:
    for count in (3, 6):
        yield case(rng.integers(0, 256, (count, 2, 3)).astype(np.uint8), _labels(rng, count)[:, None])


def _is_float32(_case: Case, value: Any) -> str | None:
    pixels = value[0] if isinstance(value, (list, tuple)) and value else None
    if isinstance(pixels, np.ndarray) and pixels.dtype == np.float32:
        return None
    return mark("The pixels must be float32, as the weights are: NumPy divides integers into float64 by itself.")


# build_network

NETWORKS = (case(6, 5, 3), case(20, 7, 2), case(784), case(64, classes=4), case(64, hidden=16))


# train


def _learning(rng: np.random.Generator) -> Iterator[Case]:
    yield _training(rng, TRAINING, 10, 32, report="recognises")


def _steps(rng: np.random.Generator) -> Iterator[Case]:
    yield _training(rng, 100, 3, 20, report="steps")
    yield _training(rng, 110, report="steps")
    yield _training(rng, 90, 2, batch_size=40, report="steps")


def _training(rng: np.random.Generator, count: int, *how: int, report: str, **named: int) -> Case:
    images, labels, others, other_labels = _drawn(rng, count, HIDDEN)
    pixels, labels = reference.prepare(images, labels)
    hidden, hidden_labels = reference.prepare(others, other_labels)
    asked = examined(case(pixels, labels, *how, **named), hidden, hidden_labels, TRAINING_BAR)
    return Case(asked.steps, (report,), asked.hidden)


def _recognises(_case: Case, value: Any) -> str | None:
    if value == reference.LEARNT:
        return None
    return {"not a model": NO_MODEL, "raw pixels": LEARNT_RAW}.get(str(value), NOT_LEARNT)


# evaluate


def _evaluations(rng: np.random.Generator) -> Iterator[Case]:
    for count in (10, 32, 77):
        yield _evaluation(rng, count)


def _evaluation(rng: np.random.Generator, count: int) -> Case:
    """A network whose scores are the similarities to the mean digits, with some noise: it errs now and then."""
    images, labels, others, other_labels = _drawn(rng, 300, count)
    pixels, labels = reference.prepare(images, labels)
    tests, tests_labels = reference.prepare(others, other_labels)
    means = np.stack([pixels[labels == digit].mean(axis=0) for digit in range(10)], axis=1)
    bias = -0.5 * np.sum(means**2, axis=0)
    noise = rng.normal(scale=0.05, size=(10, 10))
    weights = [means, np.full(10, 3.0) + bias, np.eye(10) + noise, rng.normal(scale=0.1, size=10)]
    return case([part.astype(np.float32) for part in weights], tests, tests_labels)


# read_history


def _overfitting(rng: np.random.Generator) -> Iterator[Case]:
    yield case({"loss": [1.0, 0.5, 0.25, 0.125], "val_loss": [1.5, 0.75, 0.875, 1.0]})
    for _ in range(2):
        count, best = int(rng.integers(6, 10)), int(rng.integers(2, 4))
        yield case(_curves(np.linspace(2, 0.2, count), 0.4 + 0.1 * np.abs(np.arange(count) - best)))


def _learning_on(rng: np.random.Generator) -> Iterator[Case]:
    yield case({"loss": [1.0, 0.5, 0.25], "val_loss": [1.5, 1.0, 0.75]})
    falling = np.sort(rng.uniform(0.3, 2.0, 7))[::-1]
    yield case(_curves(falling, falling + 0.2))


def _diverging(rng: np.random.Generator) -> Iterator[Case]:
    """Both losses rise: the learning rate is too high, and nothing is learnt by heart."""
    yield case({"loss": [1.0, 0.75, 1.25], "val_loss": [1.5, 0.875, 2.0]})
    away = np.array([1.0, 0.6, 0.5, *(0.6 + np.sort(rng.uniform(0, 3, 4)))])
    yield case(_curves(away, away + 0.3))


def _curves(losses: Array, val_losses: Array) -> dict[str, list[float]]:
    """Curves of a history, with those of an accuracy that is best somewhere else."""
    found = {"loss": losses, "val_loss": val_losses, "accuracy": np.linspace(0.2, 0.9, len(losses))}
    found["val_accuracy"] = found["accuracy"] - 0.1
    return {name: [round(float(value), 4) for value in values] for name, values in found.items()}


# first_network


def _pipelines(report: str) -> Any:
    def cases(rng: np.random.Generator) -> Iterator[Case]:
        images, labels, others, other_labels = _drawn(rng, TRAINING, TEST + HIDDEN)
        tests, test_labels = others[:TEST], other_labels[:TEST]
        hidden = reference.prepare(others[TEST:], other_labels[TEST:])
        sets = (*reference.prepare(tests, test_labels), *reference.prepare(images, labels))
        asked = examined(case(images, labels, tests, test_labels), *hidden, PIPELINE_BAR, *sets)
        yield Case(asked.steps, (report,), asked.hidden)

    return cases


def _claims_truly(_case: Case, value: Any) -> str | None:
    return None if value == reference.ON_TEST else CLAIMS.get(str(value), CLAIMS["of nothing"])


def _as_trained(model: Any, pixels: Array, labels: Array, epochs: int = 5, batch_size: int = 32) -> None: ...
def _as_evaluated(model: Any, pixels: Array, labels: Array) -> None: ...
def _as_read(history: Any) -> None: ...


CHAPTER = Chapter(
    number=12,
    id="chapter12_first_network",
    title=mark("The first network"),
    imports=KERAS,
    beside="grader.examination.chapter12_first_network",
    limits=LIMITS,
    exercises=(
        Exercise(
            id="prepare",
            summary=mark("Images as rows of numbers from 0 to 1, labels as integers"),
            reference=reference.prepare,
            may_return_view=True,
            checks=(
                Check("small", 1.5, mark("Small images"), _small_images),
                Check("digits", 1.0, mark("Images of 28 × 28 pixels, and real digits"), _course_images),
                Check("columns", 0.5, mark("Labels that come as a column"), _columns_of_labels),
                Check("float32", 1.0, mark("The pixels are float32"), _small_images, judge=_is_float32),
            ),
        ),
        Exercise(
            id="build_network",
            summary=mark("A hidden layer and a softmax, compiled for integer labels"),
            reference=reference.build_network,
            driver="model_of",
            examination="model_facts",
            checks=(
                part("structure", "structure", 2.0, mark("Layers, activations and sizes"), NETWORKS[:2]),
                part("structure", "defaults", 0.5, mark("The sizes by default"), NETWORKS[2:]),
                part("compiled", "compiled", 2.0, mark("Loss, optimizer and metric"), NETWORKS[:2]),
            ),
        ),
        Exercise(
            id="train",
            summary=mark("Training a model with `fit`"),
            reference=reference.train,
            written_as=_as_trained,
            driver="driven_training",
            examination="training_facts",
            checks=(
                Check("learns", 2.0, mark("It recognises digits that it has not seen"), _learning, judge=_recognises),
                Check("steps", 1.5, mark("Epochs and batches of the given size"), _steps),
            ),
        ),
        Exercise(
            id="evaluate",
            summary=mark("Loss and accuracy of a model"),
            reference=reference.evaluate,
            written_as=_as_evaluated,
            driver="driven_evaluation",
            checks=(Check("values", 2.0, mark("Networks that err now and then"), _evaluations),),
        ),
        Exercise(
            id="read_history",
            summary=mark("What the curves of a training say"),
            reference=reference.read_history,
            written_as=_as_read,
            driver="read_curves",
            checks=(
                Check("overfitting", 1.5, mark("Curves of a network that overfits"), _overfitting),
                Check("learning", 0.5, mark("Curves that fall to the end"), _learning_on),
                Check("diverging", 0.5, mark("Curves that both rise in the end"), _diverging),
            ),
        ),
        Exercise(
            id="first_network",
            summary=mark("From raw images to a trained network and its accuracy"),
            reference=reference.first_network,
            driver="pipeline",
            examination="first_network_facts",
            checks=(
                Check("recognises", 2.0, mark("It recognises hidden digits"), _pipelines("recognises"), _recognises),
                Check(
                    "accuracy",
                    1.5,
                    mark("Its accuracy is that on the test images"),
                    _pipelines("accuracy"),
                    _claims_truly,
                ),
            ),
        ),
    ),
)
