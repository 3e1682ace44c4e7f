"""A preprocessor of nbgrader's that stands in Execute's place: marks come from the sandbox, no kernel is started.

The solution cells are graded as `grade` does it, and each test cell gets its exercise's mark and feedback as its
output, where nbgrader's other preprocessors look for them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import from_dict
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Enum, Int, Unicode

from grader.classroom.notebooks.grading import NotGradedError, chapter_of, graded_part, job_of, result_of
from grader.classroom.unseen import LEAST_CHARACTERS, ShortSecretError, seed_of
from grader.engine.job import Job
from grader.language import LANGUAGES, language_of_locale
from grader.language import mark as _
from grader.report.html import fragment
from grader.report.messages import Messages
from grader.report.model import ExerciseResult
from grader.sandbox.levels import LEVELS, Level, candidates, is_safe
from grader.submission.folder import modules_in

if TYPE_CHECKING:
    from nbformat.notebooknode import NotebookNode

VARIABLE = "GRADE_SECRET"
"""May hold the secret, too."""

TEST = "test_"
MOST_CHARACTERS = 600_000
"""Of a feedback: the pictures of an exercise have at most some 9 000 numbers."""


class SandboxExecute(NbGraderPreprocessor):  # type: ignore[misc]  # (nbgrader has no types)
    """Grades a chapter's notebook in the sandbox and writes marks and feedback into the test cells' outputs."""

    seed = Int(0, min=0, help="Seed of the cases that students see, too (0: the public ones).").tag(config=True)
    secret_file = Unicode("", help="File with a secret, from which unseen cases are made; none without it.").tag(
        config=True
    )
    isolation = Enum(
        ["", *LEVELS],
        "",
        help="Isolation demanded; the strongest by default. `process` protects from nothing, and only if named.",
    ).tag(config=True)
    speed = Bool(True, help="Whether speed counts.").tag(config=True)
    language = Enum(["", *LANGUAGES], "", help="Language of the feedback: en or fr; by default the locale's.").tag(
        config=True
    )
    results_folder = Unicode("", help="Folder of results that were graded before; none by default.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Grade the notebook; `NotGradedError`, by which nbgrader reports the submission as failed, where it cannot."""
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        chapter = chapter_of(resources["nbgrader"]["notebook"])
        notebook = graded_part(nb.cells, nb.metadata)
        job = job_of(self.way(), chapter, notebook, modules_in(folder))
        result = result_of(job, Path(self.results_folder) if self.results_folder else None)
        exercises = {exercise.id: exercise for exercise in result.chapters[0].exercises}
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
                if is_grade(cell) and not is_solution(cell):
                    exercise = _exercise_of(cell, exercises)
                    feedback = fragment(result, exercise.id)
                    cell.outputs = [_output(_mark(exercise, cell), exercise, feedback, Messages(result.language))]
        return nb, resources

    def way(self) -> Job:
        """How notebooks are graded."""
        return Job(
            chapters=[],
            submission=b"",
            language=self.language or language_of_locale(),
            levels=_levels(self.isolation),
            seed=self.seed,
            speed=self.speed,
            unseen=self._unseen(),
        )

    def _unseen(self) -> int | None:
        """The seed of unseen cases, from the secret in the file or, as in `grade batch`, in the environment."""
        try:
            secret = Path(self.secret_file).read_text("utf-8") if self.secret_file else os.environ.get(VARIABLE, "")
            return seed_of(secret.strip()) if secret.strip() or self.secret_file else None
        except (OSError, UnicodeDecodeError) as error:
            reason = str(error)
            raise NotGradedError(
                _("the secret in {file} cannot be read: {reason}"), file=self.secret_file, reason=reason
            ) from error
        except ShortSecretError as error:
            raise NotGradedError(_("the secret is shorter than {count} characters"), count=LEAST_CHARACTERS) from error


def _levels(isolation: str) -> list[Level]:
    """Levels to try: the one demanded, or all at which strangers' code may be run."""
    demanded = next((level for level in LEVELS if level == isolation), None)
    levels = [level for level in candidates(demanded) if demanded or is_safe(level)]
    if not levels:
        raise NotGradedError(
            _('no isolation is available on this system; c.SandboxExecute.isolation = "process" is for code you trust')
        )
    return levels


def _exercise_of(cell: NotebookNode, exercises: dict[str, ExerciseResult]) -> ExerciseResult:
    """The exercise that a test cell is about. A cell without output would earn all its points."""
    grade_id = str(cell.metadata.nbgrader["grade_id"])
    exercise = exercises.get(grade_id.removeprefix(TEST))
    if exercise is None or not grade_id.startswith(TEST):
        raise NotGradedError(
            _("the test cell {cell} is about no exercise of this chapter: have it graded by hand"), cell=grade_id
        )
    return exercise


def _mark(exercise: ExerciseResult, cell: NotebookNode) -> float:
    """The share of the cell's points that was earned: a plain float within their range.

    Of anything else nbgrader makes the full points.
    """
    points = float(cell.metadata.nbgrader["points"])
    if exercise.score >= exercise.max_score:
        return points
    if points == exercise.max_score:
        return min(max(float(exercise.score), 0.0), points)
    return min(max(round(points * float(exercise.score) / float(exercise.max_score), 4), 0.0), points)


def _output(mark: float, exercise: ExerciseResult, feedback: str, messages: Messages) -> NotebookNode:
    if len(feedback) > MOST_CHARACTERS:
        feedback = f"<p>{messages.points(exercise.score)} / {messages.points(exercise.max_score)}</p>"
    data = {"text/plain": repr(mark), "text/html": feedback}
    output: NotebookNode = from_dict(
        {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}
    )
    return output
