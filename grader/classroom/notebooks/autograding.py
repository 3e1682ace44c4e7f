"""Autograding a class side by side: judges grade, and one process at a time writes into nbgrader's gradebook.

What nbgrader's own command would do is done by its own converter, which finds the results that the judges have left. A
submission that was converted is left alone until it changes, or what it is graded with.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from nbgrader.api import MissingEntry
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from grader.classroom.judges import Judges
from grader.classroom.notebooks.course_config import (
    FILE,
    ConfigError,
    grades_in_sandbox,
    mends_submissions,
    read_config,
)
from grader.classroom.notebooks.grading import (
    NotGradedError,
    chapter_of,
    checked,
    graded_part,
    job_of,
    keep,
    kept_name,
    kept_result,
)
from grader.classroom.notebooks.mending import SourceCell
from grader.classroom.notebooks.sandbox_execute import SandboxExecute
from grader.classroom.notebooks.submission_exporter import read, source_cells
from grader.classroom.writing import write_whole
from grader.course import CHAPTERS
from grader.engine.job import Job, Message
from grader.language import mark as _
from grader.submission.folder import modules_in

FOLDER = ".convgrade"
LONGEST_LOG = 2_000

Key = tuple[str, str]
"""An assignment and a student."""


class NoCourseError(Exception):
    """The folder is no course that can be graded: `code` says why, `facts` with what."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a submission. `reason` says why it has no marks; with nbgrader's own words in `log`."""

    reason: str = ""
    log: str = ""


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Have Ctrl-C wait for the end: nbgrader would take it for a failure of the submission that it is converting."""
    if threading.current_thread() is not threading.main_thread():  # which alone is interrupted
        yield
        return
    waiting: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: waiting.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if waiting:
        raise KeyboardInterrupt


class Course:
    """An nbgrader course of our chapters, ready to be graded. Use it as a context manager: it works in its folder."""

    def __init__(self, folder: Path) -> None:
        """Read the settings; `NoCourseError` where they do not grade in the sandbox."""
        self._folder = folder.resolve()
        if not (self._folder / FILE).is_file():
            raise NoCourseError("no_settings", file=FILE)
        try:
            config = read_config(self._folder / FILE)
        except ConfigError as error:
            raise NoCourseError("bad_settings", file=FILE, reason=str(error)) from error
        if not (grades_in_sandbox(config) and mends_submissions(config)):
            raise NoCourseError("other_settings", file=FILE)
        config.CourseDirectory.root = str(self._folder)
        self._results = self._folder / FOLDER / "results"
        config.merge(Config({"SandboxExecute": {"results_folder": str(self._results)}}))
        self._directory = CourseDirectory(config=config)
        self._api = NbGraderAPI(self._directory, config=config)
        self._way = SandboxExecute(config=config).way()
        self._before = Path.cwd()
        self._sources: dict[str, list[SourceCell]] = {}

    def __enter__(self) -> Self:
        """Work in the course's folder, as nbgrader does."""
        os.chdir(self._folder)
        programs = str(Path(sys.executable).parent)  # nbgrader starts Alembic by its name
        if programs not in os.environ.get("PATH", "").split(os.pathsep):
            os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", os.defpath)])
        return self

    def __exit__(self, *_: object) -> None:
        """Return to the folder from before."""
        os.chdir(self._before)

    def submissions(self, assignments: Sequence[str], students: Sequence[str]) -> list[Key]:
        """What was handed in: of all chapters and of all students, where none are named."""
        found = []
        for assignment in assignments or CHAPTERS.values():
            pattern = self._path(self._directory.submitted_directory, "*", assignment)
            for place in sorted(self._folder.glob(str(pattern.relative_to(self._folder)))):
                student = place.relative_to(self._folder / self._directory.submitted_directory).parts[0]
                if (place / f"{assignment}.ipynb").is_file() and (not students or student in students):
                    found.append((assignment, student))
        return found

    def grade(self, keys: Sequence[Key], workers: int, looked_at: Callable[[], None]) -> Iterator[tuple[Key, Fate]]:
        """Grade these submissions, so many at once, and give the fate of each once it is in the gradebook."""
        jobs = {}
        for key in keys:
            try:
                jobs[key] = self._job(*key)
            except MissingEntry:
                yield key, Fate(str(NotGradedError(_("nbgrader does not know the assignment: generate it first"))))
            except NotGradedError as error:
                yield key, Fate(str(error))
            looked_at()
        marks = {key: self._mark_of(key, job) for key, job in jobs.items()}
        todo = {key: job for key, job in jobs.items() if not self._is_converted(key, marks[key])}
        for key in jobs.keys() - todo.keys():
            yield key, Fate()
        ready = [key for key, job in todo.items() if kept_result(job, self._results)]
        for key in ready:
            yield key, self._converted(key, marks[key])
        left = [(key, job) for key, job in todo.items() if key not in ready]
        if left:
            with contextlib.closing(Judges[Key](min(workers, len(left))).outcomes(left)) as outcomes:
                for key, message in outcomes:
                    yield key, self._kept(key, todo[key], message, marks[key])

    def _kept(self, key: Key, job: Job, message: Message, mark: str) -> Fate:
        try:
            keep(job, checked(message), self._results)
        except NotGradedError as error:
            return Fate(str(error))
        return self._converted(key, mark)

    def _job(self, assignment: str, student: str) -> Job:
        """What nbgrader's own command would have graded."""
        handed_in = self._path(self._directory.submitted_directory, student, assignment)
        if assignment not in self._sources:
            self._sources[assignment] = source_cells(self._directory.db_url, assignment, assignment)
        cells = self._sources[assignment]
        notebook = read(handed_in / f"{assignment}.ipynb", cells)
        source = self._path(self._directory.source_directory, ".", assignment)
        beside = {**modules_in(handed_in), **modules_in(source)}
        return job_of(self._way, chapter_of(assignment), graded_part(notebook.cells, notebook.metadata), beside)

    def _mark_of(self, key: Key, job: Job) -> str:
        """The same for the same submission and the same way to grade it."""
        assignment, student = key
        folder = self._path(self._directory.submitted_directory, student, assignment)
        digest = hashlib.sha256(kept_name(job).encode())
        for file in (folder / f"{assignment}.ipynb", folder / "timestamp.txt"):
            digest.update(file.read_bytes() if file.is_file() else b"")
        return digest.hexdigest()

    def _is_converted(self, key: Key, mark: str) -> bool:
        assignment, student = key
        made = self._path(self._directory.autograded_directory, student, assignment) / f"{assignment}.ipynb"
        try:
            return made.is_file() and self._record(key).read_text("ascii") == mark
        except (OSError, UnicodeDecodeError):
            return False

    def _converted(self, key: Key, mark: str) -> Fate:
        """Have nbgrader's converter write marks and feedback."""
        assignment, student = key
        self._record(key).unlink(missing_ok=True)
        with warnings.catch_warnings(), _uninterrupted():
            warnings.filterwarnings("ignore", module="nbgrader")  # of SQLAlchemy's, on every new student
            told: dict[str, Any] = self._api.autograde(assignment, student, force=True)
        if not told["success"]:
            return Fate("nbgrader failed", str(told.get("log", told["error"]))[-LONGEST_LOG:])
        self._record(key).parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._record(key), mark.encode())
        return Fate()

    def _record(self, key: Key) -> Path:
        """The file that says of what the gradebook has the marks."""
        return self._folder / FOLDER / "autograded" / key[0] / key[1]

    def _path(self, step: str, student: str, assignment: str) -> Path:
        return Path(self._directory.format_path(step, student, assignment))
