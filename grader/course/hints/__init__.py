"""Hints in steps: a nudge, what to look at, the shape of the solution. Words, never code.

The NumPy chapters have a module each, written by hand; other exercises' steps come from what the course says of them.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from grader.language import mark as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course.spec import Exercise, NamedMistake

Steps = tuple[tuple[str, ...], ...]
"""Each step is sentences: messages of the catalogue, which are translated one by one."""

COUNT = 3
MISTAKES_TOLD = 2
LAST_RESORT = _("Read the docstring once more: it says what comes out, with an example to check.")


def steps_of(chapter: str, exercise: Exercise) -> Steps:
    """The three steps of an exercise's hint."""
    written = written_steps(chapter).get(exercise.id)
    if written is not None:
        return tuple((step,) for step in written)
    return _derived(chapter, exercise)


def written_steps(chapter: str) -> dict[str, tuple[str, str, str]]:
    """The steps written for a chapter's exercises, by their names; empty where there are none."""
    name = f"{__name__}.{chapter}"
    if find_spec(name) is None:
        return {}
    steps: dict[str, tuple[str, str, str]] = import_module(name).STEPS
    return steps


def _derived(chapter: str, exercise: Exercise) -> Steps:
    """What is asked, what is checked, and what most often goes wrong."""
    mistakes = [mistake.hint for mistake in _mistakes_of(chapter, exercise) if mistake.exercise == exercise.id]
    checked = [check.title for check in exercise.checks]
    return (exercise.summary,), tuple(checked), tuple(mistakes[:MISTAKES_TOLD]) or (LAST_RESORT,)


def _mistakes_of(chapter: str, exercise: Exercise) -> Sequence[NamedMistake]:
    if exercise.mistakes is not None:
        return exercise.mistakes
    from reference.mistakes import mistakes_of  # noqa: PLC0415 (not in a kit)

    return mistakes_of(chapter)
