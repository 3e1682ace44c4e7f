"""Exporters for `nbgrader export`: `--exporter=grader.classroom.notebooks.exports.MoodleExport`, or `CanvasExport`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin
from traitlets import Enum

from grader.classroom.marks.platforms import StudentMarks, canvas_csv, moodle_csv


class _PlatformExport(ExportPlugin):  # type: ignore[misc]
    """Writes a gradebook's marks, manual ones and late penalties included, for a platform.

    A student who handed in nothing has no mark there, rather than a zero: the teacher decides what becomes of it.
    """

    usual_file: ClassVar[str]

    student_id = Enum(
        ("id", "username", "email"),
        "id",
        help="What the gradebook's student ids are on the platform: its id, the user name or the e-mail address.",
    ).tag(config=True)

    def file_of(self, students: Sequence[StudentMarks], assignments: Mapping[str, float]) -> bytes:
        """The platform's file: students with their marks, assignments with their points."""
        raise NotImplementedError

    def export(self, gradebook: Gradebook) -> None:
        """Write the file named by `--to`, of the students and assignments that were asked for."""
        wanted_assignments, wanted_students = set(map(str, self.assignment)), set(map(str, self.student))
        assignments = [one for one in gradebook.assignments if not wanted_assignments or one.name in wanted_assignments]
        students = [one for one in gradebook.students if not wanted_students or one.id in wanted_students]
        rows = [self._row(gradebook, student, [one.name for one in assignments]) for student in students]
        target = Path(self.to or self.usual_file)
        target.write_bytes(self.file_of(rows, {one.name: float(one.max_score) for one in assignments}))
        self.log.info("Marks of %d students written to %s", len(rows), target)

    def _row(self, gradebook: Gradebook, student: Any, assignments: Sequence[str]) -> StudentMarks:
        identity = {"id": "", "email": student.email or "", self.student_id: student.id}
        return StudentMarks(
            marks={name: _mark(gradebook, name, student.id) for name in assignments},
            last_name=student.last_name or "",
            first_name=student.first_name or "",
            **identity,
        )


class MoodleExport(_PlatformExport):
    """Marks for Moodle's grade import."""

    usual_file = "moodle.csv"

    def file_of(self, students: Sequence[StudentMarks], assignments: Mapping[str, float]) -> bytes:
        """The file for the import of grades."""
        return moodle_csv(students, assignments)


class CanvasExport(_PlatformExport):
    """Marks for Canvas's gradebook."""

    usual_file = "canvas.csv"

    def file_of(self, students: Sequence[StudentMarks], assignments: Mapping[str, float]) -> bytes:
        """The file for the import of grades."""
        return canvas_csv(students, assignments)


def _mark(gradebook: Gradebook, assignment: str, student: str) -> float | None:
    """The mark, penalty for lateness taken off; None without a submission."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return None
    return float(max(0.0, submission.score - submission.late_submission_penalty))
