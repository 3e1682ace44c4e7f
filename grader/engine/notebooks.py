"""Notebooks: a confined worker picks what is graded of the cells, and each line is told by its cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

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


class Picker:
    """A confined worker that picks from one notebook after another, as it runs nothing of them.

    Use it as a context manager.
    """

    def __init__(self, start: Starter, levels: Sequence[Level]) -> None:
        """Nothing is started before it is needed."""
        self._session = Session(start, levels, WORKER_LIMITS)
        self._is_loaded = False

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the worker."""
        self._session.reset()

    @property
    def level(self) -> Level:
        """The level of isolation; certain once something was picked."""
        return self._session.level

    def picked(self, submission: Submission, module: str) -> Picked | Unreadable:
        """What is graded of a notebook of that chapter's, or why it cannot be read.

        `IsolationUnavailableError` when no level is to be had.
        """
        data, name = submission.notebook_bytes(), submission.path.name
        if isinstance(data, Unreadable):
            return data
        number = next(number for number, chapter in CHAPTERS.items() if chapter == module)
        exercises = [exercise.id for exercise in load_chapter(number).exercises]
        self._load()
        try:
            answer = next(self._session.answers("pick", [case(np.frombuffer(data, np.uint8), exercises)]))
            return _found(answer, name, exercises)
        except BreachError as breach:
            code = "huge_notebook" if breach.kind in {"time", "chapter_time", "memory"} else "damaged_notebook"
            return Unreadable(code, {"file": name, "reason": breach.kind})

    def _load(self) -> None:
        """Load our modules into the worker; each notebook has all the time there is."""
        self._session.spending.seconds = 0.0
        if self._is_loaded:
            return
        sources = {f"{PACKAGE}.{one.__name__.rpartition('.')[2]}": _source(one.__file__) for one in (cells, notebook)}
        try:
            loaded = self._session.load(notebook.__name__, {"grader": b"", PACKAGE: b"", **sources})
        except BreachError as breach:
            raise PickingError(f"the picking's worker broke a limit: {breach.kind} {breach.facts}") from breach
        if isinstance(loaded, Raised):
            raise PickingError(f"{loaded.exception}: {loaded.message}")
        self._is_loaded = True


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
