"""`grade release`: a kit grades as the whole grader does, without it, and nothing secret is in one."""

from __future__ import annotations

import io
import os
import py_compile
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.authoring.verify import mistakes_of
from grader.classroom.kits.archives import files_in
from grader.classroom.kits.kit import LEFT_OUT
from grader.course import load_chapter
from grader.report.model import Result
from tests.conftest import ROOT, THOROUGH, Grade, Run, exchanged, solution
from tests.test_handed_in import alone

CLASS = {"GRADE_SECRET": "correct horse battery"}

CHAPTERS = {1: "chapter01_images", 4: "chapter04_convolution"} | ({8: "chapter08_training"} if THOROUGH else {})
"""Judges and what they hide; properties and fields; alternatives, further cases, checks that are left out."""


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit in French with three chapters, as an archive."""
    file = tmp_path_factory.mktemp("kit") / "kit.zip"
    done = grade_here("release", *map(str, CHAPTERS), "-o", str(file), "--lang", "fr")
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture(scope="module")
def home(kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit unpacked where nothing else is."""
    folder = tmp_path_factory.mktemp("home")
    with zipfile.ZipFile(kit) as archive:
        archive.extractall(folder)  # noqa: S202 (of our own making)
    return folder / "convgrade-kit"


def grade_here(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this grader."""
    code = "from grader.cli import main; main()"
    variables = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, env=variables
    )


def grade_with(home: Path, *arguments: str | Path, **environment: str) -> Run:
    """Run the kit's grader, where of all that is installed only the libraries can be imported."""
    libraries = {key: sysconfig.get_path(key) for key in ("purelib", "platlib")}
    done = subprocess.run(
        [sys.executable, "-S", "-s", str(home / "grade"), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=home,
        env={
            "LC_ALL": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(set(libraries.values())),
            **environment,
        },
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Run(done.returncode, done.stdout, done.stderr)


def half_right(chapter: str) -> str:
    """The solutions of a chapter, every second function written wrong."""
    names = [exercise.id for exercise in load_chapter(int(chapter[7:9])).exercises][::2]
    wrong = {name: f"def {name}(first, *more, **options):\n    return 0.5 * (first if more else 1)" for name in names}
    return exchanged(solution(chapter), **wrong)


def mistaken(number: int, which: int) -> str:
    """A module in which every function makes one of its known mistakes."""
    chapter = load_chapter(number)
    known = [mistakes_of(chapter, exercise) for exercise in chapter.exercises]
    files = {sys.modules[mistake.function.__module__].__file__ for mistakes in known for mistake in mistakes}
    source = alone("\n".join(Path(str(file)).read_text("utf-8") for file in sorted(map(str, files))))
    chosen = [mistakes[which % len(mistakes)] for mistakes in known if mistakes]
    names = "".join(f"{mistake.exercise} = {mistake.id}\n" for mistake in chosen)
    return f"{source}\n{names}"


def comparable(result: Result, left_out: set[tuple[str, str]]) -> Any:
    """What a result says, but for times and for the checks that a kit leaves out."""
    plain = msgspec.to_builtins(result)
    for chapter in plain["chapters"]:
        for exercise in chapter["exercises"]:
            exercise.pop("times", None)
            exercise["checks"] = [c for c in exercise["checks"] if (exercise["id"], c["title"]) not in left_out]
            exercise["score"] = round(sum(check["score"] for check in exercise["checks"]), 4)
            exercise["max_score"] = round(sum(check["max_score"] for check in exercise["checks"]), 4)
            exercise.pop("status")  # of all checks
        for name in ("times", "score", "max_score"):
            chapter.pop(name)
    return plain["chapters"]


LEARNS = {("train", "It learns to read small digits")}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("number", CHAPTERS)
@pytest.mark.parametrize("kind", ["solution", "stub", "half right", "first mistakes", "fifth mistakes", "broken"])
def test_a_kit_says_what_the_whole_grader_says(
    number: int, kind: str, home: Path, grade: Grade, tmp_path: Path
) -> None:
    chapter = CHAPTERS[number]
    submission = tmp_path / "submission"
    submission.mkdir()
    sources: dict[str, Callable[[], str]] = {
        "solution": lambda: solution(chapter),
        "stub": lambda: (home / "exercises" / f"{chapter}.py").read_text("utf-8"),
        "half right": lambda: half_right(chapter),
        "first mistakes": lambda: mistaken(number, 0),
        "fifth mistakes": lambda: mistaken(number, 4),
        "broken": lambda: "def (:\n",
    }
    (submission / f"{chapter}.py").write_text(sources[kind](), "utf-8")
    asked = (str(number), "--submission", submission, "--json", "-")
    whole, students = grade(*asked, "--no-speed").result, grade_with(home, *asked).result
    assert comparable(students, set()) == comparable(whole, LEARNS)
    hints = {check.hint for one in students.chapters for exercise in one.exercises for check in exercise.checks}
    assert (hints != {None}) == ("mistakes" in kind)


@pytest.mark.thorough
def test_the_points_that_a_kit_does_not_give_are_told(home: Path) -> None:
    run = grade_with(home, "8", "--submission", home / "exercises")
    assert LEFT_OUT in run.out
    assert "train · It learns to read small digits (0.25)" in run.out
    assert "conv2d_backward · Speed, compared with the reference (0.75)" in run.out
    assert "Mark: 0 / 18.5 " in run.out


def test_the_exercises_are_in_the_students_language_and_a_fresh_copy_can_be_had(home: Path, tmp_path: Path) -> None:
    assert "Convolution, pas, remplissage" in (home / "exercises" / f"{CHAPTERS[4]}.py").read_text("utf-8")
    run = grade_with(home, "init", tmp_path / "again", "--lang", "fr")
    assert run.code == 0
    for file in (home / "exercises").iterdir():
        assert (tmp_path / "again" / file.name).read_text("utf-8") == file.read_text("utf-8")


def test_a_kit_has_the_commands_of_a_student_and_no_other(home: Path) -> None:
    listed = grade_with(home, "--help").out.partition("Commands:")[2]
    assert set(re.findall(r"^  (\w+)", listed, re.MULTILINE)) - {"grade"} == {
        *("chapters", "doctor", "hint", "init", "list", "replay", "schema", "show")
    }
    assert grade_with(home, "verify", "4").code == 2
    assert grade_with(home, "list").out.count("chapter") == len(CHAPTERS)
    assert "Hint 1 of 3: Begin with one image" in grade_with(home, "hint", "conv2d").out
    assert grade_with(home, "doctor").code in {0, 1}
    assert "conv2d(" in grade_with(home, "show", "4").out
    assert grade_with(home, "chapter5").code == 2


def test_a_kit_has_no_other_cases_than_the_public_ones(home: Path) -> None:
    for option, value in (("--seed", "3"), ("--secret", "secret.txt"), ("--oracle", "keras")):
        run = grade_with(home, "4", option, value)
        assert (run.code, "public cases" in run.err) == (2, True)
    assert grade_with(home, "4", **CLASS).code == 1


def test_a_failed_case_of_a_kits_report_can_be_replayed(home: Path, tmp_path: Path) -> None:
    (tmp_path / f"{CHAPTERS[4]}.py").write_text(mistaken(4, 0), "utf-8")
    report, script = tmp_path / "report.json", tmp_path / "again.py"
    grade_with(home, "4", "--submission", tmp_path, "--json", report)
    run = grade_with(home, "replay", report, "--output", script)
    assert (run.code, run.err) == (0, "")
    assert "expected:" in run.out


def test_nothing_but_the_libraries_is_needed(home: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); import grader, importlib.util as u; "
        "print(grader.__file__, u.find_spec('reference'))"
    )
    libraries = sysconfig.get_path("purelib")
    done = subprocess.run(
        [sys.executable, "-S", "-s", "-c", code],
        cwd=home,
        env={"PYTHONPATH": libraries},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(home / "grader/__init__.py"), "None"]


@pytest.mark.sampled(1)
@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_the_same_chapters_give_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    for file, seed in ((first, "1"), (second, "2")):
        assert grade_here("release", "3", "-o", str(file), PYTHONHASHSEED=seed).returncode == 0
    assert first.read_bytes() == second.read_bytes()
    names = [name for name, _ in files_in(first)]
    assert names == sorted(names)


def test_chapters_with_models_are_refused_in_a_sentence(tmp_path: Path) -> None:
    done = grade_here("release", "4", "11", "-o", str(tmp_path / "kit.zip"))
    assert done.returncode == 2
    assert "A kit cannot have chapter11" in done.stderr
    assert list(tmp_path.iterdir()) == []


def function_of(file: str, name: str) -> str:
    """The source of a function, its docstring left out."""
    source = (ROOT / file).read_text("utf-8")
    start = source.index(f"def {name}(")
    return source[start : source.index("\n\n\n", start)]


def a_line_of_the_solution() -> str:
    """One line of one function."""
    body = solution().partition("### BEGIN SOLUTION")[2].partition("### END SOLUTION")[0]
    return max(body.splitlines(), key=len).strip()


def byte_code(tmp_path: Path) -> bytes:
    """A module compiled."""
    source = tmp_path / "module.py"
    source.write_text("x = 1\n")
    return Path(str(py_compile.compile(str(source), cfile=str(tmp_path / "module.pyc")))).read_bytes()


LEAKS: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "a solution": ("exercises/mine.py", lambda _: solution().encode()),
    "a line of a solution": ("README.md", lambda _: f"Use `\n{a_line_of_the_solution()}\n`".encode()),
    "a reference": ("grader/extra.txt", lambda _: function_of("reference/chapter04_convolution.py", "conv2d").encode()),
    "a mistake in data": (
        "grader/course/more.cases",
        lambda _: (
            b"\x93\x00\xff"
            + function_of("reference/mistakes/chapter04_convolution_conv2d.py", "_pads").encode()
            + b"\x00"
        ),
    ),
    "a variant": ("x.md", lambda _: (ROOT / "reference/variants/chapter04_convolution.py").read_bytes()),
    "byte code": ("grader/__pycache__/answers.cpython-311.pyc", byte_code),
    "byte code elsewhere": ("grader/answers.pyc", byte_code),
    "a folder of ours": ("reference/README", lambda _: b"nothing"),
    "a path of this machine": ("notes.txt", lambda _: f"see {ROOT}/reference".encode()),
    "the secret of a class": ("notes.txt", lambda _: b"seed: correct horse battery"),
    "a way out": ("../outside.txt", lambda _: b"nothing"),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("what", LEAKS)
def test_whatever_secret_is_put_into_a_kit_is_found(what: str, kit: Path, tmp_path: Path) -> None:
    name, content = LEAKS[what]
    data = content(tmp_path)
    leaky = tmp_path / "leaky.zip"
    leaky.write_bytes(kit.read_bytes())
    with zipfile.ZipFile(leaky, "a") as archive:
        archive.writestr(name if name.startswith("..") else f"convgrade-kit/{name}", data)
    done = grade_here("release", "--check", str(leaky), **CLASS)
    assert done.returncode == 1
    assert name in done.stdout


def test_a_link_in_a_kit_is_told(tmp_path: Path) -> None:
    leaky = tmp_path / "leaky.tar.gz"
    with tarfile.open(leaky, "w:gz") as archive:
        link = tarfile.TarInfo("kit/answers")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        archive.addfile(tarfile.TarInfo("kit/fine"), io.BytesIO())
    done = grade_here("release", "--check", str(leaky))
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "kit/answers: link: ")


def test_a_kit_is_clean(kit: Path) -> None:
    done = grade_here("release", "--check", str(kit), **CLASS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing secret is in it" in done.stdout


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    file = tmp_path / "kit.zip"
    file.write_text("hello")
    assert grade_here("release", "--check", str(file)).returncode == 2
