"""Code of older courses on Keras is recognised, wherever it fails, and told what replaced it."""

from __future__ import annotations

import pytest

from grader.report.messages import Messages
from grader.report.model import ChapterResult, CheckResult, Detail
from grader.report.sentences import chapter_sentence, check_sentence

SAID = {
    "cannot import name 'ImageDataGenerator' from 'keras.preprocessing.image'": "image_dataset_from_directory",
    "'Sequential' object has no attribute 'fit_generator'": "`fit` takes data sets",
    "'Functional' object has no attribute 'to_yaml'": "to_json",
    "No module named 'keras.layers.convolutional'": "keras.layers",
    "Argument(s) not recognized: {'lr': 0.01}": "learning_rate",
    "theano": "history",
}


def complaint(message: str, hint: str | None = None) -> str:
    """The sentence of a check whose function raised something with this message."""
    detail = Detail(facts={"exception": "AttributeError", "message": message})
    check = CheckResult("one", "", "numerical", "error", 0.0, 1.0, "raised", hint and "mistake", hint, detail)
    return check_sentence(check, Messages("en"))


@pytest.mark.parametrize(("message", "told"), SAID.items(), ids=range(len(SAID)))
class TestOutdatedCode:
    def test_is_told_so_when_it_keeps_a_module_from_being_imported(self, message: str, told: str) -> None:
        facts: dict[str, str | int | float] = {"exception": "ImportError", "message": message}
        chapter = ChapterResult(14, "chapter14_keras_cnn", "", 0.0, 20.0, [], "import_error", facts)
        assert told in chapter_sentence(chapter, Messages("en"))

    def test_is_told_so_when_it_fails_in_a_call(self, message: str, told: str) -> None:
        assert told in complaint(message)


def test_a_hint_says_it_already() -> None:
    assert complaint("no attribute 'fit_generator'", "A hint.").endswith("'fit_generator'")


def test_other_complaints_stand_as_they_are() -> None:
    assert complaint("shapes do not match").endswith("shapes do not match")
