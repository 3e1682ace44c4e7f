"""`grade list`, `show`, `init` and `schema`: the course and its formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grader.cli.chapter_names import ChapterName, numbers_of
from grader.cli.words import LANGUAGE, tr
from grader.course import CHAPTERS, load_chapter
from grader.course.stubs import stub_files
from grader.language import LANGUAGES
from grader.report.messages import Messages

if TYPE_CHECKING:
    from grader.course.spec import Chapter, Exercise

language_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=LANGUAGE, help=tr("Language of what is shown.")
)


@click.command("list", help=tr("List the chapters."))
@language_option
def list_chapters(lang: Literal["en", "fr"]) -> None:
    """List the chapters: number, title, exercises, points."""
    messages = Messages(lang)
    for number in CHAPTERS:
        chapter = load_chapter(number)
        count = len(chapter.exercises)
        exercises = messages.plural("{count} exercise", "{count} exercises", count).format(count=count)
        title = messages.text(chapter.title)
        click.echo(f"chapter{number:<3} {title:<49} {exercises:>12}  / {messages.points(chapter.points)}")


@click.command(help=tr("Show what CHAPTERS ask for: functions, points, allowed imports."))
@click.argument("chapters", nargs=-1, required=True, type=ChapterName())
@language_option
def show(chapters: tuple[list[int], ...], lang: Literal["en", "fr"]) -> None:
    """Show the exercises of chapters."""
    messages = Messages(lang)
    for number in numbers_of(chapters):
        _show_chapter(load_chapter(number), messages)


def _show_chapter(chapter: Chapter, messages: Messages) -> None:
    title, points = messages.text(chapter.title), messages.points(chapter.points)
    click.echo(messages.text("Chapter {number} · {title}").format(number=chapter.number, title=title) + f"  / {points}")
    allowed = messages.text("File: {file}. Allowed imports: {packages}, the standard library, your own modules.")
    click.echo(allowed.format(file=f"{chapter.id}.py", packages=", ".join(chapter.imports)))
    for exercise in chapter.exercises:
        _show_exercise(exercise, messages)


def _show_exercise(exercise: Exercise, messages: Messages) -> None:
    parameters = ", ".join(
        name if parameter.default is parameter.empty else f"{name}={parameter.default!r}"
        for name, parameter in exercise.written_signature.parameters.items()
    )
    call = f"{exercise.id}({parameters})"
    click.echo(f"\n{call:<70} / {messages.points(exercise.points)}")
    click.echo(f"  {messages.text(exercise.summary)}")
    for check in exercise.checks:
        click.echo(f"  - {messages.text(check.title):<60} {messages.points(check.points):>6}")


@click.command(help=tr("Put a fresh copy of the exercises into FOLDER. Nothing that is there already is overwritten."))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGE, help=tr("Language of the exercises' text."))
def init(folder: Path, lang: Literal["en", "fr"]) -> None:
    """Write the stubs: their text in a language, their code as it is."""
    from grader.course.prose import translated  # noqa: PLC0415 (only here)

    translate = Messages(lang).text
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stub in stub_files():
            target = folder / stub.name
            if target.exists():
                click.echo(tr("{file} is there already: left as it is.").format(file=target))
            else:
                target.write_text(translated(stub.read_text("utf-8"), translate), "utf-8")
                click.echo(tr("{file} written.").format(file=target))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise click.UsageError(tr("{path} cannot be written: {reason}").format(path=folder, reason=reason)) from error
    click.echo(tr("Next: open a file, then `grade chapter4 --submission {folder}`.").format(folder=folder))


@click.command(help=tr("Print the JSON Schema of a result."))
def schema() -> None:
    """Print the JSON Schema."""
    from grader.report.model import json_schema  # noqa: PLC0415

    click.echo(json_schema(), nl=False)
