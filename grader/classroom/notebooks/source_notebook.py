"""A chapter as a notebook for nbgrader: made from its percent script, one solution cell and one test cell an exercise.

The grade id of a solution cell is its function's name, that of its test cell `test_` and the name; these, and the ids
of all cells, depend on the script alone, so that a notebook made again is the same.
"""

from __future__ import annotations

import ast
import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from grader.course.prose import translated
from grader.course.spec import Chapter

SETUP = "setup"
TEST = "test_"
ABOUT = "about_"
PICTURE = "picture_"
INTRODUCTION = "introduction"
NBGRADER = "nbgrader"
OWN = "convgrade"
"""Key of the notebook's metadata that holds its language and the fingerprints of its texts."""

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
STUB = "raise NotImplementedError"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class ScriptError(ValueError):
    """A script of which no notebook can be made."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in front of an exercise: SVG text and what it shows, in words."""

    svg: str
    caption: str


def notebook_of(
    chapter: Chapter,
    script: str,
    language: str,
    translate: Callable[[str], str],
    pictures: Mapping[str, Picture],
) -> NotebookNode:
    """The source version of a chapter's notebook.

    `script` is the chapter's solution or its stub, in English; `translate` gives its prose in `language`; `pictures`
    are by exercise. Raises ScriptError where the script does not have every exercise once, in a cell of its own.
    """
    cells = list(_cells(chapter, translated(script, translate), pictures))
    found = [cell.metadata.nbgrader.grade_id for cell in cells if is_graded(cell, "solution")]
    if missing := [exercise.id for exercise in chapter.exercises if exercise.id not in found]:
        raise ScriptError(f"{chapter.id}: no cell defines {', '.join(missing)}")
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = NotebookNode(kernelspec=NotebookNode(KERNEL), language_info=NotebookNode(name="python"))
    notebook.metadata[OWN] = NotebookNode(language=language, texts=NotebookNode(_fingerprints(cells)))
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    return notebook


def is_graded(cell: NotebookNode, role: str) -> bool:
    """Whether nbgrader takes a cell for a `solution`, or for a `grade` (a test)."""
    return bool(facts_of(cell).get(role, False))


def facts_of(part: NotebookNode, key: str = NBGRADER) -> dict[str, Any]:
    """What a cell's or a notebook's metadata say under a key: nothing where they hold something else there."""
    facts = part.metadata.get(key)
    return facts if isinstance(facts, dict) else {}


def fingerprint(cell: NotebookNode) -> str:
    """What tells an edited text from one that is as it was made."""
    return hashlib.sha256(cell.source.encode()).hexdigest()[:16]


def _fingerprints(cells: list[NotebookNode]) -> dict[str, str]:
    return {cell.id: fingerprint(cell) for cell in cells if cell.cell_type == "markdown"}


def test_source(chapter: str, exercise: str) -> str:
    """The source of an exercise's test cell."""
    return f'from grader.notebook import check\n\ncheck("{chapter}", "{exercise}")'


def _cells(chapter: Chapter, script: str, pictures: Mapping[str, Picture]) -> Iterator[NotebookNode]:
    points = {exercise.id: exercise.points for exercise in chapter.exercises}
    texts: list[str] = []
    locked = 0
    for cell in jupytext.reads(script, fmt="py:percent").cells:
        if cell.cell_type != "code":
            texts.append(cell.source)
            continue
        exercise = _exercise_in(cell.source, points, chapter.id)
        if exercise is None:
            locked += 1
            name = SETUP if locked == 1 else f"{SETUP}_{locked}"
            yield from _texts(texts, INTRODUCTION if locked == 1 else ABOUT + name)
            yield graded_cell(cell.source, name, locked=True)
        else:
            yield from _texts(texts, ABOUT + exercise)
            if exercise in pictures:
                yield _picture(exercise, pictures[exercise])
            yield graded_cell(with_region(cell.source), exercise, solution=True)
            source = test_source(chapter.id, exercise)
            yield graded_cell(source, TEST + exercise, points=points.pop(exercise), locked=True)
        texts = []
    yield from _texts(texts, "end")


def _exercise_in(source: str, left: Mapping[str, float], chapter: str) -> str | None:
    """The exercise that a cell of the script asks for; other definitions may stand beside it."""
    defined = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    asked = [name for name in defined if name in left]
    if len(asked) > 1:
        raise ScriptError(f"{chapter}: one cell defines {' and '.join(asked)}; each exercise needs a cell of its own")
    return asked[0] if asked else None


def with_region(source: str) -> str:
    """A solution cell with a region that nbgrader clears: a stub has none, and would be cleared from top to bottom."""
    if BEGIN in source:
        return source
    lines = source.split("\n")
    place = max(number for number, line in enumerate(lines) if line.strip() == STUB)
    indent = lines[place].removesuffix(STUB)
    lines[place : place + 1] = [indent + BEGIN, lines[place], indent + END]
    return "\n".join(lines)


def _texts(sources: list[str], name: str) -> Iterator[NotebookNode]:
    for number, source in enumerate(sources, 1):
        yield nbformat.v4.new_markdown_cell(source, id=name if number == 1 else f"{name}_{number}")


def _picture(exercise: str, picture: Picture) -> NotebookNode:
    """A cell with a picture in its text: JupyterLab shows no attachment that is SVG."""
    data = base64.b64encode(picture.svg.encode()).decode()
    source = f"![{picture.caption}](data:image/svg+xml;base64,{data})\n\n*{picture.caption}*"
    cell: NotebookNode = nbformat.v4.new_markdown_cell(source, id=PICTURE + exercise)
    return cell


def graded_cell(
    source: str, grade_id: str, *, points: float | None = None, solution: bool = False, locked: bool = False
) -> NotebookNode:
    """A code cell that nbgrader knows: a test if it has points, a solution, or locked."""
    cell: NotebookNode = nbformat.v4.new_code_cell(source, id=grade_id)
    facts = {"schema_version": 3, "grade_id": grade_id, "solution": solution, "locked": locked, "task": False}
    if points is not None:
        facts["points"] = points
    cell.metadata.nbgrader = NotebookNode(facts | {"grade": points is not None})
    cell.metadata.nbgrader.checksum = compute_checksum(cell)
    return cell
