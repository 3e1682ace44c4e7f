"""The judge: the process that knows what is expected. It is forked by the warm parent and does one job after another.

No submission ever enters it: it reads submissions as files, hands them to workers and judges what comes back. Its
first act is to have a worker import the first module; what it needs itself is loaded meanwhile.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

from msgspec.structs import replace

from grader.course import CHAPTERS, LIGHT_CHAPTERS
from grader.engine import job
from grader.engine.opening import Opened
from grader.engine.processors import apart_from_workers
from grader.engine.session import Session
from grader.sandbox.frames import read_frame
from grader.sandbox.levels import IsolationUnavailableError, Level
from grader.sandbox.limits import Limits
from grader.submission import Submission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course.spec import Chapter
    from grader.engine.chapter import Settings
    from grader.engine.notebooks import Picker
    from grader.engine.questions import Questions
    from grader.engine.starters import Starters
    from grader.sandbox.forking import Starter


def main(start: Starter) -> None:
    """Read jobs from stdin, do them with workers from `start`, write news and the outcomes to stdout."""
    answers = cast("BinaryIO", os.fdopen(os.dup(1), "wb", buffering=0))
    with ExitStack() as kept, ExitStack() as for_one_job:
        for_one_job.enter_context(apart_from_workers())
        judge = Judge(start, answers, kept)
        while True:
            try:
                todo = job.decode_job(read_frame(sys.stdin.buffer, job.LARGEST))
            except EOFError:  # there is nothing more to do
                return
            with ExitStack() as ending:  # the workers end while the command line reports
                try:
                    outcome = judge.outcome(todo, ending)
                except Exception as error:  # noqa: BLE001 (a fault of ours is told, and is nobody's failure)
                    outcome = job.Failed(f"{type(error).__name__}: {error}")
                answers.write(job.encode(outcome))
            judge.get_ready()
            for_one_job.close()  # for many jobs there are many judges, and the kernel has more to arrange
            gc.enable()  # not before: for one job, there is less to collect than collecting takes


class Judge:
    """Does jobs, and keeps what the next one can use: what is right, and nurseries of workers."""

    def __init__(self, start: Starter, answers: BinaryIO, kept: ExitStack) -> None:
        """Take workers from `start`, write news to `answers`; `kept` ends what is kept."""
        self._start = start
        self._answers = answers
        self._kept = kept
        self._starters: Starters | None = None
        self._questions: dict[tuple[int, int | None], Questions] = {}
        self._pickers: dict[tuple[Level, ...], Picker] = {}
        self._done: list[Level] = []
        self._ready: Session | None = None
        kept.callback(self._end_ready)

    def outcome(self, todo: job.Job, ending: ExitStack) -> job.Message:
        """Do a job; `ending` ends its workers."""
        path = Path(os.fsdecode(todo.submission))
        carried = todo.carried
        submission = Submission(path, carried.kind, carried=carried) if carried else Submission.at(path)
        opened = None
        try:
            submission = self._picked(submission, todo)
            if todo.chapters[0] in LIGHT_CHAPTERS:
                chapter, ready = CHAPTERS[todo.chapters[0]], self._take_ready(todo.levels)
                opened = ending.enter_context(
                    Opened.of(submission, chapter, self._start, todo.levels, Limits(), ready=ready)
                )
        except IsolationUnavailableError as error:
            return job.NotIsolated(str(error))
        from grader.course import load_chapter  # noqa: PLC0415 (while the worker imports the submission)
        from grader.engine.run import grade  # noqa: PLC0415

        chapters = [load_chapter(number) for number in todo.chapters]
        known = [exercise.id for chapter in chapters for exercise in chapter.exercises]
        for name in todo.exercises:
            if name not in known:
                return job.UnknownExercise(name, known)
        settings, language = self._settings(todo), cast("Literal['en', 'fr']", todo.language)
        try:
            starters = self._prepared(chapters)
            workers = ending.enter_context(ExitStack())
            result = grade(
                todo.chapters, submission, settings, todo.levels, language, starters, self._notice, workers, opened
            )
            self._done.append(result.isolation)
            return job.Done(result)
        except IsolationUnavailableError as error:
            return job.NotIsolated(str(error))

    def get_ready(self) -> None:
        """Have the next job's worker started, while nobody waits for it: after two jobs, a third is likely."""
        if len(self._done) > 1 and self._ready is None:
            self._ready = Session(self._start, self._done[-1:], Limits())

    def _take_ready(self, levels: Sequence[Level]) -> Session | None:
        """The worker that was started before, if it is at the level asked for."""
        ready, self._ready = self._ready, None
        if ready is not None and list(ready.levels) != list(levels):
            ready.reset()
            return None
        return ready

    def _end_ready(self) -> None:
        if self._ready is not None:
            self._ready.reset()

    def _picked(self, submission: Submission, todo: job.Job) -> Submission:
        """A notebook with what is graded of it: a worker that is kept picks from all of them."""
        if submission.kind != "notebook":
            return submission
        from grader.engine.notebooks import Picker  # noqa: PLC0415 (see above)

        levels = tuple(todo.levels)
        if levels not in self._pickers:
            self._pickers[levels] = self._kept.enter_context(Picker(self._start, levels))
        names = [CHAPTERS[number] for number in todo.chapters]
        return replace(submission, picked={name: self._pickers[levels].picked(submission, name) for name in names})

    def _notice(self, chapter: str, exercise: str) -> None:
        self._answers.write(job.encode(job.Grading(chapter, exercise)))

    def _prepared(self, chapters: list[Chapter]) -> Starters:
        from grader.engine.starters import Starters  # noqa: PLC0415 (see above)

        if self._starters is None:
            self._starters = self._kept.enter_context(Starters(self._start))
        self._starters.prepare(chapters)
        return self._starters

    def _settings(self, todo: job.Job) -> Settings:
        from grader.engine.chapter import Settings  # noqa: PLC0415 (see above)

        public = self._questions_of(todo.seed)
        unseen = None if todo.unseen is None else self._questions_of(todo.unseen, todo.seed)
        return Settings(public, todo.speed, frozenset(todo.exercises), todo.oracle, unseen)

    def _questions_of(self, seed: int, besides: int | None = None) -> Questions:
        from grader.engine.questions import Questions  # noqa: PLC0415 (see above)

        if (seed, besides) not in self._questions:
            known = None if besides is None else self._questions_of(besides)
            self._questions[seed, besides] = Questions(seed, known)
        return self._questions[seed, besides]
