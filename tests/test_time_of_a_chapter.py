"""The time of a chapter holds whatever is asked of a submission, and however often."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from grader.answers import Returned
from grader.course.spec import case
from grader.engine.blocking import Blocking
from grader.engine.questions import Questions
from grader.engine.session import Session, Spending
from grader.sandbox.forking import ForkingStarter
from grader.sandbox.levels import candidates
from grader.sandbox.limits import BreachError, Limits
from tests.conftest import CHAPTER4, solution

LIMITS = replace(Limits(), chapter_seconds=1.5)
NAPS = b"import time\ndef f(seconds):\n    time.sleep(seconds)\n    return seconds\n"
GENEROUS = 5.0


@pytest.fixture
def session(start: ForkingStarter) -> Iterator[Session]:
    with Session(start, candidates(None), LIMITS) as session:
        yield session


def test_it_is_up_in_the_middle_of_cases_that_were_put_at_once(session: Session) -> None:
    session.load("naps", {"naps": NAPS})
    answers = session.answers("f", [case(0.4)] * 30)
    began = time.monotonic()
    assert next(answers) == Returned(0.4)
    with pytest.raises(BreachError):
        list(answers)
    assert time.monotonic() - began < GENEROUS


def test_it_is_what_the_search_for_a_function_to_blame_takes(session: Session, start: ForkingStarter) -> None:
    slow = (
        solution().encode() + b"\nimport time\nright = convolve2d\ndef convolve2d(*arguments):\n    time.sleep(0.3)\n"
    )
    caller = f"import {CHAPTER4}\ndef f():\n    {CHAPTER4}.convolve2d\n".encode()
    session.load("caller", {"caller": caller, CHAPTER4: slow + b"    return right(*arguments)\n"})
    Blocking(session, start, Questions(0)).blocker("f")
    assert session.spending.seconds >= LIMITS.chapter_seconds
    with pytest.raises(BreachError) as breach:
        session.answers("f", [case()])
    assert breach.value.kind == "chapter_time"


def test_sessions_of_one_submission_may_share_it(start: ForkingStarter) -> None:
    with Session(start, candidates(None), LIMITS, Spending(LIMITS.chapter_seconds)) as session:
        with pytest.raises(BreachError) as breach:
            session.load("naps", {"naps": NAPS})
        assert breach.value.kind == "chapter_time"
