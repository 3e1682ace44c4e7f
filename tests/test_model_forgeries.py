"""Models that lie, carry code or are too large, and files that are none: each has a clear verdict, the others count."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from grader.course import load_chapter
from grader.engine.chapter import ChapterGrader, Settings
from grader.engine.opening import Opened
from grader.engine.run import limits_of
from grader.engine.starters import Starters
from grader.examination.saved_files import SavedFileError, check_file
from grader.report.model import ChapterResult, CheckResult, ExerciseResult
from grader.sandbox.levels import candidates
from grader.submission import Submission
from tests.conftest import exchanged, needs, solution

pytestmark = [pytest.mark.thorough, needs("keras", "keras")]

CHAPTER = load_chapter(13)
LIGHT = frozenset({"rules_of_thumb", "build_stack", "summary_rows"})
"""Exercises that are graded quickly; the forged one is put before another."""

STACK = "def build_stack(inputs, layers, units, classes, dropout=0.5):\n"
SMALL = """
    model = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(classes)])
"""


def dense_architecture(inputs: int, *units: int) -> str:
    """The JSON of a stack of dense layers, which nobody has built."""
    layers: list[dict[str, Any]] = [
        {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [None, inputs]}}
    ]
    layers += [{"module": "keras.layers", "class_name": "Dense", "config": {"units": size}} for size in units]
    return json.dumps({"module": "keras", "class_name": "Sequential", "config": {"layers": layers}})


FORGERIES = {
    "weights that the architecture does not tell of": (
        f"""{SMALL}
    return {{"architecture": model.to_json(), "weights": [np.zeros((3, 3), np.float32)] * 9}}
""",
        "bad_weights",
    ),
    "weights of the wrong shape": (
        f"""{SMALL}
    return {{"architecture": model.to_json(), "weights": [weight.T[:1] for weight in model.get_weights()]}}
""",
        "bad_weights",
    ),
    "weights that are no arrays": (
        f"""{SMALL}
    return {{"architecture": model.to_json(), "weights": "many"}}
""",
        "bad_weights",
    ),
    "a model that overrides what it says of itself": (
        """
    class Liar(keras.Model):
        def to_json(self, **_):
            return keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(classes)]).to_json()

        def get_weights(self):
            return [np.zeros((2, 2))]

    return Liar()
""",
        "bad_weights",
    ),
    "a Lambda": (
        """
    layers = [keras.layers.Lambda(lambda x: x * 2), keras.layers.Dense(classes, activation="softmax")]
    return keras.Sequential([keras.Input((inputs,)), *layers])
""",
        "custom_layer",
    ),
    "a layer class of its own": (
        """
    class Mine(keras.layers.Dense):
        pass

    return keras.Sequential([keras.Input((inputs,)), Mine(classes)])
""",
        "custom_layer",
    ),
    "code from another module": (
        """
    part = {"module": "os", "class_name": "system", "config": {"command": "true"}, "registered_name": None}
    return {"architecture": __import__("json").dumps(part), "weights": []}
""",
        "custom_layer",
    ),
    "an architecture of 600 kB": (
        f"""{SMALL}
    return {{"architecture": model.to_json() + " " * 600_000, "weights": model.get_weights()}}
""",
        "large_architecture",
    ),
    "an architecture that is nested without end": (
        """
    return {"architecture": "[" * 100_000, "weights": []}
""",
        "bad_architecture",
    ),
    "an architecture that is no JSON": (
        '\n    return {"architecture": "Dense(10)", "weights": []}\n',
        "bad_architecture",
    ),
    "a layer where a model is asked for": (
        """
    part = {"module": "keras.layers", "class_name": "Dense", "config": {"units": 3}, "registered_name": None}
    return {"architecture": __import__("json").dumps(part), "weights": []}
""",
        "not_a_model",
    ),
    "nothing": ("\n    return None\n", "not_a_model"),
}


def graded(source: str, folder: Path, starters: Starters, exercises: frozenset[str]) -> ChapterResult:
    """The verdict on a module of chapter 13."""
    (folder / f"{CHAPTER.id}.py").write_text(source, "utf-8")
    start = starters.of(CHAPTER)
    submission = Submission.at(folder)
    opened = Opened.of(submission, CHAPTER.id, start, candidates(None), limits_of(CHAPTER), CHAPTER.beside)
    settings = Settings(speed=False, exercises=exercises)
    with opened, ChapterGrader(CHAPTER, settings, opened, start, lambda _chapter, _exercise: None) as grader:
        return grader.grade()


def with_numpy(**functions: str) -> str:
    """The chapter's solution with some functions written anew, and NumPy at hand."""
    lines = "\n".join(line for line in solution(CHAPTER.id).splitlines() if not line.strip().startswith("###"))
    return exchanged(lines.replace("import keras\n", "import keras\nimport numpy as np\n", 1), **functions)


def only_the_forged_one_fails(result: ChapterResult, forged: str) -> list[CheckResult]:
    """The checks of the forged exercise, once the others are seen to have full marks."""
    for exercise in result.exercises:
        if exercise.id != forged:
            assert (exercise.id, exercise.status) == (exercise.id, "passed")
    found = next(exercise for exercise in result.exercises if exercise.id == forged)
    assert found.score == 0
    assert all(check.status != "grader_error" for check in found.checks)
    return found.checks


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_model_is_told_for_what_it_is(name: str, starters: Starters, tmp_path: Path) -> None:
    body, reason = FORGERIES[name]
    result = graded(with_numpy(build_stack=STACK + body), tmp_path, starters, LIGHT)
    for check in only_the_forged_one_fails(result, "build_stack"):
        assert (check.status, check.code, check.detail.facts["reason"]) == ("failed", "not_examined", reason)


def test_an_architecture_of_10_mb_is_too_large_an_answer(starters: Starters, tmp_path: Path) -> None:
    body = f"{SMALL}    return {{'architecture': model.to_json() + ' ' * 10_000_000, 'weights': []}}\n"
    result = graded(with_numpy(build_stack=STACK + body), tmp_path, starters, LIGHT)
    for check in only_the_forged_one_fails(result, "build_stack"):
        assert (check.status, check.code) == ("error", "answer_too_large")


def test_a_model_too_large_for_the_worker_ends_in_a_verdict(starters: Starters, tmp_path: Path) -> None:
    huge = "keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(50_000), keras.layers.Dense(50_000)])"
    result = graded(with_numpy(build_stack=f"{STACK}    return {huge}\n"), tmp_path, starters, LIGHT)
    for check in only_the_forged_one_fails(result, "build_stack"):
        assert check.status in {"failed", "error", "memory", "crashed", "timeout"}


def test_the_text_of_a_model_too_large_to_rebuild_ends_in_a_verdict(starters: Starters, tmp_path: Path) -> None:
    text = dense_architecture(6, 50_000, 50_000)
    body = f"    return {{'architecture': {text!r}, 'weights': []}}\n"
    result = graded(with_numpy(build_stack=STACK + body), tmp_path, starters, LIGHT)
    for check in only_the_forged_one_fails(result, "build_stack"):
        assert (check.status, check.code) == ("failed", "not_examined")


SAVE = """def save_and_restore(model, folder):
    import os
    place = folder + "/model.keras"
    {whole}
    with open(folder + "/architecture.json", "w") as file:
        file.write(model.to_json())
    model.save_weights(folder + "/model.weights.h5")
    restored = keras.models.model_from_json(model.to_json())
    restored.load_weights(folder + "/model.weights.h5")
    return restored
"""

FILES = {
    "absent": "pass",
    "a folder": "os.mkdir(place)",
    "no archive": 'open(place, "wb").write(b"keras" * 100)',
    "20 MB": 'open(place, "wb").write(bytes(20_000_000))',
}
SPECIAL = {
    "a link to a model": 'model.save("elsewhere.keras"); os.symlink("../elsewhere.keras", place)',
    "a link to nothing": 'os.symlink("/etc/passwd", place)',
    "a pipe": "os.mkfifo(place)",
}


def saved(whole: str, folder: Path, starters: Starters) -> ExerciseResult:
    """The verdict on saving, once another exercise is seen to have full marks."""
    source = with_numpy(save_and_restore=SAVE.format(whole=whole))
    others, saving = graded(source, folder, starters, frozenset({"rules_of_thumb", "save_and_restore"})).exercises
    assert others.status == "passed"
    return saving


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_saved_model_costs_its_own_check_only(name: str, starters: Starters, tmp_path: Path) -> None:
    statuses = {check.id: (check.status, check.code) for check in saved(FILES[name], tmp_path, starters).checks}
    assert statuses.pop("whole") == ("failed", "property_fails")
    assert set(statuses.values()) == {("passed", "passed")}


@pytest.mark.parametrize("name", SPECIAL)
def test_a_link_or_a_pipe_in_place_of_a_model_is_no_fault_of_the_grader(
    name: str, starters: Starters, tmp_path: Path
) -> None:
    saving = saved(SPECIAL[name], tmp_path, starters)  # the sandbox refuses to make one, where it can
    assert saving.checks[0].code in {"raised", "property_fails", "not_permitted"}
    assert all(check.status in {"error", "failed", "forbidden", "passed"} for check in saving.checks)


CHECKPOINT = """def stop_and_keep(path, patience=3):
    import os

    class Forger(keras.callbacks.ModelCheckpoint):
        def on_epoch_end(self, epoch, logs=None):
            place = path
            if epoch == 0:
                {file}

    return [keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True), Forger(path)]
"""


@pytest.mark.parametrize(("name", "code"), [("absent", "values_differ"), ("no archive", "raised"), ("20 MB", "raised")])
def test_a_checkpoint_that_is_no_saved_model_has_a_clear_verdict(
    name: str, code: str, starters: Starters, tmp_path: Path
) -> None:
    source = with_numpy(stop_and_keep=CHECKPOINT.format(file=FILES[name]))
    others, keeping = graded(source, tmp_path, starters, frozenset({"rules_of_thumb", "stop_and_keep"})).exercises
    assert others.status == "passed"
    assert next(check.code for check in keeping.checks if check.id == "file") == code


def test_links_pipes_and_what_is_too_large_are_not_even_opened(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(11))
    (tmp_path / "link").symlink_to("large")
    (tmp_path / "dangling").symlink_to("nothing")
    os.mkfifo(tmp_path / "pipe")
    reasons = {"large": "too large", "link": "a link", "dangling": "a link", "pipe": "no file", "absent": "no file"}
    for name, reason in reasons.items():
        with pytest.raises(SavedFileError) as refused:
            check_file(str(tmp_path / name), 10)
        assert refused.value.code == reason
    check_file(str(tmp_path / "large"), 11)
