"""What is graded in chapter 14: layers for shapes, the course's CNN, augmentation, pictures from folders, training."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader.course.digits import LARGEST, digits
from grader.course.keras_chapters import KERAS, LIMITS, part
from grader.course.spec import Case, Chapter, Check, Exercise, Tolerance, case, examined
from grader.language import mark
from reference import chapter14_keras_cnn as reference

BASIC = mark("Images")
ERRORS = mark("Arguments without meaning raise ValueError")
INTEGERS = mark("Integers")

CNN = [case()]
PICTURE = (8, 24, 24, 3)
"""Pictures that augmentation is tried on."""

COUNTS = (7, 5)
"""Pictures of two classes."""


def _images(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return rng.normal(size=shape)


# Dense


def _rows(rng: np.random.Generator) -> Iterator[Case]:
    for batch, inputs, units in ((1, 2, 1), (3, 4, 2), (5, 3, 7)):
        yield case(_images(rng, batch, inputs), _images(rng, inputs, units), _images(rng, units))


def _more_axes(rng: np.random.Generator) -> Iterator[Case]:
    for shape, units in (((2, 3, 4), 2), ((2, 2, 3, 5), 4), ((1, 4, 4), 4)):
        yield case(_images(rng, *shape), _images(rng, shape[-1], units), _images(rng, units))


# Dropout


def _dropped(rng: np.random.Generator, *shape: int, **named: Any) -> Case:
    rate = float(rng.choice([0.2, 0.3, 0.4, 0.75]))
    return case(_images(rng, *shape), rate, rng.random(shape), **named)


def _trained(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[1.0, 2.0, 3.0, 4.0]]), 0.25, np.array([[0.7, 0.2, 0.25, 0.9]]))
    for shape in ((2, 6), (3, 20), (2, 4, 5, 3)):
        yield _dropped(rng, *shape)


def _rates(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_images(rng, 2, 5), 0.0, rng.random((2, 5)))
    x = _images(rng, 2, 12)
    uniform = rng.random(x.shape)
    for rate in (0.1, 0.5, 0.9):
        yield case(x, rate, uniform, training=True)


def _after_training(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((1, 4), (3, 10), (2, 4, 4, 2)):
        yield _dropped(rng, *shape, training=False)


def _integers_dropped(rng: np.random.Generator) -> Iterator[Case]:
    yield case(rng.integers(1, 9, (3, 8)), 0.4, rng.random((3, 8)))


def _no_rates(rng: np.random.Generator) -> Iterator[Case]:
    for rate in (-0.25, 1.5, 50.0):
        yield case(_images(rng, 2, 3), rate, rng.random((2, 3)))


# Reshape, Flatten, Permute, RepeatVector


def _reshaped(rng: np.random.Generator) -> Iterator[Case]:
    for shape, target in (((1, 6), (2, 3)), ((2, 2, 6), (3, 4)), ((3, 4, 2), (8,)), ((2, 12), (2, 3, 2))):
        yield case(_images(rng, *shape), target)


def _rest(rng: np.random.Generator) -> Iterator[Case]:
    for shape, target in (((2, 6), (-1, 2)), ((3, 4, 6), (3, -1)), ((2, 3, 4), (-1,)), ((2, 8, 3), (2, -1, 3))):
        yield case(_images(rng, *shape), target)


def _misfits(rng: np.random.Generator) -> Iterator[Case]:
    for shape, target in (((2, 6), (4,)), ((2, 6), (-1, 4)), ((2, 8), (-1, -1)), ((6, 4), (3, 2))):
        yield case(_images(rng, *shape), target)


def _flattened(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((2, 3), (2, 3, 4), (3, 4, 4, 2)):
        yield case(_images(rng, *shape))


def _flat_already(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_images(rng, 1, 2, 2))
    yield case(_images(rng, 4))


def _exchanged(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((1, 2, 3), (2, 3, 4)):
        yield case(_images(rng, *shape), (2, 1))
    yield case(_images(rng, 2, 3, 4, 5), (2, 1, 3))
    yield case(_images(rng, 2, 3), (1,))


def _cycled(rng: np.random.Generator) -> Iterator[Case]:
    for shape, dims in (((1, 2, 3, 4), (3, 1, 2)), ((2, 3, 2, 4), (2, 3, 1)), ((2, 2, 3, 4, 5), (2, 4, 1, 3))):
        yield case(_images(rng, *shape), dims)


def _no_orders(rng: np.random.Generator) -> Iterator[Case]:
    for dims in ((0, 1), (1, 0), (1, 1), (2, 3), (1,)):
        yield case(_images(rng, 2, 3, 4), dims)


def _repeated(rng: np.random.Generator) -> Iterator[Case]:
    for batch, features, n in ((1, 2, 3), (2, 3, 4), (3, 3, 3), (4, 1, 2)):
        yield case(_images(rng, batch, features), n)


def _once(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_images(rng, 2, 3), 1)
    yield case(rng.integers(0, 9, (2, 2)), 2)


def _no_repeats(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_images(rng, 2, 3), 0)
    yield case(_images(rng, 2, 3), -1)
    yield case(_images(rng, 2, 3, 4), 2)


# Augmentation


def _augmented(*paths: str) -> Callable[[np.random.Generator], Iterator[Case]]:
    def cases(rng: np.random.Generator) -> Iterator[Case]:
        pictures = rng.random(PICTURE).astype(np.float32)
        for asked in (case(), case(0.25, 0.5), case(zoom=0.1)):
            yield replace(examined(asked, pictures), report=paths)

    return cases


# Pictures from folders


def _pictures(rng: np.random.Generator, names: Sequence[str], height: int, width: int) -> dict[str, np.ndarray]:
    """Pictures of one colour each, far enough from all others to be recognised."""
    levels = np.array([0, 85, 170, 255], np.uint8)
    colours = rng.permutation(np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)[1:])
    pictures: dict[str, np.ndarray] = {}
    used = 0
    for name, count in zip(names, COUNTS, strict=True):
        chosen = colours[used : used + count, np.newaxis, np.newaxis]
        pictures[name] = np.ascontiguousarray(np.broadcast_to(chosen, (count, height, width, 3)))
        used += count
    return pictures


def _folders(path: str, shuffles: Sequence[bool | None]) -> Callable[[np.random.Generator], Iterator[Case]]:
    """Cases of one part of what is found in a data set; None leaves it to the default whether it is shuffled."""

    def cases(rng: np.random.Generator) -> Iterator[Case]:
        for names, height, width, side, batch_size, shuffle in zip(
            (("cats", "dogs"), ("dogs", "cats"), ("sun", "rain")),
            (12, 20, 9),
            (12, 10, 16),
            (8, 16, 12),
            (5, 4, 12),
            shuffles,
            strict=False,
        ):
            pictures = _pictures(rng, names, height, width)
            asked = case(pictures, side, batch_size) if shuffle is None else case(pictures, side, batch_size, shuffle)
            yield replace(examined(asked, pictures, shuffle is None or shuffle), report=(path,))

    return cases


# Training


def _trainings(*path: str) -> Callable[[np.random.Generator], Iterator[Case]]:
    """Digits 0 and 1, told from each other by one neuron."""

    def cases(rng: np.random.Generator) -> Iterator[Case]:
        images, labels = digits()
        which = np.flatnonzero(labels < 2)
        for samples, batch_size, epochs in ((24, 8, 3), (30, 7, 2)):
            chosen = rng.choice(which, samples + 20, replace=False)
            x, y = images[chosen] / np.float32(LARGEST), labels[chosen]
            weights = rng.normal(scale=0.2, size=(64, 1)).astype(np.float32)
            first, second = (x[:samples], y[:samples]), (x[samples:], y[samples:])
            yield replace(case(weights, list(first), list(second), batch_size, epochs, 0.1), report=path)

    return cases


# Evaluation


def _softmax(rng: np.random.Generator, batch: int, classes: int) -> np.ndarray:
    return rng.dirichlet(np.ones(classes), size=batch)


def _several(path: int) -> Callable[[np.random.Generator], Iterator[Case]]:
    def cases(rng: np.random.Generator) -> Iterator[Case]:
        for batch, classes in ((4, 2), (12, 3), (60, 4)):
            labels = np.concatenate([np.arange(classes), rng.integers(0, classes, batch - classes)])
            yield replace(case(_softmax(rng, batch, classes), labels), report=(path,))

    return cases


def _sigmoids(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.9], [0.2], [0.8]]), np.array([1, 0, 0]))
    yield case(np.round(rng.random((20, 1)), 2) * 0.98 + 0.001, rng.permutation([0, 1] * 10))


def _absent(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_softmax(rng, 6, 4), np.array([0, 1, 1, 3, 0, 1]))
    likely = np.hstack([0.9 * _softmax(rng, 5, 2), np.full((5, 1), 0.1)])
    yield case(likely, np.array([0, 0, 1, 1, 0]))


def _load_images(folder: str, side: int, batch_size: int, shuffle: bool = True) -> tuple[Any, list[str]]: ...  # type: ignore[empty-body]
def _train(model: Any, training: Any, validation: Any, epochs: int) -> tuple[list[float], list[float]]: ...  # type: ignore[empty-body]


LAYERS = (
    Exercise(
        id="dense",
        summary=mark("The last axis of an array through a dense layer"),
        reference=reference.dense,
        checks=(
            Check("rows", 0.5, mark("One row per image"), _rows),
            Check("more_axes", 0.5, mark("Arrays of more axes"), _more_axes),
        ),
    ),
    Exercise(
        id="dropout",
        summary=mark("Holes in training, none after it"),
        reference=reference.dropout,
        checks=(
            Check("training", 0.75, mark("In training"), _trained),
            Check("rates", 0.25, mark("Small and large rates"), _rates),
            Check("after_training", 0.5, mark("After training nothing changes"), _after_training),
            Check("integers", 0.25, INTEGERS, _integers_dropped),
            Check("errors", 0.25, ERRORS, _no_rates),
        ),
    ),
    Exercise(
        id="reshape",
        summary=mark("The same numbers in another shape"),
        reference=reference.reshape,
        may_return_view=True,
        checks=(
            Check("shapes", 0.5, mark("Shapes that are given"), _reshaped),
            Check("rest", 0.25, mark("One size of -1"), _rest),
            Check("errors", 0.25, ERRORS, _misfits),
        ),
    ),
    Exercise(
        id="flatten",
        summary=mark("One row per item of the batch"),
        reference=reference.flatten,
        may_return_view=True,
        checks=(
            Check("images", 0.25, BASIC, _flattened),
            Check("edges", 0.25, mark("A batch of one item; items of one number"), _flat_already),
        ),
    ),
    Exercise(
        id="permute",
        summary=mark("The axes behind the batch in another order"),
        reference=reference.permute,
        may_return_view=True,
        checks=(
            Check("exchanged", 0.5, mark("Two axes exchanged"), _exchanged),
            Check("cycled", 0.75, mark("Three axes and more in turn"), _cycled),
            Check("errors", 0.25, ERRORS, _no_orders),
        ),
    ),
    Exercise(
        id="repeat_vector",
        summary=mark("A vector several times"),
        reference=reference.repeat_vector,
        checks=(
            Check("vectors", 0.5, mark("Vectors of a batch"), _repeated),
            Check("edges", 0.25, mark("Once; integers"), _once),
            Check("errors", 0.25, ERRORS, _no_repeats),
        ),
    ),
)

NETWORK = (
    Exercise(
        id="build_cnn",
        summary=mark("The course's CNN for photographs of 64 × 64 pixels"),
        reference=reference.build_cnn,
        driver="model_of",
        examination="cnn_facts",
        checks=(
            part("base", "base", 1.5, mark("Input, convolutions and pooling"), CNN),
            part("head", "head", 1.5, mark("Flatten, dense layers and dropout"), CNN),
            part("compiled", "compiled", 1.0, mark("Loss, optimizer and metric"), CNN),
        ),
    ),
    Exercise(
        id="augmentation",
        summary=mark("Layers that show a network new pictures"),
        reference=reference.augmentation,
        driver="model_of",
        examination="augmentation_facts",
        checks=(
            Check("layers", 1.5, mark("The layers and their factors"), _augmented("layers")),
            Check(
                "after", 0.5, mark("After training pictures stay as they are"), _augmented("unchanged_after_training")
            ),
            Check("training", 0.5, mark("In training pictures change"), _augmented("changed_in_training")),
        ),
    ),
    Exercise(
        id="load_images",
        summary=mark("Pictures from folders, as batches"),
        reference=reference.load_images,
        written_as=_load_images,
        driver="loaded",
        examination="folder_facts",
        checks=(
            Check("names", 0.25, mark("Names of the classes"), _folders("names", (None, False, True))),
            Check("images", 0.75, mark("Size, range and batches of the images"), _folders("images", (None, False))),
            Check("labels", 0.75, mark("The right label for every picture"), _folders("labels", (None, False, False))),
            Check("order", 0.5, mark("Shuffled, every picture once"), _folders("order", (None, True))),
            Check(
                "files", 0.25, mark("In the order of the files when not shuffled"), _folders("files", (False, False))
            ),
        ),
    ),
    Exercise(
        id="train",
        summary=mark("Training with one data set, validation with another"),
        reference=reference.train,
        written_as=_train,
        driver="trained",
        tolerance=Tolerance(relative_float32=1e-3),
        checks=(
            Check("losses", 0.75, mark("A loss for every epoch"), _trainings("losses")),
            Check("validation", 0.75, mark("A validation loss for every epoch"), _trainings("validation_losses")),
            Check("weights", 0.5, mark("What the model has learnt"), _trainings("weights")),
        ),
    ),
    Exercise(
        id="evaluate_confusion",
        summary=mark("Which classes are taken for which"),
        reference=reference.evaluate_confusion,
        checks=(
            Check("matrix", 0.75, mark("The confusion matrix"), _several(0)),
            Check("per_class", 0.5, mark("The accuracy of every class"), _several(1)),
            Check("sigmoid", 0.5, mark("One column of probabilities"), _sigmoids),
            Check("absent", 0.25, mark("A class without images"), _absent),
        ),
    ),
)

CHAPTER = Chapter(
    number=14,
    id="chapter14_keras_cnn",
    title=mark("A CNN with Keras"),
    imports=KERAS,
    beside="grader.examination.chapter14_keras_cnn",
    limits=LIMITS,
    exercises=LAYERS + NETWORK,
)
