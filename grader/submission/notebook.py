"""Worker's side: the code cells of a notebook's file, whatever it holds. Format: nbformat 3 and 4.

The source of this module is sent to a confined worker with that of `cells`; it imports nothing else of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.submission.cells import Cell, picked

MOST_CHARACTERS = 1 << 19
LONGEST_NAME = 100


class NoNotebookError(Exception):
    """No notebook, or no longer one; the message says what is wrong with it."""


def pick(data: np.ndarray, exercises: Sequence[str]) -> dict[str, Any]:
    """What is graded of a notebook's file (uint8 array): see `cells.picked`; else the `code` of what it is."""
    try:
        cells = list(cells_of(data.tobytes()))
    except NoNotebookError as error:
        return {"code": "damaged_notebook", "reason": str(error)}
    if sum(len(cell.source) for cell in cells) > MOST_CHARACTERS:
        return {"code": "huge_notebook", "reason": ""}
    return picked(cells, exercises)


def cells_of(data: bytes) -> Iterator[Cell]:
    """The code cells in order, those with the tests left out; `NoNotebookError` when there is no notebook."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NoNotebookError(str(error)) from error
    if not isinstance(found, dict):
        raise NoNotebookError("no JSON object")
    if "unreadable" in found:  # whoever read it before could not
        raise NoNotebookError(str(found["unreadable"]))
    cells = found.get("cells")
    if cells is None and isinstance(found.get("worksheets"), list):  # nbformat 3
        sheets = [sheet for sheet in found["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet.get("cells"), list) for cell in sheet["cells"]]
    if not isinstance(cells, list):
        raise NoNotebookError("no list of cells")
    for number, cell in enumerate(cells, 1):
        if isinstance(cell, dict) and (read := _cell(cell, number)):
            yield read


def _cell(cell: Mapping[str, Any], number: int) -> Cell | None:
    """A code cell that is not one of tests. An exercise's cell counts as code whatever it was turned into."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    facts = cell.get("metadata")
    facts = facts.get("nbgrader") if isinstance(facts, dict) else None
    facts = facts if isinstance(facts, dict) else {}
    name = facts.get("grade_id")
    is_named = isinstance(name, str) and 0 < len(name) <= LONGEST_NAME
    is_solution = facts.get("solution") is True and facts.get("grade") is not True
    exercise = str(name) if is_named and is_solution else ""
    if not isinstance(source, str) or (facts.get("grade") is True) or not (exercise or cell.get("cell_type") == "code"):
        return None
    return Cell(str(name) if is_named else str(number), exercise, source)
