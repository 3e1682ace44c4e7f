"""nbgrader's own autograde, with our preprocessor in Execute's place, on whatever students hand in."""

from __future__ import annotations

import copy
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHAPTER4, ROOT, made_once
from tests.nbgrader_course import PROGRAM, Course, edited, made, named

pytestmark = pytest.mark.thorough

Notebook = dict[str, Any]
WRONG = "def same_padding(size, kernel_size, stride):\n    return kernel_size // 2, kernel_size // 2\n"
FULL = {
    "convolve2d": 3.0,
    "cross_correlate2d": 2.5,
    "filter_image": 3.0,
    "strided_cross_correlate2d": 3.0,
    "zero_pad2d": 1.5,
    "same_padding": 2.0,
    "conv2d": 5.0,
}
NOTHING = dict.fromkeys(FULL, 0.0)


def twice(notebook: Notebook) -> Notebook:
    """A cell copied, and the copy made right: the copy's metadata are copied, too."""
    first = edited(notebook, zero_pad2d="def zero_pad2d(image, padding):\n    return image")
    at = first["cells"].index(named(first, "zero_pad2d"))
    first["cells"].insert(at + 1, copy.deepcopy(named(notebook, "zero_pad2d")))
    return first


def without(notebook: Notebook, *names: str) -> Notebook:
    cells = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") not in names]
    return {**notebook, "cells": cells}


def forged(notebook: Notebook) -> Notebook:
    """Marks in outputs, points raised, tests rewritten, names of test cells stolen."""
    found = copy.deepcopy(notebook)
    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "3.0"}}
    for cell in found["cells"]:
        facts = cell["metadata"].get("nbgrader", {})
        if facts.get("grade"):
            facts["points"] = 1000
            cell["source"], cell["outputs"] = "1000.0", [output]
    stolen = copy.deepcopy(named(found, "test_conv2d"))
    stolen["metadata"]["nbgrader"]["solution"] = True
    found["cells"] = [stolen, *found["cells"], stolen]
    found["metadata"]["kernelspec"] = {"name": "evil", "display_name": "evil", "argv": ["sh"]}
    found["metadata"]["convgrade"] = "no"
    return found


def odd(notebook: Notebook) -> Notebook:
    """Metadata that nbgrader's schema forbids, cells without an id, text cells in the place of code."""
    found = copy.deepcopy(notebook)
    for cell in found["cells"]:
        cell.pop("id", None)
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"schema_version": "9", "evil": [1], "points": None, "locked": "no"}
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["cell_type"] = "markdown"
    return found


HAND_INS: dict[str, tuple[Callable[[Notebook, Notebook], Notebook | bytes], dict[str, float]]] = {
    "right": (lambda solved, _: solved, FULL),
    "stub": (lambda _, released: released, NOTHING),
    "half": (lambda solved, _: edited(solved, same_padding=WRONG), {"same_padding": 0.5}),
    "copied": (lambda solved, _: twice(solved), FULL),
    "deleted": (
        lambda solved, _: without(solved, "conv2d", "test_conv2d", "test_same_padding", "setup"),
        {"conv2d": 0.0},
    ),
    "reversed": (lambda solved, _: {**solved, "cells": solved["cells"][::-1]}, FULL),
    "forged": (lambda _, released: forged(released), NOTHING),
    "odd": (lambda solved, _: odd(solved), FULL),
    "magics": (
        lambda solved, _: edited(solved, conv2d="x = !ls", zero_pad2d="%%bash\nls"),
        {"conv2d": 0.0, "zero_pad2d": 0.0},
    ),
    "broken": (lambda solved, _: edited(solved, filter_image="def filter_image(:\n"), {"filter_image": 0.0}),
    "raises": (lambda solved, _: edited(solved, convolve2d="1 / 0"), {"convolve2d": 0.0}),
    "leaves": (lambda solved, _: edited(solved, convolve2d="import os\nos._exit(0)"), {"convolve2d": 0.0}),
    "no_json": (lambda *_: b"{nope", NOTHING),
    "empty": (lambda *_: b"", NOTHING),
    "picture": (lambda *_: b"\x89PNG\r\n\0", NOTHING),
    "nested": (lambda *_: b"[" * 100_000, NOTHING),
    "no_cells": (lambda *_: {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, NOTHING),
    "strange": (lambda *_: {"cells": [None, 3, {"source": {}}], "metadata": [], "nbformat": "x"}, NOTHING),
}
"""What students hand in, and the marks for it where they are not full."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Course:
    def make(folder: Path) -> Path:
        course = made(folder)
        for student, (handed_in, _) in HAND_INS.items():
            course.hand_in(student, handed_in(course.solved, course.released))
        course.autograde()
        return folder

    return Course(made_once(tmp_path_factory, worker_id, "hand_ins", make))


@pytest.fixture(scope="module")
def marks(course: Course) -> dict[str, dict[str, float | None]]:
    return course.marks()


@pytest.mark.parametrize("student", HAND_INS)
def test_every_hand_in_has_its_marks_in_the_gradebook(student: str, marks: dict[str, dict[str, float | None]]) -> None:
    assert marks[student] == FULL | HAND_INS[student][1]


def test_the_marks_are_those_of_the_command_line(course: Course, marks: dict[str, dict[str, float | None]]) -> None:
    path = course.hand_in("half", edited(course.solved, same_padding=WRONG))
    told = json.loads(course.grade("4", "--no-speed", "--submission", str(path), "--json", "-", code=1))
    graded = {one["id"]: one["score"] / one["max_score"] for one in told["chapters"][0]["exercises"]}
    assert {name: round(share * FULL[name], 4) for name, share in graded.items()} == marks["half"]


class TestFeedback:
    """What the student reads."""

    def test_it_shows_the_students_own_failure_and_the_hint(self, course: Course) -> None:
        outputs = named(course.autograded("half"), "test_same_padding")["outputs"]
        assert [output["output_type"] for output in outputs] == ["execute_result"]
        assert "".join(outputs[0]["data"]["text/plain"]) == "0.5"
        page = "".join(outputs[0]["data"]["text/html"])
        assert 'class="hint"' in page
        assert "received" in page
        assert "<script" not in page

    def test_it_says_cell_and_line(self, course: Course) -> None:
        page = json.dumps(named(course.autograded("raises"), "test_convolve2d")["outputs"])
        assert "(cell convolve2d, line 1)" in page

    def test_it_says_what_is_wrong_with_a_file_that_is_no_notebook(self, course: Course) -> None:
        page = json.dumps(named(course.autograded("no_json"), "test_conv2d")["outputs"])
        assert "is damaged, or no notebook" in page

    def test_nothing_that_was_handed_in_as_output_is_left(self, course: Course) -> None:
        found = course.autograded("forged")
        assert not [cell for cell in found["cells"] if cell.get("outputs") and "nbgrader" not in cell["metadata"]]
        assert "convgrade" not in found["metadata"]
        assert found["metadata"]["kernelspec"]["name"] == "python3"


def test_a_fault_of_the_graders_is_no_zero_and_costs_nobody_else(tmp_path: Path) -> None:
    course = made(tmp_path)
    course.hand_in("alice", course.solved)
    course.set('c.SandboxExecute.secret_file = "nowhere"')
    told = course.autograde(code=1)
    assert "the secret in nowhere cannot be read" in told
    assert course.marks()["alice"] == dict.fromkeys(FULL)
    assert not (tmp_path / "autograded/alice" / CHAPTER4).exists()


def test_unseen_cases_count_and_are_not_shown(tmp_path: Path) -> None:
    course = made(tmp_path)
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of many characters")
    course.set(f"c.SandboxExecute.secret_file = {str(secret)!r}")
    remembered = "def zero_pad2d(image, padding):\n    raise ValueError"
    course.hand_in("alice", course.solved)
    course.hand_in("bob", edited(course.solved, zero_pad2d=remembered))
    course.autograde()
    marks = course.marks()
    assert marks["alice"] == FULL
    assert (marks["bob"]["zero_pad2d"] or 0) < FULL["zero_pad2d"]
    assert "a secret of many characters" not in json.dumps(course.autograded("bob"))


class TestSideBySide:
    """`grade notebooks autograde` gives the same marks, goes on where it stopped, and grades what has changed."""

    def test_its_marks_are_those_of_nbgraders_own_command(
        self, course: Course, marks: dict[str, dict[str, float | None]], tmp_path: Path
    ) -> None:
        other = made(tmp_path)
        for student, (handed_in, _) in HAND_INS.items():
            other.hand_in(student, handed_in(course.solved, course.released))
        told = other.grade("notebooks", "autograde", "--course", str(tmp_path), "--workers", "2")
        assert f"{len(HAND_INS)} submissions have their marks" in told
        assert other.marks() == marks
        pages = {student: json.dumps(other.autograded(student)["cells"]) for student in HAND_INS}
        assert pages == {student: json.dumps(course.autograded(student)["cells"]) for student in HAND_INS}

        made_at = {path: path.stat().st_mtime_ns for path in tmp_path.glob("autograded/*/*/*.ipynb")}
        other.hand_in("half", other.solved)
        other.grade("notebooks", "autograde", "--course", str(tmp_path))
        changed = [path.parts[-3] for path, before in made_at.items() if path.stat().st_mtime_ns != before]
        assert changed == ["half"]
        assert other.marks()["half"] == FULL

    @pytest.mark.parametrize(("ended", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
    def test_killed_or_interrupted_it_goes_on_where_it_stopped(
        self, ended: signal.Signals, code: int, tmp_path: Path
    ) -> None:
        course = made(tmp_path)
        for number in range(6):
            course.hand_in(f"student{number}", edited(course.solved, same_padding=f"{WRONG}# {number}"))
        command = [*PROGRAM, "notebooks", "autograde", "--course", str(tmp_path), "--workers", "1"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
        records = tmp_path / ".convgrade/autograded"
        with subprocess.Popen(command, env=environment, cwd=tmp_path) as running:
            while not list(records.glob("*/student*")) and running.poll() is None:
                time.sleep(0.01)
            running.send_signal(ended)
            assert running.wait(60) == code
        before = {path: path.stat().st_mtime_ns for path in records.glob("*/student*")}
        assert before
        course.grade("notebooks", "autograde", "--course", str(tmp_path))
        assert {path: path.stat().st_mtime_ns for path in before} == before
        assert len(list(records.glob("*/student*"))) == 6
        assert all(marks == FULL | {"same_padding": 0.5} for marks in course.marks().values())
