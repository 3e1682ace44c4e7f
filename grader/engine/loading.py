"""Loading what was opened: the functions there are, or what keeps them from being graded, one or all.

A notebook's cell that cannot be imported costs the exercise it belongs to: it is left out, and the rest loaded again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from grader.answers import Raised
from grader.engine import verdicts
from grader.report.model import Status
from grader.sandbox.limits import BreachError
from grader.sandbox.process import WorkerStartError

if TYPE_CHECKING:
    from grader.engine.opening import Opened
    from grader.engine.session import Session
    from grader.submission.picked import Picked, Problem

MISSING = frozenset({"missing_file", "empty_file", "misnamed_file", "missing_in_archive", "empty_archive"})
"""Why a file cannot be read, where there is none of it."""


class Obstacle(msgspec.Struct, frozen=True):
    """What keeps a whole module, or one exercise, from being graded."""

    status: Status
    code: str
    facts: verdicts.Facts


class Loaded(msgspec.Struct, frozen=True):
    """The names of a module's callables, and the exercises that cannot be graded though others can."""

    functions: list[str]
    apart: dict[str, Obstacle] = {}
    picked: Picked | None = None
    """What was imported of a notebook in the end."""


def load(opened: Opened) -> Loaded | Obstacle:
    """Wait for the module; `IsolationUnavailableError` when the machine keeps no level."""
    if opened.unreadable is not None:
        status: Status = "missing" if opened.unreadable.code in MISSING else "error"
        return Obstacle(status, opened.unreadable.code, opened.unreadable.facts)
    try:
        return _load(opened.session, opened.picked) if opened.picked else _loaded(opened.session)
    except WorkerStartError as error:
        return Obstacle("grader_error", "grader_fault", {"reason": str(error)})


def _loaded(session: Session) -> Loaded | Obstacle:
    try:
        loaded = session.loaded()
    except BreachError as breach:
        return Obstacle(*verdicts.breach_verdict(breach))
    return obstacle_of(loaded) if isinstance(loaded, Raised) else Loaded(loaded)


def _load(session: Session, picked: Picked) -> Loaded | Obstacle:
    """Load a notebook's cells but for those that keep the module from being imported."""
    apart = {problem.exercise: _told(problem) for problem in picked.problems}
    while True:
        loaded = _loaded(session)
        if isinstance(loaded, Loaded):
            return Loaded(loaded.functions, apart, picked)
        number = _to_blame(loaded, session, picked)
        if number is None:
            return loaded
        part = picked.parts[number]
        line = loaded.facts.get("line")
        place = picked.place(line) if isinstance(line, int) else None
        facts = {name: fact for name, fact in loaded.facts.items() if name not in {"line", "module"}}
        facts["cell"] = part.cell
        if place and place[0] == number:
            facts["line"] = place[1]
        if part.exercise:
            apart.setdefault(part.exercise, Obstacle(loaded.status, loaded.code, facts))
        picked = picked.without(number)
        session.reload(picked.source)


def _to_blame(obstacle: Obstacle, session: Session, picked: Picked) -> int | None:
    """Number of the part that keeps the module from being imported: where it says so, else where loading ends.

    A module that is to blame itself for saying nothing (it never ends, or ends Python) is loaded by parts: the first
    parts that do not load end with the one to blame.
    """
    if obstacle.code == "chapter_time":
        return None
    line = obstacle.facts.get("line")
    if isinstance(line, int) and (place := picked.place(line)):
        return place[0]
    good, bad = 0, len(picked.parts)
    while bad - good > 1:
        count = (good + bad) // 2
        session.reload(picked.first(count).source)
        tried = _loaded(session)
        if isinstance(tried, Loaded):
            good = count
        elif tried.code == "chapter_time":
            return None
        else:
            bad = count
    return bad - 1 if picked.parts else None


def _told(problem: Problem) -> Obstacle:
    facts: verdicts.Facts = {"message": problem.message, "cell": problem.cell, "line": problem.line}
    return Obstacle("error", problem.code, facts)


def obstacle_of(raised: Raised) -> Obstacle:
    """A module that could not be imported."""
    facts: verdicts.Facts = {"exception": raised.exception, "message": raised.message, "module": raised.module}
    if raised.line is not None:
        facts["line"] = raised.line
    if raised.phase == "compile":
        return Obstacle("error", "syntax_error", facts)
    status, code = verdicts.EXCEPTIONS.get(raised.exception, ("error", "import_error"))
    if status == "not_started":
        return Obstacle("error", "import_error", facts)
    return Obstacle(status, code, facts)
