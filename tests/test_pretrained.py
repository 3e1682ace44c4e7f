"""VGG16 in NumPy says what Keras's says, and its weights are read from Keras's cache when they are there."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.authoring.verify import has_keras
from grader.course import coloured_digits, imagenet
from grader.course.digits import digits
from reference import chapter09_applications as reference

pytestmark = pytest.mark.thorough

CLASSES = 3

needs_keras = pytest.mark.skipif(not has_keras(), reason="needs Keras and TensorFlow")


@pytest.fixture(scope="module")
def vgg16() -> Any:
    """A small-sized VGG16 with its head, whose numbers do not vanish."""
    import keras  # noqa: PLC0415 (takes seconds)

    keras.utils.set_random_seed(9)
    model = keras.applications.VGG16(weights=None, input_shape=(32, 32, 3), classes=CLASSES)
    model.set_weights([weight * (1.5 if weight.ndim == 4 else 1) + 0.01 for weight in model.get_weights()])
    return model


@needs_keras
def test_vgg16_in_numpy_gives_what_keras_gives(vgg16: Any) -> None:
    images = np.random.default_rng(0).uniform(-100, 100, size=(2, 32, 32, 3)).astype(np.float32)
    found = reference.probabilities_of(vgg16.get_weights(), images)
    np.testing.assert_allclose(found, vgg16.predict(images, verbose=0), atol=1e-4)


@needs_keras
def test_weights_are_read_from_the_cache_in_the_order_of_the_layers(
    vgg16: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group  # noqa: PLC0415

    monkeypatch.setattr(imagenet, "FOLDER", tmp_path)
    assert imagenet.folder() is None
    with import_module("h5py").File(tmp_path / imagenet.WEIGHTS, "w") as file:
        save_weights_to_hdf5_group(file, vgg16)
    names = {str(index): [f"n{index}", f"class {index}"] for index in reversed(range(CLASSES))}
    (tmp_path / imagenet.NAMES).write_text(json.dumps(names), "utf-8")
    assert imagenet.folder() == tmp_path
    assert imagenet.class_names(tmp_path) == ["class 0", "class 1", "class 2"]
    found = imagenet.vgg16(tmp_path)["weights"]
    assert all(map(np.array_equal, found, vgg16.get_weights()))
    assert len(found) == len(vgg16.get_weights())


def test_the_network_that_stands_in_recognises_nine_of_ten_coloured_digits_that_it_has_not_seen() -> None:
    rng = np.random.default_rng(1)
    images, labels = digits()
    right = 0
    for which in coloured_digits.unseen()[:200]:
        colour = str(rng.choice(list(coloured_digits.COLOURS)))
        picture = coloured_digits.coloured(images[which], colour, rng.integers(0, 60, size=3))
        (name, _), *_ = reference.recognise(coloured_digits.stand_in(), picture, coloured_digits.CLASS_NAMES)
        right += name == f"{colour} {coloured_digits.NAMES[labels[which]]}"
    assert right >= 180
