"""`grade hint conv2d`: a nudge first, then what to look at, then the shape of the solution. Never the code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grader.cli.chapter_names import ChapterName
from grader.cli.submissions import submission_at
from grader.cli.words import LANGUAGE, tr
from grader.course import CHAPTERS, LIGHT_CHAPTERS, load_chapter
from grader.course.hints import COUNT, steps_of
from grader.engine.client import outcome
from grader.engine.job import Done, Job
from grader.language import LANGUAGES
from grader.report.messages import Messages, printable
from grader.sandbox.levels import candidates
from grader.submission.hints import note_hint, used_hints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course.spec import Chapter, Exercise
    from grader.sandbox.launch import WarmParent
    from grader.submission import Submission

WIDTH = 80
ENDS = (".", "?", "!", "…")


@click.command(
    help=tr(
        "Give the next step of EXERCISE's hint: first a nudge, then what to look at, then the shape of the solution. "
        "How many were asked for is kept beside the exercises and stands in the result."
    )
)
@click.argument("exercise")
@click.option("--chapter", type=ChapterName(), help=tr("Chapter of the exercise, where several have one of its name."))
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    default=None,
    help=tr("Folder or file of the exercises; exercises/ by default, or the current folder when it has none."),
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGE, help=tr("Language of the hint."))
@click.pass_obj
def hint(
    judge: WarmParent,
    /,
    exercise: str,
    chapter: list[int] | None,
    submission: Path | None,
    lang: Literal["en", "fr"],
) -> None:
    """Give a hint."""
    with judge:
        home, found = _found(exercise, chapter or list(CHAPTERS))
        handed_in = submission_at(submission)
        if handed_in.folder is None:
            raise click.UsageError(tr("Hints are for a folder or a file: unpack the archive first."))
        step = min(used_hints(handed_in.folder).get(home.id, {}).get(found.id, 0) + 1, COUNT)
        messages = Messages(lang)
        about = _about_the_code(judge, home, found, handed_in, messages)
        for line in _lines(home, found, step, about, messages):
            click.echo(line)
        try:
            note_hint(handed_in.folder, home.id, found.id, step)
        except OSError as error:
            message = tr("That this hint was given cannot be kept: {reason}").format(reason=error.strerror)
            click.echo(message, err=True)


def _found(name: str, numbers: Sequence[int]) -> tuple[Chapter, Exercise]:
    """The exercise of that name and its chapter; a usage error when there is none, or more than one."""
    chapters = [load_chapter(number) for number in numbers]
    found = [(chapter, exercise) for chapter in chapters for exercise in chapter.exercises if exercise.id == name]
    if not found:
        message = tr("There is no exercise “{name}”: `grade show all` lists them.")
        raise click.UsageError(message.format(name=printable(name)))
    if len(found) > 1:
        where = ", ".join(f"chapter{chapter.number}" for chapter, _ in found)
        message = tr("Several chapters have an exercise “{name}” ({chapters}): say which with --chapter.")
        raise click.UsageError(message.format(name=name, chapters=where))
    return found[0]


def _about_the_code(
    judge: WarmParent, chapter: Chapter, exercise: Exercise, submission: Submission, messages: Messages
) -> str:
    """The hint of the mistake that the grader finds in what is written so far, if it finds one.

    Grading a Keras chapter takes too long for that; whatever keeps this one from being graded is no matter here.
    """
    if chapter.number not in LIGHT_CHAPTERS:
        return ""
    todo = Job(
        chapters=[chapter.number],
        submission=os.fsencode(submission.path.absolute()),
        language=messages.language,
        levels=list(candidates(None)),
        speed=False,
        exercises=[exercise.id],
    )
    message = outcome(judge, todo, lambda _chapter, _exercise: None)
    judge.begin_end()
    if not isinstance(message, Done):
        return ""
    checks = [check for graded in message.result.chapters for one in graded.exercises for check in one.checks]
    return next((messages.text(check.hint) for check in checks if check.hint), "")


def _lines(chapter: Chapter, exercise: Exercise, step: int, about: str, messages: Messages) -> list[str]:
    """The steps up to this one, and what to do then."""
    heading = messages.text("Chapter {number} · {title}").format(
        number=chapter.number, title=messages.text(chapter.title)
    )
    lines = [f"{heading} · {exercise.id}", ""]
    if about:
        lines += [_paragraph(messages.text("In your code: {hint}").format(hint=printable(about))), ""]
    for number, sentences in enumerate(steps_of(chapter.id, exercise)[:step], 1):
        lead = messages.text("Hint {number} of {count}:").format(number=number, count=COUNT)
        lines += [_paragraph(" ".join([lead, *(_sentence(messages.text(part)) for part in sentences)])), ""]
    if step < COUNT:
        then = messages.text("Try it, then `grade chapter{number}`. Still stuck? The same command gives the next hint.")
    else:
        then = messages.text(
            "That was the last one: there is no more to say but the code. `grade chapter{number}` then."
        )
    lines.append(_paragraph(then.format(number=chapter.number)))
    return lines


def _sentence(text: str) -> str:
    return text if text.endswith(ENDS) else f"{text}."


def _paragraph(text: str) -> str:
    return click.wrap_text(text, WIDTH)
