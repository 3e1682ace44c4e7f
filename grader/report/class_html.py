"""The pages on a class: an index, a page an exercise, a page a student. They link to one another and to nothing else.

An index stays a few MB for thousands of students: it names the first who made a mistake, the exercise's page all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from grader.report import html, sentences
from grader.report.class_summary import (
    FULL_MARK,
    SPEEDS,
    ClassSummary,
    ExerciseSummary,
    Points,
    Student,
    counted,
    counted_speeds,
    mean_and_median,
    shares,
)
from grader.report.histograms import HEIGHT, WIDTH, Histogram, histogram
from grader.report.landmarks import times
from grader.report.messages import Messages

if TYPE_CHECKING:
    from grader.report.model import Result

STUDENTS, EXERCISES, INDEX = "students", "exercises", "index.html"
"""Folders of the pages, and the page that leads to them."""

STYLES, SCRIPT = ("style.css", "class.css"), "class.js"
MOST_MISTAKES, MOST_NAMES = 12, 12
"""Mistakes on the index, and names beside each."""

TENTHS = 10
STRIP_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a strip: a status, how many students have it, where it begins and how long it is."""

    status: str
    count: int
    x: float
    width: float


class Drawings:
    """What the templates draw and count, in the words and numbers of a language."""

    def __init__(self, language: str) -> None:
        """Load the language."""
        self.messages = Messages(language)

    def marks(self, points: Sequence[Points]) -> Histogram | None:
        """Distribution of marks, a column for each point of a full mark."""
        return histogram(counted(shares(points), FULL_MARK), [str(mark) for mark in range(FULL_MARK + 1)])

    def parts(self, points: Sequence[Points]) -> Histogram | None:
        """Distribution of an exercise's points, a column for each tenth of them."""
        percent = [f"{100 * tenth // TENTHS} %" for tenth in range(TENTHS + 1)]
        return histogram(counted(shares(points), TENTHS), percent)

    def speeds(self, ratios: Sequence[float]) -> Histogram | None:
        """Distribution of times beside the reference's."""
        limits = ["0", *(f"{times(ratio, self.messages)}×" for ratio in SPEEDS), "∞"]
        return histogram(counted_speeds(ratios), limits)

    def average(self, points: Sequence[Points]) -> str:
        """Mean and median mark in words; empty where nobody has one."""
        found = mean_and_median([share * FULL_MARK for share in shares(points)])
        if found is None:
            return ""
        mean, middle = (self.messages.points(round(number, 1)) for number in found)
        return self.messages.text("mean {mean}, median {median} of 20").format(mean=mean, median=middle)

    def mean_points(self, exercise: ExerciseSummary) -> str:
        """Mean of an exercise's points."""
        scores = [point.score for point in exercise.points]
        return self.messages.points(sum(scores) / len(scores)) if scores else "–"

    def median_speed(self, exercise: ExerciseSummary) -> str:
        """Median of the times beside the reference's; empty where none was measured."""
        found = mean_and_median(exercise.ratios)
        return f"{times(found[1], self.messages)}×" if found else ""

    def strip(self, exercise: ExerciseSummary) -> list[Stretch]:
        """How many students have which status, as parts of a strip from right to not started."""
        stretches, x = [], 0.0
        for status in sentences.STATUSES:
            count = len(exercise.by_status.get(status, ()))  # type: ignore[call-overload]
            if count:
                width = STRIP_WIDTH * count / exercise.count
                stretches.append(Stretch(status, count, round(x, 2), round(width, 2)))
                x += width
        return stretches


def index(summary: ClassSummary, language: Literal["en", "fr"]) -> str:
    """The page that a teacher opens first."""
    return _page("class.html.j2", summary, language, mistakes=summary.mistakes)


def exercise_pages(summary: ClassSummary) -> dict[tuple[str, str], str]:
    """File names of the exercises' pages: a stranger's id never names a file."""
    return {
        (exercise.chapter, exercise.id): f"exercise{number:04}.html"
        for number, exercise in enumerate(summary.exercises, 1)
    }


def exercise_page(summary: ClassSummary, exercise: ExerciseSummary, language: Literal["en", "fr"]) -> str:
    """The page of an exercise: who has it right, and who made which mistake."""
    chapter = next(chapter for chapter in summary.chapters if chapter.id == exercise.chapter)
    mistakes = sorted(exercise.mistakes.values(), key=lambda mistake: -len(mistake.made_by))
    return _page("class_exercise.html.j2", summary, language, exercise=exercise, chapter=chapter, mistakes=mistakes)


def student_page(student: Student, result: Result, language: Literal["en", "fr"]) -> str:
    """The student's own report, with the student's name and the way back."""
    return html.render(replace(result, language=language), "class_student.html.j2", student=student, index=INDEX)


def _page(template: str, summary: ClassSummary, language: Literal["en", "fr"], **content: object) -> str:
    return html.page(
        template,
        language,
        STYLES,
        SCRIPT,
        summary=summary,
        draw=Drawings(language),
        pages=exercise_pages(summary),
        students=STUDENTS,
        exercises=EXERCISES,
        index=INDEX,
        size=(WIDTH, HEIGHT),
        limits={"mistakes": MOST_MISTAKES, "names": MOST_NAMES},
        **content,
    )
