"""The judge: the process that knows what is expected. It is forked by the warm parent and does one job.

No submission ever enters it: it reads submissions as files, hands them to workers and judges what comes back. Its
first act is to have a worker import the first module; what it needs itself is loaded meanwhile.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

from grader.course import CHAPTERS, LIGHT_CHAPTERS
from grader.engine import job
from grader.engine.opening import Opened
from grader.sandbox.frames import read_frame
from grader.sandbox.levels import IsolationUnavailableError
from grader.sandbox.limits import Limits
from grader.submission import Submission

if TYPE_CHECKING:
    from grader.sandbox.forking import Starter


def main(start: Starter) -> None:
    """Read the job from stdin, do it with workers from `start`, write news and the outcome to stdout."""
    answers = cast("BinaryIO", os.fdopen(os.dup(1), "wb", buffering=0))
    try:
        todo = job.decode_job(read_frame(sys.stdin.buffer, job.LARGEST))
    except EOFError:  # there is nothing to do after all
        return
    with ExitStack() as ending:  # the workers end while the command line reports
        try:
            outcome = _outcome(todo, start, answers, ending)
        except Exception as error:  # noqa: BLE001 (a fault of ours is told, and is nobody's failure)
            outcome = job.Failed(f"{type(error).__name__}: {error}")
        answers.write(job.encode(outcome))


def _outcome(todo: job.Job, start: Starter, answers: BinaryIO, ending: ExitStack) -> job.Message:
    submission = Submission.at(Path(os.fsdecode(todo.submission)))
    opened = None
    try:
        if todo.chapters[0] in LIGHT_CHAPTERS:
            opened = Opened.of(submission, CHAPTERS[todo.chapters[0]], start, todo.levels, Limits())
    except IsolationUnavailableError as error:
        return job.NotIsolated(str(error))
    from grader.course import load_chapter  # noqa: PLC0415 (while the worker imports the submission)
    from grader.engine.chapter import Settings  # noqa: PLC0415
    from grader.engine.questions import Questions  # noqa: PLC0415
    from grader.engine.run import grade  # noqa: PLC0415
    from grader.engine.starters import Starters  # noqa: PLC0415

    chapters = [load_chapter(number) for number in todo.chapters]
    known = [exercise.id for chapter in chapters for exercise in chapter.exercises]
    for name in todo.exercises:
        if name not in known:
            return job.UnknownExercise(name, known)

    def notice(chapter: str, exercise: str) -> None:
        answers.write(job.encode(job.Grading(chapter, exercise)))

    settings = Settings(Questions(todo.seed), todo.speed, frozenset(todo.exercises), todo.oracle)
    language = cast("Literal['en', 'fr']", todo.language)
    try:
        starters = ending.enter_context(Starters(start))
        starters.prepare(chapters)
        workers = ending.enter_context(ExitStack())
        return job.Done(
            grade(todo.chapters, submission, settings, todo.levels, language, starters, notice, workers, opened)
        )
    except IsolationUnavailableError as error:
        return job.NotIsolated(str(error))
