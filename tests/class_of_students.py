"""A class for tests: results like those of a course, drawn at random but the same at every run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.course import load_chapter
from grader.course.spec import Check, SpeedCheck
from grader.report.model import ChapterResult, CheckResult, Detail, ExerciseResult, Result, Status
from reference.mistakes import Mistake, mistakes_of


def class_results(count: int, chapters: tuple[int, ...] = (4,)) -> Iterator[Result]:
    """Results of students who differ in how much they know; the last chapter is graded for two of three only."""
    for number in range(count):
        draw = np.random.default_rng(number)
        skill = draw.beta(3, 2)
        taken = chapters if number % 3 or len(chapters) == 1 else chapters[:-1]
        graded = [_chapter(chapter, skill, draw) for chapter in taken]
        score, points = sum(chapter.score for chapter in graded), sum(chapter.max_score for chapter in graded)
        yield Result(1, "convgrade", 0, "landlock", "en", "exercises", score, points, graded)


def _chapter(number: int, skill: float, draw: np.random.Generator) -> ChapterResult:
    chapter = load_chapter(number)
    known = mistakes_of(chapter.id)
    exercises = []
    for place, exercise in enumerate(chapter.exercises):
        ability = {0: 1.0, len(chapter.exercises) - 1: 0.0}.get(place, skill)
        mistakes = [mistake for mistake in known if mistake.exercise == exercise.id]
        checks = [
            _check(check.id, check.title, _kind(check), check.points, ability, mistakes, draw)
            for check in exercise.checks
        ]
        score, points = sum(check.score for check in checks), sum(check.max_score for check in checks)
        status: Status = "passed" if score == points else "partial" if score else "failed"
        exercises.append(ExerciseResult(exercise.id, exercise.summary, status, score, points, checks))
    score, points = (sum(getattr(one, name) for one in exercises) for name in ("score", "max_score"))
    return ChapterResult(number, chapter.id, chapter.title, score, points, exercises)


def _kind(check: Check | SpeedCheck) -> str:
    return "speed" if isinstance(check, SpeedCheck) else "numerical"


def _check(
    name: str, title: str, kind: str, points: float, ability: float, mistakes: list[Mistake], draw: np.random.Generator
) -> CheckResult:
    if kind == "speed":
        detail = Detail({"full_ratio": 4.0, "zero_ratio": 100.0})
        ratio = float(draw.lognormal(1.0, 1.2))
        return CheckResult(name, title, "speed", "passed", points, points, detail=detail, times={"ratio": ratio})
    if draw.random() < ability:
        return CheckResult(name, title, "numerical", "passed", points, points)
    detail = Detail({"expected": "(3, 3)", "received": "(1, 3)"}, cases_passed=1, cases_total=3)
    made = mistakes[int(len(mistakes) * draw.random() ** 3)] if mistakes else None
    mistake, hint = (made.id, made.hint) if made else (None, None)
    return CheckResult(name, title, "numerical", "failed", 0.0, points, "wrong_shape", mistake, hint, detail)
