"""What is right however unusual: answers written in other styles, which the cases must accept.

Proof that the cases refuse no right answer. Imports NumPy only. A module here is a list of functions marked with
`@variant`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any


@dataclass(frozen=True, slots=True)
class Variant:
    """A right variant of an exercise's function; its id says in which style it is written."""

    id: str
    exercise: str
    function: Callable[..., Any]


def variant(exercise: str) -> Callable[[Callable[..., Any]], Variant]:
    """Turn the right function below into a `Variant` of `exercise`; the function's name becomes its id."""

    def wrap(function: Callable[..., Any]) -> Variant:
        return Variant(function.__name__, exercise, function)

    return wrap


def variants_in(module: ModuleType) -> tuple[Variant, ...]:
    """The variants of a module in the order in which they are written."""
    return tuple(value for value in vars(module).values() if isinstance(value, Variant))
