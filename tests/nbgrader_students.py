"""Twelve students: what each of them makes of a notebook that was handed out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import nbformat
from nbformat import NotebookNode

from grader.classroom.notebooks.course_check import cleared
from grader.classroom.notebooks.source_notebook import is_graded

HandIn = Callable[[NotebookNode], NotebookNode | str | None]


def solved(found: NotebookNode) -> NotebookNode:
    """The source version with its model answers is what a student hands in who has everything right."""
    return found


def unsolved(found: NotebookNode, which: Callable[[int], bool]) -> NotebookNode:
    """The notebook with some exercises, by their number, as they were handed out."""
    for number, cell in enumerate(solutions(found)):
        if which(number):
            cell.source = cleared(cell.source)
    return found


def solutions(found: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in found.cells if is_graded(cell, "solution")]


def test_cells(found: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in found.cells if is_graded(cell, "grade")]


def with_own_cells(found: NotebookNode) -> NotebookNode:
    """What students do beside: a magic, an install, a print, an assertion that fails."""
    for source in ("%pip install matplotlib", "print('here')\nassert False", "!ls", "1 / 0"):
        found.cells.insert(3, nbformat.v4.new_code_cell(source))
    return found


def reversed_cells(found: NotebookNode) -> NotebookNode:
    setup = next(cell for cell in found.cells if cell.id == "setup")
    found.cells = [setup, *(cell for cell in reversed(found.cells) if cell is not setup)]
    return found


def wrong(found: NotebookNode) -> NotebookNode:
    """The second exercise gives None."""
    cell = solutions(found)[1]
    cell.source = re.sub(r"    ### BEGIN SOLUTION.*", "    return None", cell.source, flags=re.DOTALL)
    return found


def with_syntax_error(found: NotebookNode) -> NotebookNode:
    solutions(found)[0].source = "def broken(:\n    pass"
    return found


def forged(found: NotebookNode) -> NotebookNode:
    """Nothing solved: full marks in outputs, in metadata and in the test cells instead."""
    unsolved(found, lambda _: True)
    for cell in test_cells(found):
        cell.source = "100.0"
        cell.metadata.nbgrader.points = 1000
        cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "100.0"}, execution_count=1)]
    return found


def attacking(found: NotebookNode) -> NotebookNode:
    """Every exercise ends its process, or says that it is right."""
    for number, cell in enumerate(solutions(found)):
        head, _, _ = cell.source.partition("    ### BEGIN SOLUTION")
        attack = "import os; os._exit(0)" if number % 2 else "print(20.0); raise SystemExit(0)"
        cell.source = f"{head}    {attack}"
    return found


STUDENTS: Mapping[str, HandIn] = {
    "right": solved,
    "right-and-more": with_own_cells,
    "right-reversed": reversed_cells,
    "half": lambda found: unsolved(found, lambda number: number > 1),
    "every-second": lambda found: unsolved(found, lambda number: number % 2 == 1),
    "wrong": wrong,
    "empty": lambda found: unsolved(found, lambda _: True),
    "absent": lambda _: None,
    "broken-cell": with_syntax_error,
    "broken-file": lambda _: "{",
    "forger": forged,
    "attacker": attacking,
}
"""What each student makes of the source version of a notebook, and hands in: a notebook, another file, nothing."""

AS_A_MODULE = ("right", "right-and-more", "right-reversed", "half", "every-second", "wrong", "empty")
"""Whose functions may as well be handed in as a module."""
