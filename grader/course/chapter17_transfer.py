"""What is graded in chapter 17: folders of images, frozen bases, fine-tuning, InceptionV3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader.course.digits import LARGEST, digits
from grader.course.keras_chapters import KERAS, LIMITS
from grader.course.spec import Case, Cases, Chapter, Check, Exercise, Tolerance, case, examined
from grader.language import mark
from reference import chapter17_transfer as reference

MISSING = mark("A folder that is missing raises ValueError")
COMPILED = mark("Compiled with the crossentropy for integer labels")
TOO_FEW = mark("Trained on five kinds of digits, it recognises fewer than 60 of 100 that it has not seen.")

TRANSFER_BAR = 0.6
# Over 20 seeds of the data and of the base, the solution's model recognises at least 0.765 of the hidden digits, with
# a base that learnt other digits; `tests/test_accuracy_bars.py` measures it again when ALL_ANSWERS is set.


def _reporting(cases: Sequence[Case], *report: str) -> list[Case]:
    return [replace(one, report=report) for one in cases]


# %% count_images


def _names(rng: np.random.Generator, kind: str, count: int) -> list[str]:
    endings = rng.choice([".jpg", ".png", ".jpeg"], count)
    return [f"{kind}.{index}{ending}" for index, ending in enumerate(endings)]


def _tree(rng: np.random.Generator) -> dict[str, list[str]]:
    numbers = rng.permutation(12)[:4]
    folders = [(split, kind) for split in reference.SPLITS for kind in reference.CLASSES]
    return {f"{s}/{k}": _names(rng, k[:-1], int(n)) for (s, k), n in zip(folders, numbers, strict=True)}


def _trees(rng: np.random.Generator) -> Iterator[Case]:
    yield case(
        {"train/cats": ["a.jpg"], "train/dogs": ["a.png", "b.jpg"], "validate/cats": [], "validate/dogs": ["c.jpeg"]}
    )
    yield case(_tree(rng))
    yield case(_tree(rng))


def _capitals(rng: np.random.Generator) -> Iterator[Case]:
    yield case({folder: [*names, "IMG_0001.JPG", "Cat.Png"] for folder, names in _tree(rng).items()})


def _other_files(rng: np.random.Generator) -> Iterator[Case]:
    others = [".DS_Store", "Thumbs.db", "notes.txt", "jpg", "labels.csv", "cat.jpg.txt"]
    yield case({folder: [*names, *others] for folder, names in _tree(rng).items()})


def _missing_folders(rng: np.random.Generator) -> Iterator[Case]:
    yield case({"train/cats": ["a.jpg"], "train/dogs": ["a.jpg"]})
    for folder in ("train/cats", "validate/dogs"):
        yield case({name: files for name, files in _tree(rng).items() if name != folder})


# %% load_split


def _folders(rng: np.random.Generator) -> tuple[dict[str, list[int]], int, int]:
    counts = {"train": [int(n) for n in rng.integers(9, 14, 2)], "validate": [int(n) for n in rng.integers(5, 9, 2)]}
    return counts, int(rng.integers(6, 17)), int(rng.integers(4, 8))


def _loads(split: str, *report: str) -> Cases:
    def cases(rng: np.random.Generator) -> Iterator[Case]:
        counts, side, batch_size = _folders(rng)
        yield Case(case(counts, split, side, batch_size).steps, report)

    return cases


def _forms(rng: np.random.Generator) -> Iterator[Case]:
    for split in reference.SPLITS:
        counts, side, batch_size = _folders(rng)
        yield Case(case(counts, split, side, batch_size).steps, ("form",))


def _orders(rng: np.random.Generator) -> Iterator[Case]:
    for split in reference.SPLITS:
        counts, side, batch_size = _folders(rng)
        yield Case(case(counts, split, side, batch_size).steps, ("shuffled",))


def _unknown_splits(_rng: np.random.Generator) -> Iterator[Case]:
    yield case({"train": [2, 2], "validate": [1, 1], "test": [1, 1]}, "test", 8, 2)
    yield case({"train": [2, 2], "validate": [1, 1]}, "valid", 8, 2)


# %% preprocess_inception and features


def _bytes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[[[0, 51, 255]]]], np.uint8))
    yield case(rng.integers(0, 256, (2, 4, 5, 3), dtype=np.uint8))


def _pixels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[[[0.0, 127.5, 255.0]]]], np.float32))
    yield case(rng.uniform(0, 255, (2, 3, 3, 3)))


def base_weights(rng: np.random.Generator, channels: int, filters: tuple[int, int]) -> list[np.ndarray]:
    """Weights of a base: two convolutions with their normalisation."""
    found: list[np.ndarray] = []
    for before, after in ((channels, filters[0]), filters):
        found.append(rng.normal(size=(3, 3, before, after)) * np.sqrt(2 / (9 * before)))
        found += [rng.normal(size=after) * 0.1, rng.uniform(0.8, 1.2, after), rng.uniform(-0.1, 0.3, after)]
        found += [rng.normal(size=after) * 0.2, rng.uniform(0.3, 1.5, after)]
    return [array.astype(np.float32) for array in found]


def _images(rng: np.random.Generator, count: int, side: int, channels: int) -> np.ndarray:
    return rng.random((count, side, side, channels), dtype=np.float32)


def _one_image(rng: np.random.Generator) -> Iterator[Case]:
    yield case(base_weights(rng, 1, (2, 3)), _images(rng, 1, 4, 1))
    yield case(base_weights(rng, 3, (4, 6)), _images(rng, 1, 8, 3))


def _several_images(rng: np.random.Generator) -> Iterator[Case]:
    yield case(base_weights(rng, 3, (4, 5)), _images(rng, 3, 6, 3))
    yield case(base_weights(rng, 3, (4, 8)), _images(rng, 40, 8, 3))


def _right_shape(asked: Case, value: Any) -> str | None:
    weights, images = asked.arguments
    if isinstance(value, np.ndarray) and value.shape == (len(images), weights[6].shape[3]):
        return None
    return mark("For every image one number a channel is expected: an array of shape (n, channels).")


# %% frozen_base_model


def _frozen(rng: np.random.Generator, channels: int, classes: int) -> Case:
    weights, side = base_weights(rng, channels, (4, 8)), 8
    return examined(case(weights, side, classes), weights, _images(rng, 6, side, channels), np.zeros(6, np.int64))


def _frozen_models(*report: str) -> Cases:
    def cases(rng: np.random.Generator) -> Iterator[Case]:
        yield from _reporting([_frozen(rng, 3, 2), _frozen(rng, 1, 5)], *report)

    return cases


def lessons(rng: np.random.Generator) -> list[np.ndarray]:
    """Digits from 0 to 4 for the base, from 5 to 9 for the model and others for its examination; labels from 0 to 4."""
    images, labels = digits()
    order = rng.permutation(len(images))
    ready = images[order, :, :, None] / np.float32(LARGEST)
    labels = labels[order]
    low, high = labels < 5, labels >= 5
    first = [ready[low], labels[low]]
    second = [ready[high], labels[high] - 5]
    return [*first, *(part[:300] for part in second), *(part[300:] for part in second)]


def transferred(rng: np.random.Generator) -> Iterator[Case]:
    """A base that learns some digits, and a model that learns others on it."""
    weights, found = base_weights(rng, 1, (16, 32)), lessons(rng)
    asked = case(weights, 8, 5, lessons=found[:4])
    yield replace(examined(asked, weights, *found[4:]), report=("accuracy",))


def _learns(_case: Case, value: Any) -> str | None:
    return None if isinstance(value, float) and value >= TRANSFER_BAR else TOO_FEW


# %% fine_tune


def _tuned(*last_layers: int, report: str, **learning_rate: float) -> Cases:
    def cases(rng: np.random.Generator) -> Iterator[Case]:
        for count in last_layers:
            asked = case(base_weights(rng, 3, (4, 6)), 8, count, **learning_rate)
            yield Case(asked.steps, (report,))

    return cases


# %% build_inception_transfer


def _inception(*report: str) -> Cases:
    return lambda _rng: iter(_reporting([case()], *report))


def _other_inception(_rng: np.random.Generator) -> Iterator[Case]:
    yield case(5, side=96)


def _missing_weights(_rng: np.random.Generator) -> Iterator[Case]:
    yield case(weights="no_such.weights.h5")


def _as_counted(root: str) -> dict[str, dict[str, int]]: ...  # type: ignore[empty-body]
def _as_loaded(root: str, split: str, side: int, batch_size: int) -> Any: ...
def _as_built(base: Any, classes: int) -> Any: ...
def _as_tuned(model: Any, base: Any, last_layers: int, learning_rate: float = 1e-5) -> Any: ...


CHAPTER = Chapter(
    number=17,
    id="chapter17_transfer",
    title=mark("Transfer learning"),
    imports=KERAS,
    beside="grader.examination.chapter17_transfer",
    limits=LIMITS,
    exercises=(
        Exercise(
            id="count_images",
            summary=mark("How many images lie in the four folders"),
            reference=reference.count_images,
            written_as=_as_counted,
            driver="counted",
            checks=(
                Check("plain", 1.0, mark("Folders with nothing but images, or with none"), _trees),
                Check("capitals", 0.5, mark("Endings in capitals"), _capitals),
                Check("others", 0.5, mark("Other files among the images"), _other_files),
                Check("missing", 1.0, MISSING, _missing_folders),
            ),
        ),
        Exercise(
            id="load_split",
            summary=mark("A folder of images as a data set"),
            reference=reference.load_split,
            written_as=_as_loaded,
            driver="loaded",
            checks=(
                Check("form", 1.0, mark("Size of images and batches, labels as integers"), _forms),
                Check("train", 1.0, mark("The images to learn from, each with its label"), _loads("train", "pairs")),
                Check("validate", 1.0, mark("The images to be judged by, and no others"), _loads("validate", "pairs")),
                Check("order", 0.5, mark("Shuffled for the training, never for the validation"), _orders),
                Check("unknown", 0.5, mark("A split that does not exist raises ValueError"), _unknown_splits),
            ),
        ),
        Exercise(
            id="preprocess_inception",
            summary=mark("Pixels as Inception wants them"),
            reference=reference.preprocess_inception,
            checks=(
                Check("bytes", 0.75, mark("Images of bytes"), _bytes),
                Check("floats", 0.75, mark("Images of floats, which stay as they are"), _pixels),
            ),
        ),
        Exercise(
            id="features",
            summary=mark("What a base sees, in a few numbers"),
            reference=reference.features,
            driver="pooled",
            checks=(
                Check("shape", 0.5, mark("One number a channel"), _several_images, _right_shape),
                Check("one", 1.0, mark("One image"), _one_image),
                Check("several", 1.0, mark("Several images, more than a batch"), _several_images),
            ),
        ),
        Exercise(
            id="frozen_base_model",
            summary=mark("A new head on a frozen base"),
            reference=reference.frozen_base_model,
            written_as=_as_built,
            driver="frozen",
            examination="transfer_facts",
            tolerance=Tolerance(absolute=0.3),  # an accuracy; of right ones, a bar decides
            checks=(
                Check("head", 1.0, mark("Probabilities of the classes come out"), _frozen_models("head")),
                Check("trainable", 1.5, mark("Only the head can be trained"), _frozen_models("trainable")),
                Check("kept", 0.5, mark("The base keeps its weights"), _frozen_models("kept")),
                Check(
                    "inference",
                    0.5,
                    mark("The base is called with training=False"),
                    _frozen_models("inference"),
                ),
                Check("compiled", 0.5, COMPILED, _frozen_models("compiled")),
                Check("learns", 1.0, mark("It learns new digits on a base that knows others"), transferred, _learns),
            ),
        ),
        Exercise(
            id="fine_tune",
            summary=mark("The last layers of the base unfrozen"),
            reference=reference.fine_tune,
            written_as=_as_tuned,
            driver="fine_tuned",
            checks=(
                Check(
                    "last",
                    1.0,
                    mark("The last layers learn, those before and batch normalisation do not"),
                    _tuned(3, 4, report="changed", learning_rate=0.01),
                ),
                Check("all", 0.5, mark("All layers, or none"), _tuned(8, 0, report="changed", learning_rate=0.01)),
                Check("rate", 0.5, mark("The learning rate"), _tuned(3, report="learning_rate", learning_rate=0.002)),
                Check("default", 0.5, mark("The default learning rate"), _tuned(3, report="learning_rate")),
            ),
        ),
        Exercise(
            id="build_inception_transfer",
            summary=mark("InceptionV3, frozen, with a new head"),
            reference=reference.build_inception_transfer,
            driver="inception",
            examination="inception_facts",
            checks=(
                Check("parameters", 0.5, mark("InceptionV3 without its top, and the head"), _inception("parameters")),
                Check("trainable", 0.5, mark("Only the head can be trained"), _inception("trainable")),
                Check("other", 0.25, mark("Other classes and images of another size"), _other_inception),
                Check(
                    "weights", 0.25, mark("A file of weights that does not exist raises ValueError"), _missing_weights
                ),
            ),
        ),
    ),
)
