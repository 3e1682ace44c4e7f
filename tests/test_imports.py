"""Nothing stands above its room: who may import whom, and what the path of `grade chapter4` must not load."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course import LIGHT_CHAPTERS
from tests.conftest import ROOT, Grade

VOCABULARY = {"grader", "grader.answers", "grader.calling", "grader.language", "msgspec", "msgspec.structs"}
"""Leaves that every room of the grader may use, and the library of its data classes; they import nothing of ours."""

CLASSROOM = {
    *("grader.classroom", "grader.course", "grader.engine", "grader.report", "grader.sandbox", "grader.submission"),
}

ROOMS: dict[str, set[str]] = {
    "exercises": {"keras", "tensorflow", "sklearn"},
    "solutions": {"keras", "tensorflow", "sklearn", *(path.stem for path in (ROOT / "solutions").glob("chapter*.py"))},
    "reference": {"reference", "scipy"},
    "reference/keras_oracles": {"reference.keras_oracles", "scipy", "keras", "tensorflow", "sklearn"},
    "reference/mistakes": {
        *("reference.mistakes", "reference.modules_of", "reference.model_facts"),
        *(f"reference.{path.stem}" for path in (ROOT / "reference").glob("chapter*.py")),  # facts of right models
    },
    "reference/variants": {"reference.variants", "reference.modules_of", "keras", "tensorflow", "sklearn"},
    "grader/examination": {"grader.examination", "keras", "tensorflow", "sklearn"},
    "grader/course": {"grader.course", "reference"},
    "grader/course/hints": {"grader.course.spec", "reference.mistakes"},
    "grader/course/figures": {"grader.course.figures", "reference"},
    "grader/sandbox": {"grader.sandbox", "landlockpy", "pyseccomp"},
    "grader/submission": {"grader.submission"},
    "grader/checks": {"grader.checks", "grader.course.spec", "grader.course.kept", "reference"},
    "grader/report": {"grader.report", "rich", "jinja2", "markupsafe"},
    "grader/engine": {
        *("grader.engine", "grader.course", "grader.sandbox", "grader.checks", "grader.report.model"),
        *("grader.submission", "reference.mistakes"),
    },
    "grader/classroom": CLASSROOM,
    "grader/classroom/batches": CLASSROOM | {"distributed"},
    "grader/classroom/kits": CLASSROOM | {"grader.checks", "reference"},
    "grader/classroom/marks": CLASSROOM | {"reference"},  # a Gradescope autograder packs it
    "grader/classroom/notebooks": CLASSROOM | {"nbgrader", "nbformat", "nbconvert", "jupytext", "traitlets"},
    "grader/classroom/repositories": CLASSROOM,
    "grader/classroom/similarity": CLASSROOM | {"copydetect", "scipy"},
    "grader/notebook": {
        *("grader.notebook", "grader.classroom.judges", "grader.classroom.notebooks.grading", "grader.course"),
        *("grader.engine.job", "grader.report", "grader.sandbox.levels", "grader.submission.folder", "IPython", "rich"),
    },
    "grader/authoring": {
        *("grader.authoring", "grader.course", "grader.checks", "grader.engine", "grader.sandbox"),
        *("reference", "babel"),
    },
}
"""What a room may import beside the standard library, NumPy and, in the grader, the vocabulary."""


def imports_of(path: Path) -> Iterator[str]:
    """Absolute names of all modules that a file imports, wherever in it; for type checkers only is imported, too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = str(node.module)
            if module in {"grader", "reference"}:
                yield from (f"{module}.{alias.name}" for alias in node.names)
            else:
                yield module


def allowed(name: str, room: str) -> bool:
    """Whether a module may be imported in a room."""
    package = name.partition(".")[0]
    if package in sys.stdlib_module_names or package in {"numpy", "__future__"}:
        return True
    if room.startswith("grader") and (name in VOCABULARY or name == "grader.__version__"):
        return True
    return any(name == other or name.startswith(f"{other}.") for other in ROOMS[room])


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    files = sorted((ROOT / room).glob("*.py"))
    assert files
    for path in files:
        for name in imports_of(path):
            assert allowed(name, room), f"{path.relative_to(ROOT)} may not import {name}"


@pytest.mark.parametrize("leaf", ["answers.py", "language.py"])
def test_the_vocabulary_imports_nothing_of_ours(leaf: str) -> None:
    assert not [name for name in imports_of(ROOT / "grader" / leaf) if name.startswith(("grader", "reference"))]


def test_what_unpacks_archives_in_a_worker_imports_nothing_of_ours() -> None:
    assert not [name for name in imports_of(ROOT / "grader/submission/archive.py") if name.startswith("grader")]


def test_the_engine_knows_no_exercise_by_name() -> None:
    from grader.course import CHAPTERS, load_chapter  # noqa: PLC0415

    names = {exercise.id for number in CHAPTERS for exercise in load_chapter(number).exercises}
    for room in ("engine", "sandbox", "checks", "report"):
        for path in (ROOT / "grader" / room).glob("*.py"):
            words = {
                node.value
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            assert not words & names, path


def test_the_command_line_itself_loads_neither_numpy_nor_what_unpacks_archives() -> None:
    code = "import sys, grader.cli.grading; sys.exit(bool({'numpy', 'tarfile', 'zipfile'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


@pytest.mark.parametrize("package", ["tensorflow", "keras", "scipy", "matplotlib", "jinja2"])
def test_grading_chapter_4_never_loads(package: str, grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "first" / package).mkdir(parents=True)
    (tmp_path / "first" / package / "__init__.py").write_text(f"raise SystemError('{package} was loaded')\n")
    path = f"{tmp_path / 'first'}:{ROOT}"
    run = grade("chapter4", "--submission", ROOT / "solutions", PYTHONPATH=path)
    assert (run.code, run.err) == (0, "")
    assert "20 / 20" in run.out
    assert "was loaded" in _import(package, path)


def _import(package: str, path: str) -> str:
    """What happens to whoever does load it."""
    done = subprocess.run(
        [sys.executable, "-c", f"import {package}"],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": path},
    )
    return done.stderr


@pytest.mark.parametrize("number", sorted(LIGHT_CHAPTERS))
def test_the_numpy_chapters_import_nothing_else(number: int) -> None:
    for folder in ("exercises", "solutions"):
        for path in (ROOT / folder).glob(f"chapter{number:02}_*.py"):
            packages = {name.partition(".")[0] for name in imports_of(path)}
            own = {other.stem for other in (ROOT / folder).glob("chapter*.py")}
            assert packages <= {"numpy", *own, *sys.stdlib_module_names}, path
