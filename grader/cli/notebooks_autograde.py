"""`grade notebooks autograde`: what nbgrader's command does, for a whole class side by side."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.notebooks import need_nbgrader
from grader.cli.progress import Advance, stages
from grader.cli.words import LANGUAGE, tr
from grader.report.messages import Messages, one_line

if TYPE_CHECKING:
    from grader.classroom.notebooks.autograding import Course, Key

FAULT, INTERRUPTED = 3, 130

REFUSALS = {
    "no_settings": tr("There is no {file} in this folder: `grade notebooks build` makes a course."),
    "bad_settings": tr("{file} cannot be run: {reason}"),
    "other_settings": tr("{file} does not grade in the sandbox: `grade notebooks check` says what is wrong with it."),
}


@click.command(
    help=tr(
        "Grade what students handed in for ASSIGNMENTS (all chapters by default), several at once, into nbgrader's "
        "gradebook. The marks are those of `nbgrader autograde`. Run again, it grades what is new or has changed; "
        "after Ctrl-C or a power cut, the rest."
    ),
    epilog=tr("Exit code: 0 everybody has marks, 2 wrong usage, 3 the grader failed for some, 130 interrupted."),
)
@click.argument("assignments", nargs=-1)
@click.option(
    "--course",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help=tr("Folder of the course."),
)
@click.option("--student", "students", multiple=True, help=tr("Grade only this student; may be repeated."))
@click.option("--workers", type=click.IntRange(min=1), help=tr("Grade so many at once; one a processor by default."))
def autograde(assignments: tuple[str, ...], course: Path, students: tuple[str, ...], workers: int | None) -> None:
    """Grade a class."""
    need_nbgrader()
    from grader.classroom.notebooks.autograding import Course, NoCourseError  # noqa: PLC0415 (needs nbgrader)
    from grader.classroom.notebooks.grading import NotGradedError  # noqa: PLC0415

    try:
        opened = Course(course)
    except NoCourseError as error:
        facts = {name: one_line(fact) for name, fact in error.facts.items()}
        raise click.UsageError(REFUSALS[error.code].format(**facts)) from error
    except NotGradedError as error:
        raise click.UsageError(str(error)) from error
    with opened:
        keys = opened.submissions(assignments, students)
        if not keys:
            raise click.UsageError(tr("Nothing was handed in: there is no such notebook in submitted/."))
        sys.exit(_graded(opened, keys, workers or len(os.sched_getaffinity(0))))


def _graded(course: Course, keys: list[Key], workers: int) -> int:
    """Grade the submissions, and say what became of them; the exit code."""
    done = failed = 0
    try:
        with stages() as (stage, tell):
            looked_at = stage(tr("looking for changes"), len(keys))
            advance: Advance | None = None
            for (assignment, student), fate in course.grade(keys, workers, looked_at):
                advance = advance or stage(tr("grading"), len(keys))
                advance()
                done += not fate.reason
                failed += bool(fate.reason)
                if fate.reason:
                    tell(f"{one_line(student)}, {one_line(assignment)}: {one_line(fate.reason)}")
                if fate.log:
                    tell(fate.log)
    except KeyboardInterrupt:
        message = tr("Interrupted: {done} of {count} have their marks. The same command goes on from here.")
        click.echo(message.format(done=done, count=len(keys)), err=True)
        return INTERRUPTED
    text = Messages(LANGUAGE).plural(
        "{count} submission has its marks in the gradebook.",
        "{count} submissions have their marks in the gradebook.",
        done,
    )
    click.echo(text.format(count=done))
    return FAULT if failed else 0
