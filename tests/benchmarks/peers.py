"""The same exercise for other graders: a notebook of chapter 4, graded by nbgrader and by Otter-Grader."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHAPTER4, ROOT, solution

TESTS = """
import numpy as np
import sys
sys.path.insert(0, {root!r})
from reference import {chapter} as reference

for name, arguments, keywords in np.load({cases!r}, allow_pickle=True):
    try:
        expected = getattr(reference, name)(*arguments, **keywords)
    except ValueError:
        continue
    assert np.allclose({lookup}(*arguments, **keywords), expected)
"""
"""What both run, and what the bare script runs: every case of the chapter through `np.allclose`."""

OTTER_TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = "q1"
points = 20

@test_case(points=20)
def test_everything(env):
{body}
"""


def tests_of(cases: Path, lookup: str) -> str:
    """The source of the tests; `lookup` gives the submission's function of a name."""
    return TESTS.format(root=str(ROOT), chapter=CHAPTER4, cases=str(cases), lookup=lookup)


def seconds_on_one_processor(command: list[str], folder: Path) -> float:
    """Wall time of a command that, with all it starts, has one processor."""
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"  # they start programs of their environment
    environment = {**os.environ, "PATH": path, "OPENBLAS_NUM_THREADS": "1"}
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment, preexec_fn=pin, capture_output=True, text=True, check=False
    )
    elapsed = time.perf_counter() - start
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return elapsed


def pin() -> None:
    """Keep this process, and what it starts, on one processor."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


class Nbgrader:
    """A course of nbgrader's with the chapter as its only assignment."""

    def __init__(self, folder: Path, cases: Path, students: int) -> None:
        """Release the assignment, and collect a right answer from every student."""
        pytest.importorskip("nbgrader", reason="needs the extra `nbgrader`")
        self._folder = folder
        cell = {"schema_version": 3, "locked": False, "task": False}
        own = cell | {"grade_id": "answer", "grade": False, "solution": True}
        test = cell | {"grade_id": "tests", "grade": True, "solution": False, "locked": True, "points": 20}
        write_notebook(folder / "source/one/chapter4.ipynb", cases, ({"nbgrader": own}, {"nbgrader": test}))
        (folder / "nbgrader_config.py").write_text(
            f"c = get_config()\nc.CourseDirectory.course_id = 'course'\nc.CourseDirectory.root = {str(folder)!r}\n"
        )
        seconds_on_one_processor([self._program, "generate_assignment", "one", "--force"], folder)
        for number in range(students):
            place = folder / f"submitted/student{number}/one/chapter4.ipynb"
            place.parent.mkdir(parents=True)
            shutil.copy(folder / "source/one/chapter4.ipynb", place)
        self._students = students

    @property
    def _program(self) -> str:
        return str(Path(sys.executable).with_name("nbgrader"))

    def seconds_each(self) -> float:
        """Wall time of autograding, for each submission."""
        command = [self._program, "autograde", "one", "--force"]
        elapsed = seconds_on_one_processor(command, self._folder)
        graded = list(self._folder.glob("autograded/*/one/chapter4.ipynb"))
        assert len(graded) == self._students
        assert not any('"output_type": "error"' in path.read_text() for path in graded)
        return elapsed / self._students


class Otter:
    """An autograder of Otter-Grader's for the chapter."""

    def __init__(self, folder: Path, cases: Path) -> None:
        """Make the autograder; the program is found on the path, or where OTTER says."""
        program = os.environ.get("OTTER") or shutil.which("otter")
        if program is None:
            pytest.skip("needs Otter-Grader: pip install otter-grader, in an environment of its own named by OTTER")
        self._program, self._folder = program, folder
        (folder / "tests").mkdir(parents=True)
        body = "\n".join(f"    {line}" for line in tests_of(cases, "env[name]").splitlines())
        (folder / "tests/q1.py").write_text(OTTER_TEST.format(body=body))
        write_notebook(folder / "submission.ipynb", cases, ({}, {}))
        seconds_on_one_processor(
            [program, "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"], folder
        )

    def seconds_each(self) -> float:
        """Wall time of one grading, which must find everything right."""
        command = [self._program, "run", "--no-logo", "-a", "autograder.zip", "submission.ipynb"]
        elapsed = seconds_on_one_processor(command, self._folder)
        results = json.loads((self._folder / "results.json").read_text())
        assert [test["score"] for test in results["tests"] if test["name"] == "q1"] == [20]
        return elapsed


def write_notebook(path: Path, cases: Path, metadata: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """A notebook with the chapter's solution, and a cell with its tests."""
    nbformat = pytest.importorskip("nbformat", reason="needs the extra `nbgrader`")
    sources = (solution(), tests_of(cases, "globals()[name]"))
    cells = [
        nbformat.v4.new_code_cell(source, metadata=one, id=name)
        for source, one, name in zip(sources, metadata, ("answer", "tests"), strict=True)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook))
