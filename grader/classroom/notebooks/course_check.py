"""What is wrong with a course: its settings, its notebooks, the versions that its students get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator, SchemaTooNewError, SchemaTooOldError, ValidationError

from grader.classroom.notebooks.course_config import (
    ConfigError,
    grades_in_sandbox,
    makes_our_stub,
    mends_submissions,
    read_config,
)
from grader.classroom.notebooks.course_folder import (
    SUFFIX,
    CourseFolder,
    NoNotebookError,
    language_of,
    made_today,
    read_notebook,
)
from grader.classroom.notebooks.rebuilding import rebuilt
from grader.classroom.notebooks.source_notebook import BEGIN, END, NBGRADER, STUB, facts_of, is_graded
from grader.course import CHAPTERS
from grader.language import mark as _


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: where, a message, and what fills the message's places."""

    place: str
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def problems_of(course: CourseFolder) -> Iterator[Problem]:
    """All that is wrong with a course; nothing where it is as it should be."""
    yield from _settings(course)
    assignments = course.assignments()
    if not assignments:
        yield Problem("source", _("There is no assignment: `grade notebooks build` makes them."))
    numbers = {name: number for number, name in CHAPTERS.items()}
    for assignment in assignments:
        if assignment in numbers:
            yield from _assignment(course, assignment, numbers[assignment])
        else:
            yield Problem(
                f"source/{assignment}",
                _("This is no chapter that the grader knows: nothing would execute or grade its test cells."),
            )


def _settings(course: CourseFolder) -> Iterator[Problem]:
    place = course.config.name
    if not course.config.is_file():
        yield Problem(place, _("There are no settings: `grade notebooks build` writes them."))
        return
    try:
        config = read_config(course.config)
    except ConfigError as error:
        yield Problem(place, _("The settings cannot be read: {reason}"), {"reason": error})
        return
    if not config.get("CourseDirectory", {}).get("course_id"):
        yield Problem(place, _("c.CourseDirectory.course_id is not set: the exchange needs it."))
    if not grades_in_sandbox(config):
        yield Problem(
            place,
            _(
                "c.Autograde.autograde_preprocessors does not have SandboxExecute in the place of Execute: students' "
                "code would run beside the tests, with your rights, and our test cells would give nothing."
            ),
        )
    if not mends_submissions(config):
        yield Problem(
            place,
            _("c.Autograde.exporter_class is not SubmissionExporter: a damaged notebook would get no verdict."),
        )
    if not makes_our_stub(config):
        yield Problem(
            place,
            _("c.ClearSolutions.code_stub is not “{stub}”: an exercise that is not started would count as wrong."),
            {"stub": STUB},
        )


def _assignment(course: CourseFolder, assignment: str, number: int) -> Iterator[Problem]:
    path = course.source(assignment)
    others = sorted(one.name for one in path.parent.glob(f"*{SUFFIX}") if one != path)
    for name in others:
        yield Problem(f"source/{assignment}/{name}", _("A second notebook: nothing grades it."))
    place = f"source/{assignment}/{path.name}"
    if not path.is_file():
        yield Problem(place, _("The notebook is missing: `grade notebooks build` makes it."))
        return
    try:
        found = read_notebook(path)
    except NoNotebookError as error:
        yield Problem(place, _("This is no notebook: {reason}"), {"reason": error})
        return
    made = made_today(number, language_of(found) or "en")
    problems = [*_format(found), *_cells(made, found)]
    if not problems and rebuilt(made, found).notebook != found:
        problems = [Problem("", _("Made by another version: `grade notebooks build` brings it up to date."))]
    for problem in problems:
        yield Problem(place, problem.message, problem.facts)
    if not problems:
        yield from _release(course, assignment, found)


def _format(found: NotebookNode) -> Iterator[Problem]:
    """What nbgrader itself would refuse, or take for another language."""
    if facts_of(found, "kernelspec").get("language") != "python":
        yield Problem("", _("The kernel is not Python's: choose one in the notebook's menu."))
    ids = Counter(str(facts_of(cell).get("grade_id")) for cell in found.cells if facts_of(cell))
    for grade_id, count in ids.items():
        if count > 1:
            yield Problem("", _("The grade id “{cell}” is there {count} times."), {"cell": grade_id, "count": count})
    for cell in found.cells:
        try:
            MetadataValidator().validate_cell(cell)
        except (SchemaTooOldError, SchemaTooNewError) as error:
            yield Problem(
                "",
                _("“{cell}” has metadata of version {version} of nbgrader's schema, not 3: run `nbgrader update`."),
                {"cell": _name(cell), "version": error.actual_version},
            )
        except (ValidationError, KeyError, TypeError, AttributeError) as error:
            reason = getattr(error, "message", str(error))
            yield Problem("", _("“{cell}” has metadata that nbgrader refuses: {reason}"), _told(cell, reason=reason))


def _cells(made: NotebookNode, found: NotebookNode) -> Iterator[Problem]:
    """Cells of our exercises that are missing, or not what marks are computed from; test cells that are not ours."""
    there = {_name(cell): cell for cell in found.cells if NBGRADER in cell.metadata}
    for cell in made.cells:
        if NBGRADER not in cell.metadata:
            continue
        facts = {"cell": cell.id}
        twin = there.pop(cell.id, None)
        if twin is None:
            yield Problem("", _("The cell “{cell}” is missing."), facts)
        elif twin.cell_type != cell.cell_type or _role(twin) != _role(cell):
            yield Problem("", _("“{cell}” is no longer the kind of cell that it should be."), facts)
        elif is_graded(cell, "grade"):
            yield from _test_cell(cell, twin)
        elif is_graded(cell, "solution") and not _has_region(twin.source):
            yield Problem("", _("“{cell}” has no {begin} … {end}: nbgrader would clear all of it."), _told(cell))
    for cell in there.values():
        if is_graded(cell, "grade") and not is_graded(cell, "solution"):
            yield Problem(
                "", _("“{cell}” is a test cell of your own: nothing executes it. Grade by hand instead."), _told(cell)
            )


def _test_cell(cell: NotebookNode, twin: NotebookNode) -> Iterator[Problem]:
    wanted, there = cell.metadata[NBGRADER].points, facts_of(twin).get("points")
    if there != wanted:
        yield Problem(
            "",
            _("“{cell}” has {points} points, the exercise {wanted}: marks would not be those of `grade`."),
            _told(cell, points=there, wanted=wanted),
        )
    if twin.source != cell.source:
        yield Problem("", _("“{cell}” was edited: a test cell holds nothing but its check."), _told(cell))


def _release(course: CourseFolder, assignment: str, source: NotebookNode) -> Iterator[Problem]:
    """What is wrong with the students' version, if there is one."""
    path = course.release(assignment)
    if not path.is_file():
        return
    place = f"release/{assignment}/{path.name}"
    try:
        released = read_notebook(path)
    except NoNotebookError as error:
        yield Problem(place, _("This is no notebook: {reason}"), {"reason": error})
        return
    sources = {_name(cell): cell.source for cell in released.cells}
    stale = len(released.cells) != len(source.cells) or any(
        sources.get(_name(cell)) != cleared(cell.source) for cell in source.cells if NBGRADER in cell.metadata
    )
    secret = {line for cell in source.cells for line in solution_lines(cell.source)}
    if shown := [line for text in sources.values() for line in text.split("\n") if line.strip() in secret]:
        yield Problem(place, _("The students' version shows lines of a solution: {line}"), {"line": shown[0].strip()})
    elif stale:
        yield Problem(
            place,
            _("The students' version is another than the source's: `nbgrader generate_assignment --force {name}`."),
            {"name": assignment},
        )


def cleared(source: str) -> str:
    """A cell's source as nbgrader clears it: each solution gives way to the stub."""
    lines: list[str] = []
    inside = False
    for line in source.split("\n"):
        if BEGIN in line:
            inside = True
            lines.append(line.replace(BEGIN, STUB))
        elif END in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def solution_lines(source: str) -> set[str]:
    """The lines of a cell that only its solution has, without their indentation; short ones say nothing."""
    kept = {line.strip() for line in cleared(source).split("\n")}
    return {line.strip() for line in source.split("\n") if len(line.strip()) > 12} - kept - {BEGIN, END}


def _has_region(source: str) -> bool:
    lines = [line.strip() for line in source.split("\n")]
    return BEGIN in lines and END in lines


def _role(cell: NotebookNode) -> tuple[bool, ...]:
    return tuple(bool(facts_of(cell).get(role)) for role in ("grade", "solution", "locked"))


def _name(cell: NotebookNode) -> str:
    return str(facts_of(cell).get("grade_id") or cell.get("id", ""))


def _told(cell: NotebookNode, **facts: Any) -> dict[str, Any]:
    return {"cell": _name(cell), "begin": BEGIN, "end": END, **facts}
