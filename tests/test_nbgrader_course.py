"""A real course: three chapters, twelve students, nbgrader's own commands from the source to the feedback."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from grader.classroom.notebooks.course_check import solution_lines
from grader.course import CHAPTERS, load_chapter
from grader.report.model import Result, from_json
from tests.conftest import made_once
from tests.nbgrader_students import AS_A_MODULE, STUDENTS, solutions
from tests.whole_course import environment, graded_course, run

NUMBERS = (1, 4, 6)


@dataclass(frozen=True)
class Course:
    """The folder of a course that has been graded, and what was handed in."""

    path: Path
    submissions: Path

    def marks(self, student: str, number: int) -> dict[str, float]:
        """The gradebook's marks of a student by exercise; empty where there is no submission."""
        with Gradebook(f"sqlite:///{self.path}/gradebook.db") as gradebook:
            found = [one for one in gradebook.assignment_submissions(CHAPTERS[number]) if one.student.id == student]
            grades = [grade for one in found for notebook in one.notebooks for grade in notebook.grades]
            assert all(one.max_score == load_chapter(number).points for one in found)
            return {grade.name.removeprefix("test_"): float(grade.score) for grade in grades}

    def handed_in(self, student: str, number: int) -> Path:
        return self.submissions / student / CHAPTERS[number] / f"{CHAPTERS[number]}.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Course:
    """Made, handed out, handed in, collected, graded, given back and exported by nbgrader's commands."""

    def make(folder: Path) -> Path:
        path = graded_course(folder, NUMBERS, STUDENTS)
        run(path.parent, path, *EXPORTS)
        return path

    path = made_once(tmp_path_factory, worker_id, "class", make)
    return Course(path, path.parent / "students")


EXPORTS = [
    f"nbgrader export --exporter=grader.classroom.notebooks.exports.{name}Export --to={name.lower()}.csv"
    for name in ("Moodle", "Canvas")
]


def grade(number: int, submission: Path) -> Result:
    """What the command line says."""
    command = "from grader.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, str(number), "--submission", submission, "--no-speed", "--json", "-"],
        capture_output=True,
        cwd=submission.parent,
        env=environment(submission.parent),
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr.decode()
    return from_json(done.stdout)


def shares(result: Result, number: int) -> dict[str, float]:
    """The marks of a result by exercise, of the points that it has when speed counts."""
    points = {exercise.id: exercise.points for exercise in load_chapter(number).exercises}
    exercises = result.chapters[0].exercises
    return {one.id: round(points[one.id] * one.score / one.max_score, 4) for one in exercises}


@pytest.mark.thorough
class TestACourseOfTwelve:
    @pytest.mark.parametrize("number", NUMBERS)
    @pytest.mark.parametrize("student", AS_A_MODULE)
    def test_has_the_marks_of_grade_on_the_same_functions(
        self, course: Course, student: str, number: int, tmp_path: Path
    ) -> None:
        found = nbformat.read(course.handed_in(student, number), as_version=4)
        setup = next(cell for cell in found.cells if cell.id == "setup")
        sources = [cell.source for cell in (setup, *solutions(found))]
        (tmp_path / f"{CHAPTERS[number]}.py").write_text("\n\n\n".join(sources), "utf-8")
        assert course.marks(student, number) == shares(grade(number, tmp_path), number)

    @pytest.mark.parametrize("number", NUMBERS)
    @pytest.mark.parametrize("student", ["broken-cell", "forger", "attacker"])
    def test_has_the_marks_of_grade_on_the_same_notebook(self, course: Course, student: str, number: int) -> None:
        assert course.marks(student, number) == shares(grade(number, course.handed_in(student, number)), number)

    @pytest.mark.parametrize("number", NUMBERS)
    def test_gives_what_each_kind_of_student_deserves(self, course: Course, number: int) -> None:
        total = {student: sum(course.marks(student, number).values()) for student in STUDENTS}
        assert {total[name] for name in ("right", "right-and-more", "right-reversed")} == {20}
        assert {total[name] for name in ("empty", "broken-file", "forger", "attacker", "absent")} == {0}
        for name in ("half", "every-second", "wrong", "broken-cell"):
            assert 0 < total[name] < 20, name

    @pytest.mark.parametrize("number", NUMBERS)
    def test_hands_out_no_line_of_a_solution(self, course: Course, number: int) -> None:
        name = CHAPTERS[number]
        source = nbformat.read(course.path / f"source/{name}/{name}.ipynb", as_version=4)
        secret = {line for cell in source.cells for line in solution_lines(cell.source)}
        assert secret
        released = (course.path / f"release/{name}/{name}.ipynb").read_text("utf-8")
        lines = [line.strip() for cell in nbformat.reads(released, 4).cells for line in cell.source.split("\n")]
        assert not secret & set(lines)
        assert "BEGIN SOLUTION" not in released
        assert not [cell for cell in nbformat.reads(released, 4).cells if cell.get("outputs")]

    def test_gives_every_submission_back_with_feedback(self, course: Course) -> None:
        for number in NUMBERS:
            given = {path.parts[-3] for path in course.path.glob(f"feedback/*/{CHAPTERS[number]}/*.html")}
            assert given == set(STUDENTS) - {"absent"}

    def test_is_nothing_that_check_complains_of(self, course: Course) -> None:
        assert run(course.path.parent, course.path, "grade notebooks check --course .") == (
            "Nothing is wrong: 3 assignments.\n"
        )

    def test_is_exported_with_the_gradebooks_marks(self, course: Course) -> None:
        for name, columns in (("moodle", 5), ("canvas", 5)):
            rows = table(course.path / f"{name}.csv")
            place = rows[0].index("ID number" if name == "moodle" else "SIS User ID")
            for row in rows[1 if name == "moodle" else 2 :]:
                for number, mark in zip(NUMBERS, row[columns:], strict=True):
                    expected = sum(course.marks(row[place], number).values())
                    assert float(mark) == pytest.approx(expected, abs=0.005)
            assert len(rows) == len(STUDENTS) + (0 if name == "moodle" else 1)


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(path.open(encoding="utf-8", newline="")))
