"""Markdown for a CI's summary page: the mark, the exercises as a table, then what is wrong.

Every text is escaped for GitHub's Markdown (GFM), so that a stranger's stays text: no HTML, no link, no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from grader.language import mark as _
from grader.report import sentences
from grader.report.messages import Messages, one_line
from grader.report.rows import LONGEST, Row, problems

if TYPE_CHECKING:
    from grader.report.model import ChapterResult, ExerciseResult, Result

LARGEST = 1 << 20
"""Bytes of a summary; GitHub drops a larger one altogether."""

MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+.!|~&@:$^=-])")
REFERENCE = re.compile(r"(\\[@#:])(?=\w)")
"""Where a mention, an issue's number, an emoji's name or an address begins; these are looked for in plain text, too."""

CUT = _("This summary is cut: it holds 1 MiB at most. The other reports have all of it.")
SIGNS = {"passed": "✅", "partial": "🟡", "not_started": "⚪", "grader_error": "⚠️"}
OTHER_SIGN = "❌"


def render(result: Result) -> str:
    """The result as Markdown of at most 1 MiB."""
    messages = Messages(result.language)
    kept: list[str] = []
    left = LARGEST - len(_paragraph(messages.text(CUT)).encode())
    for block in _blocks(result, messages):
        left -= len(block.encode())
        if left < 0:
            kept.append(_paragraph(messages.text(CUT)))
            break
        kept.append(block)
    return "".join(kept)


def escaped(text: str) -> str:
    """Text as Markdown that shows it, on one line."""
    return REFERENCE.sub(r"\1<!-- -->", MARKUP.sub(r"\\\1", one_line(text, 2 * LONGEST)))


def _paragraph(text: str) -> str:
    return f"{escaped(text)}\n\n"


def _blocks(result: Result, messages: Messages) -> Iterator[str]:
    """The parts of the summary, each of which may be the last."""
    mark = messages.text("Mark: {score} / {max_score}").format(
        score=messages.points(result.score), max_score=messages.points(result.max_score)
    )
    yield f"# {escaped(mark)}\n\n"
    for chapter in result.chapters:
        yield from _chapter(chapter, messages)
    told = {chapter.id for chapter in result.chapters if chapter.code != "graded"}
    wrong = (row for row in problems(result, messages) if row.status != "not_started" and row.chapter not in told)
    for _place, found in groupby(wrong, key=lambda row: (row.chapter, row.exercise)):
        yield from _problem(list(found), messages)
    yield f"<sub>{escaped(f'{result.grader}, {sentences.circumstances(result, messages)}')}</sub>\n"


def _chapter(chapter: ChapterResult, messages: Messages) -> Iterator[str]:
    heading = messages.text("Chapter {number} · {title}").format(
        number=chapter.number, title=messages.text(chapter.title)
    )
    yield f"## {escaped(heading)}\n\n"
    if chapter.code != "graded":
        yield _paragraph(sentences.chapter_sentence(chapter, messages))
    if chapter.exercises:
        columns = messages.text("Exercise"), messages.text("Points"), messages.text("Verdict")
        lines = [f"| | {' | '.join(map(escaped, columns))} |", "|---|---|---:|---|"]
        lines += [_table_line(exercise, messages) for exercise in chapter.exercises]
        yield "\n".join(lines) + "\n\n"


def _table_line(exercise: ExerciseResult, messages: Messages) -> str:
    points = f"{messages.points(exercise.score)} / {messages.points(exercise.max_score)}"
    cells = exercise.id, points, sentences.status(exercise.status, messages)
    return f"| {SIGNS.get(exercise.status, OTHER_SIGN)} | {' | '.join(map(escaped, cells))} |"


def _problem(found: list[Row], messages: Messages) -> Iterator[str]:
    """What is wrong with an exercise: its first failed check in full, the others by name."""
    first, *others = found
    yield f"### {escaped(first.name)}\n\n"
    yield _paragraph(first.said)
    if first.hint:
        yield f"> **{escaped(messages.text('Hint: ').strip())}** {escaped(first.hint)}\n\n"
    if first.case:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", first.case)), default=0))
        yield f"{fence}text\n{first.case}\n{fence}\n\n"
    if others:
        yield _paragraph(messages.text("Also to do: {checks}.").format(checks="; ".join(row.title for row in others)))
