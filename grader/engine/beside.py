"""The grader's own code that runs in workers: drivers beside a submission, examinations in a worker of their own."""

from __future__ import annotations

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

EXAMINER = "examiner"
EXAMINER_SOURCE = "from {module} import *\nfrom grader.examination import runtime\n"
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

    def __init__(self, session: Session, chapter: Chapter) -> None:
        """Examine for a chapter in a session, which begins to load what it needs while the caller goes on."""
        self._session = session
        self._is_loaded = False
        source = EXAMINER_SOURCE.format(module=chapter.beside).encode()
        session.begin(EXAMINER, {EXAMINER: source} | beside_sources())

    def examined(self, exercise: Exercise, case: Case, answer: Answer) -> Answer:
        """What the examination makes of an answer."""
        if not isinstance(answer, Returned):
            return answer
        self._wait_until_loaded()
        question = Case((Step((answer.value, *case.hidden)),))
        try:
            found = next(self._session.answers(exercise.examination, [question]))
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

    def _wait_until_loaded(self) -> None:
        """Have the chapter's module there; what goes wrong here is no fault of the submission's."""
        if self._is_loaded:
            return
        try:
            loaded = self._session.loaded()
        except BreachError as breach:
            raise ExaminationFaultError(f"{EXAMINER}: {breach.kind}") from breach
        if isinstance(loaded, Raised):
            raise ExaminationFaultError(f"{loaded.exception}: {loaded.message}")
        self._is_loaded = True


def _refused(code: str, detail: str) -> Raised:
    return Raised(code, detail, phase="examination")
