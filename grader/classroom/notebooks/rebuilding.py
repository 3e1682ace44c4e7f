"""A notebook made again over one that a teacher has worked on.

What the teacher wrote stays: cells of their own behind the cell that they followed, text, imports and model answers as
they are. What marks depend on is put right: test cells, and nbgrader's metadata of every exercise.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from grader.classroom.notebooks.source_notebook import NBGRADER, OWN, facts_of, fingerprint, is_graded

START = ""
"""Stands for the cell before the first."""

Kind = Literal["own_cell", "own_text", "own_code", "own_points", "restored", "duplicate", "removed_text"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a cell that a teacher had changed; `cell` is its id, or that of the cell that it stands behind."""

    kind: Kind
    cell: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The notebook, and what was found changed."""

    notebook: NotebookNode
    changes: list[Change]


def rebuilt(made: NotebookNode, found: NotebookNode) -> Rebuilt:
    """A notebook as it is made today, with what a teacher has written into `found`."""
    twins, others, duplicates = _told_apart(made, found)
    changes = [Change("duplicate", name) for name in duplicates]
    cells: list[NotebookNode] = []
    texts = _texts_of(found)
    cells += _own_cells(others.get(START, []), START, changes)
    for cell in made.cells:
        twin = twins.get(cell.id)
        if twin is None and cell.id in texts:
            changes.append(Change("removed_text", cell.id))
        else:
            cells.append(cell if twin is None else _merged(cell, twin, texts, changes))
        cells += _own_cells(others.get(cell.id, []), cell.id, changes)
    notebook = NotebookNode(made | {"cells": cells})
    notebook.metadata = NotebookNode(found.metadata | {OWN: made.metadata[OWN]})
    for name in ("kernelspec", "language_info"):
        notebook.metadata.setdefault(name, made.metadata[name])
    return Rebuilt(notebook, changes)


def _told_apart(
    made: NotebookNode, found: NotebookNode
) -> tuple[dict[str, NotebookNode], dict[str, list[NotebookNode]], list[str]]:
    """The cells that were found, by the id of the made cell: those made earlier, and a teacher's own behind it.

    Also the ids that were found more than once: the second cell of an id is taken for the teacher's own.
    """
    known = {cell.id for cell in made.cells}
    texts = _texts_of(found)
    by_fingerprint = {fingerprint(cell): cell.id for cell in made.cells} | {value: key for key, value in texts.items()}
    twins: dict[str, NotebookNode] = {}
    others: dict[str, list[NotebookNode]] = {}
    duplicates: list[str] = []
    anchor = START
    for cell in found.cells:
        name = _name_of(cell, known, texts, by_fingerprint)
        if name in twins:
            duplicates.append(name)
        elif name is not None and name in known:
            twins[name] = cell
            anchor = name
            continue
        elif name is not None:
            continue  # made by an earlier version, and no longer
        others.setdefault(anchor, []).append(cell)
    return twins, others, duplicates


def _texts_of(found: NotebookNode) -> dict[str, str]:
    """The fingerprints of the texts that were made, by their ids."""
    texts = facts_of(found, OWN).get("texts")
    return texts if isinstance(texts, dict) else {}


def _name_of(cell: NotebookNode, known: set[str], texts: dict[str, str], by_fingerprint: dict[str, str]) -> str | None:
    """The id under which a cell was made; None for a teacher's own. Editors may have given it another `id`."""
    grade_id = facts_of(cell).get("grade_id")
    if isinstance(grade_id, str) and grade_id in known:
        return grade_id
    if cell.cell_type != "markdown":
        return None
    if cell.get("id") in texts:
        return str(cell.id)
    return by_fingerprint.get(fingerprint(cell))


def _own_cells(cells: list[NotebookNode], anchor: str, changes: list[Change]) -> Iterator[NotebookNode]:
    """A teacher's cells; a copy of one of ours loses its grade id, which would be there twice."""
    duplicated = {change.cell for change in changes if change.kind == "duplicate"}
    for cell in cells:
        kept = deepcopy(cell)
        if facts_of(kept).get("grade_id") in duplicated:
            del kept.metadata[NBGRADER]
            kept.id = f"{kept.id}-copy"[-64:]
        changes.append(Change("own_cell", anchor))
        yield kept


def _merged(made: NotebookNode, twin: NotebookNode, texts: dict[str, str], changes: list[Change]) -> NotebookNode:
    """The cell as it is made, or with the teacher's source where that is theirs to change."""
    merged = deepcopy(made)
    merged.metadata = NotebookNode(twin.metadata | made.metadata)
    if made.cell_type == "markdown":
        if fingerprint(twin) not in {texts.get(made.id), fingerprint(made)}:
            merged.source = twin.source
            changes.append(Change("own_text", made.id))
        return merged
    facts, wanted = facts_of(twin), made.metadata[NBGRADER]
    if is_graded(made, "grade"):
        if facts.get("points") != wanted.points:
            changes.append(Change("own_points", made.id))
        if twin.source != made.source or twin.cell_type != made.cell_type:
            changes.append(Change("restored", made.id))
        return merged
    if twin.source != made.source and not _as_made(twin):
        merged.source = twin.source
        changes.append(Change("own_code", made.id))
    return merged


def _as_made(cell: NotebookNode) -> bool:
    """Whether a cell is as an earlier build made it: its checksum still holds."""
    try:
        return bool(compute_checksum(cell) == facts_of(cell).get("checksum"))
    except (KeyError, AttributeError, TypeError, ValueError):
        return False
