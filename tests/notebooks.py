"""Notebooks as a course of nbgrader's has them: of each exercise a solution cell, then a cell that checks it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jupytext

from grader.course import CHAPTERS, load_chapter
from tests.conftest import CHAPTER4, solution

Cell = dict[str, Any]
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def code(source: str, **facts: Any) -> Cell:
    """A code cell; with facts, one of nbgrader's."""
    metadata = {"nbgrader": {"schema_version": 3, "task": False, **facts}} if facts else {}
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [], "execution_count": None}


def own(exercise: str, source: str) -> Cell:
    """An exercise's own cell."""
    return code(source, grade_id=exercise, grade=False, solution=True, locked=False)


def check_cell(chapter: str, exercise: str, points: float) -> Cell:
    """The cell that checks an exercise."""
    source = f'from grader.notebook import check\n\ncheck("{chapter}", "{exercise}")'
    return code(source, grade_id=f"test_{exercise}", grade=True, solution=False, locked=True, points=points)


def notebook(*cells: Cell) -> Cell:
    """A notebook of these cells."""
    numbered = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)]
    return {"cells": numbered, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}


def chapter_notebook(chapter: str = CHAPTER4, source: str | None = None, **sources: str) -> Cell:
    """A chapter's notebook with its solution (or another source), and some exercises' cells written anew."""
    number = next(number for number, name in CHAPTERS.items() if name == chapter)
    exercises = {exercise.id: exercise for exercise in load_chapter(number).exercises}
    text = solution(chapter) if source is None else source
    cells: list[Cell] = []
    for cell in jupytext.reads(text, fmt="py:percent").cells:
        name = next((name for name in exercises if f"def {name}(" in cell.source), None)
        if cell.cell_type == "markdown":
            cells.append({"cell_type": "markdown", "source": cell.source, "metadata": {}})
        elif name is None:
            is_setup = not any("nbgrader" in one["metadata"] for one in cells)
            facts = {"grade_id": "setup", "grade": False, "solution": False, "locked": True} if is_setup else {}
            cells.append(code(cell.source, **facts))
        else:
            cells.append(own(name, sources.get(name, cell.source)))
            points = sum(check.points for check in exercises[name].checks)
            cells.append(check_cell(chapter, name, points))
    return notebook(*cells)


def saved(path: Path, cells: Mapping[str, Any]) -> Path:
    """The notebook in a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(cells), "utf-8")
    return path
