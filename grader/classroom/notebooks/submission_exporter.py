"""How nbgrader reads what students handed in: any file at all, so that each gets a verdict and the batch goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from grader.classroom.notebooks.mending import SourceCell, mended, unreadable
from grader.submission.folder import read_file
from grader.submission.reading import MAX_NOTEBOOK_BYTES
from grader.submission.text import Unreadable

LONGEST_REASON = 300


class SubmissionExporter(NotebookExporter):
    """Mends every notebook before nbgrader's own preprocessors see it: `c.Autograde.exporter_class`."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert the notebook in a file, or one that says why that is none.

        The converter calls twice for each: what the second call reads is of its own making, and is left as it is.
        """
        if not getattr(self.parent, "_sanitizing", True):
            read_back: tuple[NotebookNode, dict[str, Any]] = super().from_filename(filename, resources, **kw)
            return read_back
        path = Path(filename)
        resources = {} if resources is None else resources
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        asked = resources["nbgrader"]
        cells = source_cells(asked["db_url"], asked["notebook"], asked["assignment"])
        mended: tuple[NotebookNode, dict[str, Any]] = self.from_notebook_node(  # type: ignore[no-untyped-call]  # (nbconvert's decorators hide its types)
            read(path, cells), resources, **kw
        )
        return mended


def read(path: Path, cells: Sequence[SourceCell]) -> NotebookNode:
    """The notebook in a file, mended; in the place of one that cannot be read, the source's with the reason."""
    data = read_file(path, MAX_NOTEBOOK_BYTES)
    if isinstance(data, Unreadable):
        return unreadable(data.code.replace("_", " "), cells)
    try:
        found = json.loads(data.decode("utf-8-sig"))
        if isinstance(found, dict) and "worksheets" in found:
            found = nbformat.reads(data.decode("utf-8-sig"), as_version=4)
    except Exception as error:  # noqa: BLE001 (nbformat fails in many ways on what is no notebook)
        return unreadable(f"{type(error).__name__}: {error}"[:LONGEST_REASON], cells)
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        return unreadable("no list of cells", cells)
    return mended(found, cells)


def source_cells(db_url: str, notebook: str, assignment: str) -> list[SourceCell]:
    """What the gradebook knows of the instructor's source of a notebook."""
    with Gradebook(db_url) as gradebook:
        found = gradebook.find_notebook(notebook, assignment)
        points = {cell.name: float(cell.max_score) for cell in [*found.grade_cells, *found.task_cells]}
        solutions = {cell.name for cell in found.solution_cells}
        tasks = {cell.name for cell in found.task_cells}
        return [
            SourceCell(
                name=cell.name,
                cell_type=cell.cell_type,
                source=cell.source,
                checksum=cell.checksum,
                locked=cell.locked,
                solution=cell.name in solutions,
                task=cell.name in tasks,
                points=points.get(cell.name),
            )
            for cell in found.source_cells
        ]
