"""Hostile cells gain nothing, and cost only their own exercise; what they gain where nbgrader runs them itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.judges import Judge
from grader.classroom.notebooks.grading import checked, graded_part, job_of
from grader.course import load_chapter
from grader.engine.job import Job
from grader.report.model import Result
from grader.sandbox.levels import candidates
from tests.attacks.catalogue import ATTACKS, MODULE, Attack
from tests.attacks.ground import Ground
from tests.conftest import CHAPTER4, THOROUGH
from tests.nbgrader_course import Course, edited, made, named
from tests.notebooks import chapter_notebook, code, notebook, own, saved

GROUPS = {"forging", "return_values", "sabotage", "stealing", "tampering"}
IN_A_CELL = [attack for attack in ATTACKS if attack.group in GROUPS and len(attack.targets) == 1]
CHOSEN = [attack for attack in IN_A_CELL if attack.targets != (MODULE,)]
TRIED = CHOSEN[:: 3 if THOROUGH else 12]
PORT = 9


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge() as judge:
        yield judge


def graded(judge: Judge, cells: dict[str, Any]) -> Result:
    """The result of a notebook of chapter 4."""
    way = Job([4], b"", "en", list(candidates(None)), speed=False)
    return checked(judge.grade(job_of(way, 4, graded_part(cells["cells"], cells["metadata"]), {})))


@pytest.mark.parametrize("attack", TRIED, ids=lambda attack: attack.name)
def test_an_attack_in_a_cell_earns_what_it_earns_in_a_module(attack: Attack, judge: Judge, tmp_path: Path) -> None:
    ground = Ground(tmp_path / "ground")
    ground.prepare()
    target = attack.targets[0]
    cells = chapter_notebook()
    source = named(cells, target)["source"]
    hostile = ground.filled_in(attack.path.read_text("utf-8"), PORT)
    result = graded(judge, edited(cells, **{target: f"{source}\n\n\n{hostile}"}))
    for exercise, asked in zip(result.chapters[0].exercises, load_chapter(4).exercises, strict=True):
        numerical = {check.id for check in exercise.checks}
        deserved = attack.earned(numerical, set()) if exercise.id == target else numerical
        assert {check.id for check in exercise.checks if check.status == "passed"} == deserved, asked.id


IMAGE = "np.arange(9.0).reshape(3, 3), np.ones((2, 2))"
TESTS = f"assert np.allclose(convolve2d({IMAGE}), [[8, 12], [20, 24]])"
HOSTILE = """
import numpy as np

loot = open({secret!r}).read()
open({trophy!r}, "w").write(loot)
np.allclose = lambda *_, **__: True


def convolve2d(image, kernel):
    return loot
"""


@pytest.mark.thorough
def test_what_earns_full_marks_and_reads_files_in_a_plain_course_of_nbgraders_gains_nothing_here(
    tmp_path: Path,
) -> None:
    secret, trophy = tmp_path / "home" / "exam.txt", tmp_path / "home" / "trophy.txt"
    secret.parent.mkdir()
    secret.write_text("the questions of the exam")
    hostile = HOSTILE.format(secret=str(secret), trophy=str(trophy))

    plain = Course(tmp_path / "plain")
    points = {"grade_id": "test_convolve2d", "grade": True, "solution": False, "locked": True, "points": 3}
    released = notebook(own("convolve2d", ""), code(TESTS, **points))
    saved(plain.folder / f"source/{CHAPTER4}/{CHAPTER4}.ipynb", released)
    plain.nbgrader("generate_assignment", CHAPTER4)
    plain.hand_in("mallory", edited(released, convolve2d=hostile))
    plain.autograde()
    assert plain.marks()["mallory"] == {"convolve2d": 3.0}
    assert trophy.read_text() == secret.read_text()
    trophy.unlink()

    ours = made(tmp_path / "ours")
    ours.hand_in("mallory", edited(ours.solved, convolve2d=hostile))
    ours.autograde()
    assert ours.marks()["mallory"]["convolve2d"] == 0.0
    assert ours.marks()["mallory"]["conv2d"] == 5.0
    assert not trophy.exists()
    assert "questions of the exam" not in json.dumps(ours.autograded("mallory"))
