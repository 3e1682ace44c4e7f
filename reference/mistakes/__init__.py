"""What usually goes wrong: wrong variants of the exercises, each with the hint that a tutor would give.

One list, three uses: proof that the cases tell right from wrong, diagnosis of a failing answer, reading matter for
teachers. Imports NumPy only. A module named after a chapter is a list of functions marked with `@mistake`; the others
hold what a chapter's lists share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reference import modules_of


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong variant of an exercise's function.

    `hint` is the English message (French stands in the catalogue): what to look at, never the code. Where a submission
    returns a model, `function` tells what its examination finds, as the reference does, and `written` is wrong code of
    which it finds that.
    """

    id: str
    exercise: str
    hint: str
    function: Callable[..., Any]
    written: str = ""


def mistake(exercise: str, hint: str, written: str = "") -> Callable[[Callable[..., Any]], Mistake]:
    """Turn the wrong function below into a `Mistake` of `exercise`; the function's name becomes its id."""

    def wrap(function: Callable[..., Any]) -> Mistake:
        return Mistake(function.__name__, exercise, hint, function, written)

    return wrap


def mistakes_of(chapter: str) -> tuple[Mistake, ...]:
    """The mistakes of a chapter in the order in which they are written; none where it has no list."""
    modules = modules_of(__name__, chapter)
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Mistake))
