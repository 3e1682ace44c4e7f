"""Grading one chapter of one submission."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Self

import msgspec
import numpy as np
from msgspec.structs import replace

from grader.course.landmarks import landmarks_of
from grader.course.spec import Check, SpeedCheck
from grader.engine import verdicts
from grader.engine.beside import Examiner
from grader.engine.blocking import Blocking
from grader.engine.loading import Loaded, Obstacle, load
from grader.engine.numerical import Trial, advice, answered, named_mistakes
from grader.engine.opening import Opened
from grader.engine.oracle import OracleError, vouched
from grader.engine.processors import worker_processor
from grader.engine.questions import Put, Questions
from grader.engine.session import Session
from grader.engine.speed import BaselineError, load_baseline, measure
from grader.report.model import ChapterResult, CheckResult, ExerciseResult, Status
from grader.sandbox.forking import Starter
from grader.sandbox.limits import BreachError
from grader.sandbox.process import WorkerStartError

if TYPE_CHECKING:
    from grader.course.spec import Chapter, Exercise

Notice = Callable[[str, str], None]

SLOW = frozenset({"time", "chapter_time"})
"""Broken limits that only waiting again would confirm."""


class Settings(msgspec.Struct, frozen=True):
    """How to grade: what is put, whether speed counts, which exercises (all when empty).

    `unseen` are questions whose cases no report shows anything of, put once the others are answered. With `oracle`,
    Keras vouches for the reference's answer to every case before it is used.
    """

    questions: Questions = msgspec.field(default_factory=lambda: Questions(0))
    speed: bool = True
    exercises: frozenset[str] = frozenset()
    oracle: bool = False
    unseen: Questions | None = None


class ChapterGrader:
    """Grades a submission's module, which a session has begun to load."""

    def __init__(self, chapter: Chapter, settings: Settings, opened: Opened, start: Starter, notice: Notice) -> None:
        """Take the opened module; `start` gives workers for the reference, where speed is measured.

        `notice` is told the chapter and the exercise being graded.
        """
        self._chapter = chapter
        self._settings = settings
        self._opened = opened
        self._session = opened.session
        self._start = start
        self._notice = notice
        self._baseline: Session | None = None
        self._examination: Session | None = None
        self._blocking = Blocking(opened.session, start, settings.questions)

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers of our own code."""
        for session in (self._baseline, self._examination):
            if session is not None:
                session.reset()

    def grade(self) -> ChapterResult:
        """The verdict on the chapter."""
        began = time.monotonic()
        exercises = [
            exercise
            for exercise in self._chapter.exercises
            if not self._settings.exercises or exercise.id in self._settings.exercises
        ]
        result = ChapterResult(self._chapter.number, self._chapter.id, self._chapter.title, 0.0, 0.0, [])
        if self._opened.unreadable is None:
            if any(exercise.examination for exercise in exercises):
                self._begin_examination()
            self._prepare(exercises)
        loaded = load(self._opened)
        if isinstance(loaded, Obstacle):
            result.code, result.facts = loaded.code, loaded.facts
        for exercise in exercises:
            self._notice(self._chapter.id, exercise.id)
            result.exercises.append(self._exercise(exercise, loaded))
        if self._settings.unseen is not None:
            self._put_unseen(exercises, result, self._settings.unseen)
        if isinstance(loaded, Loaded) and loaded.picked is not None:
            from grader.engine.notebooks import tell_cells  # noqa: PLC0415 (for a notebook only)

            tell_cells(result, loaded.picked)
        graded = [exercise for exercise in result.exercises if exercise.status != "grader_error"]
        result.score = round(sum(exercise.score for exercise in graded), 4)
        result.max_score = round(sum(exercise.max_score for exercise in graded), 4)
        result.times = {"seconds": round(time.monotonic() - began, 3)}
        return result

    def _prepare(self, exercises: Sequence[Exercise]) -> None:
        """Make cases, and right answers to them, for as long as the worker imports the module.

        What goes wrong here goes wrong again, and is told, when the cases are put.
        """
        with contextlib.suppress(Exception):
            for exercise in exercises:
                for put in self._settings.questions.of(exercise, self._chapter.id):
                    if self._session.has_answered():
                        return
                    put.expected  # noqa: B018 (kept)

    def _begin_examination(self) -> None:
        """A worker for our own examinations, which starts while the submission is loaded, on another processor."""
        self._examination = Session(
            self._start, self._session.levels, self._session.limits, processor=worker_processor(1)
        )
        self._session.examiner = Examiner(self._examination, self._chapter)

    def _exercise(self, exercise: Exercise, loaded: Loaded | Obstacle) -> ExerciseResult:
        began = time.monotonic()
        checks = self._checks_of(exercise)
        obstacle = loaded if isinstance(loaded, Obstacle) else loaded.apart.get(exercise.id)
        if obstacle is not None:
            result = verdicts.uniform_result(exercise, checks, obstacle.status, obstacle.code, {**obstacle.facts})
        elif isinstance(loaded, Loaded) and exercise.id not in loaded.functions:
            code = "missing_function" if loaded.picked is None else "missing_in_notebook"
            result = verdicts.uniform_result(exercise, checks, "missing", code, {"function": exercise.id})
        else:
            result = self._guarded(exercise, checks, partial(self._checked, exercise, checks))
        result.times = {"seconds": round(time.monotonic() - began, 3)}
        return result

    def _checks_of(self, exercise: Exercise) -> list[Check | SpeedCheck]:
        return [check for check in exercise.checks if self._settings.speed or isinstance(check, Check)]

    def _guarded(
        self, exercise: Exercise, checks: Sequence[Check | SpeedCheck], judged: Callable[[], ExerciseResult]
    ) -> ExerciseResult:
        """A verdict; a fault of ours is a verdict of its own, and costs no other exercise."""
        try:
            return judged()
        except (WorkerStartError, BaselineError, OracleError) as error:
            return verdicts.grader_fault(exercise, checks, str(error))
        except Exception as error:  # noqa: BLE001 (whatever it is)
            self._session.reset()
            return verdicts.grader_fault(exercise, checks, f"{type(error).__name__}: {error}")

    def _checked(self, exercise: Exercise, checks: Sequence[Check | SpeedCheck]) -> ExerciseResult:
        """Put the numerical checks, and the speed checks if those are passed."""
        cases = self._settings.questions.of(exercise, self._chapter.id)
        if self._settings.oracle:
            vouched(exercise, self._chapter.id, cases)
        trials, output = self._answered(exercise, cases)
        mistakes = named_mistakes(exercise, self._chapter.id, trials, self._settings.questions, self._session)
        results: list[CheckResult] = []
        for check in checks:
            if isinstance(check, Check):
                own = [trial for trial in trials if trial.check.id == check.id]
                results.append(verdicts.numerical_result(check, exercise, own, mistakes.get(check.id)))
        right = all(result.status == "passed" for result in results)
        untouched = all(result.status == "not_started" for result in results)
        for check in checks:
            if isinstance(check, SpeedCheck):
                if right:
                    results.append(self._speed(exercise, check))
                else:
                    status: Status = "not_started" if untouched else "failed"
                    results.append(verdicts.unmeasured_result(check, status, "not_measured"))
        if not right and not untouched and (blocker := self._blocking.blocker(exercise.id)):
            verdicts.blocked(results, *blocker)
        return verdicts.exercise_result(exercise, results, output, advice(trials))

    def _answered(self, exercise: Exercise, cases: Sequence[Put]) -> tuple[list[Trial], str]:
        """The submission's answers, undisturbed by what the exercises before may have left behind.

        Wrong answers get a second chance in a fresh worker, unless waiting for them took long.
        """
        if self._session.is_used(exercise.id) and self._session.is_busy:
            self._session.reset()
        used = self._session.is_used(exercise.id)
        trials, output = answered(exercise, cases, self._session)
        slow = any(isinstance(trial.received, BreachError) and trial.received.kind in SLOW for trial in trials)
        if not used or slow or all(trial.passed or trial.is_unstarted for trial in trials):
            return trials, output
        self._session.reset()
        return answered(exercise, cases, self._session)

    def _put_unseen(self, exercises: Sequence[Exercise], result: ChapterResult, unseen: Questions) -> None:
        """Put the unseen cases of whatever was right so far.

        They come last, after everything whose output or messages are shown: what a submission keeps of them, nobody
        is told.
        """
        for place, exercise in enumerate(exercises):
            shown = result.exercises[place]
            if not any(check.kind == "numerical" and check.status == "passed" for check in shown.checks):
                continue
            self._notice(self._chapter.id, exercise.id)
            result.exercises[place] = self._guarded(
                exercise, self._checks_of(exercise), partial(self._on_unseen, exercise, shown, unseen)
            )

    def _on_unseen(self, exercise: Exercise, shown: ExerciseResult, unseen: Questions) -> ExerciseResult:
        """Exchange what was right, and is not right on the unseen cases, for its verdict."""
        cases = unseen.of(exercise, self._chapter.id)
        if self._settings.oracle:
            vouched(exercise, self._chapter.id, cases)
        trials, _ = self._answered(exercise, cases)
        mistakes = named_mistakes(exercise, self._chapter.id, trials, unseen, self._session)
        for check in shown.checks:
            own = [trial for trial in trials if trial.check.id == check.id]
            if check.status == "passed" and not all(trial.passed for trial in own):
                verdicts.fails_unseen(check, own, mistakes.get(check.id))
        if any(check.status != "passed" for check in shown.checks if check.kind == "numerical"):
            verdicts.withdraw_speed(shown.checks)
        judged = verdicts.exercise_result(exercise, shown.checks, shown.output, shown.warning)
        return replace(judged, times=shown.times)

    def _speed(self, exercise: Exercise, check: SpeedCheck) -> CheckResult:
        if self._baseline is None:
            self._baseline = Session(self._start, [self._session.level], self._session.limits)
        rng = np.random.default_rng()  # of no seed: no submission can know these inputs beforehand
        try:
            with self._session.stopped():
                load_baseline(self._baseline, exercise)
            measured = measure(self._session, self._baseline, exercise, check, rng)
        except BreachError as breach:
            return verdicts.speed_result(check, breach)
        return verdicts.speed_result(check, measured, landmarks_of(self._chapter.id, exercise.id))
