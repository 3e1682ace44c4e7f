"""The wheel carries what grading needs and no solution; installed, it grades from an empty folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from tests.conftest import CHAPTER4, ROOT, Grade

pytest.importorskip("hatchling", reason="the extra `test` is missing")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_it_carries_stubs_references_mistakes_catalogues_and_templates_but_no_solution(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "grader/stubs/chapter04_convolution.py",
        "reference/chapter04_convolution.py",
        "reference/mistakes/chapter04_convolution_filters.py",
        "grader/course/chapter04_convolution.py",
        "grader/course/landmarks.json",
        "grader/locale/fr/LC_MESSAGES/convgrade.mo",
        *(f"grader/report/page/{path.name}" for path in (ROOT / "grader/report/page").iterdir()),
    ):
        assert name in names
    assert not [name for name in names if "solution" in name or name.startswith("tests") or name.endswith(".pyc")]
    for solution in (ROOT / "solutions").glob("*.py"):
        assert "BEGIN SOLUTION" in solution.read_text("utf-8")
    for name in names:
        if name.startswith("grader/stubs"):
            assert b"BEGIN SOLUTION" not in zipfile.ZipFile(wheel).read(name)


def test_installed_it_grades_from_an_empty_folder(wheel: Path, grade: Grade, tmp_path: Path) -> None:
    target = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    folder = tmp_path / "home"
    folder.mkdir()
    where = subprocess.run(
        [sys.executable, "-c", "import grader; print(grader.__file__)"],
        env={"PYTHONPATH": str(target)},
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    assert where.stdout.startswith(str(target))
    assert grade("init", "exercises", cwd=folder, PYTHONPATH=str(target)).code == 0
    run = grade("chapter4", cwd=folder, PYTHONPATH=str(target))
    assert (run.code, run.out.count("not started")) == (1, 7)
    run = grade("chapter4", "--submission", ROOT / "solutions", cwd=folder, PYTHONPATH=str(target))
    assert run.code == 0


@pytest.mark.thorough
def test_installed_it_makes_notebooks_of_the_stubs_and_says_so(wheel: Path, grade: Grade, tmp_path: Path) -> None:
    target = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(target)
    run = grade("notebooks", "build", "4", "--course", "cnn", PYTHONPATH=str(target))
    assert run.code == 0
    assert "The model answers are not installed with the grader" in run.out
    made = nbformat.read(tmp_path / f"cnn/source/{CHAPTER4}/{CHAPTER4}.ipynb", as_version=4)
    assert sum("raise NotImplementedError\n    ### END SOLUTION" in cell.source for cell in made.cells) == 7
    assert grade("notebooks", "check", "--course", "cnn", PYTHONPATH=str(target)).code == 0
