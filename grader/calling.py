"""Calling a function as a case says, and noting what it does to its arguments.

The same for a trusted function in the judge and for a submission's in its worker.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from grader.answers import ARITHMETIC, Kept, Path, copied, part_of, same_data, shares_memory

Arguments = tuple[Sequence[Any], Mapping[str, Any]]
"""Positional arguments and keywords of one call."""


NO_SUCH_PART = (TypeError, IndexError, KeyError)


class Effects(msgspec.Struct):
    """Positions or names of the arguments that calls changed, or that their results alias; the first warning."""

    modified: list[int | str] = msgspec.field(default_factory=list)
    shared: list[int | str] = msgspec.field(default_factory=list)
    warning: str = ""


def call_in_turn(
    function: Callable[..., Any], calls: Sequence[Arguments], report: Path | Sequence[int | str], *, watch: bool = True
) -> tuple[Any, Effects]:
    """The result of a call; of several calls in a row the list of results, or of their parts at `report`.

    The function gets copies; arguments kept from an earlier call are its own. Without `watch` it gets the arguments
    themselves, and nothing is noted.
    """
    effects = Effects()
    results: list[Any] = []
    for arguments, keywords in calls:
        originals = by_name(arguments, keywords)
        try:
            given = {name: _given(value, results, watch=watch) for name, value in originals.items()}
        except NO_SUCH_PART:
            break  # an earlier result lacks what this call needs: its own fault speaks
        positional = [given[index] for index in range(len(arguments))]
        named = {name: given[name] for name in keywords}
        result = _warned(function, positional, named, effects) if watch else function(*positional, **named)
        results.append(result)
        if watch:
            for name, original in originals.items():
                _note(name, original, given[name], reported(result, report), effects)
    parts = [reported(result, report) for result in results]
    if len(calls) == 1:
        return parts[0], effects
    return parts + [None] * (len(calls) - len(parts)), effects


def _warned(function: Callable[..., Any], positional: Sequence[Any], named: Mapping[str, Any], effects: Effects) -> Any:
    """Make a call and note its first warning, one about arithmetic before others; silenced ones are none."""
    with warnings.catch_warnings(record=True) as seen:
        result = function(*positional, **named)
    for warning in seen:
        if issubclass(warning.category, RuntimeWarning):
            if not effects.warning.startswith(ARITHMETIC):
                effects.warning = f"{ARITHMETIC}{warning.message}"
        elif not effects.warning:
            effects.warning = f"{warning.category.__name__}: {warning.message}"
    return result


def _given(value: Any, results: Sequence[Any], *, watch: bool) -> Any:
    if isinstance(value, Kept):
        return part_of(results[value.step], value.path)
    return copied(value) if watch else value


def reported(result: Any, report: Path | Sequence[int | str]) -> Any:
    """The part asked for; a result that has no such part speaks for itself."""
    try:
        return part_of(result, report)
    except NO_SUCH_PART:
        return result


def _note(name: int | str, original: Any, given: Any, result: Any, effects: Effects) -> None:
    if isinstance(original, Kept):
        return
    if not same_data(original, given):
        effects.modified.append(name)
    if shares_memory(result, given):
        effects.shared.append(name)


def by_name(arguments: Sequence[Any], keywords: Mapping[str, Any]) -> dict[int | str, Any]:
    """The arguments of a call under their positions and keywords."""
    named: dict[int | str, Any] = dict(enumerate(arguments))
    named.update(keywords)
    return named
