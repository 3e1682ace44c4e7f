"""What `--watch` shows after each save: what is broken, the step to take, then how far one is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from grader.report import sentences
from grader.report.cases import WIDTH
from grader.report.terminal import Page, exercise_line, failed_check, mark

if TYPE_CHECKING:
    from grader.report.model import ChapterResult, ExerciseResult, Result

Name = tuple[str, str]
"""A chapter's id and an exercise's."""


def show(result: Result, console: Console, broken: AbstractSet[Name], edited: Sequence[Name]) -> None:
    """Print a result: `broken` exercises were right before; of those `edited` the first that is wrong comes first."""
    page = Page(result.language, min(console.width, WIDTH))
    console.print(Group(*_parts(result, broken, edited, page)), soft_wrap=False)


def names_of(result: Result) -> Iterator[tuple[Name, ExerciseResult]]:
    """All exercises of a result and their names."""
    for chapter in result.chapters:
        for exercise in chapter.exercises:
            yield (chapter.id, exercise.id), exercise


def _parts(result: Result, broken: AbstractSet[Name], edited: Sequence[Name], page: Page) -> Iterator[RenderableType]:
    for _, name in sorted(broken):
        shout = page.text("{function} was right before and is wrong now!").format(function=name)
        yield Text(f"✗ {shout}", style="bold red reverse")
    yield from _step(result, [*edited, *sorted(broken)], page)
    for chapter in result.chapters:
        heading = page.text("Chapter {number} · {title}").format(number=chapter.number, title=page.text(chapter.title))
        yield Rule(Text(heading, style="bold"), align="left", style="dim")
        yield from (exercise_line(exercise, page) for exercise in chapter.exercises)
    yield Rule(style="dim")
    yield mark(result, page)


def _step(result: Result, first: Sequence[Name], page: Page) -> Iterator[RenderableType]:
    """The step to take: one of these exercises if it is wrong, else the first that is."""
    for chapter in result.chapters:
        if chapter.code != "graded":
            yield page.paragraph(sentences.chapter_sentence(chapter, page), "red")
            return
    wrong = {name: exercise for name, exercise in names_of(result) if exercise.status != "passed"}
    if not wrong:
        yield Text(page.text("Everything is right. Well done!"), style="bold green")
        return
    name = next((name for name in first if name in wrong), next(iter(wrong)))
    chapter = next(chapter for chapter in result.chapters if chapter.id == name[0])
    yield from _exercise(chapter, wrong[name], page)


def _exercise(chapter: ChapterResult, exercise: ExerciseResult, page: Page) -> Iterator[RenderableType]:
    if exercise.status == "not_started":
        step = page.text("Next: {function} in {file}.").format(function=exercise.id, file=f"{chapter.id}.py")
        yield Text(step, style="bold")
        return
    check = next(check for check in exercise.checks if check.status != "passed")
    yield from failed_check(exercise, check, page)
