"""Unpacking an archive: its bytes go to a confined worker, which runs our own code on them, and modules come back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from grader.answers import Answer, NotPlain, Raised, Returned
from grader.course.spec import case
from grader.engine.session import Session
from grader.sandbox.limits import MEBIBYTE, BreachError, Limits
from grader.submission import Submission, Unreadable, archive
from grader.submission.unpacked import LIMITS, NonsenseError, Unpacked, checked

if TYPE_CHECKING:
    from grader.sandbox.forking import Starter
    from grader.sandbox.levels import Level

MODULE = "archive"
WORKER_LIMITS = Limits(call_seconds=10.0, reply_bytes=LIMITS["taken_bytes"] + MEBIBYTE)


class UnpackingError(Exception):
    """Our own module did not load in the worker: a fault of the grader or of the machine."""


def unpacked(submission: Submission, start: Starter, levels: Sequence[Level]) -> tuple[Submission, Sequence[Level]]:
    """The submission with its archive unpacked, or with why it cannot be, and the levels still to be tried.

    `IsolationUnavailableError` when no level is to be had.
    """
    data = submission.archive_bytes()
    if isinstance(data, Unreadable):
        return replace(submission, unpacked=data), levels
    with Session(start, levels, WORKER_LIMITS) as session:
        _load(session)
        try:
            answer = next(session.answers("unpack", [case(np.frombuffer(data, np.uint8), submission.kind, LIMITS)]))
            contents = _contents(answer, submission.path.name)
        except BreachError as breach:
            contents = _broken(breach, submission.path.name)
        return replace(submission, unpacked=contents), (session.level,)


def _load(session: Session) -> None:
    """Load our module into the worker."""
    try:
        loaded = session.load(MODULE, {MODULE: Path(archive.__file__).read_bytes()})
    except BreachError as breach:
        raise UnpackingError(f"the unpacking's worker broke a limit: {breach.kind} {breach.facts}") from breach
    if isinstance(loaded, Raised):
        raise UnpackingError(f"{loaded.exception}: {loaded.message}")


def _contents(answer: Answer, name: str) -> Unpacked | Unreadable:
    """What the worker's answer says of the archive of that name."""
    match answer:
        case Returned():
            try:
                return checked(answer.value, name)
            except NonsenseError:
                return _damaged(name, "no modules came out of it")
        case Raised(exception="MemoryError"):
            return _huge(name, "memory")
        case Raised():
            return _damaged(name, answer.exception)
        case NotPlain():
            return _huge(name, "taken") if answer.limit else _damaged(name, answer.type)


def _broken(breach: BreachError, name: str) -> Unreadable:
    """What a limit broken by unpacking says of the archive."""
    match breach.kind:
        case "time" | "chapter_time":
            return _huge(name, "seconds")
        case "memory":
            return _huge(name, "memory")
        case "reply":
            return _huge(name, "taken")
        case _:
            reason = breach.facts.get("signal") or breach.facts.get("exit_code") or breach.kind
            return _damaged(name, f"unpacking ended early, {reason}")


def _huge(name: str, what: str) -> Unreadable:
    return Unreadable("huge_archive", {"archive": name, "what": what})


def _damaged(name: str, reason: str) -> Unreadable:
    return Unreadable("damaged_archive", {"archive": name, "reason": reason})
