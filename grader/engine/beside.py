"""The grader's own code that runs in workers: drivers beside a submission, examinations in a worker of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grader.answers import Answer, NotPlain, Raised, Returned
from grader.calling import reported
from grader.course.spec import Case, Step
from grader.sandbox.limits import BreachError

if TYPE_CHECKING:
    from grader.course.spec import Chapter, Exercise
    from grader.engine.session import Session

FOLDER = Path(__file__).parents[1] / "examination"
PACKAGE = "grader.examination"


class ExaminationFaultError(Exception):
    """Our own examination does not load, or answers nonsense: a fault of the grader or of the machine."""


@cache
def beside_sources() -> dict[str, bytes]:
    """The modules of the package, as a worker imports them."""
    modules = {f"{PACKAGE}.{path.stem}": path.read_bytes() for path in sorted(FOLDER.glob("*.py"))}
    return {"grader": b"", PACKAGE: modules.pop(f"{PACKAGE}.__init__")} | modules


class Examiner:
    """Examines what came back from submissions, in a confined worker that no submission's code ever enters.

    What is examined may be hostile all the same: what cannot be examined is the submission's fault.
    """

    def __init__(self, begin: Callable[[], Session], chapter: Chapter) -> None:
        """Examine for a chapter, in a session that begins when the first answer comes."""
        self._begin = begin
        self._module = chapter.beside
        self._session: Session | None = None

    def examined(self, exercise: Exercise, case: Case, answer: Answer) -> Answer:
        """What the examination makes of an answer."""
        if not isinstance(answer, Returned):
            return answer
        session = self._session = self._session or self._loaded()
        question = Case((Step((answer.value, *case.hidden)),))
        try:
            found = next(session.answers(exercise.examination, [question]))
        except BreachError as breach:
            return _refused("broke_a_limit", breach.kind)
        match found:
            case Returned(value={"refused": str(code), "detail": str(detail)}):
                return _refused(code, detail)
            case Returned():
                value = reported(found.value, case.report)
                return Returned(value, answer.modified, answer.shared, answer.warning, answer.output)
            case Raised():
                return _refused("examination_failed", f"{found.exception}: {found.message}")
            case NotPlain():
                raise ExaminationFaultError(f"{exercise.examination} gave no plain data: {found.type}")

    def _loaded(self) -> Session:
        """A session with the chapter's module; what goes wrong here is no fault of the submission's."""
        session = self._begin()
        try:
            loaded = session.load(self._module, beside_sources())
        except BreachError as breach:
            raise ExaminationFaultError(f"{self._module}: {breach.kind}") from breach
        if isinstance(loaded, Raised):
            raise ExaminationFaultError(f"{loaded.exception}: {loaded.message}")
        return session


def _refused(code: str, detail: str) -> Raised:
    return Raised(code, detail, phase="examination")
