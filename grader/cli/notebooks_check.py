"""`grade notebooks check`: what is wrong with an nbgrader course."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.cli.notebooks import need_nbgrader
from grader.cli.words import LANGUAGE, tr
from grader.report.messages import Messages, one_line

WIDTH = 80


@click.command(
    help=tr("Say what is wrong with a course of nbgrader's: settings, notebooks, what students get."),
    epilog=tr("Exit code: 0 nothing is wrong, 1 something is, 2 wrong usage."),
)
@click.option(
    "--course",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help=tr("Folder of the course."),
)
def check(course: Path) -> None:
    """Check a course."""
    need_nbgrader()
    from grader.classroom.notebooks.course_check import problems_of  # noqa: PLC0415 (needs nbgrader)
    from grader.classroom.notebooks.course_folder import CourseFolder  # noqa: PLC0415

    folder = CourseFolder(course)
    count, place = 0, ""
    for problem in problems_of(folder):
        count += 1
        if problem.place != place:
            place = problem.place
            click.echo(one_line(place))
        facts = {name: one_line(fact) for name, fact in problem.facts.items()}
        text = tr(problem.message).format(**facts)
        click.echo(click.wrap_text(f"✗ {text}", WIDTH, initial_indent="  ", subsequent_indent="    "))
    if count:
        messages = Messages(LANGUAGE)
        click.echo(messages.plural("{count} problem.", "{count} problems.", count).format(count=count))
    else:
        assignments = len(folder.assignments())
        messages = Messages(LANGUAGE)
        text = messages.plural(
            "Nothing is wrong: {count} assignment.", "Nothing is wrong: {count} assignments.", assignments
        )
        click.echo(text.format(count=assignments))
    sys.exit(1 if count else 0)
