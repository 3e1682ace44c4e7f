"""`grade notebooks build`: the source tree of an nbgrader course, and its settings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grader.cli.chapter_names import ChapterName, numbers_of
from grader.cli.notebooks import need_nbgrader
from grader.cli.words import LANGUAGE, tr
from grader.course import CHAPTERS
from grader.course.stubs import has_solutions
from grader.language import LANGUAGES
from grader.report.messages import Messages, one_line

if TYPE_CHECKING:
    from grader.classroom.notebooks.course_folder import Built
    from grader.classroom.notebooks.rebuilding import Change

CHANGES = {
    "own_cell": tr("A cell of your own behind “{cell}” is kept."),
    "own_text": tr("Your text of “{cell}” is kept."),
    "own_code": tr("Your code of “{cell}” is kept."),
    "own_points": tr("“{cell}” has the exercise's points again: marks are computed from them."),
    "restored": tr("“{cell}” has its own lines again: its mark depends on nothing else."),
    "duplicate": tr("A second cell “{cell}” is kept without its grade id, which nbgrader wants once."),
    "removed_text": tr("“{cell}” stays removed."),
}
"""What became of a cell that a teacher had changed."""


@click.command(
    help=tr(
        "Make the notebooks of CHAPTERS (all by default) for a course of nbgrader's, and its settings. What you have "
        "written into them stays."
    ),
    epilog=tr("Exit code: 0 all were made, 1 some could not be, 2 wrong usage."),
)
@click.argument("chapters", nargs=-1, type=ChapterName())
@click.option(
    "--course",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=tr("Folder of the course; it is made if need be."),
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help=tr("Language of the notebooks; by default the one they have, else that of the locale."),
)
@click.option("--fresh", is_flag=True, help=tr("Make the notebooks anew, without what you have changed in them."))
def build(chapters: tuple[list[int], ...], course: Path, lang: Literal["en", "fr"] | None, fresh: bool) -> None:
    """Build a course."""
    need_nbgrader()
    from grader.classroom.notebooks.course_folder import CourseFolder, NoNotebookError  # noqa: PLC0415 (needs nbgrader)
    from grader.classroom.notebooks.source_notebook import ScriptError  # noqa: PLC0415

    failed = False
    folder = CourseFolder(course)
    try:
        course.mkdir(parents=True, exist_ok=True)
        _tell(folder.build_config(lang or LANGUAGE), course)
        for number in numbers_of(chapters) or CHAPTERS:
            try:
                _tell(folder.build_chapter(number, lang, LANGUAGE, fresh=fresh), course)
            except (NoNotebookError, ScriptError) as error:
                failed = True
                message = tr("{file} is left as it is: {reason}. --fresh makes it anew.")
                click.echo(message.format(file=one_line(CHAPTERS[number]), reason=one_line(error)), err=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise click.UsageError(tr("{path} cannot be written: {reason}").format(path=course, reason=reason)) from error
    if not has_solutions():
        click.echo(
            click.wrap_text(
                tr("The model answers are not installed with the grader: yours go between the markers."), 80
            )
        )
    sys.exit(1 if failed else 0)


def _tell(built: Built, course: Path) -> None:
    """Say what became of a file."""
    name = built.path.relative_to(course)
    if built.exercises:
        messages = Messages(LANGUAGE)
        count = messages.plural("{count} exercise", "{count} exercises", built.exercises).format(count=built.exercises)
        size = tr("{exercises}, {points} points").format(exercises=count, points=messages.points(built.points))
    else:
        size = tr("settings")
    said = {
        "written": tr("{file} written ({size})."),
        "unchanged": tr("{file} is as it should be ({size})."),
        "kept": tr("{file} is yours and left as it is ({size})."),
    }
    click.echo(said[built.status].format(file=one_line(name), size=size))
    for change in built.changes:
        click.echo(f"  {_said(change)}")


def _said(change: Change) -> str:
    if change.kind == "own_cell" and not change.cell:
        return tr("A cell of your own at the beginning is kept.")
    return CHANGES[change.kind].format(cell=one_line(change.cell))
