"""What many tests need: submissions made from the solutions, some functions exchanged, and the grader run on them."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from grader.course import CHAPTERS, LIGHT_CHAPTERS
from grader.engine.starters import Starters
from grader.report.model import CheckResult, ExerciseResult, Result, from_json
from grader.sandbox.nursery import Nursery

ROOT = Path(__file__).resolve().parents[1]
CHAPTER4 = "chapter04_convolution"

THOROUGH = bool(os.environ.get("THOROUGH"))
"""Whether to take minutes more: every isolation level, every Keras chapter, many more hostile replies. CI does."""

LONGEST = {
    *("test_nbgrader_course", "test_nbgrader_tutorial", "test_sandbox_execute", "test_cluster"),
    *("test_witnesses", "test_keras_chapters", "test_model_forgeries", "test_similar_in_a_browser"),
}
"""These come first: no process is left alone with a test of a minute when the others have nothing more to do."""

TRAINING = {8}
KERAS_SAMPLE = 11
"""The Keras chapter that is always tested."""


@dataclass(frozen=True)
class Run:
    """What a run of `grade` left behind."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> Result:
        """The result that was written to stdout with `--json -`."""
        return from_json(self.out.encode())

    def exercise(self, name: str) -> ExerciseResult:
        """An exercise of the result."""
        exercises = [exercise for chapter in self.result.chapters for exercise in chapter.exercises]
        return next(exercise for exercise in exercises if exercise.id == name)

    def check(self, exercise: str, name: str) -> CheckResult:
        """A check of the result."""
        return next(check for check in self.exercise(exercise).checks if check.id == name)


settings.register_profile("convgrade", deadline=None)  # no test depends on absolute time
settings.load_profile("convgrade")

Grade = Callable[..., Run]


@pytest.hookimpl(trylast=True)  # what is asked for by name is not left out
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes unless it is asked for; begin with what takes longest."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    if THOROUGH:
        return
    families: dict[str, list[pytest.Item]] = {}
    for item in items:
        families.setdefault(item.nodeid.partition("[")[0], []).append(item)
        if item.get_closest_marker("thorough"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: set THOROUGH=1"))
    chosen = {item for members in families.values() for item in sample(members)}
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in items if item in chosen]


def sample(members: list[pytest.Item]) -> list[pytest.Item]:
    """What is tried by default of a test with all its parameters."""
    marker = members[0].get_closest_marker("sampled")
    count = min(marker.args[0], len(members)) if marker else len(members)
    return [members[place * len(members) // count] for place in range(count)]


def needs(package: str, extra: str) -> pytest.MarkDecorator:
    """Skip where an extra is missing. Nothing is loaded to see that: every process that tests collects all tests."""
    return pytest.mark.skipif(find_spec(package) is None, reason=f"needs the extra `{extra}`")


def made_once(factory: pytest.TempPathFactory, worker: str, name: str, make: Callable[[Path], Path]) -> Path:
    """What `make` made in a folder: of several processes that test side by side, the first that needs it makes it."""
    home = factory.getbasetemp() if worker == "master" else factory.getbasetemp().parent
    made = home / f"{name}.made"
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            (home / name).mkdir()
            made.write_text(str(make(home / name)), "utf-8")
    return Path(made.read_text("utf-8"))


def chapters_to_test() -> list[int]:
    """Chapters whose every exercise is tested: all of them, or without those that train for a long time."""
    return [number for number in CHAPTERS if THOROUGH or number in LIGHT_CHAPTERS - TRAINING or number == KERAS_SAMPLE]


@pytest.fixture
def grade(tmp_path: Path) -> Grade:
    """Run `grade` as a whole process, in English, in an empty folder; its output is no terminal."""

    def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Run:
        done = subprocess.run(
            [sys.executable, "-c", "from grader.cli import main; main()", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd or tmp_path,
            env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), **environment},
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Run(done.returncode, done.stdout, done.stderr)

    return run


def solution(chapter: str = CHAPTER4) -> str:
    """Source of a chapter's solution."""
    return (ROOT / "solutions" / f"{chapter}.py").read_text("utf-8")


def exchanged(source: str, **functions: str) -> str:
    """The source with some functions written anew; an empty text leaves a function out."""
    for name, text in functions.items():
        pattern = re.compile(rf"^def {name}\(.*?(?=^# %%|\Z)", re.MULTILINE | re.DOTALL)
        found = pattern.search(source)
        assert found, name
        source = f"{source[: found.start()]}{text}\n\n{source[found.end() :]}"
    return source


@dataclass(frozen=True)
class Folder:
    """A submission's folder."""

    path: Path

    def write(self, source: str | bytes, chapter: str = CHAPTER4) -> Path:
        """Write a module; the folder's path."""
        self.path.mkdir(exist_ok=True)
        data = source.encode() if isinstance(source, str) else source
        (self.path / f"{chapter}.py").write_bytes(data)
        return self.path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty submission."""
    return Folder(tmp_path / "submission")


@pytest.fixture(scope="session")
def starters(start: Nursery) -> Iterator[Starters]:
    """Workers for any chapter."""
    with Starters(start) as found:
        yield found


@pytest.fixture(scope="session")
def start() -> Iterator[Nursery]:
    """Workers of a warm parent whose judge is this process."""
    with Nursery(["numpy"]) as nursery:
        yield nursery
