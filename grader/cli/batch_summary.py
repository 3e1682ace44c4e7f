"""The summary of a batch: a table, the same as JSON, and the report on the class."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec

from grader import __version__
from grader.classroom.writing import write_whole
from grader.cli.class_writing import ClassWriting
from grader.cli.result_files import slug
from grader.report.class_summary import Student
from grader.report.messages import one_line

if TYPE_CHECKING:
    from grader.classroom.batches.batch import Batch
    from grader.report.class_summary import ClassSummary

MARKED = frozenset({"graded", "unchanged"})


def write_summary(batch: Batch, folder: Path, *, report: bool) -> None:
    """Write summary.csv, summary.json and, in `report/`, the pages on the class."""
    students = {entry.name: _student(entry.name) for entry in batch.entries}
    has_result = {name: batch.results.file_of(name).is_file() for name in students}
    graded = [(student, batch.results.file_of(name)) for name, student in students.items() if has_result[name]]
    ungraded = [student for name, student in students.items() if not has_result[name]]
    language = cast("Literal['en', 'fr']", batch.way.language)
    writing = ClassWriting(
        language,
        folder / "report" if report else None,
        folder / "summary.csv",
        edition=f"convgrade {__version__} {language}",
    )
    summary = writing.write_class(graded, ungraded)
    write_whole(folder / "summary.json", _as_json(batch, summary))


def _student(name: str) -> Student:
    """A student whose page is called the same in every report, whoever else is in the class."""
    digest = hashlib.sha256(os.fsencode(name)).hexdigest()[:12]
    return Student(one_line(name.encode("utf-8", "backslashreplace").decode()), f"{digest}{slug(name)}.html")


def _as_json(batch: Batch, summary: ClassSummary) -> bytes:
    rows = {row.student.page: row for row in summary.rows}
    students: list[dict[str, Any]] = []
    for entry in batch.entries:
        student, fate = _student(entry.name), batch.fates[entry.name]
        row = rows.get(student.page)
        students.append(
            {
                "name": student.name,
                "result": None
                if row is None
                else os.fsencode(batch.results.file_of(entry.name).relative_to(batch.results.path)).decode(
                    "utf-8", "backslashreplace"
                ),
                "score": None if row is None else row.mark.score,
                "max_score": None if row is None else row.mark.max_score,
                "state": "graded" if fate.state in MARKED else fate.state,
                "reason": fate.reason,
            }
        )
    content = {
        "schema": 1,
        "grader": f"convgrade {__version__}",
        "chapters": batch.way.chapters,
        "seed": batch.way.seed,
        "unseen": batch.way.unseen is not None,
        "speed": batch.way.speed,
        "students": students,
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"
