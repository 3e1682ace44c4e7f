"""An instructor adds a chapter by adding its files, as CONTRIBUTING says; `grade verify` proves it like any other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Grade, exchanged, solution

NAME = "chapter18_edges"

REFERENCE = '''"""Edges of an image."""

import numpy as np

from reference.chapter04_convolution import filter_image


def edges(image: np.ndarray) -> np.ndarray:
    """Size of the gradient, by two Sobel filters."""
    sobel = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
    return np.hypot(filter_image(image, sobel), filter_image(image, sobel.T))
'''

ORACLE = '''"""Edges according to SciPy."""

import numpy as np


def edges(image: np.ndarray) -> np.ndarray:
    """By SciPy's own Sobel filter."""
    from scipy.ndimage import sobel

    image = np.asarray(image, dtype=float)
    return np.hypot(sobel(image, 0), sobel(image, 1))
'''

SOLUTION = '''import numpy as np
from chapter04_convolution import filter_image


def edges(image: np.ndarray) -> np.ndarray:
    """Size of the gradient."""
    ### BEGIN SOLUTION
    sobel = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
    return np.sqrt(filter_image(image, sobel) ** 2 + filter_image(image, sobel.T) ** 2)
    ### END SOLUTION
'''

MISTAKES = '''"""What goes wrong with edges."""

import numpy as np

from reference.mistakes import mistake


@mistake("edges", "You look for edges in one direction only.")
def one_direction(image):
    padded = np.pad(np.asarray(image, dtype=float), 1, mode="symmetric")
    rows = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    return np.abs(rows[:, 2:] - rows[:, :-2])
'''

COURSE = '''"""What is graded in chapter 18."""

from grader.course.spec import Chapter, Check, Exercise, case
from reference import chapter18_edges as reference


def _images(rng):
    for size in (3, 5, 8):
        yield case(rng.normal(size=(size, size + 1)))


def _flat(rng):
    yield case(rng.normal() + 0 * rng.normal(size=(4, 4)))


CHAPTER = Chapter(
    18,
    "chapter18_edges",
    "Edges",
    (Exercise("edges", "Size of the gradient", reference.edges, (Check("images", {points}, "Images", {cases}),)),),
)
'''


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the checkout with a chapter 18 in it."""
    root = tmp_path / "house"
    for room in ("grader", "reference", "solutions", "exercises"):
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "reference" / f"{NAME}.py").write_text(REFERENCE)
    (root / "reference" / "keras_oracles" / f"{NAME}.py").write_text(ORACLE)
    (root / "reference" / "mistakes" / f"{NAME}.py").write_text(MISTAKES)
    (root / "solutions" / f"{NAME}.py").write_text(SOLUTION)
    (root / "grader" / "course" / f"{NAME}.py").write_text(COURSE.format(points=20, cases="_images"))
    return root


def test_it_is_listed_verified_and_graded(grade: Grade, house: Path) -> None:
    at_home = {"cwd": house, "PYTHONPATH": str(house)}
    assert "chapter18" in grade("list", **at_home).out
    assert "written" in grade("stubs", **at_home).out
    verified = grade("verify", "18", "--cases", "20", **at_home)
    assert verified.code == 0, verified.out
    assert "1 of 1 mistakes caught, 1 named" in verified.out
    assert "20 / 20" in grade("18", "--submission", "solutions", **at_home).out
    assert "not started" in grade("18", **at_home).out


def test_cases_that_let_a_mistake_survive_are_no_proof(grade: Grade, house: Path) -> None:
    (house / "grader" / "course" / f"{NAME}.py").write_text(COURSE.format(points=20, cases="_flat"))
    verified = grade("verify", "18", "--cases", "0", cwd=house, PYTHONPATH=str(house))
    assert verified.code == 1
    assert "mistake one_direction survives (seed 0): a case is needed for it" in verified.out


def test_a_reference_that_its_solution_contradicts_is_no_proof(grade: Grade, house: Path) -> None:
    (house / "solutions" / f"{NAME}.py").write_text(SOLUTION.replace("** 2 +", "** 2 -"))
    verified = grade("verify", "18", "--cases", "0", cwd=house, PYTHONPATH=str(house))
    assert verified.code == 1
    assert "solution and reference disagree (check images, seed 0)" in verified.out


def test_a_file_that_fails_is_a_problem_of_its_exercise(grade: Grade, house: Path) -> None:
    (house / "solutions" / f"{NAME}.py").write_text("edges = 1 / 0\n")
    verified = grade("verify", "18", "--cases", "0", cwd=house, PYTHONPATH=str(house))
    assert verified.code == 1
    assert "ZeroDivisionError: division by zero" in verified.out


class TestAFunctionOfAnEarlierChapterThatIsWrong:
    @pytest.fixture
    def submission(self, tmp_path: Path) -> Path:
        path = tmp_path / "submission"
        path.mkdir()
        wrong = "def filter_image(image, kernel):\n    return np.asarray(image) * 1.0\n"
        (path / "chapter04_convolution.py").write_text(exchanged(solution(), filter_image=wrong))
        return path

    @pytest.mark.parametrize(
        "calling",
        [
            ("", ""),
            ("from chapter04_convolution import filter_image", "import chapter04_convolution as four"),
            ("from chapter04_convolution import filter_image", "filter_image = None"),
        ],
        ids=["imported by name", "imported as a module", "imported in the function"],
    )
    def test_blocks_the_exercise_that_calls_it(
        self, grade: Grade, house: Path, submission: Path, calling: tuple[str, str]
    ) -> None:
        source = SOLUTION.replace(*calling) if calling[0] else SOLUTION
        if "as four" in calling[1]:
            source = source.replace("(filter_image(", "(four.filter_image(").replace(
                "+ filter_image(", "+ four.filter_image("
            )
            source = source.replace("sqrt(filter_image(", "sqrt(four.filter_image(")
        if "None" in calling[1]:
            source = source.replace("    sobel =", "    from chapter04_convolution import filter_image\n    sobel =")
        (submission / f"{NAME}.py").write_text(source)
        run = grade("18", "--submission", submission, "--json", "-", cwd=house, PYTHONPATH=str(house))
        check = run.exercise("edges").checks[0]
        assert (run.exercise("edges").status, check.status, check.code) == ("blocked", "blocked", "blocked")
        assert check.detail.facts == {"chapter": 4, "function": "filter_image"}

    def test_blocks_nothing_that_does_not_call_it(self, grade: Grade, house: Path, submission: Path) -> None:
        (submission / f"{NAME}.py").write_text("import numpy as np\ndef edges(image):\n    return np.zeros(3)\n")
        run = grade("18", "--submission", submission, "--json", "-", cwd=house, PYTHONPATH=str(house))
        assert run.exercise("edges").status == "failed"

    def test_does_not_block_when_it_is_right(self, grade: Grade, house: Path, submission: Path) -> None:
        (submission / "chapter04_convolution.py").write_text(solution())
        (submission / f"{NAME}.py").write_text(SOLUTION.replace("sobel.T", "sobel"))
        run = grade("18", "--submission", submission, "--json", "-", cwd=house, PYTHONPATH=str(house))
        assert run.exercise("edges").status == "failed"
