"""What is graded in chapter 9: from a picture to names, by a network that others have trained."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.course import imagenet
from grader.course.coloured_digits import CLASS_NAMES, INPUT_SHAPE, picture, stand_in
from grader.course.keras_chapters import KERAS, LIMITS, part
from grader.course.spec import Case, Chapter, Check, Exercise, Tolerance, case, examined
from grader.language import mark
from reference import chapter09_applications as reference

Array = NDArray[Any]

IMAGENET = imagenet.folder()
ONE_PICTURE = mark("One picture in colour")
BATCH = mark("A whole batch")


def _bytes(rng: np.random.Generator, *shape: int) -> Array:
    return rng.integers(0, 256, size=shape, dtype=np.uint8)


def _decimals(rng: np.random.Generator, *shape: int) -> Array:
    return np.asarray(rng.uniform(0, 255, size=shape), np.float32)


# as_batch


def _in_colour(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_bytes(rng, 2, 2, 3))
    yield case(_bytes(rng, 3, 2, 3))
    yield case(_decimals(rng, 2, 4, 3))
    yield case(_decimals(rng, 3, 3, 3))


def _in_grey(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_bytes(rng, 2, 2))
    yield case(_decimals(rng, 4, 2))
    yield case(_bytes(rng, 2, 3))
    yield case(_bytes(rng, 3, 3))


def _no_pictures(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_bytes(rng, 2, 2, 4))
    yield case(_bytes(rng, 3))
    yield case(_bytes(rng, 2, 2, 2, 3))
    yield case(_bytes(rng, 3, 4, 1))


# resize_nearest


def _clear(old: int, new: int) -> bool:
    """Whether the formula gives the same old pixels in whole numbers and in decimal ones of any precision."""
    places = np.arange(new) + 0.5
    single = places.astype(np.float32) * np.float32(old / new)
    found = (places * old / new, places * (old / new), places / (new / old), single)
    return all(np.array_equal(np.floor(each), reference.nearest(old, new)) for each in found)


def _sizes(rng: np.random.Generator, old: int, low: int, high: int) -> int:
    """A random new size whose pixels are clear."""
    return int(rng.choice([new for new in range(low, high) if _clear(old, new)]))


def _larger(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_bytes(rng, 1, 3), 2, 5)
    yield case(_bytes(rng, 2, 2), 4, 4)
    yield case(_bytes(rng, 3, 2), 7, 3)
    yield case(_decimals(rng, 4, 5), _sizes(rng, 4, 5, 12), _sizes(rng, 5, 6, 14))


def _smaller(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_bytes(rng, 4, 4), 2, 2)
    yield case(_bytes(rng, 5, 7), 3, 2)
    yield case(_bytes(rng, 3, 4), 1, 1)
    yield case(_decimals(rng, 9, 11), _sizes(rng, 9, 2, 9), _sizes(rng, 11, 2, 11))


def _both_ways(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_bytes(rng, 2, 4), 4, 2)
    yield case(_bytes(rng, 6, 3), 4, 5)
    yield case(_bytes(rng, 3, 5), 3, 5)
    yield case(_bytes(rng, 3, 8), _sizes(rng, 3, 4, 9), _sizes(rng, 8, 2, 8))


def _with_channels(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_bytes(rng, 2, 3, 3), 3, 2)
    yield case(_decimals(rng, 4, 3, 3), 6, 7)
    yield case(_bytes(rng, 5, 4, 1), 2, 6)
    yield case(_bytes(rng, 3, 3, 2), _sizes(rng, 3, 4, 9), _sizes(rng, 3, 1, 6))


def _no_sizes(rng: np.random.Generator) -> Iterator[Case]:
    for height, width in ((0, 3), (3, 0), (-1, 2), (2, -2)):
        yield case(_bytes(rng, 3, 3), height, width)


# preprocess_vgg16


def _one_picture(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.full((1, 1, 3), 255.0))
    yield case(np.array([[[255.0, 0.0, 0.0], [0.0, 0.0, 255.0]]]))
    yield case(_decimals(rng, 2, 3, 3))
    yield case(_decimals(rng, 3, 3, 3))


def _batches(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_decimals(rng, 1, 2, 2, 3))
    yield case(_decimals(rng, 2, 3, 2, 3))
    yield case(_decimals(rng, 3, 3, 3, 3).astype(np.float64))


def _in_bytes(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.zeros((1, 1, 3), np.uint8))
    yield case(_bytes(rng, 2, 2, 3))
    yield case(_bytes(rng, 2, 2, 3, 3))


# decode_top

ANIMALS = ["cat", "dog", "elephant", "tiger", "zebra", "ant", "bee", "mouse"]


def _probabilities(rng: np.random.Generator, batch: int, classes: int) -> Array:
    """Rows that sum to 1, no two of their values close to one another."""
    steps = np.stack([rng.permutation(np.arange(1, classes + 1)) for _ in range(batch)]).astype(float) ** 2
    return np.asarray(steps / steps.sum(axis=1, keepdims=True))


def _names(rng: np.random.Generator, count: int) -> list[str]:
    return [str(name) for name in rng.permutation(ANIMALS)[:count]]


def _best_three(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.1, 0.6, 0.05, 0.25]]), ["cat", "dog", "elephant", "tiger"])
    for classes in (5, 8):
        yield case(_probabilities(rng, 1, classes), _names(rng, classes))


def _other_counts(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.2, 0.8]]), ["cat", "dog"], 1)
    yield case(_probabilities(rng, 1, 4), _names(rng, 4), top=4)
    yield case(_probabilities(rng, 1, 6), _names(rng, 6), top=5)


def _several(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_probabilities(rng, 2, 3), _names(rng, 3), 2)
    yield case(_probabilities(rng, 4, 6), _names(rng, 6))


def _equals(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.array([[0.25, 0.25, 0.5]]), ["dog", "cat", "bee"])
    yield case(np.array([[0.5, 0.5], [0.0, 1.0]]), ["zebra", "ant"], top=1)
    yield case(np.full((1, 6), 1 / 6), _names(rng, 6))
    yield case(np.array([[0.125, 0.25, 0.125, 0.25, 0.25]]), _names(rng, 5), 4)


def _no_counts(rng: np.random.Generator) -> Iterator[Case]:
    yield case(_probabilities(rng, 1, 3), _names(rng, 3), 0)
    yield case(_probabilities(rng, 1, 3), _names(rng, 3), 4)
    yield case(_probabilities(rng, 1, 2), _names(rng, 2))
    yield case(_probabilities(rng, 1, 3), _names(rng, 2), 1)
    yield case(_probabilities(rng, 1, 3), _names(rng, 4), 1)


# load_vgg16

NEW_WEIGHTS = case(None, (32, 64, 3))


def _from_a_file(rng: np.random.Generator) -> Iterator[Case]:
    seed = int(rng.integers(1, 1_000_000))
    yield examined(case(seed, (64, 32, 3)), seed)


def _weights_of_the_file(_case: Case, value: Any) -> str | None:
    """The weights alone are judged: the structure has its own check."""
    if isinstance(value, dict) and value.get("weights") == "of the file":
        return None
    return mark("The model does not have the weights of the file.")


# recognise


def _clear_order(asked: Case) -> bool:
    """Whether no two of the likeliest classes are so close that roundoff could exchange them."""
    model, image, names, *top = asked.arguments
    count = min(int(asked.keywords.get("top", top[0] if top else 3)) + 1, len(names))
    found = [probability for _, probability in reference.recognise(model, image, names, count)]
    return all(high > 1.05 * low for high, low in pairwise(found))


def _pictures(rng: np.random.Generator, height: int, width: int, top: int = 3) -> Case:
    """A picture of this size that the stand-in has no doubt about."""
    while True:
        asked = case(stand_in(), picture(rng, height, width), CLASS_NAMES, top)
        if _clear_order(asked):
            return asked


def _right_size(rng: np.random.Generator) -> Iterator[Case]:
    for _ in range(2):
        yield _pictures(rng, *INPUT_SHAPE[:2])


def _any_size(rng: np.random.Generator) -> Iterator[Case]:
    yield _pictures(rng, 24, 24)
    yield _pictures(rng, 40, 60, 5)
    yield _pictures(rng, 8, 13, 1)


def _grey_pictures(rng: np.random.Generator) -> Iterator[Case]:
    while True:
        model, image, *rest = _pictures(rng, 20, 16).arguments
        asked = case(model, np.asarray(image[..., 0]), *rest)
        if _clear_order(asked):
            yield asked
            return


def _large_network(rng: np.random.Generator) -> Iterator[Case]:
    """VGG16 with ImageNet's weights on a picture of a size of its own, or the stand-in on such a picture."""
    if IMAGENET is None:
        yield _pictures(rng, 224, 224)
        return
    asked = case(imagenet.vgg16(IMAGENET), picture(rng, 180, 240), imagenet.class_names(IMAGENET))
    if _clear_order(asked):
        yield asked
    else:
        yield from _large_network(rng)


LARGE_NETWORK = (
    mark("A large picture (a small network in place of VGG16, whose ImageNet weights are not on this machine)")
    if IMAGENET is None
    else mark("VGG16 with ImageNet's weights")
)


# class_activation_map


def _maps(rng: np.random.Generator, height: int, width: int, channels: int, classes: int) -> Case:
    features = np.maximum(rng.normal(size=(height, width, channels)), 0)
    return case(features, rng.normal(0.3, 1, size=(channels, classes)), int(rng.integers(classes)))


def _simple_maps(_rng: np.random.Generator) -> Iterator[Case]:
    features = np.array([[[1.0, 0.0], [0.0, 2.0]], [[3.0, 0.0], [0.0, 0.5]]])
    yield case(features, np.array([[1.0, 0.5], [0.5, 2.0]]), 0)
    yield case(features, np.array([[1.0, 0.5], [0.5, 2.0]]), 1)
    yield case(features * 10, np.array([[1.0, 0.5], [0.5, 2.0]]), 0)


def _any_maps(rng: np.random.Generator) -> Iterator[Case]:
    yield _maps(rng, 2, 3, 2, 2)
    yield _maps(rng, 3, 3, 3, 3)
    yield _maps(rng, 4, 3, 5, 3)
    yield _maps(rng, 7, 7, 16, 10)


def _empty_maps(rng: np.random.Generator) -> Iterator[Case]:
    yield case(np.zeros((2, 2, 3)), rng.normal(size=(3, 2)), 1)
    yield case(rng.uniform(1, 2, size=(2, 3, 2)), np.array([[-1.0, 1.0], [-0.5, 1.0]]), 0)


CHAPTER = Chapter(
    number=9,
    id="chapter09_applications",
    title=mark("Applications"),
    imports=KERAS,
    beside="grader.examination.chapter09_applications",
    limits={**LIMITS, "reply_bytes": 192 << 20},  # VGG16's convolutions have weights of 56 MiB
    exercises=(
        Exercise(
            id="as_batch",
            summary=mark("A batch of one picture, in colour"),
            reference=reference.as_batch,
            may_return_view=True,
            checks=(
                Check("colour", 0.5, ONE_PICTURE, _in_colour),
                Check("grey", 0.5, mark("One picture in grey"), _in_grey),
                Check("errors", 0.5, mark("What is no picture raises ValueError"), _no_pictures),
            ),
        ),
        Exercise(
            id="resize_nearest",
            summary=mark("Another size, by nearest neighbours"),
            reference=reference.resize_nearest,
            checks=(
                Check("larger", 1.0, mark("Larger images"), _larger),
                Check("smaller", 1.0, mark("Smaller images"), _smaller),
                Check("both", 0.5, mark("Larger one way, smaller the other"), _both_ways),
                Check("channels", 0.5, mark("Images in colour"), _with_channels),
                Check("errors", 0.5, mark("A size below 1 raises ValueError"), _no_sizes),
            ),
        ),
        Exercise(
            id="preprocess_vgg16",
            summary=mark("RGB to BGR, less the means"),
            reference=reference.preprocess_vgg16,
            checks=(
                Check("picture", 1.5, ONE_PICTURE, _one_picture),
                Check("batch", 1.0, BATCH, _batches),
                Check("bytes", 1.0, mark("Pictures made of bytes"), _in_bytes),
            ),
        ),
        Exercise(
            id="decode_top",
            summary=mark("The likeliest classes, by name"),
            reference=reference.decode_top,
            checks=(
                Check("three", 1.0, mark("The best three"), _best_three),
                Check("counts", 0.75, mark("More or fewer than three"), _other_counts),
                Check("batch", 0.75, BATCH, _several),
                Check("equals", 0.5, mark("Equal probabilities"), _equals),
                Check("errors", 0.5, mark("Arguments without meaning raise ValueError"), _no_counts),
            ),
        ),
        Exercise(
            id="load_vgg16",
            summary=mark("VGG16 without its head"),
            reference=reference.load_vgg16,
            driver="vgg16_from_file",
            examination="vgg16_facts",
            checks=(
                part("structure", "layers", 1.0, mark("Layers, activations and sizes"), [NEW_WEIGHTS]),
                Check("weights", 1.0, mark("The weights of a file"), _from_a_file, judge=_weights_of_the_file),
            ),
        ),
        Exercise(
            id="recognise",
            summary=mark("From a picture to its names"),
            reference=reference.recognise,
            tolerance=Tolerance(absolute=1e-4),
            driver="model_and_picture",
            checks=(
                Check("right_size", 1.5, mark("A picture that has the right size already"), _right_size),
                Check("any_size", 1.0, mark("Pictures of any size, any number of names"), _any_size),
                Check("grey", 0.5, mark("One picture in grey"), _grey_pictures),
                Check("large", 1.0, LARGE_NETWORK, _large_network),
            ),
        ),
        Exercise(
            id="class_activation_map",
            summary=mark("Where a network sees a class"),
            reference=reference.class_activation_map,
            checks=(
                Check("simple", 0.75, mark("Maps to work out by hand"), _simple_maps),
                Check("any", 0.75, mark("Maps of any size"), _any_maps),
                Check("empty", 0.5, mark("A class that is nowhere"), _empty_maps),
            ),
        ),
    ),
)
