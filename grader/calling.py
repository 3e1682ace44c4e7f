"""Calling a function as a case says, and noting what it does to its arguments.

The same for a trusted function in the judge and for a submission's in its worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.answers import Kept, Path, copied, part_of, same_data, shares_memory

Arguments = tuple[Sequence[Any], Mapping[str, Any]]
"""Positional arguments and keywords of one call."""


@dataclass(slots=True)
class Effects:
    """Positions or names of the arguments that calls changed, or that their results alias."""

    modified: list[int | str] = field(default_factory=list)
    shared: list[int | str] = field(default_factory=list)


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
        given = {
            name: part_of(results[value.step], value.path) if isinstance(value, Kept) else _own(value, watch=watch)
            for name, value in originals.items()
        }
        result = function(
            *(given[index] for index in range(len(arguments))), **{name: given[name] for name in keywords}
        )
        results.append(result)
        if watch:
            for name, original in originals.items():
                _note(name, original, given[name], result, effects)
    reported = [part_of(result, report) for result in results]
    return reported if len(reported) > 1 else reported[0], effects


def _own(value: Any, *, watch: bool) -> Any:
    return copied(value) if watch else value


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
