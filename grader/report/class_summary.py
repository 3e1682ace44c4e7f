"""What a class did, summed up from the results of its students one after another: no result is kept."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.report.model import ChapterResult, ExerciseResult, Result, Status

FULL_MARK = 20
"""What marks are scaled to, so that results of other chapters, or without the speed checks, stand on one axis."""

SPEEDS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""Ratios to the reference's time between which a class is counted."""


@dataclass(frozen=True, slots=True)
class Student:
    """Whose result it is: a stranger's text, and the file name of the page, which is made safe."""

    name: str
    page: str


@dataclass(frozen=True, slots=True)
class Points:
    """Points earned, of how many; of none where nothing could be graded."""

    score: float
    max_score: float

    @property
    def share(self) -> float | None:
        """The part that was earned, from 0 to 1; None where there was nothing to earn."""
        return min(max(self.score / self.max_score, 0.0), 1.0) if self.max_score > 0 else None


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a student's result."""

    student: Student
    mark: Points
    solved: int
    chapters: dict[str, Points]
    exercises: dict[tuple[str, str], Points]
    """By the ids of chapter and exercise."""


@dataclass(slots=True)
class Mistake:
    """A known mistake of an exercise, and who made it."""

    id: str
    chapter: str
    exercise: str
    hint: str
    made_by: list[Student] = field(default_factory=list)


@dataclass(slots=True)
class ExerciseSummary:
    """An exercise as the class solved it."""

    chapter: str
    id: str
    title: str
    max_score: float = 0.0
    by_status: dict[Status, list[Student]] = field(default_factory=dict)
    points: list[Points] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    """How long functions took beside the reference, where speed was measured."""
    mistakes: dict[str, Mistake] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many results hold the exercise."""
        return sum(map(len, self.by_status.values()))

    @property
    def graded(self) -> int:
        """How many results hold a verdict on it: where the grader failed there is none."""
        return self.count - len(self.by_status.get("grader_error", ()))

    @property
    def solved(self) -> int:
        """How many students have it right."""
        return len(self.by_status.get("passed", ()))


@dataclass(slots=True)
class ChapterSummary:
    """A chapter as the class solved it."""

    number: int
    id: str
    title: str
    points: list[Points] = field(default_factory=list)
    exercises: dict[str, ExerciseSummary] = field(default_factory=dict)


@dataclass(slots=True)
class ClassSummary:
    """All that a report on a class tells."""

    rows: list[Row] = field(default_factory=list)
    chapters: list[ChapterSummary] = field(default_factory=list)
    ungraded: list[Student] = field(default_factory=list)
    """Students who have no result: what they handed in cannot be read, or the grader failed."""

    @property
    def points(self) -> list[Points]:
        """The marks of all students."""
        return [row.mark for row in self.rows]

    @property
    def exercises(self) -> Iterator[ExerciseSummary]:
        """The exercises of all chapters in order."""
        for chapter in self.chapters:
            yield from chapter.exercises.values()

    @property
    def mistakes(self) -> list[Mistake]:
        """The mistakes that were made, from the most made to the least."""
        made = [mistake for exercise in self.exercises for mistake in exercise.mistakes.values()]
        return sorted(made, key=lambda mistake: -len(mistake.made_by))

    @property
    def solved_by_nobody(self) -> list[ExerciseSummary]:
        """Exercises that have a verdict and that nobody has right."""
        return [exercise for exercise in self.exercises if exercise.graded and not exercise.solved]

    @property
    def solved_by_all(self) -> list[ExerciseSummary]:
        """Exercises that everybody has right whose result holds a verdict on them."""
        return [exercise for exercise in self.exercises if 0 < exercise.graded == exercise.solved]


def summarise(results: Iterable[tuple[Student, Result]]) -> ClassSummary:
    """The summary of results that are taken one at a time. They may hold other chapters, each chapter once."""
    summary = ClassSummary()
    chapters: dict[str, ChapterSummary] = {}
    for student, result in results:
        row = Row(student, Points(result.score, result.max_score), _solved(result), {}, {})
        for chapter in result.chapters:
            known = chapters.setdefault(chapter.id, ChapterSummary(chapter.number, chapter.id, chapter.title))
            _add_chapter(known, chapter, row)
        summary.rows.append(row)
    summary.chapters = sorted(chapters.values(), key=lambda chapter: (chapter.number, chapter.id))
    return summary


def _solved(result: Result) -> int:
    return sum(exercise.status == "passed" for chapter in result.chapters for exercise in chapter.exercises)


def _add_chapter(known: ChapterSummary, chapter: ChapterResult, row: Row) -> None:
    points = Points(chapter.score, chapter.max_score)
    known.points.append(points)
    row.chapters[known.id] = points
    for exercise in chapter.exercises:
        found = known.exercises.setdefault(exercise.id, ExerciseSummary(known.id, exercise.id, exercise.title))
        _add_exercise(found, exercise, row)


def _add_exercise(known: ExerciseSummary, exercise: ExerciseResult, row: Row) -> None:
    known.by_status.setdefault(exercise.status, []).append(row.student)
    known.max_score = max(known.max_score, exercise.max_score)
    if exercise.status != "grader_error":
        points = Points(exercise.score, exercise.max_score)
        known.points.append(points)
        row.exercises[known.chapter, known.id] = points
    for check in exercise.checks:
        ratio = check.times.get("ratio", 0.0)
        if check.kind == "speed" and math.isfinite(ratio) and ratio > 0:
            known.ratios.append(ratio)
        if check.mistake is not None:
            new = Mistake(check.mistake, known.chapter, known.id, check.hint or "")
            made_by = known.mistakes.setdefault(check.mistake, new).made_by
            if not made_by or made_by[-1] is not row.student:  # several checks may show the same mistake
                made_by.append(row.student)


def shares(points: Iterable[Points]) -> list[float]:
    """The parts that were earned, of all points that could be."""
    return [share for point in points if (share := point.share) is not None]


def mean_and_median(numbers: Sequence[float]) -> tuple[float, float] | None:
    """Mean and median; None of no numbers."""
    return (fmean(numbers), median(numbers)) if numbers else None


def counted(parts: Iterable[float], bins: int) -> list[int]:
    """How many of the parts, from 0 to 1, lie in each of as many equal bins; all that was to earn is in the last."""
    counts = [0] * bins
    for part in parts:
        counts[min(int(part * bins + 1e-9), bins - 1)] += 1
    return counts


def counted_speeds(ratios: Iterable[float]) -> list[int]:
    """How many ratios are at most the first of `SPEEDS`, then between two of them, then above the last."""
    counts = [0] * (len(SPEEDS) + 1)
    for ratio in ratios:
        counts[sum(ratio > limit for limit in SPEEDS)] += 1
    return counts
