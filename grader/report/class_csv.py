"""A class as a table for a spreadsheet: one row a student, the mark, the points of every chapter and exercise.

UTF-8 with a byte order mark, without which Excel takes it for the code page of the machine and breaks every accent;
lines end as RFC 4180 says. In French, cells are parted by semicolons and numbers have a decimal comma, as a French
spreadsheet expects them.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from grader.language import mark as _
from grader.report.messages import Messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.report.class_summary import ClassSummary, Points, Row

BEGINS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, the wide forms that it reads as the same included."""

MOST_CHARACTERS = 1000
BLANKS = "\t\r\n"
SEPARATORS = {"en": ",", "fr": ";"}
HEADINGS = (_("Student"), _("Mark"), _("Out of"))


def render(summary: ClassSummary, language: str) -> bytes:
    """The table as a file of bytes."""
    messages = Messages(language)
    separator = SEPARATORS[language]
    lines = (f"{separator.join(cells)}\r\n" for cells in _lines(summary, messages))
    return codecs.BOM_UTF8 + "".join(lines).encode("utf-8", "backslashreplace")


def text_cell(text: str) -> str:
    """A text that no spreadsheet computes: a quotation mark before what could begin a formula, as OWASP advises.

    It is always in quotes, so that no separator in it begins another cell.
    """
    if len(text) > MOST_CHARACTERS:
        text = f"{text[:MOST_CHARACTERS]}…"
    bare = text.lstrip()
    if bare.startswith(BEGINS_A_FORMULA) or set(BLANKS) & set(text[: len(text) - len(bare)]):
        text = f"'{text}"
    return '"{}"'.format(text.replace('"', '""'))


def _lines(summary: ClassSummary, messages: Messages) -> Iterator[list[str]]:
    headings = [messages.text(heading) for heading in HEADINGS]
    for chapter in summary.chapters:
        headings += [chapter.id, *(f"{chapter.id}.{exercise}" for exercise in chapter.exercises)]
    yield [text_cell(heading) for heading in headings]
    for row in summary.rows:
        yield [text_cell(row.student.name), *_numbers(row, summary, messages)]
    for student in summary.ungraded:
        yield [text_cell(student.name)] + [""] * (len(headings) - 1)


def _numbers(row: Row, summary: ClassSummary, messages: Messages) -> Iterator[str]:
    yield messages.points(row.mark.score + 0.0)
    yield messages.points(row.mark.max_score)
    for chapter in summary.chapters:
        yield _points(row.chapters.get(chapter.id), messages)
        for exercise in chapter.exercises:
            yield _points(row.exercises.get((chapter.id, exercise)), messages)


def _points(points: Points | None, messages: Messages) -> str:
    """Points as a number; an empty cell for what the result does not hold, or the grader could not judge."""
    return "" if points is None or points.share is None else messages.points(points.score + 0.0)
