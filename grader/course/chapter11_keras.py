"""What is graded in chapter 11: Keras's settings, its backend, and the first models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.course.keras_chapters import KERAS, LIMITS, part
from grader.course.spec import Case, Chapter, Check, Exercise, case
from grader.language import mark
from reference import chapter11_keras as reference

STRUCTURE = mark("Layers, activations and sizes")
COMPILED = mark("Loss, optimizer and metric")
ERRORS = mark("Settings that Keras does not know raise ValueError")

FULL = {"backend": "jax", "floatx": "float64", "epsilon": 1e-5, "image_data_format": "channels_first"}


def _full_files(_rng: np.random.Generator) -> Iterator[Case]:
    yield case(json.dumps(reference.DEFAULTS))
    yield case(json.dumps(FULL))
    yield case(json.dumps(dict(reversed(FULL.items())), indent=4))


def _files_with_gaps(rng: np.random.Generator) -> Iterator[Case]:
    yield case("{}")
    yield case('{"backend": "torch"}')
    for _ in range(3):
        names = rng.permutation(list(FULL))[: rng.integers(1, 4)]
        yield case(json.dumps({str(name): FULL[str(name)] for name in names}))


def _files_with_more(_rng: np.random.Generator) -> Iterator[Case]:
    yield case(json.dumps({**FULL, "nnx_enabled": False, "theme": "dark"}))


def _unknown_in_files(_rng: np.random.Generator) -> Iterator[Case]:
    for name, value in _UNKNOWN:
        yield case(json.dumps({name: value}))


_UNKNOWN = (
    ("backend", "theano"),
    ("backend", "cntk"),
    ("backend", "TensorFlow"),
    ("floatx", "float"),
    ("image_data_format", "channels"),
)


def _written(rng: np.random.Generator) -> Iterator[Case]:
    yield case("jax", "float64", 1e-5, "channels_first")
    for _ in range(2):
        yield case(
            str(rng.choice(["tensorflow", "torch"])),
            str(rng.choice(["float16", "float32"])),
            float(rng.choice([1e-6, 1e-8])),
            str(rng.choice(["channels_first", "channels_last"])),
        )


def _written_by_default(_rng: np.random.Generator) -> Iterator[Case]:
    yield case()
    yield case(epsilon=1e-3)
    yield case(image_data_format="channels_first")


def _unknown_written(_rng: np.random.Generator) -> Iterator[Case]:
    for name, value in _UNKNOWN:
        yield case(**{name: value})


def _nothing(_rng: np.random.Generator) -> Iterator[Case]:
    yield case()


CLASSIFIERS = (
    case(4, [], 2),
    case(4, [3], 2),
    case(100, [64], 10),
    case(784, [128, 64], 10),
    case(20, [30, 20, 30], 5),
)


def _as_read(path: str) -> dict[str, Any]: ...  # type: ignore[empty-body]
def _as_written(
    path: str,
    backend: str = "tensorflow",
    floatx: str = "float32",
    epsilon: float = 1e-7,
    image_data_format: str = "channels_last",
) -> None: ...


CHAPTER = Chapter(
    number=11,
    id="chapter11_keras",
    title=mark("Keras"),
    imports=KERAS,
    beside="grader.examination.chapter11_keras",
    limits=LIMITS,
    exercises=(
        Exercise(
            id="read_settings",
            summary=mark("The four settings of a file keras.json"),
            reference=reference.read_settings,
            written_as=_as_read,
            driver="read_file",
            checks=(
                Check("full", 1.0, mark("A file with all four settings"), _full_files),
                Check("gaps", 1.5, mark("Defaults for what a file does not say"), _files_with_gaps),
                Check("more", 0.5, mark("A file that says more"), _files_with_more),
                Check("unknown", 1.0, ERRORS, _unknown_in_files),
            ),
        ),
        Exercise(
            id="write_settings",
            summary=mark("Writing the four settings into a file"),
            reference=reference.write_settings,
            written_as=_as_written,
            driver="written_file",
            checks=(
                Check("given", 2.0, mark("Settings that are given"), _written),
                Check("defaults", 1.0, mark("Settings by default"), _written_by_default),
                Check("unknown", 1.0, ERRORS, _unknown_written),
            ),
        ),
        Exercise(
            id="backend_in_use",
            summary=mark("The backend that Keras computes with"),
            reference=reference.backend_in_use,
            checks=(Check("name", 1.0, mark("Its name"), _nothing),),
        ),
        Exercise(
            id="first_model",
            summary=mark("100 numbers, 64 units with ReLU, 10 classes"),
            reference=reference.first_model,
            driver="model_of",
            examination="model_facts",
            checks=(
                part("structure", "layers", 3.0, STRUCTURE, [case()]),
                part("compiled", "compiled", 2.0, COMPILED, [case()]),
            ),
        ),
        Exercise(
            id="build_classifier",
            summary=mark("A classifier with hidden layers of any number and size"),
            reference=reference.build_classifier,
            driver="model_of",
            examination="model_facts",
            checks=(
                part("structure", "one_hidden", 2.0, mark("One hidden layer"), CLASSIFIERS[1:3]),
                part("structure", "more_hidden", 2.0, mark("Several hidden layers, or none"), CLASSIFIERS),
                part("compiled", "compiled", 2.0, COMPILED, CLASSIFIERS[:3]),
            ),
        ),
    ),
)
