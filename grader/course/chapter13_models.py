"""What is graded in chapter 13: rules of thumb, stacks and graphs of layers, callbacks, saved models.

Callbacks are judged by what they do in real trainings whose losses are known beforehand: no bar is needed. The losses
of a training are squares of numbers that float32 holds, so that "below" and "not above" can be told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader.course.keras_chapters import KERAS, LIMITS, part
from grader.course.spec import Case, Cases, Chapter, Check, Exercise, Judge, case, examined
from grader.language import mark
from reference import chapter13_models as reference

LAYERS = mark("Layers, activations and sizes")
ENDS = mark("Inputs and outputs")
COMPUTES = mark("What it computes")

NOT_AS_ASKED = mark("The layers are not connected as asked.")
FORGETS = {
    "of the first input only": mark("The second input has no influence: the first one is used twice."),
    "of the second input only": mark("The first input has no influence: the second one is used twice."),
}
NOT_SAVED = {
    "no file": mark("There is no such file in the folder."),
    "a link": mark("This is a link, not a file: write the file itself."),
    "too large": mark("This file is far larger than such a model."),
    "not readable": mark("Keras cannot read this: it is no model, no architecture or no weights of Keras's own."),
    "other weights": mark("The weights are not those of the model."),
    "another architecture": mark("The layers are not those of the model."),
    "the same object": mark("This is the model itself, not a new one made from the files."),
    "no model": mark("Expected a new model made from the files: is a `return` missing?"),
}
UNLIKE = mark("This is not the model that was to be saved.")


# rules_of_thumb


def _problems(rng: np.random.Generator) -> Iterator[Case]:
    for problem in reference.PROBLEMS:
        yield case(problem, int(rng.integers(4, 30)) * 3, 2)


def _unknown_problems(_rng: np.random.Generator) -> Iterator[Case]:
    yield case("hard", 10, 2)
    yield case("", 10, 2)
    yield case("non-linear", 10, 2)


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    """Sizes of which 2/3 is an integer and others, larger inputs and larger outputs."""
    for inputs, outputs in ((784, 10), (64, 10), (6, 3), (10, 40), (5, 5)):
        yield case("continuous", inputs, outputs)
    for _ in range(4):
        yield case("complex", int(rng.integers(2, 200)), int(rng.integers(1, 50)))


# build_stack

STACKS = (case(6, 1, 4, 3), case(64, 2, 32, 10), case(20, 3, 7, 5))
NO_HIDDEN = (case(6, 0, 4, 3),)
OTHER_DROPOUTS = (case(6, 1, 4, 3, 0.25), case(10, 2, 8, 3, dropout=0.1))


def _whole(check: str, points: float, title: str, cases: Sequence[Case]) -> Check:
    return Check(check, points, title, lambda _rng: iter(cases))


# build_twins and build_two_heads

TWINS = (case(6, 4), case(64, 16))
HEADS = (case(6, 5, 3), case(64, 32, 10))


def _meaning(_case: Case, value: Any) -> str | None:
    return None if value == reference.AS_ASKED else FORGETS.get(str(value), NOT_AS_ASKED)


def _computed(cases: Sequence[Case], points: float) -> Check:
    own = [replace(one, report=("computes",)) for one in cases]
    return Check("computes", points, COMPUTES, lambda _rng: iter(own), judge=_meaning)


# summary_rows


def _dense_models(_rng: np.random.Generator) -> Iterator[Case]:
    yield case([4], [_layer("dense", "hidden", units=3), _layer("dense", "output", units=2)])
    yield case([784], [_layer("dense", "first", units=128), _layer("dense", "second", units=10)])


def _course_models(_rng: np.random.Generator) -> Iterator[Case]:
    yield case([6, 6, 1], [_layer("max_pool2d", "pooling", pool_size=2), _layer("flatten", "row")])
    layers = [
        _layer("conv2d", "edges", filters=8, kernel_size=[3, 3]),
        _layer("max_pool2d", "smaller", pool_size=2),
        _layer("flatten", "row"),
        _layer("dense", "classes", units=10),
    ]
    yield case([28, 28, 1], layers)


def _frozen_models(_rng: np.random.Generator) -> Iterator[Case]:
    yield case([4], [_layer("dense", "base", units=3, frozen=True), _layer("dense", "head", units=2)])
    base = _layer("conv2d", "base", filters=4, kernel_size=[3, 3], frozen=True)
    yield case([8, 8, 3], [base, _layer("flatten", "row"), _layer("dense", "head", units=2)])


def _layer(kind: str, name: str, **sizes: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, **sizes}


# stop_and_keep

STOPPED = [1.0, 0.6, 0.5, 0.55, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9]
TO_THE_END = [1.0, 0.8, 0.6, 0.5, 0.55]


SHORT = [0.5, 0.25, 0.3]

CONFIGURATION = (case(SHORT, 4),)
TRAININGS = (case(STOPPED, 2), case(STOPPED), case(TO_THE_END, patience=4))


# stop_below

LOSSES = [4.0, 2.25, 1.0, 0.5625, 0.25, 0.0625]


def _stopping(rng: np.random.Generator) -> Iterator[Case]:
    yield case(0.5, LOSSES)
    falling = [round(float(loss), 3) for loss in np.sort(rng.uniform(0.2, 3.0, 6))[::-1]]
    yield case(falling[3] + 0.001, falling)


def _never_below(_rng: np.random.Generator) -> Iterator[Case]:
    yield case(0.01, LOSSES[:3])


def _just_not_below(_rng: np.random.Generator) -> Iterator[Case]:
    yield case(0.25, LOSSES)


def _used_twice(_rng: np.random.Generator) -> Iterator[Case]:
    yield case(0.9, LOSSES, [3.0, 2.0, 0.25, 0.125])


# save_and_restore


def _saved_models(what: str) -> Cases:
    def cases(rng: np.random.Generator) -> Iterator[Case]:
        weights = [rng.normal(size=shape).astype(np.float32) for shape in ((6, 5), (5,), (5, 3), (3,))]
        yield replace(examined(case(weights), weights), report=(what,))

    return cases


def _is_saved(_case: Case, value: Any) -> str | None:
    return None if value == reference.SAVED else NOT_SAVED.get(str(value), UNLIKE)


def _saved(what: str, points: float, title: str) -> Check:
    judge: Judge = _is_saved
    return Check(what, points, title, _saved_models(what), judge)


def _as_summarized(model: Any) -> None: ...
def _as_kept(path: str, patience: int = 3) -> None: ...
def _as_noted(threshold: float) -> None: ...
def _as_saved(model: Any, folder: str) -> None: ...


CHAPTER = Chapter(
    number=13,
    id="chapter13_models",
    title=mark("Models"),
    imports=KERAS,
    beside="grader.examination.chapter13_models",
    limits=LIMITS,
    exercises=(
        Exercise(
            id="rules_of_thumb",
            summary=mark("How many hidden layers, and of what size"),
            reference=reference.rules_of_thumb,
            checks=(
                Check("problems", 0.75, mark("The four problems"), _problems),
                Check("sizes", 1.25, mark("Layers of various sizes"), _sizes),
                Check("unknown", 0.5, mark("Another problem raises ValueError"), _unknown_problems),
            ),
        ),
        Exercise(
            id="build_stack",
            summary=mark("Dense layers and dropout in a stack"),
            reference=reference.build_stack,
            driver="model_of",
            examination="stack_facts",
            checks=(
                _whole("hidden", 1.0, mark("One hidden layer and more"), STACKS),
                _whole("no_hidden", 0.5, mark("No hidden layer"), NO_HIDDEN),
                _whole("dropout", 0.5, mark("Other shares of dropout"), OTHER_DROPOUTS),
            ),
        ),
        Exercise(
            id="build_twins",
            summary=mark("Two inputs that share a layer"),
            reference=reference.build_twins,
            driver="model_of",
            examination="twins_facts",
            checks=(
                part("ends", "ends", 0.5, ENDS, TWINS),
                part("layers", "layers", 1.0, mark("Layers and activations, the shared one once"), TWINS),
                part("parameters", "parameters", 0.5, mark("The number of parameters"), TWINS),
                _computed(TWINS, 1.0),
            ),
        ),
        Exercise(
            id="build_two_heads",
            summary=mark("Two outputs, each with its own loss"),
            reference=reference.build_two_heads,
            driver="model_of",
            examination="heads_facts",
            checks=(
                part("ends", "ends", 0.75, mark("The input, and outputs of the right names"), HEADS),
                part("layers", "layers", 0.75, LAYERS, HEADS),
                _computed(HEADS, 0.75),
                part("compiled", "compiled", 0.75, mark("Losses and optimizer"), HEADS),
            ),
        ),
        Exercise(
            id="summary_rows",
            summary=mark("The summary of a model as rows"),
            reference=reference.summary_rows,
            written_as=_as_summarized,
            driver="summary_of",
            checks=(
                Check("dense", 0.75, mark("Dense layers"), _dense_models),
                Check("cnn", 0.75, mark("Layers of a CNN, some of them without parameters"), _course_models),
                Check("frozen", 0.5, mark("Layers that are frozen"), _frozen_models),
            ),
        ),
        Exercise(
            id="stop_and_keep",
            summary=mark("Stopping early, keeping the best model"),
            reference=reference.stop_and_keep,
            written_as=_as_kept,
            driver="driven_stopping",
            checks=(
                part("stopping", "stopping", 0.5, mark("How the early stopping is made"), CONFIGURATION),
                part("keeping", "keeping", 0.5, mark("How the checkpoint is made"), CONFIGURATION),
                part("epochs", "epochs", 0.75, mark("A training stops at the right epoch"), TRAININGS),
                part("file_of_epoch", "file", 0.75, mark("The file holds the best model"), TRAININGS[::2]),
                part("model_of_epoch", "model", 0.5, mark("The model ends with its best weights"), TRAININGS[:1]),
            ),
        ),
        Exercise(
            id="stop_below",
            summary=mark("A callback of one's own"),
            reference=reference.stop_below,
            written_as=_as_noted,
            driver="noted_losses",
            checks=(
                Check("stops", 1.0, mark("It notes the losses, and stops below the threshold"), _stopping),
                Check("never", 0.5, mark("A threshold that is never reached"), _never_below),
                Check("equal", 0.5, mark("A loss that equals the threshold is not below it"), _just_not_below),
                Check("again", 0.5, mark("A second training with the same callback"), _used_twice),
            ),
        ),
        Exercise(
            id="save_and_restore",
            summary=mark("A model in files, and back"),
            reference=reference.save_and_restore,
            written_as=_as_saved,
            driver="driven_saving",
            examination="saving_facts",
            checks=(
                _saved("whole", 0.5, mark("The whole model in model.keras")),
                _saved("architecture", 0.5, mark("The architecture in architecture.json")),
                _saved("weights", 0.5, mark("The weights in model.weights.h5")),
                _saved("restored", 0.5, mark("The model that is returned")),
            ),
        ),
    ),
)
