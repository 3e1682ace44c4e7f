"""Cases and answers that are kept instead of made: where a function is not at hand, what it once answered may be."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    import numpy as np

    from grader.answers import Answer
    from grader.course.spec import Case, Field


class NotKeptError(Exception):
    """Nobody kept what is asked for."""


class KeptCases(msgspec.Struct, frozen=True):
    """The cases of a check under a few seeds."""

    by_seed: Mapping[int, Sequence[Case]]

    def under(self, seed: int) -> list[Case]:
        """Those under a seed, always the same objects."""
        if seed not in self.by_seed:
            raise NotKeptError(f"seed {seed}")
        return list(self.by_seed[seed])

    def __call__(self, rng: np.random.Generator) -> list[Case]:
        """A generator does not say its seed."""
        raise NotKeptError(f"{rng}")


class Remembered:
    """A function of which nothing is left but its signature and its answers to certain cases."""

    def __init__(self, name: str, signature: inspect.Signature, answers: Sequence[tuple[Case, Answer]]) -> None:
        """Keep the answers; a case is known again by its identity."""
        self.__name__ = name
        self.__signature__ = signature
        self._answers = {id(case): (case, answer) for case, answer in answers}

    def answer(self, case: Case) -> Answer:
        """What it answered."""
        if id(case) not in self._answers:
            raise NotKeptError(self.__name__)
        return self._answers[id(case)][1]

    def __call__(self, *_arguments: Any, **_keywords: Any) -> Any:
        """It cannot be called."""
        raise NotKeptError(self.__name__)


class KeptFields:
    """The parts of the arguments from which results are computed, known by the first of the arguments."""

    def __init__(self, fields: Sequence[tuple[Case, Mapping[tuple[int, ...], Field]]]) -> None:
        """Keep the fields of every index of a case's result."""
        self._fields = {id(case.arguments[0]): (case, field) for case, field in fields}

    def __call__(self, arguments: Mapping[str, Any], index: Sequence[int]) -> Field:
        """The field, empty where it was not kept."""
        _, fields = self._fields.get(id(next(iter(arguments.values()), None)), (None, {}))
        return fields.get(tuple(index), {})
