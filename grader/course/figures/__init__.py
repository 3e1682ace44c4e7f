"""What a picture beside an exercise shows: the reference at work on the example of its docstring.

Every number in a figure is one that the reference computes when the figure is made. How it is drawn is not said here.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.course.figures.parts import Figure


def figures_of(chapter: str) -> dict[str, Figure]:
    """The figures of a chapter by exercise; most exercises have none."""
    name = f"{__name__}.{chapter}"
    if find_spec(name) is None:
        return {}
    figures: dict[str, Callable[[], Figure]] = import_module(name).FIGURES
    return {exercise: make() for exercise, make in figures.items()}
