"""What is right however unusual: answers written in other styles, which the cases must accept.

Proof that the cases refuse no right answer. Imports NumPy only. A module here is a list of functions marked with
`@variant`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reference import modules_of


@dataclass(frozen=True, slots=True)
class Variant:
    """A right variant of an exercise's function; its id says in which style it is written.

    One that is `naive` loops over every number in Python: it is a landmark of speed.
    """

    id: str
    exercise: str
    function: Callable[..., Any]
    naive: bool = False


def variant(exercise: str, *, naive: bool = False) -> Callable[[Callable[..., Any]], Variant]:
    """Turn the right function below into a `Variant` of `exercise`; the function's name becomes its id."""

    def wrap(function: Callable[..., Any]) -> Variant:
        return Variant(function.__name__, exercise, function, naive)

    return wrap


def variants_of(chapter: str) -> tuple[Variant, ...]:
    """The variants of a chapter in the order in which they are written; none where it has no list."""
    modules = modules_of(__name__, chapter)
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Variant))
