"""A course of chapter 4 for nbgrader, in a folder, as its commands make it; hand-ins, and what the gradebook says."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from tests.conftest import CHAPTER4, ROOT

PROGRAM = [sys.executable, "-c", "from grader.cli import main; main()"]


@dataclass(frozen=True)
class Course:
    """The course's folder."""

    folder: Path

    @property
    def solved(self) -> dict[str, Any]:
        """The notebook with the solutions."""
        found: dict[str, Any] = json.loads((self.folder / f"source/{CHAPTER4}/{CHAPTER4}.ipynb").read_text("utf-8"))
        return found

    @property
    def released(self) -> dict[str, Any]:
        """The notebook that students get."""
        found: dict[str, Any] = json.loads((self.folder / f"release/{CHAPTER4}/{CHAPTER4}.ipynb").read_text("utf-8"))
        return found

    def hand_in(self, student: str, notebook: dict[str, Any] | bytes) -> Path:
        """Put a student's notebook where nbgrader collects it."""
        path = self.folder / f"submitted/{student}/{CHAPTER4}/{CHAPTER4}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())
        return path

    def nbgrader(self, *arguments: str, code: int = 0) -> str:
        """Run a command of nbgrader's; what it tells."""
        return _run([str(Path(sys.executable).with_name("nbgrader")), *arguments], self.folder, code)

    def grade(self, *arguments: str, code: int = 0) -> str:
        """Run a command of ours; what it tells."""
        return _run([*PROGRAM, *arguments], self.folder, code)

    def autograde(self, *arguments: str, code: int = 0) -> str:
        """Have nbgrader's own command grade what was handed in."""
        return self.nbgrader("autograde", CHAPTER4, *arguments, code=code)

    def marks(self) -> dict[str, dict[str, float | None]]:
        """The marks in the gradebook: of each student, by exercise; None where there is none."""
        with Gradebook(f"sqlite:///{self.folder}/gradebook.db") as gradebook:
            return {
                one.student.id: {
                    grade.cell.name.removeprefix("test_"): grade.auto_score
                    for notebook in one.notebooks
                    for grade in notebook.grades
                }
                for one in gradebook.assignment_submissions(CHAPTER4)
            }

    def autograded(self, student: str) -> dict[str, Any]:
        """A student's notebook with marks and feedback."""
        path = self.folder / f"autograded/{student}/{CHAPTER4}/{CHAPTER4}.ipynb"
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return found

    def set(self, *lines: str) -> None:
        """Add lines to the settings."""
        with (self.folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
            file.write("\n".join(["", *lines, ""]))


def made(folder: Path) -> Course:
    """A course of which chapter 4 is released. Without speed checks, so that marks do not depend on the machine."""
    course = Course(folder)
    course.grade("notebooks", "build", "4", "--course", str(folder))
    course.set("c.SandboxExecute.speed = False")
    course.nbgrader("generate_assignment", CHAPTER4)
    return course


def edited(notebook: dict[str, Any], **sources: str) -> dict[str, Any]:
    """The notebook with some named cells written anew."""
    found = copy.deepcopy(notebook)
    for cell in found["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in sources:
            cell["source"] = sources[name]
    return found


def named(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    """A named cell of a notebook."""
    found: dict[str, Any] = next(
        cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == name
    )
    return found


def _run(command: list[str], folder: Path, code: int) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader starts programs by their names
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "HOME": str(folder), "PATH": path}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    told = done.stdout + done.stderr
    assert done.returncode == code, told[-3000:]
    return told
