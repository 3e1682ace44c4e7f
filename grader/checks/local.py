"""Answers of trusted functions (reference, oracle, mistake), called in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.answers import Answer, Raised, Returned, by_name, same_data, shares_memory

if TYPE_CHECKING:
    from grader.course.spec import Case, Function


def answer_of(function: Function, case: Case) -> Answer:
    """Answer of `function` to `case`, with what it did to its arguments."""
    positional, keywords = case.fresh()
    try:
        with np.errstate(all="ignore"):
            value = function(*positional, **keywords)
    except Exception as error:  # noqa: BLE001 (whatever a wrong variant raises is its answer)
        return Raised(type(error).__name__, str(error))
    before = by_name(case.arguments, case.keywords)
    after = by_name(positional, keywords)
    return Returned(
        value,
        modified=tuple(name for name in before if not same_data(before[name], after[name])),
        shared=tuple(name for name in after if shares_memory(value, after[name])),
    )
