"""Grading notebooks: in the sandbox against nbgrader's Execute, the grading alone and the whole command."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from typing import Any

import nbformat
from nbgrader.preprocessors import Execute

from grader.classroom.notebooks.grading import kept_judge
from grader.classroom.notebooks.sandbox_execute import SandboxExecute
from tests.benchmarks import peers
from tests.benchmarks.many import WRONG, one_processor
from tests.benchmarks.test_grading_time import save_cases
from tests.conftest import CHAPTER4
from tests.nbgrader_course import PROGRAM, edited, made
from tests.notebooks import chapter_notebook, notebook

ROUNDS = 9
CLASS = 12
TIMES_FASTER = 20


def test_a_notebook_is_graded_at_least_20_times_as_fast_as_execute_runs_it(tmp_path: Path) -> None:
    save_cases(tmp_path / "cases.npy")
    ours = chapter_notebook()
    theirs = notebook(*(_compared(cell, tmp_path / "cases.npy") for cell in ours["cells"]))
    execute, sandbox = Execute(), SandboxExecute(speed=False)
    with one_processor():
        _seconds(sandbox, ours, tmp_path)  # the judge starts, and computes once what is right
        pairs = [(_seconds(execute, theirs, tmp_path), _seconds(sandbox, ours, tmp_path)) for _ in range(ROUNDS)]
        in_a_row = [_seconds(sandbox, ours, tmp_path) for _ in range(2 * ROUNDS)]
        kept_judge().__exit__()
    _report("the grading alone", pairs)
    row = median(in_a_row)
    print(f"one right after another, with no time to get ready: {row * 1e3:.0f} ms, {_other(pairs) / row:.0f} times")
    assert median(other / own for other, own in pairs) >= TIMES_FASTER


def _compared(cell: dict[str, Any], cases: Path) -> dict[str, Any]:
    """A test cell as a course without a grader has it: the exercise's cases, compared with the reference's answers."""
    facts = cell["metadata"].get("nbgrader", {})
    if not facts.get("grade"):
        return cell
    own = f"    if name != {facts['grade_id'].removeprefix('test_')!r}:\n        continue\n    try:\n"
    return {**cell, "source": peers.tests_of(cases, "globals()[name]").replace("    try:\n", own)}


def test_the_whole_command_side_by_side(tmp_path: Path) -> None:
    save_cases(tmp_path / "cases.npy")
    peer = peers.Nbgrader(tmp_path / "peer", tmp_path / "cases.npy", students=4)
    pairs = [(peer.seconds_each(), _command_seconds(tmp_path / str(turn))) for turn in range(2)]
    _report("the whole command", pairs)
    assert min(other / own for other, own in pairs) > 1


def _seconds(preprocessor: Any, cells: dict[str, Any], folder: Path) -> float:
    found = nbformat.from_dict(cells)
    began = time.perf_counter()
    preprocessor.preprocess(found, {"nbgrader": {"notebook": CHAPTER4}, "metadata": {"path": str(folder)}})
    return time.perf_counter() - began


def _command_seconds(folder: Path) -> float:
    """Wall time of `grade notebooks autograde` for each of a class, on one processor."""
    course = made(folder)
    for number in range(CLASS):
        name, source = list(WRONG.items())[number % len(WRONG)]
        course.hand_in(f"student{number}", edited(course.solved, **{name: f"{source}# {number}"}))
    command = [*PROGRAM, "notebooks", "autograde", "--course", str(folder), "--workers", "1"]
    return peers.seconds_on_one_processor(command, folder) / CLASS


def _other(pairs: list[tuple[float, float]]) -> float:
    return median(other for other, _ in pairs)


def _report(name: str, pairs: list[tuple[float, float]]) -> None:
    other, own = (median(column) for column in zip(*pairs, strict=True))
    print(f"\n{name:<20}nbgrader {other * 1e3:6.0f} ms a submission, here {own * 1e3:6.0f} ms: {other / own:.0f} times")
