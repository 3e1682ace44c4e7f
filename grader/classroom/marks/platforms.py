"""Marks as the learning platforms import them: pure functions from rows to a file of bytes.

Moodle's grade import takes a CSV file with free column names; the teacher says which column identifies the user (ID
number, e-mail address or user name) and which are marks; `-` leaves a mark as it is. Canvas imports what its gradebook
exports: five columns that say who and where, then one an assignment, and a row of the points that are possible. Both
read UTF-8 with commas and decimal points. A mark is rounded to two decimals, halves upwards, on the decimal number
that it is written as.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from grader.report.class_csv import text_cell

CENT = Decimal("0.01")
NO_MARK_IN_MOODLE = "-"
CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
CANVAS_POINTS = "    Points Possible"
"""As Canvas writes it, four blanks included."""


@dataclass(frozen=True, slots=True)
class StudentMarks:
    """A student as a course knows them, and their marks by assignment: None, or no entry, where there is no mark.

    `id` is the course's own (Moodle's ID number, Canvas's SIS user ID); what is not known is empty.
    """

    id: str
    marks: Mapping[str, float | None]
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    username: str = ""
    canvas_id: str = ""
    section: str = ""


def moodle_csv(students: Sequence[StudentMarks], assignments: Mapping[str, float]) -> bytes:
    """A file for Moodle's grade import; `assignments` gives the points of each by its name.

    The points stand in the heading, for Moodle asks for them when it makes a grade item.
    """
    headings = ["ID number", "Username", "Last name", "First name", "Email address"]
    lines = [[text_cell(heading) for heading in [*headings, *_headings(assignments)]]]
    for student in students:
        who = (student.id, student.username, student.last_name, student.first_name, student.email)
        marks = (student.marks.get(name) for name in assignments)
        lines.append([*map(text_cell, who), *(rounded(mark, NO_MARK_IN_MOODLE) for mark in marks)])
    return _file(lines)


def canvas_csv(students: Sequence[StudentMarks], assignments: Mapping[str, float]) -> bytes:
    """A file for Canvas's gradebook; `assignments` gives the points of each by its name.

    An assignment named as Canvas exports it (`Chapter 4 (1234)`) is found by the number; under another name Canvas
    offers to make it.
    """
    lines = [[text_cell(heading) for heading in [*CANVAS_COLUMNS, *assignments]]]
    lines.append([text_cell(CANVAS_POINTS), "", "", "", "", *map(rounded, assignments.values())])
    for student in students:
        name = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
        who = (name, student.canvas_id, student.id, student.username, student.section)
        lines.append([*map(text_cell, who), *(rounded(student.marks.get(name)) for name in assignments)])
    return _file(lines)


def plain_csv(students: Sequence[StudentMarks], assignments: Mapping[str, float]) -> bytes:
    """A table for whatever reads CSV: everything that is known of a student, each mark and what it is out of."""
    headings = ["id", "username", "email", "last_name", "first_name", "section"]
    marks = [heading for name in assignments for heading in (name, f"{name} / max")]
    lines = [[text_cell(heading) for heading in [*headings, *marks]]]
    for student in students:
        who = [text_cell(getattr(student, heading)) for heading in headings]
        cells = [
            cell for name, most in assignments.items() for cell in (rounded(student.marks.get(name)), rounded(most))
        ]
        lines.append([*who, *cells])
    return _file(lines)


def rounded(mark: float | None, none: str = "") -> str:
    """A mark with two decimals at most, or what stands for none."""
    if mark is None:
        return none
    cents = Decimal(repr(float(mark))).quantize(CENT, ROUND_HALF_UP)
    return f"{cents + 0:f}".rstrip("0").rstrip(".")


def _headings(assignments: Mapping[str, float]) -> list[str]:
    return [f"{name} (/{rounded(points)})" for name, points in assignments.items()]


def _file(lines: Sequence[Sequence[str]]) -> bytes:
    return "".join(f"{','.join(cells)}\r\n" for cells in lines).encode("utf-8", "backslashreplace")
