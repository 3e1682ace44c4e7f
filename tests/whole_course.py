"""An nbgrader course in a temporary folder, worked on by nbgrader's own commands, and the tutorial's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeSubmit
from traitlets.config import Config

from grader.course import CHAPTERS
from tests.conftest import ROOT
from tests.nbgrader_students import HandIn

TUTORIALS = {"en": ROOT / "docs/nbgrader.md", "fr": ROOT / "docs/nbgrader_fr.md"}
RELEASE_STEPS = ("generate_assignment", "release_assignment")
GRADING_STEPS = ("collect", "autograde", "generate_feedback", "release_feedback")

BROWSED = "jupyter lab"
"""The one command of the tutorial that does not end; the test of the formgrader starts it."""


def environment(home: Path) -> dict[str, str]:
    """That of a user whose home is empty, and for whom this grader is installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG", "NBGRADER"))}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "HOME": str(home), "PATH": programs, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def commands_of(page: Path) -> list[str]:
    """The lines of a page's shell blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


def run(home: Path, folder: Path, *commands: str) -> str:
    """What the commands print, one shell for all of them; they must succeed."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(commands)],
        cwd=folder,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


def graded_course(home: Path, numbers: Sequence[int], students: Mapping[str, HandIn]) -> Path:
    """The folder of a course from the source to the feedback: made, handed out, handed in, collected, graded.

    Speed does not count, so that the marks are the same on any machine.
    """
    path, exchange = home / "cnn", home / "exchange"
    chapters = " ".join(map(str, numbers))
    run(home, home, "mkdir exchange && chmod ugo+rwx exchange", f"grade notebooks build {chapters} --course cnn")
    with (path / "nbgrader_config.py").open("a") as file:
        file.write(f"c.Exchange.root = {str(exchange)!r}\nc.SandboxExecute.speed = False\n")
    names = [CHAPTERS[number] for number in numbers]
    run(home, path, *(f"nbgrader {step} {name}" for step in RELEASE_STEPS for name in names))
    for student, hand_in in students.items():
        for name in names:
            source = nbformat.read(path / f"source/{name}/{name}.ipynb", as_version=4)
            submit(home, student, name, hand_in(source))
    run(home, path, *(f"nbgrader {step} {name}" for step in GRADING_STEPS for name in names))
    return path


def submit(home: Path, student: str, name: str, handed_in: NotebookNode | str | None) -> None:
    """Hand in through the exchange, as `nbgrader submit` does it for a student of that name."""
    if handed_in is None:
        return
    folder = home / "students" / student
    path = folder / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(handed_in if isinstance(handed_in, str) else nbformat.writes(handed_in))
    config = Config()
    config.CourseDirectory.update(course_id="cnn", student_id=student, assignment_id=name)
    config.Exchange.update(root=str(home / "exchange"), cache=str(home / "cache"), assignment_dir=str(folder))
    directory = CourseDirectory(config=config)
    ExchangeSubmit(coursedir=directory, authenticator=Authenticator(config=config), config=config).start()
