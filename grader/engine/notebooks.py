"""Notebooks: a confined worker picks what is graded of the cells, and each line is told by its cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader.answers import Answer, NotPlain, Raised, Returned
from grader.course import CHAPTERS, load_chapter
from grader.course.spec import case
from grader.engine.session import Session
from grader.sandbox.limits import BreachError, Limits
from grader.submission import Submission, Unreadable, cells, notebook
from grader.submission.picked import NonsenseError, Picked, checked

if TYPE_CHECKING:
    from grader.report.model import ChapterResult
    from grader.sandbox.forking import Starter
    from grader.sandbox.levels import Level

PACKAGE = "grader.submission"
WORKER_LIMITS = Limits(call_seconds=10.0)


class PickingError(Exception):
    """Our own module did not load in the worker: a fault of the grader or of the machine."""


def picked_of(
    submission: Submission, module: str, start: Starter, levels: Sequence[Level]
) -> tuple[Picked | Unreadable, Sequence[Level]]:
    """What is graded of a notebook of that chapter's, or why it cannot be read, and the levels still to be tried.

    `IsolationUnavailableError` when no level is to be had.
    """
    data, name = submission.notebook_bytes(), submission.path.name
    if isinstance(data, Unreadable):
        return data, levels
    number = next(number for number, chapter in CHAPTERS.items() if chapter == module)
    exercises = [exercise.id for exercise in load_chapter(number).exercises]
    with Session(start, levels, WORKER_LIMITS) as session:
        try:
            _load(session)
            answer = next(session.answers("pick", [case(np.frombuffer(data, np.uint8), exercises)]))
            found = _found(answer, name, exercises)
        except BreachError as breach:
            code = "huge_notebook" if breach.kind in {"time", "chapter_time", "memory"} else "damaged_notebook"
            found = Unreadable(code, {"file": name, "reason": breach.kind})
        return found, (session.level,)


def _load(session: Session) -> None:
    """Load our modules into the worker."""
    sources = {f"{PACKAGE}.{one.__name__.rpartition('.')[2]}": _source(one.__file__) for one in (cells, notebook)}
    try:
        loaded = session.load(notebook.__name__, {"grader": b"", PACKAGE: b"", **sources})
    except BreachError as breach:
        raise PickingError(f"the picking's worker broke a limit: {breach.kind} {breach.facts}") from breach
    if isinstance(loaded, Raised):
        raise PickingError(f"{loaded.exception}: {loaded.message}")


def _source(file: str | None) -> bytes:
    assert file is not None
    return Path(file).read_bytes()


def _found(answer: Answer, name: str, exercises: Sequence[str]) -> Picked | Unreadable:
    """What the worker's answer says of the notebook of that name."""
    match answer:
        case Returned():
            try:
                return checked(answer.value, name, exercises)
            except NonsenseError:
                return Unreadable("damaged_notebook", {"file": name, "reason": "no cells came out of it"})
        case Raised(exception="MemoryError") | NotPlain():
            return Unreadable("huge_notebook", {"file": name})
        case Raised():
            return Unreadable("damaged_notebook", {"file": name, "reason": answer.exception})


def tell_cells(result: ChapterResult, picked: Picked) -> None:
    """Tell places in the module by the cell and the line in it."""
    for facts in (result.facts, *(check.detail.facts for exercise in result.exercises for check in exercise.checks)):
        line = facts.get("line")
        if "cell" in facts or not isinstance(line, int) or facts.get("module") not in {None, "", result.id}:
            continue
        if place := picked.place(line):
            number, facts["line"] = place
            facts["cell"] = picked.parts[number].cell
