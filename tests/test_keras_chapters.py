"""Chapters that need Keras, end to end: with it and without, beside others, and with hostile models handed in."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir

import numpy as np
import pytest
from msgspec.structs import replace

from grader.course import load_chapter
from grader.engine.chapter import ChapterGrader, Settings
from grader.engine.opening import Opened
from grader.engine.run import limits_of
from grader.engine.starters import Starters
from grader.report.messages import Messages
from grader.report.model import ChapterResult, CheckResult, from_json
from grader.report.sentences import advice
from grader.sandbox.levels import candidates
from grader.submission import Submission
from tests.conftest import ROOT, Folder, Grade, exchanged, solution

pytestmark = pytest.mark.thorough

CHAPTER11 = "chapter11_keras"
WITHOUT = ("keras", "tensorflow", "sklearn")

has_keras = pytest.mark.skipif(find_spec("tensorflow") is None, reason="Keras is not installed")


def graded(source: str, folder: Folder, starters: Starters, **limits: float) -> ChapterResult:
    """The verdict on a submission of chapter 11, some limits being others."""
    chapter = load_chapter(11)
    start = starters.of(chapter)
    kept = replace(limits_of(chapter), **limits)
    submission = Submission.at(folder.write(source, CHAPTER11))
    opened = Opened.of(submission, chapter.id, start, candidates(None), kept, chapter.beside)
    with opened, ChapterGrader(chapter, Settings(), opened, start, lambda _chapter, _exercise: None) as grader:
        return grader.grade()


def statuses(result: ChapterResult) -> dict[str, str]:
    return {exercise.id: exercise.status for exercise in result.exercises}


def check(result: ChapterResult, exercise: str, number: int = 0) -> CheckResult:
    return next(one for one in result.exercises if one.id == exercise).checks[number]


def right() -> str:
    """The solution of chapter 11 without the lines that mark its regions."""
    return "\n".join(line for line in solution(CHAPTER11).splitlines() if not line.strip().startswith("###"))


def installed_without(folder: Path, packages: tuple[str, ...]) -> Path:
    """All that is installed here but some packages."""
    folder.mkdir()
    for entry in Path(np.__file__).parents[1].iterdir():
        if not entry.name.startswith(packages) and entry.suffix != ".pth":
            (folder / entry.name).symlink_to(entry)
    return folder


def test_without_keras_its_chapters_say_what_to_install_and_the_others_are_graded(tmp_path: Path) -> None:
    site = installed_without(tmp_path / "site", WITHOUT)
    done = subprocess.run(
        [
            *(sys.executable, "-S", "-c", "from grader.cli import main; main()"),
            *("4", "11", "--submission", str(ROOT / "solutions"), "--no-speed", "--isolation", "process"),
            *("--json", "result.json"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": f"{site}:{ROOT}", "LC_ALL": "C.UTF-8"},
        timeout=120,
    )
    assert done.stderr == ""
    result = from_json((tmp_path / "result.json").read_bytes())
    fourth, eleventh = result.chapters
    assert fourth.score == fourth.max_score > 0
    assert (eleventh.code, eleventh.score, eleventh.max_score) == ("needs_packages", 0.0, 0.0)
    assert "pip install" in done.stdout
    for package in ("keras", "tensorflow"):
        assert package in done.stdout


@has_keras
def test_chapters_with_and_without_keras_are_graded_together_and_only_the_first_have_it(
    grade: Grade, folder: Folder
) -> None:
    alone = """
def convolve2d(image, kernel):
    import sys
    if {"keras", "tensorflow"} & set(sys.modules):
        raise SystemError("loaded for chapter 4, too")
    try:
        import keras
    except ImportError:
        return honest(image, kernel)
    raise SystemError("within reach of chapter 4")
"""
    fourth = solution().replace("def convolve2d(", "def honest(")
    folder.write(f"{fourth}\n{alone}")
    folder.write(right(), CHAPTER11)
    run = grade("4", "11", "--submission", folder.path, "--no-speed", "--json", "-")
    assert [chapter.score == chapter.max_score > 0 for chapter in run.result.chapters] == [True, True], run.out


@has_keras
def test_a_function_without_end_costs_its_own_exercise(folder: Folder, starters: Starters) -> None:
    endless = "def first_model():\n    while True:\n        keras.backend.backend()\n"
    result = graded(exchanged(right(), first_model=endless), folder, starters, call_seconds=4.0)
    found = statuses(result)
    assert found.pop("first_model") == "timeout"
    assert set(found.values()) == {"passed"}


MODEL = """
class Hostile(keras.Sequential):
{body}

def first_model():
    model = Hostile([keras.Input((100,)), keras.layers.Dense(64, "relu"), keras.layers.Dense(10, "softmax")])
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    return model
"""
HOSTILE = {
    "raises_instead_of_its_architecture": "    def to_json(self, **_):\n        raise SystemExit(0)",
    "has_an_architecture_of_another_kind": "    def to_json(self, **_):\n        return 20.0",
    "has_an_architecture_that_is_no_json": "    def to_json(self, **_):\n        return '{' * 100_000",
    "has_an_architecture_without_end": "    def to_json(self, **_):\n        return '[' * 50_000_000",
    "lies_about_its_layers": "    def to_json(self, **_):\n        return build_classifier(100, [640], 10).to_json()",
    "names_a_layer_that_runs_code": (
        "    def to_json(self, **_):\n"
        "        layer = {'class_name': 'Lambda', 'module': 'keras.layers', 'config': {'function': 'print'}}\n"
        "        return json.dumps({'class_name': 'Sequential', 'module': 'keras', 'config': {'layers': [layer]}})"
    ),
    "names_a_module_of_its_own": (
        "    def to_json(self, **_):\n"
        "        return json.dumps({'class_name': 'system', 'module': 'os', 'config': {}, 'registered_name': 'x'})"
    ),
    "has_objects_for_weights": (
        "    def get_weights(self):\n        import numpy\n        return [numpy.array([self], dtype=object)] * 4"
    ),
    "has_weights_of_other_shapes": "    def get_weights(self):\n        return super().get_weights()[::-1]",
    "has_weights_without_end": (
        "    def get_weights(self):\n        import itertools\n        return itertools.repeat(0.0)"
    ),
    "pretends_to_be_right": (
        "    def to_json(self, **_):\n"
        "        return {'structure': True, 'compiled': True, 'status': 'passed', 'score': 20}"
    ),
}


@has_keras
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_model_gets_its_verdict_and_the_other_exercises_theirs(
    body: str, folder: Folder, starters: Starters
) -> None:
    result = graded(exchanged(right(), first_model=MODEL.format(body=body)), folder, starters, call_seconds=15.0)
    found = statuses(result)
    assert found.pop("first_model") in {"failed", "error", "crashed", "timeout", "memory"}, found
    assert next(one for one in result.exercises if one.id == "first_model").score == 0
    assert set(found.values()) == {"passed"}, [
        (one.id, one.checks[0].code, one.checks[0].detail.facts) for one in result.exercises
    ]


PROBE = """
def backend_in_use():
    import os
    found = []
    for path in {paths!r}:
        try:
            with open(path, "rb") as file:
                file.read(1)
        except OSError:
            try:
                os.listdir(path)
            except OSError:
                continue
        found.append(path)
    for module in {modules!r}:
        try:
            __import__(module)
        except Exception:
            continue
        found.append(module)
    for pid in range(1, 3):
        try:
            found += [f"/proc/{{pid}}/{{name}}" for name in os.listdir(f"/proc/{{pid}}")]
        except OSError:
            continue
    raise RuntimeError(" ".join(found))
"""
HIDDEN_PATHS = [
    *("/etc/passwd", "/proc", "/proc/self", "/proc/self/environ", "/proc/self/maps", "/proc/self/mem", "/proc/meminfo"),
    *(
        "/proc/self/fd",
        "/proc/self/task",
        "/proc/net",
        "/proc/mounts",
        "/proc/version",
        "/proc/cpuinfo",
        "/proc/1/environ",
    ),
    *("/sys", "/sys/class/net", "/root", "/home", str(Path.home()), gettempdir()),
    *(str(ROOT / name) for name in ("reference", "solutions", "grader", "grader/course", "tests", "README.md")),
    *(str(ROOT / "reference" / f"{name}.py") for name in (CHAPTER11, "model_facts")),
]
HIDDEN_MODULES = [
    "reference",
    "reference.chapter11_keras",
    "grader.course",
    "grader.engine",
    "grader.checks",
    "solutions",
]


@has_keras
def test_a_worker_with_keras_sees_neither_the_grader_nor_other_processes(folder: Folder, starters: Starters) -> None:
    probe = PROBE.format(paths=HIDDEN_PATHS, modules=HIDDEN_MODULES)
    result = graded(exchanged(right(), backend_in_use=probe), folder, starters)
    facts = check(result, "backend_in_use").detail.facts
    assert (facts["exception"], facts["message"]) == ("RuntimeError", "")


@has_keras
def test_what_takes_long_and_breaks_down_costs_no_later_exercise_its_examination(
    folder: Folder, starters: Starters
) -> None:
    slow = "def first_model():\n    import os, time\n    time.sleep(17)\n    os._exit(1)\n"
    found = statuses(graded(exchanged(right(), first_model=slow), folder, starters, start_seconds=15.0))
    assert found.pop("first_model") == "crashed"
    assert set(found.values()) == {"passed"}, found


@has_keras
def test_code_that_keras_takes_with_a_warning_is_right_and_told_what_is_written_today(
    folder: Folder, starters: Starters
) -> None:
    old = (
        "def first_model():\n"
        "    layers = [keras.layers.Dense(64, 'relu', input_dim=100), keras.layers.Dense(10, 'softmax')]\n"
        "    model = keras.Sequential(layers)\n"
        "    model.compile(optimizer='sgd', loss='categorical_crossentropy', metrics=['accuracy'])\n"
        "    return model\n"
    )
    result = graded(exchanged(right(), first_model=old), folder, starters)
    found = next(exercise for exercise in result.exercises if exercise.id == "first_model")
    assert found.status == "passed"
    assert "keras.Input(shape" in advice(found, Messages("en"))
