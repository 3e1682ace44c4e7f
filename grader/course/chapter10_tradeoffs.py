"""What is graded in chapter 10: what a network costs, and a random forest against a small CNN on the same digits.

The bars stand in `grader/examination/chapter10_tradeoffs.py`. Measured with 20 draws of 1 000 digits to learn from and
500 to be judged by, each with a seed of its own:

| | minimum | mean | bar |
|---|---|---|---|
| a forest as scikit-learn makes it (100 trees) | 94.4 % | 96.7 % | 90 % |
| a forest of 10 trees | 91.0 % | 93.0 % | 90 % |
| the solution's CNN | 93.6 % | 96.5 % | 90 % |
| one convolution and one dense layer, 15 epochs of Adam | 93.2 % | 94.6 % | 90 % |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.course.digits import LARGEST, split
from grader.course.keras_chapters import KERAS, LIMITS
from grader.course.spec import Case, Chapter, Check, Exercise, Judge, case, examined
from grader.language import mark
from reference import chapter10_tradeoffs as reference

Array = NDArray[Any]

TRAINING = 1_000
HELD_BACK = 500
FEW = 100
ERRORS = mark("Arguments without meaning raise ValueError")

# conv2d_operations


def _course_layers(_rng: np.random.Generator) -> Iterator[Case]:
    yield case((5, 5, 1), 2, (3, 3))
    yield case((28, 28, 1), 32, (3, 3))
    yield case((26, 26, 32), 64, (3, 3))


def _several_channels(rng: np.random.Generator) -> Iterator[Case]:
    yield case((4, 4, 3), 1, (2, 2))
    for _ in range(3):
        size = int(rng.integers(5, 12))
        yield case((size, size, int(rng.integers(2, 9))), int(rng.integers(2, 9)), (3, 3))


def _odd_shapes(rng: np.random.Generator) -> Iterator[Case]:
    yield case((3, 5, 1), 1, (1, 2))
    yield case((6, 4, 2), 3, (3, 1))
    for _ in range(2):
        kernel = (int(rng.integers(1, 4)), int(rng.integers(4, 6)))
        yield case((int(rng.integers(5, 9)), int(rng.integers(9, 14)), 3), 2, kernel)


def _strides(rng: np.random.Generator) -> Iterator[Case]:
    yield case((5, 5, 1), 1, (3, 3), 2)
    yield case((6, 6, 1), 1, (3, 3), stride=2)
    yield case((int(rng.integers(7, 12)), int(rng.integers(12, 16)), 2), 4, (3, 2), stride=3)


def _same_padding(rng: np.random.Generator) -> Iterator[Case]:
    yield case((5, 5, 1), 2, (3, 3), padding="same")
    yield case((2, 3, 2), 2, (3, 5), 1, "same")
    yield case((5, 6, 1), 2, (3, 3), 2, "same")
    yield case((int(rng.integers(7, 12)), int(rng.integers(12, 16)), 3), 4, (4, 3), stride=3, padding="same")


def _no_layers(_rng: np.random.Generator) -> Iterator[Case]:
    yield case((5, 5, 1), 1, (3, 3), padding="full")
    yield case((5, 5, 1), 1, (3, 3), 0)
    yield case((2, 5, 1), 1, (3, 3))
    yield case((5, 2, 1), 1, (3, 3))


def _dense_layers(rng: np.random.Generator) -> Iterator[Case]:
    yield case(3, 2)
    yield case(1, 1)
    yield case(784, 128)
    yield case(int(rng.integers(10, 999)), int(rng.integers(10, 99)))


# model_cost

FLATTEN = {"type": "flatten"}
COURSE_CNN: Sequence[Mapping[str, Any]] = (
    {"type": "conv2d", "filters": 32, "kernel_size": (3, 3)},
    {"type": "max_pool2d", "pool_size": 2},
    FLATTEN,
    {"type": "dense", "units": 128},
    {"type": "dense", "units": 10},
)


def _dense(units: int) -> dict[str, Any]:
    return {"type": "dense", "units": units}


def _convolution(filters: int, *kernel_size: int, **options: Any) -> dict[str, Any]:
    return {"type": "conv2d", "filters": filters, "kernel_size": kernel_size, **options}


def _dense_models(rng: np.random.Generator) -> Iterator[Case]:
    yield case((3,), [_dense(2)])
    yield case((100,), [_dense(64), _dense(10)])
    yield case((8, 8, 1), [FLATTEN, _dense(int(rng.integers(2, 40))), _dense(10)])


def _convolutional_models(rng: np.random.Generator) -> Iterator[Case]:
    yield case((5, 5, 1), [_convolution(2, 3, 3), FLATTEN, _dense(3)])
    yield case((28, 28, 1), COURSE_CNN)
    pool = {"type": "max_pool2d", "pool_size": 3, "stride": 2, "padding": "same"}
    first = _convolution(int(rng.integers(2, 6)), 3, 2, stride=2, padding="same")
    yield case((11, 14, 3), [first, pool, _convolution(4, 2, 2), FLATTEN, _dense(5)])


def _other_types(_rng: np.random.Generator) -> Iterator[Case]:
    layers = [_convolution(2, 2, 2), FLATTEN, _dense(2)]
    yield case((4, 3, 1), layers, "float16")
    yield case((4, 3, 1), layers, "float64")


# forest_size


def _forests(rng: np.random.Generator) -> Iterator[Case]:
    yield case(1, 2)
    yield case(3, 4)
    yield case(int(rng.integers(5, 20)), int(rng.integers(5, 20)))


# forest_predictions and train_cnn


def _digits(rng: np.random.Generator) -> tuple[Array, ...]:
    """Images and labels to learn from and to be judged by; images `(batch, 8, 8, 1)` from 0 to 1."""
    images, labels, others, their_labels = split(rng, TRAINING, HELD_BACK)
    return (images / LARGEST)[..., np.newaxis], labels, (others / LARGEST)[..., np.newaxis], their_labels


def _forest_on_digits(rng: np.random.Generator) -> Iterator[Case]:
    images, labels, tests, hidden = _digits(rng)
    yield examined(case(images, labels, tests), hidden)


def _cnn_on_digits(rng: np.random.Generator) -> Iterator[Case]:
    images, labels, tests, hidden = _digits(rng)
    yield examined(case(images, labels), tests, hidden)


def _cnn_on_few_digits(rng: np.random.Generator) -> Iterator[Case]:
    """Training is quick on a few, and what the model is made of is the same."""
    images, labels, tests, _ = _digits(rng)
    yield examined(case(images[:FEW], labels[:FEW]), tests[:FEW])


def _facts_judge(**wanted: tuple[str, str]) -> Judge:
    """Judge of some facts, each with what it must be and the message for when it is not."""

    def judge(_case: Case, value: Any) -> str | None:
        found = value if isinstance(value, dict) else {}
        return next((message for name, (right, message) in wanted.items() if found.get(name) != right), None)

    return judge


FORM = mark("One label an image was expected: whole numbers in an array of shape (tests,).")
POOR_FOREST = mark("The forest recognises fewer than 90 % of the test images.")
NOT_CONVOLUTIONAL = mark("There is no convolution in the model.")
NO_PROBABILITIES = mark("The model should give 10 probabilities an image, which sum to 1.")
LARGE = mark("The model has more than 20 000 parameters.")
POOR_CNN = mark("The model recognises fewer than 90 % of images that it has not seen.")

SHAPE_OF_CNN = _facts_judge(
    layers=("convolutional", NOT_CONVOLUTIONAL),
    outputs=("probabilities", NO_PROBABILITIES),
    size=("small", LARGE),
)

# training_seconds


def _durations(rng: np.random.Generator, count: int) -> list[float]:
    """Seconds that a clock tells exactly."""
    return [int(quarters) / 4 for quarters in rng.permutation(np.arange(3, 40))[:count]]


def _three_trainings(rng: np.random.Generator) -> Iterator[Case]:
    yield case([2.0, 1.0, 3.0])
    yield case([1.0, 2.5, 2.0])
    yield case([4.0, 3.0, 0.5])
    yield case(_durations(rng, 3))


def _other_repeats(rng: np.random.Generator) -> Iterator[Case]:
    yield case([1.5], 1)
    yield case([3.0, 2.0, 5.0, 0.5], repeats=4)
    yield case(_durations(rng, 7), 7)


def _no_training(_rng: np.random.Generator) -> Iterator[Case]:
    yield case([1.0], 0)
    yield case([1.0], -2)


# comparison_table


def _predicted(rng: np.random.Generator, labels: Array, wrong: int) -> Array:
    """Labels, some of them wrong."""
    found = labels.copy()
    places = rng.permutation(len(labels))[:wrong]
    found[places] = (found[places] + 1) % 10
    return found


def _table(rng: np.random.Generator, count: int, wrong: Mapping[str, int], sizes: Mapping[str, int]) -> Case:
    labels = rng.integers(0, 10, size=count)
    return case(labels, {name: _predicted(rng, labels, misses) for name, misses in wrong.items()}, dict(sizes))


def _two_models(rng: np.random.Generator) -> Iterator[Case]:
    yield _table(rng, 4, {"forest": 1, "cnn": 0}, {"forest": 9000, "cnn": 4000})
    yield _table(rng, 5, {"forest": 1, "cnn": 2}, {"forest": 700, "cnn": 300})
    yield _table(rng, 8, {"forest": 3, "cnn": 1}, {"cnn": 5000, "forest": 900})


def _more_models(rng: np.random.Generator) -> Iterator[Case]:
    names = ["forest", "cnn", "dense", "tree", "guess"]
    wrong = rng.permutation(9)
    yield _table(rng, 10, dict(zip(names, map(int, wrong), strict=False)), {name: 100 * len(name) for name in names})


def _equally_accurate(rng: np.random.Generator) -> Iterator[Case]:
    yield _table(rng, 4, {"large": 1, "small": 1}, {"large": 500, "small": 20})
    yield _table(rng, 6, {"b": 2, "a": 2, "c": 0}, {"a": 30, "b": 10, "c": 90})
    yield _table(rng, 6, {"a": 2, "b": 2, "c": 3}, {"a": 300, "b": 100, "c": 9})


def _as_cost(model: Any) -> dict[str, int]: ...  # type: ignore[empty-body]
def _as_size(forest: Any) -> int: ...  # type: ignore[empty-body]
def _as_seconds(train: Callable[[], Any], clock: Callable[[], float], repeats: int = 3) -> float: ...  # type: ignore[empty-body]


CHAPTER = Chapter(
    number=10,
    id="chapter10_tradeoffs",
    title=mark("Strengths and costs"),
    imports=(*KERAS, "sklearn"),
    beside="grader.examination.chapter10_tradeoffs",
    limits=LIMITS,
    exercises=(
        Exercise(
            id="conv2d_operations",
            summary=mark("Multiply-adds of a convolution"),
            reference=reference.conv2d_operations,
            checks=(
                Check("course", 1.0, mark("Square images and kernels"), _course_layers),
                Check("channels", 0.5, mark("Several channels"), _several_channels),
                Check("odd_shapes", 0.5, mark("Images and kernels that are not square"), _odd_shapes),
                Check("strides", 0.5, mark("Larger strides"), _strides),
                Check("same", 0.5, mark("Padding “same”"), _same_padding),
                Check("errors", 0.5, ERRORS, _no_layers),
            ),
        ),
        Exercise(
            id="dense_operations",
            summary=mark("Multiply-adds of a dense layer"),
            reference=reference.dense_operations,
            checks=(Check("layers", 1.0, mark("Layers of any size"), _dense_layers),),
        ),
        Exercise(
            id="model_cost",
            summary=mark("Parameters, bytes and multiply-adds of a model"),
            reference=reference.model_cost,
            written_as=_as_cost,
            driver="given_a_model",
            checks=(
                Check("dense", 1.0, mark("Models of dense layers"), _dense_models),
                Check("convolutional", 1.5, mark("Models with convolutions"), _convolutional_models),
                Check("dtypes", 1.0, mark("Weights in float16 and float64"), _other_types),
            ),
        ),
        Exercise(
            id="forest_size",
            summary=mark("Nodes of a forest"),
            reference=reference.forest_size,
            written_as=_as_size,
            driver="given_a_forest",
            checks=(Check("nodes", 2.0, mark("Questions and answers of all trees"), _forests),),
        ),
        Exercise(
            id="forest_predictions",
            summary=mark("A random forest on handwritten digits"),
            reference=reference.forest_predictions,
            driver="trained",
            examination="forest_facts",
            checks=(
                Check(
                    "digits",
                    3.0,
                    mark("Accuracy on digits that were held back"),
                    _forest_on_digits,
                    judge=_facts_judge(form=("labels", FORM), accuracy=("good", POOR_FOREST)),
                ),
            ),
        ),
        Exercise(
            id="train_cnn",
            summary=mark("A small CNN on the same digits"),
            reference=reference.train_cnn,
            driver="trained",
            examination="small_cnn_facts",
            checks=(
                Check("structure", 1.5, mark("A small CNN that gives probabilities"), _cnn_on_few_digits, SHAPE_OF_CNN),
                Check(
                    "digits",
                    2.0,
                    mark("Accuracy on digits that were held back"),
                    _cnn_on_digits,
                    judge=_facts_judge(accuracy=("good", POOR_CNN)),
                ),
            ),
        ),
        Exercise(
            id="training_seconds",
            summary=mark("How long a training takes"),
            reference=reference.training_seconds,
            written_as=_as_seconds,
            driver="given_a_clock",
            checks=(
                Check("three", 0.75, mark("The shortest of three trainings"), _three_trainings),
                Check("repeats", 0.5, mark("More or fewer than three"), _other_repeats),
                Check("errors", 0.25, ERRORS, _no_training),
            ),
        ),
        Exercise(
            id="comparison_table",
            summary=mark("Models side by side"),
            reference=reference.comparison_table,
            checks=(
                Check("two", 1.0, mark("Two models"), _two_models),
                Check("more", 0.5, mark("Many models"), _more_models),
                Check("equals", 0.5, mark("Equally accurate models"), _equally_accurate),
            ),
        ),
    ),
)
