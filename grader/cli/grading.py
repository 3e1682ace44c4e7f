"""`grade chapter4`: grade chapters and report."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from msgspec.structs import replace

from grader.cli import outputs, secret, ways
from grader.cli.chapter_names import ChapterName, numbers_of
from grader.cli.submissions import submission_at
from grader.cli.words import LANGUAGE, tr
from grader.course.kit import is_kit, left_out
from grader.engine.client import count_hints, outcome
from grader.engine.job import Done, Failed, Job, NotIsolated, UnknownExercise
from grader.language import LANGUAGES
from grader.sandbox.levels import LEVELS, Level, candidates

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.engine.job import Message
    from grader.report.model import Result
    from grader.sandbox.launch import WarmParent
    from grader.submission import Submission

NOT_INSTALLED = 2
GRADER_FAULT = 3


@click.command(
    help=tr("Grade CHAPTERS (chapter4, 4, ch4, several, or all) and report what is right, what is wrong and why."),
    epilog=tr("Exit code: 0 everything passed, 1 not, 2 wrong usage or no submission, 3 the grader failed."),
)
@click.argument("chapters", nargs=-1, required=True, type=ChapterName())
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    default=None,
    help=tr("Folder, file or archive to grade; exercises/ by default, or the current folder when it has none."),
)
@ways.exercises
@outputs.file_options
@ways.no_speed
@ways.seed
@secret.option
@click.option("--isolation", type=click.Choice(LEVELS), help=tr("Demand this isolation instead of the best available."))
@ways.min_score
@click.option(
    "--oracle",
    type=click.Choice(["keras"]),
    help=tr("Have Keras vouch for the reference on every case (extra `keras`)."),
)
@click.option("--watch", is_flag=True, help=tr("Grade again at every save, until Ctrl-C; without the speed checks."))
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGE, help=tr("Language of the report."))
@click.pass_obj
def chapters(
    judge: WarmParent,
    /,
    chapters: tuple[list[int], ...],
    submission: Path | None,
    exercises: tuple[str, ...],
    no_speed: bool,
    seed: int,
    secret_file: Path | None,
    isolation: Level | None,
    min_score: float | None,
    oracle: str | None,
    watch: bool,
    lang: Literal["en", "fr"],
    **files: Path | None,
) -> None:
    """Grade chapters and report."""
    outputs.check_files(files, allowed=not watch)
    levels = candidates(isolation)
    if oracle is not None and find_spec("tensorflow") is None:
        raise click.UsageError(tr("--oracle keras needs the extra: pip install 'convgrade[keras]'."))
    if is_kit() and (seed or oracle or secret_file):
        raise click.UsageError(
            tr("This kit has the public cases and their answers only: leave out {options}.").format(
                options="--seed, --secret, --oracle"
            )
        )
    with judge:
        from grader.report import terminal  # noqa: PLC0415 (while the judge gets ready)

        asked = submission_at(submission)
        todo = Job(
            chapters=numbers_of(chapters),
            submission=os.fsencode(asked.path.absolute()),
            language=lang,
            levels=list(levels),
            seed=seed,
            speed=not no_speed,
            exercises=list(exercises),
            oracle=oracle is not None,
            unseen=None if is_kit() else secret.unseen_seed(secret_file),
        )
        if watch:
            sys.exit(_watched(judge, todo, asked, min_score))
        with progress() as notice:
            message = outcome(judge, todo, notice)
        judge.begin_end()
        result = result_of(message, levels)
        result.submission = asked.shown
        count_hints(result, asked)
        written = outputs.write(result, files, beside_report=False)
        if outputs.leave_stdout(files):
            terminal.show(result, terminal.console())
            _tell_left_out(result, exercises)
        written &= outputs.write(result, files, beside_report=True)
    sys.exit(exit_code(result, min_score) if written else 2)


def _tell_left_out(result: Result, exercises: tuple[str, ...]) -> None:
    """Say which checks a kit leaves to the whole grader."""
    found = [one for chapter in result.chapters for one in left_out(chapter.id) if one[0] in exercises or not exercises]
    if not found:
        return
    from grader.report.messages import Messages  # noqa: PLC0415 (in a kit only)

    messages = Messages(result.language)
    click.echo(messages.text("Graded only where the course is, and not in this kit:"))
    for exercise, title, points in found:
        click.echo(f"  {exercise} · {messages.text(title)} ({messages.points(points)})")


def _watched(judge: WarmParent, todo: Job, submission: Submission, min_score: float | None) -> int:
    """Grade at every save; the exit code of the last result."""
    from grader.cli.watching import Watch  # noqa: PLC0415 (seldom needed)

    levels = tuple(todo.levels)
    last = Watch(replace(todo, speed=False), submission, lambda message: result_of(message, levels)).run(judge)
    click.echo()
    return 1 if last is None else exit_code(last, min_score)


def result_of(message: Message, levels: tuple[Level, ...]) -> Result:
    """The result, or the usage error or fault that came in its place."""
    match message:
        case Done():
            return message.result
        case NotIsolated():
            text = tr("The isolation “{level}” is not available here: {reason}")
            raise click.UsageError(text.format(level=levels[-1], reason=message.reason))
        case UnknownExercise():
            text = tr("There is no exercise “{name}” in these chapters, which have: {known}.")
            raise click.UsageError(text.format(name=message.name, known=", ".join(message.known)))
        case Failed():
            click.echo(tr("The grader failed: {reason}").format(reason=message.reason), err=True)
            sys.exit(GRADER_FAULT)
    raise AssertionError(message)


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str, str], None]]:
    """On a terminal, the exercise being graded; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _chapter, _exercise: None
        return
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status("") as status:

        def notice(chapter: str, exercise: str) -> None:
            status.update(f"{chapter} · {exercise}")

        yield notice


def exit_code(result: Result, min_score: float | None) -> int:
    """0 everything passed (or the minimum reached), 1 not, 2 packages are missing, 3 the grader failed."""
    if "grader_error" in result.statuses:
        return GRADER_FAULT
    if any(chapter.code == "needs_packages" for chapter in result.chapters):
        return NOT_INSTALLED
    if min_score is not None:
        return 0 if result.score >= min_score else 1
    return 0 if result.statuses <= {"passed"} else 1
