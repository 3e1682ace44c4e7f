"""What an exercise fails by: a function of an earlier chapter that it calls and that is not right itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.answers import Raised
from grader.course import CHAPTERS, load_chapter
from grader.engine.numerical import answered
from grader.engine.questions import Questions
from grader.engine.session import Session
from grader.sandbox.limits import BreachError

if TYPE_CHECKING:
    from grader.course.spec import Exercise
    from grader.sandbox.forking import Starter


class Blocking:
    """Tries the functions that a submission's exercises borrow from its other modules, each once.

    That takes of the time of the chapter that is graded.
    """

    def __init__(self, session: Session, start: Starter, questions: Questions) -> None:
        """Look at what the session's module borrows; other modules run in workers of their own."""
        self._session = session
        self._start = start
        self._questions = questions
        self._right: dict[str, bool] = {}

    def blocker(self, exercise: str) -> tuple[int, str] | None:
        """Chapter and name of a function that is wrong and that the exercise calls."""
        numbers = {module: number for number, module in CHAPTERS.items()}
        for borrowed in self._session.borrowed.get(exercise, []):
            module, _, name = borrowed.partition(".")
            if module not in numbers:
                continue
            lender = next((one for one in load_chapter(numbers[module]).exercises if one.id == name), None)
            if lender is not None and not lender.examination and not self._is_right(module, lender):
                return numbers[module], name
        return None

    def _is_right(self, module: str, lender: Exercise) -> bool:
        key = f"{module}.{lender.id}"
        if key not in self._right:
            self._right[key] = self._tried(module, lender)
        return self._right[key]

    def _tried(self, module: str, lender: Exercise) -> bool:
        session = Session(self._start, [self._session.level], self._session.limits, self._session.spending)
        try:
            with self._session.stopped():
                if isinstance(session.load(module, self._session.sources), Raised):
                    return False
                trials, _ = answered(lender, self._questions.of(lender, module), session)
        except BreachError:
            return False
        finally:
            session.reset()
        return all(trial.passed for trial in trials)
