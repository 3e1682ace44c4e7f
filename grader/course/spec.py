"""What a chapter, an exercise, a check and a case are.

The vocabulary in which `grader/course/chapterNN_*.py` says what is graded. It knows inputs, points and the
reference that answers them; it knows nothing of processes, reports or learning platforms.
"""

from __future__ import annotations

import inspect
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
import numpy as np
from msgspec.structs import replace

from grader.answers import Path, arrays_in
from grader.course.kept import KeptCases

Function = Callable[..., Any]
"""A function of an exercise: the reference's, a mistake's, an oracle's."""


class Step(msgspec.Struct, frozen=True):
    """One call of an exercise's function: positional arguments and keywords."""

    arguments: tuple[Any, ...]
    keywords: Mapping[str, Any] = msgspec.field(default_factory=dict)


class NamedMistake(Protocol):
    """A wrong variant of an exercise's function, by its id, with the hint to it."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def exercise(self) -> str:
        """The exercise's."""

    @property
    def hint(self) -> str:
        """The English message."""

    @property
    def function(self) -> Function:
        """What answers so."""


class Case(msgspec.Struct, frozen=True):
    """What an answer is asked to: usually one call of the exercise's function, sometimes several in a row.

    Of several calls the answer is the list of their results, or of the part of each to which `report` leads: what is
    not reported never leaves the function's own process. An argument `Kept(step, path)` stands for that part of the
    result of an earlier step.
    """

    steps: tuple[Step, ...]
    report: Path = ()
    hidden: tuple[Any, ...] = ()
    """What the examination or the judge of the answer is given beside it, and the submission never sees."""

    @property
    def arguments(self) -> tuple[Any, ...]:
        """Positional arguments of the first call."""
        return self.steps[0].arguments

    @property
    def keywords(self) -> Mapping[str, Any]:
        """Keywords of the first call."""
        return self.steps[0].keywords

    @property
    def size(self) -> int:
        """Numbers among the arguments: how small a case is."""
        given = [(step.arguments, dict(step.keywords)) for step in self.steps]
        return sum(array.size for array in arrays_in(given))


def case(*arguments: Any, **keywords: Any) -> Case:
    """Write a case as the call it stands for: `case(image, kernel, stride=2)`."""
    return Case((Step(arguments, keywords),))


def examined(asked: Case, *hidden: Any) -> Case:
    """A case whose answer is examined, or judged, with the help of what the submission never sees."""
    return replace(asked, hidden=hidden)


def in_turn(*cases: Case, report: Path = ()) -> Case:
    """Several calls in a row: `in_turn(case(p, g), case(Kept(0, (0,)), g, Kept(0, (1,))), report=(0,))`."""
    return Case(tuple(step for one in cases for step in one.steps), report)


Judge = Callable[[Case, Any], str | None]
"""Judges an answer by its properties: None when they hold, else a message that says which does not."""

Cases = Callable[[np.random.Generator], Iterable[Case]]
"""Generator of a check's cases, from the smallest to the largest; the same generator always gives the same cases."""


Span = tuple[int, int]
"""Start and stop of a range of positions on an axis."""

Field = Mapping[str, tuple[Span, ...]]
"""Parts of arguments, by name: a span for every axis."""

ReceptiveField = Callable[[Mapping[str, Any], Sequence[int]], Field]
"""The part of the arguments (by name, defaults included) from which the result at an index is computed."""


class Check(msgspec.Struct, frozen=True):
    """A named share of an exercise's points: earned when every one of its cases is answered rightly.

    With a `judge`, right is what has the properties asked for; otherwise what the reference gives.
    """

    id: str
    points: float
    title: str
    cases: Cases
    judge: Judge | None = None


class Idea(msgspec.Struct, frozen=True):
    """What would make a function faster, for one that takes at least this share of a naive loop's time."""

    loop_share: float
    message: str


class SpeedCheck(msgspec.Struct, frozen=True):
    """Points for speed: full up to `full_ratio` times the reference's time, none from `zero_ratio` times on.

    In between the credit falls with the logarithm of the ratio. `inputs` makes new values of the same shapes at
    every call. `ideas` go from the slowest functions to the fastest: the first that applies is told, never code.
    """

    id: str
    points: float
    title: str
    inputs: Callable[[np.random.Generator], Case]
    full_ratio: float = 4.0
    zero_ratio: float = 100.0
    ideas: tuple[Idea, ...] = ()


class Tolerance(msgspec.Struct, frozen=True):
    """How far a number may be from the expected one, relative to the largest expected magnitude of its array.

    `relative_float32` is used when float32 is in play, in the arguments or in the answer. `absolute` is added.
    """

    relative: float = 1e-5
    relative_float32: float = 1e-4
    absolute: float = 0.0


class Exercise(msgspec.Struct, frozen=True):
    """One function to write: what answers it, which checks it is put to and how exact it must be.

    `reference` gives the expected answers; its signature is the exercise's, its return value tells the kind of
    answer asked (an array, a number, a tuple …). A case on which the reference raises `ValueError` asks for a
    `ValueError`. With `may_return_view` the answer may share memory with an argument; with `dtype` it must be an
    array of exactly that dtype. `alternatives` answer otherwise than the reference and just as rightly.
    With `silent` its arithmetic must not warn. `receptive_field` and `curve` (which leads to a list of losses in the
    answer) are for reports.

    `driver` and `examination` are functions of the chapter's module `beside`. A driver is called beside the submission,
    with the exercise's function and the arguments; what it returns is the answer. An examination is called in a worker
    of its own, with the answer (the plain data of a model, say) and what the case hides; what it returns is judged.
    Where a driver takes other arguments than the function that a student writes, `written_as` has that one's signature.

    `mistakes` are known ones where the course brings them along; else they are found in `reference/mistakes`.
    """

    id: str
    summary: str
    reference: Function
    checks: tuple[Check | SpeedCheck, ...]
    tolerance: Tolerance = Tolerance()
    may_return_view: bool = False
    dtype: str | None = None
    alternatives: tuple[Function, ...] = ()
    silent: bool = False
    driver: str = ""
    examination: str = ""
    written_as: Function | None = None
    receptive_field: ReceptiveField | None = None
    curve: Path | None = None
    mistakes: tuple[NamedMistake, ...] | None = None

    @property
    def points(self) -> float:
        """Sum of the checks' points."""
        return sum(check.points for check in self.checks)

    @property
    def signature(self) -> inspect.Signature:
        """The signature that exercise, solution, reference and oracle share; a case's arguments fit it."""
        return inspect.signature(self.reference)

    @property
    def written_signature(self) -> inspect.Signature:
        """The signature of the function that a student writes."""
        return inspect.signature(self.written_as or self.reference)

    def named_arguments(self, case: Case) -> dict[str, Any]:
        """The arguments of a case's first call under their names, in order, defaults left out."""
        return dict(self.signature.bind(*case.arguments, **case.keywords).arguments)

    def field_of(self, case: Case, index: Sequence[int]) -> Field:
        """The part of a case's arguments from which the result at an index is computed; empty when not known."""
        if self.receptive_field is None or len(case.steps) > 1:
            return {}
        bound = self.signature.bind(*case.arguments, **case.keywords)
        bound.apply_defaults()
        return self.receptive_field(bound.arguments, index)


class Chapter(msgspec.Struct, frozen=True):
    """One module of exercises, marked out of 20.

    `imports` names the packages, beside the standard library and the student's own modules, that the chapter's
    code may import. `beside` is the module of drivers and examinations. `limits` differ from the sandbox's usual ones.
    """

    number: int
    id: str
    title: str
    exercises: tuple[Exercise, ...]
    imports: tuple[str, ...] = ("numpy",)
    beside: str = ""
    limits: Mapping[str, Any] = msgspec.field(default_factory=dict)

    @property
    def points(self) -> float:
        """Sum of the exercises' points."""
        return sum(exercise.points for exercise in self.exercises)


def generator_of(check: Check, exercise: Exercise, chapter: str, seed: int) -> np.random.Generator:
    """The random generator of a check: the same for a seed, whatever else is graded; of its own for every check."""
    name = f"{chapter}/{exercise.id}/{check.id}"
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def cases_of(check: Check, exercise: Exercise, chapter: str, seed: int) -> list[Case]:
    """The cases of a check under a seed."""
    if isinstance(check.cases, KeptCases):
        return check.cases.under(seed)
    return list(check.cases(generator_of(check, exercise, chapter, seed)))
