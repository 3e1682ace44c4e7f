"""The writing of a class report: results are read one at a time, and each leaves its page and a row of numbers."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from grader.cli.class_folder import ClassFolder, OccupiedError
from grader.cli.progress import stages
from grader.cli.result_files import NoResultError, files_below, read_result, students_of, told
from grader.cli.words import tr
from grader.report import class_csv
from grader.report.class_html import EXERCISES, INDEX, STUDENTS, exercise_page, exercise_pages, index, student_page
from grader.report.class_summary import summarise
from grader.report.messages import one_line

if TYPE_CHECKING:
    from grader.report.class_summary import ClassSummary, Student
    from grader.report.model import Result

STDOUT = "-"


class NothingWrittenError(Exception):
    """There is no result, or no place to write to: the message says it in the language of the command line."""


@dataclass(frozen=True, slots=True)
class ClassWriting:
    """What to write, and in which language."""

    language: Literal["en", "fr"]
    html: Path | None
    csv: Path | None
    edition: str = ""
    """Where it is named, the pages of results that have not changed since the last report are kept."""

    def write(self, paths: Iterable[Path]) -> int:
        """Report on the results there; how many files were left out."""
        files = files_below(paths)
        summary = self.write_class(list(zip(students_of(files), files, strict=True)))
        if not summary.rows:
            raise NothingWrittenError(tr("There is no result among these files."))
        return len(files) - len(summary.rows)

    def write_class(self, results: Sequence[tuple[Student, Path]], ungraded: Sequence[Student] = ()) -> ClassSummary:
        """Report on the students and their results; the summary, which has no rows where no file is a result."""
        with _telling(self.html):
            folder = self._opened() if results else None  # an earlier report is not removed for nothing
            summary = summarise(self._read(results, folder))
            summary.ungraded = list(ungraded)
            if not summary.rows:
                return summary
            if folder is not None:
                folder.remove_other_students({student.page for student, _ in results})
                self._write_pages(summary, folder)
        with _telling(self.csv):
            self._write_table(summary)
        return summary

    def _opened(self) -> ClassFolder | None:
        """The folder for the pages."""
        try:
            return None if self.html is None else ClassFolder(self.html, self.edition)
        except OccupiedError as error:
            message = tr("{path} holds other files: give a new folder, an empty one, or one made by this command.")
            raise NothingWrittenError(message.format(path=one_line(self.html))) from error

    def _read(
        self, results: Sequence[tuple[Student, Path]], folder: ClassFolder | None
    ) -> Iterator[tuple[Student, Result]]:
        """The results one after another, each with its page written; what is none is told and left out."""
        with stages() as (stage, tell):
            advance = stage("", len(results))
            for student, file in results:
                stale = folder if folder and not (self.edition and folder.is_current(student.page, file)) else None
                try:
                    result = read_result(file)
                    page = self._page(student, result) if stale else ""
                except NoResultError as error:
                    tell(told(file, error))
                else:
                    if stale:
                        stale.write(STUDENTS, student.page, page)
                    yield student, result
                advance()

    def _page(self, student: Student, result: Result) -> str:
        """A student's page; raises NoResultError where the result, though of the right form, makes no sense."""
        try:
            return student_page(student, result, self.language)
        except Exception as error:  # a file changed by hand says anything; the others are to be read all the same
            reason = tr("it cannot be shown ({error})").format(error=f"{type(error).__name__}: {error}")
            raise NoResultError(reason) from error

    def _write_pages(self, summary: ClassSummary, folder: ClassFolder) -> None:
        """The pages that can only be made once all results are known."""
        names = exercise_pages(summary)
        for exercise in summary.exercises:
            name = names[exercise.chapter, exercise.id]
            folder.write(EXERCISES, name, exercise_page(summary, exercise, self.language))
        folder.write("", INDEX, index(summary, self.language))

    def _write_table(self, summary: ClassSummary) -> None:
        if self.csv is None:
            return
        data = class_csv.render(summary, self.language)
        if str(self.csv) == STDOUT:
            sys.stdout.buffer.write(data)
        else:
            self.csv.write_bytes(data)


@contextlib.contextmanager
def _telling(path: Path | None) -> Iterator[None]:
    """Tell what cannot be written."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = tr("{path} cannot be written: {reason}").format(path=one_line(path), reason=reason)
        raise NothingWrittenError(message) from error
