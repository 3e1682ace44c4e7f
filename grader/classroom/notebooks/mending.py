"""Making a notebook that students handed in, whatever became of it, one that nbgrader's preprocessors can work with.

Named cells get back what the instructor's source says of them: kind, points, and their text where it is locked. Of
several with one name the last counts, as in a kernel that runs them all; missing ones are put back; any other cell is
the student's own. Nothing is run, and nothing but code and text is kept: no output, no metadata, no active HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from grader.classroom.notebooks.grading import UNREADABLE

TAG = re.compile(r"<(?=[a-zA-Z/!?])")
ENTITY = re.compile(r"&(?=#|\w+;)")
ACTIVE_LINK = re.compile(
    r"((?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t|d\s*a\s*t\s*a)\s*\\?:(?!image/)", re.IGNORECASE
)
ATTACHED = frozenset({"image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp"})
MOST_CELLS = 5_000
NEW: dict[str, Callable[..., NotebookNode]] = {
    "code": new_code_cell,
    "markdown": new_markdown_cell,
    "raw": new_raw_cell,
}


class SourceCell(msgspec.Struct, frozen=True):
    """What the gradebook knows of a cell of the instructor's source."""

    name: str
    cell_type: str
    source: str
    checksum: str | None
    locked: bool
    solution: bool
    task: bool
    points: float | None

    @property
    def metadata(self) -> dict[str, Any]:
        """Of nbgrader's schema 3."""
        facts: dict[str, Any] = {
            "schema_version": 3,
            "grade_id": self.name,
            "cell_type": self.cell_type,
            "locked": self.locked,
            "solution": self.solution,
            "grade": self.points is not None and not self.task,
            "task": self.task,
        }
        known = {"points": self.points, "checksum": self.checksum}
        return facts | {name: fact for name, fact in known.items() if fact is not None}


def mended(found: Any, cells: Sequence[SourceCell]) -> NotebookNode:
    """The notebook read from a file, whatever it is, with the source's cells in order."""
    sources = {cell.name: cell for cell in cells}
    handed_in = [_Read.of(cell, sources) for cell in _list(_get(found, "cells"))[:MOST_CELLS]]
    last = {cell.name: number for number, cell in enumerate(handed_in) if cell.name}
    kept: list[NotebookNode] = []
    places: dict[str, int] = {}
    for number, cell in enumerate(handed_in):
        is_named = last.get(cell.name) == number
        if is_named:
            places[cell.name] = len(kept)
        kept.append(_named(sources[cell.name], cell.source) if is_named else cell.own())
    place = 0
    for source in cells:
        if source.name not in places:
            kept.insert(place, _named(source, "" if source.cell_type == "code" else source.source))
            places = {name: at + (at >= place) for name, at in places.items()} | {source.name: place}
        place = places[source.name] + 1
    for number, node in enumerate(kept):
        node["id"] = f"cell-{number}"
    notebook: NotebookNode = new_notebook(cells=kept)
    return notebook


def unreadable(reason: str, cells: Sequence[SourceCell]) -> NotebookNode:
    """A notebook of the source's cells in the place of one that cannot be read."""
    notebook = mended(None, cells)
    notebook.metadata[UNREADABLE] = reason
    return notebook


class _Read(msgspec.Struct, frozen=True):
    """A cell as it was handed in. Without a name it is one of the student's own."""

    name: str
    cell_type: str
    source: str
    attachments: dict[str, dict[str, str]]

    @classmethod
    def of(cls, cell: Any, sources: Mapping[str, SourceCell]) -> _Read:
        name = _get(_get(_get(cell, "metadata"), "nbgrader"), "grade_id")
        source = _get(cell, "source")
        text = source if isinstance(source, str) else "".join(line for line in _list(source) if isinstance(line, str))
        is_known = isinstance(name, str) and name in sources
        attached = _get(cell, "attachments")
        attached = attached if isinstance(attached, dict) else {}
        pictures = {str(file): _pictures(parts) for file, parts in attached.items()}
        return cls(name if is_known else "", str(_get(cell, "cell_type")), _text(text), pictures)

    def own(self) -> NotebookNode:
        """As a cell of the student's own."""
        if self.cell_type == "markdown":
            return NEW["markdown"](_harmless(self.source), attachments=self.attachments)
        return NEW["code" if self.cell_type == "code" else "raw"](self.source)


def _named(cell: SourceCell, source: str) -> NotebookNode:
    """A cell of the source's, with the student's text where that is not locked."""
    text = cell.source if cell.locked else source
    metadata = {"nbgrader": cell.metadata}
    is_text = cell.cell_type == "markdown" and not cell.locked
    return NEW[cell.cell_type](_harmless(text) if is_text else text, metadata=metadata)


def _harmless(markdown: str) -> str:
    """Text without tags, which teachers' browsers would act on, and without links that are programs."""
    plain = TAG.sub("< ", ENTITY.sub("& ", markdown))
    return ACTIVE_LINK.sub(lambda match: f"{match[1]} :", plain)


def _pictures(parts: Any) -> dict[str, str]:
    """What is a picture of a cell's attachment."""
    return {kind: data for kind in ATTACHED if isinstance(data := _get(parts, kind), str)}


def _text(text: str) -> str:
    """Text that can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _get(mapping: Any, name: str) -> Any:
    return mapping.get(name) if isinstance(mapping, dict) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
