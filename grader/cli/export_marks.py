"""Marks of a class in a file for a learning platform: reading results and tables, matching, writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import click
import msgspec

from grader.classroom.batches.results_folder import MARK, STUDENTS
from grader.classroom.marks import platforms, roster
from grader.classroom.marks.counting import TOTAL, Attempt, Points, Rules, marks_of, possible
from grader.classroom.marks.platforms import StudentMarks
from grader.classroom.marks.roster import Person, RosterError
from grader.classroom.writing import write_whole
from grader.cli.result_files import NoResultError, files_below, read_result, students_of, told
from grader.cli.words import tr
from grader.report.model import Result

EARLIEST = datetime.min.replace(tzinfo=UTC)
MARK_HEADINGS = ("Grade", "Note", "Nota", "Bewertung", "Beoordeling", "Calificación", "Qualificació", "Calificação")
"""What Moodle calls the column of marks in a worksheet, in a few of its languages."""

MESSAGES = {
    "huge": tr("it is larger than any table of students"),
    "no_canvas_column": tr("it has no column {what}: it is not as Canvas exports a gradebook"),
    "no_mark_column": tr("which column has the marks? Say so with --mark-column; there are {what}"),
    "no_submission": tr("line {line} does not say which submission it is about"),
    "no_submission_column": tr("it has no column `submission`"),
    "no_time": tr("line {line} has no time of the kind 2026-05-31T23:59+02:00: {what}"),
    "not_utf8": tr("it is not UTF-8 text (line {line})"),
    "unknown_column": tr("nobody knows the column {what}; there may be {known}"),
}


class Asked(msgspec.Struct, frozen=True):
    """What the command line asks for."""

    platform: Literal["moodle", "canvas", "csv"]
    rules: Rules
    students: Path | None
    worksheet: Path | None
    mark_column: str | None
    gradebook: Path | None
    assignment: str | None
    per_chapter: bool


class Student(msgspec.Struct):
    """A student, by whatever is known of them, and their attempts."""

    person: Person
    attempts: list[Attempt]


def asked(platform: Literal["moodle", "canvas", "csv"], options: Mapping[str, Any]) -> Asked:
    """The options, put together; a usage error where they do not go together."""
    if options["worksheet"] and platform != "moodle":
        raise click.UsageError(tr("--worksheet is Moodle's."))
    if options["gradebook"] and platform != "canvas":
        raise click.UsageError(tr("--gradebook is Canvas's."))
    if options["worksheet"] and options["per_chapter"]:
        raise click.UsageError(tr("A worksheet has one mark a student: leave out --per-chapter."))
    deadline = options["deadline"]
    try:
        due = roster.in_utc(deadline) if deadline else None
    except ValueError as error:
        raise click.UsageError(tr("--deadline is a time of the kind 2026-05-31T23:59+02:00.")) from error
    rules = Rules(due, options["late_per_day"], options["attempts"], options["scale"], options["digits"])
    kept = ("students", "worksheet", "mark_column", "gradebook", "assignment", "per_chapter")
    return Asked(platform, rules, **{name: options[name] for name in kept})


def write_marks(paths: Sequence[Path], output: Path, wanted: Asked) -> int:
    """Write the marks; how many files were left out."""
    people = _people(wanted.students)
    students, points, left_out = _students(paths, people, wanted)
    if not students:
        raise click.UsageError(tr("There is no result among these files."))
    rows = [_row(student, list(points), wanted) for student in students]
    out_of = {_name(name, wanted): float(possible(most, wanted.rules)) for name, most in points.items()}
    if wanted.gradebook is not None:
        rows = _in_gradebook(rows, wanted.gradebook)
    try:
        write_whole(output, _file(rows, out_of, wanted))
    except OSError as error:
        message = tr("{path} cannot be written: {reason}").format(path=output, reason=error.strerror)
        raise click.UsageError(message) from error
    click.echo(tr("{file} written: {count} students").format(file=output, count=len(rows)))
    return left_out


def _people(file: Path | None) -> dict[str, Person]:
    """The people of a roster by what their submissions are called."""
    if file is None:
        return {}
    try:
        return {person.submission: person for person in roster.roster_of(file.read_bytes())}
    except RosterError as error:
        raise _refused(file, error) from error


def _refused(file: Path, error: RosterError) -> click.UsageError:
    known = ", ".join(roster.COLUMNS)
    reason = MESSAGES[error.code].format(line=error.line, what=error.what, known=known)
    return click.UsageError(tr("{path} cannot be used: {reason}.").format(path=file, reason=reason))


def _students(
    paths: Sequence[Path], people: Mapping[str, Person], wanted: Asked
) -> tuple[list[Student], dict[str, float], int]:
    """The students with their attempts, the points that each assignment can have, how many files were left out."""
    found: dict[str, Student] = {}
    most: dict[str, float] = {}
    left_out = 0
    for stem, file in _results(paths):
        try:
            result = read_result(file)
        except NoResultError as error:
            click.echo(told(file, error), err=True)
            left_out += 1
            continue
        person = people.get(stem)
        if person is None:
            if people:
                click.echo(tr("{name} is not in the table of students.").format(name=stem), err=True)
            person = Person(stem)
        points = _points(result, per_chapter=wanted.per_chapter)
        for name, (_, possible_points) in points.items():
            most[name] = max(possible_points, most.get(name, 0.0))
        student = found.setdefault(person.key, Student(person, []))
        student.attempts.append(Attempt(points, person.submitted, person.deadline))
    for student in found.values():
        student.attempts.sort(key=lambda attempt: attempt.submitted or EARLIEST)  # stable: else as they were given
    return list(found.values()), dict(sorted(most.items())), left_out


def _results(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """Results with what their submissions are called; the same name in several folders is several attempts."""
    for path in paths:
        if not path.exists():
            raise click.UsageError(tr("There is nothing at {path}.").format(path=path))
    found: list[tuple[str, Path]] = []
    for path in paths:
        files = files_below([path / STUDENTS if (path / MARK).is_file() else path])
        names = [student.name for student in students_of(files)]
        found += zip(names, files, strict=True)
    return found


def _points(result: Result, *, per_chapter: bool) -> dict[str, Points]:
    if per_chapter:
        return {chapter.id: (chapter.score, chapter.max_score) for chapter in result.chapters}
    return {TOTAL: (result.score, result.max_score)}


def _row(student: Student, assignments: Sequence[str], wanted: Asked) -> StudentMarks:
    marks = marks_of(student.attempts, wanted.rules, assignments)
    person = student.person
    return StudentMarks(
        id=person.id or ("" if any((person.username, person.email, person.canvas_id)) else person.submission),
        marks={_name(name, wanted): _float(mark) for name, mark in marks.items()},
        last_name=person.last_name,
        first_name=person.first_name,
        email=person.email,
        username=person.username,
        canvas_id=person.canvas_id,
        section=person.section,
    )


def _float(mark: Decimal | None) -> float | None:
    return None if mark is None else float(mark)


def _name(assignment: str, wanted: Asked) -> str:
    """What an assignment is called."""
    if assignment == TOTAL:
        return wanted.assignment or "convgrade"
    return f"{wanted.assignment} {assignment}" if wanted.assignment else assignment


def _in_gradebook(rows: Sequence[StudentMarks], file: Path) -> list[StudentMarks]:
    """The rows, as Canvas knows their students; those that it does not know are told and left out."""
    try:
        known = roster.canvas_students(file.read_bytes())
    except RosterError as error:
        raise _refused(file, error) from error
    by_identity = {
        person[name].casefold(): person for person in known for name in ("username", "id", "canvas_id") if person[name]
    }
    found = []
    for row in rows:
        identities = (row.username, row.id, row.canvas_id, row.email)
        person = next((by_identity[one.casefold()] for one in identities if one.casefold() in by_identity), None)
        if person is None:
            name = next(filter(None, identities), "?")
            click.echo(tr("{name} is not in {file}.").format(name=name, file=file), err=True)
            continue
        last, _, first = person["name"].partition(", ")
        found.append(
            StudentMarks(
                person["id"],
                row.marks,
                last,
                first,
                row.email,
                person["username"],
                person["canvas_id"],
                person["section"],
            )
        )
    return found


def _file(rows: Sequence[StudentMarks], out_of: Mapping[str, float], wanted: Asked) -> bytes:
    if wanted.worksheet is not None:
        return _worksheet(rows, wanted.worksheet, wanted.mark_column)
    if wanted.platform == "moodle":
        return platforms.moodle_csv(rows, out_of)
    if wanted.platform == "canvas":
        return platforms.canvas_csv(rows, out_of)
    return platforms.plain_csv(rows, out_of)


def _worksheet(rows: Sequence[StudentMarks], file: Path, column: str | None) -> bytes:
    """Moodle's worksheet with the marks of those of its students who have one."""
    marks = {
        identity.casefold(): platforms.rounded(mark)
        for row in rows
        for mark in row.marks.values()
        for identity in (row.id, row.email, row.username, f"{row.first_name} {row.last_name}".strip())
        if identity and mark is not None
    }
    try:
        data, count = roster.worksheet_filled(file.read_bytes(), column, marks, MARK_HEADINGS)
    except RosterError as error:
        raise _refused(file, error) from error
    except UnicodeDecodeError as error:
        raise _refused(file, RosterError("not_utf8")) from error
    if count < len(rows):
        message = tr("{count} of {total} students are in {file}.")
        click.echo(message.format(count=count, total=len(rows), file=file), err=True)
    return data
