"""Who is who: tables that say as whom a learning platform knows the students whose submissions were graded.

A roster is a CSV file of a teacher's own. Its headings, in any order, are those of `COLUMNS`; `submission` is what the
submission is called, the others are what is known of the student. Two submissions of one student are two attempts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

COLUMNS = (
    *("submission", "id", "username", "email", "last_name", "first_name", "canvas_id", "section"),
    *("submitted", "deadline"),
)
IDENTITY = ("id", "username", "email", "canvas_id")
TIMES = ("submitted", "deadline")
LARGEST = 16 << 20
CANVAS = {"Student": "name", "ID": "canvas_id", "SIS User ID": "id", "SIS Login ID": "username", "Section": "section"}


class RosterError(Exception):
    """A table that is none; `line` is 0 where it is the whole, `what` the heading or the text that is wrong."""

    def __init__(self, code: str, line: int = 0, what: str = "") -> None:
        super().__init__(f"{code} {line} {what}")
        self.code = code
        self.line = line
        self.what = what


class Person(msgspec.Struct, frozen=True):
    """A line of a roster; what is not known is empty."""

    submission: str
    id: str = ""
    username: str = ""
    email: str = ""
    last_name: str = ""
    first_name: str = ""
    canvas_id: str = ""
    section: str = ""
    submitted: datetime | None = None
    deadline: datetime | None = None

    @property
    def key(self) -> str:
        """What tells a student from others: the first identity that is known, or else the submission's name."""
        known = (f"{name}:{value}" for name in IDENTITY if (value := getattr(self, name)))
        return next(known, f"submission:{self.submission}")


def roster_of(data: bytes) -> list[Person]:
    """The lines of a roster; times are ISO 8601, in UTC where they do not say otherwise."""
    people = []
    for line, row in _rows(data):
        if unknown := [heading for heading in row if heading not in COLUMNS]:
            raise RosterError("unknown_column", 1, unknown[0])
        if not row.get("submission"):
            raise RosterError("no_submission_column" if "submission" not in row else "no_submission", line)
        fields: dict[str, str | datetime | None] = {name: value for name, value in row.items() if name not in TIMES}
        fields |= {name: _time(row[name], line) for name in TIMES if row.get(name)}
        people.append(msgspec.convert(fields, Person))
    return people


def canvas_students(data: bytes) -> list[Mapping[str, str]]:
    """Students of a gradebook that Canvas exported: its five columns, under our names and `name`.

    The row of the points that are possible is no student, nor is the test student, who has no id.
    """
    rows = [row for _, row in _rows(data)]
    if rows and (missing := [heading for heading in CANVAS if heading not in rows[0]]):
        raise RosterError("no_canvas_column", 1, missing[0])
    people = [{ours: row[heading] for heading, ours in CANVAS.items()} for row in rows]
    return [person for person in people if person["canvas_id"]]


def _rows(data: bytes) -> Iterable[tuple[int, dict[str, str]]]:
    """Lines with their numbers, cells by heading; separated by commas, semicolons or tabs."""
    if len(data) > LARGEST:
        raise RosterError("huge")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RosterError("not_utf8", data.count(b"\n", 0, error.start) + 1) from error
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    headings = [heading.strip() for heading in next(reader, [])]
    for cells in reader:
        if any(cells):
            padded = [cell.strip() for cell in cells] + [""] * (len(headings) - len(cells))
            yield reader.line_num, dict(zip(headings, padded, strict=False))


def _time(text: str, line: int) -> datetime:
    try:
        return in_utc(text)
    except ValueError as error:
        raise RosterError("no_time", line, text) from error


def in_utc(text: str) -> datetime:
    """A time as ISO 8601 writes it; of UTC unless it says otherwise. `ValueError` for anything else."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def worksheet_filled(
    data: bytes, column: str | None, marks: Mapping[str, str], known: Sequence[str]
) -> tuple[bytes, int]:
    """A worksheet that Moodle exported with marks put in, and how many; all else in it is left as it was.

    Moodle finds columns by headings in its users' language: the one of the marks is `column`, or the one of `known`
    headings that is there. A line is a student's when one of its cells before that is an identity in `marks`.
    """
    text = data.decode("utf-8-sig")
    bom = data.startswith("\ufeff".encode())
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    headings = [heading.casefold() for heading in lines[0]] if lines else []
    wanted = [column] if column else known
    places = [headings.index(name.casefold()) for name in wanted if name.casefold() in headings]
    if not places:
        raise RosterError("no_mark_column", 1, ", ".join(lines[0] if lines else []))
    count = 0
    for cells in lines[1:]:
        who = [cell.strip().casefold() for cell in cells[: places[0]]]
        mark = next((marks[cell] for cell in who if cell in marks), None)
        if mark is not None and len(cells) > places[0]:
            cells[places[0]] = mark
            count += 1
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(lines)
    return ("\ufeff" if bom else "").encode() + out.getvalue().encode(), count
