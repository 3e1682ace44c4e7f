"""The result, version 1: what a grading found, as codes and parameters; sentences are made by the renderers.

A result is plain data. Messages in it (titles, hints) are the English sources, which renderers translate.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

SCHEMA: Literal[1] = 1

Status = Literal[
    "passed",
    "partial",
    "failed",
    "not_started",
    "missing",
    "error",
    "timeout",
    "memory",
    "crashed",
    "forbidden",
    "blocked",
    "grader_error",
]

Isolation = Literal["bubblewrap+landlock", "bubblewrap", "landlock", "process"]

Number = int | float | str
"""A number of an array; NaN and the infinities, which JSON has not, are written `"nan"`, `"inf"` and `"-inf"`."""


class Shown(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A value as a report shows it: a small array in full, a large one by shape and dtype, anything else as text."""

    kind: Literal["array", "text"]
    text: str = ""
    dtype: str = ""
    shape: list[int] = []
    values: list[Any] | None = None
    """Nested lists of numbers; null when the array is too large to show."""


class NamedValue(msgspec.Struct, forbid_unknown_fields=True):
    """An argument of a case."""

    name: str
    value: Shown


class Part(msgspec.Struct, forbid_unknown_fields=True):
    """A part of an argument: start and stop on every axis."""

    argument: str
    spans: list[tuple[int, int]]


class Curve(msgspec.Struct, forbid_unknown_fields=True):
    """A list of numbers over time, the expected one and the one received."""

    expected: list[Number]
    received: list[Number]


class Failure(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """The smallest case that failed: its arguments, what was expected and received, and where they first differ."""

    arguments: list[NamedValue]
    expected: Shown | None = None
    received: Shown | None = None
    path: list[int | str] = []
    index: list[int] | None = None
    expected_at: Number | None = None
    received_at: Number | None = None
    field: list[Part] = []
    """From which parts of the arguments the first wrong value is computed."""


class Detail(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """What a verdict is about: parameters of the sentence of its code, the failing case, how far it came."""

    facts: dict[str, str | int | float] = {}
    failure: Failure | None = None
    cases_passed: int | None = None
    cases_total: int | None = None
    case: int | None = None
    """Number of the failing case among those of its check, from 0."""
    curve: Curve | None = None


class CheckResult(msgspec.Struct, omit_defaults=False, forbid_unknown_fields=True):
    """Verdict on one named check; `times` holds all that differs from run to run."""

    id: str
    title: str
    kind: Literal["numerical", "speed"]
    status: Status
    score: float
    max_score: float
    code: str = "passed"
    mistake: str | None = None
    hint: str | None = None
    detail: Detail = msgspec.field(default_factory=Detail)
    times: dict[str, float] = {}


class ExerciseResult(msgspec.Struct, forbid_unknown_fields=True):
    """Verdict on one exercise; what its code printed (the beginning), and what a library warned of.

    `hints` is how many steps of its hint were asked for, as the submission's folder tells: a student can forge it.
    """

    id: str
    title: str
    status: Status
    score: float
    max_score: float
    checks: list[CheckResult]
    output: str = ""
    warning: str = ""
    times: dict[str, float] = {}
    hints: int = 0


class ChapterResult(msgspec.Struct, forbid_unknown_fields=True):
    """Verdict on one module. `code` says what kept the whole of it from being graded, if anything did."""

    number: int
    id: str
    title: str
    score: float
    max_score: float
    exercises: list[ExerciseResult]
    code: str = "graded"
    facts: dict[str, str | int | float] = {}
    times: dict[str, float] = {}


class Result(msgspec.Struct, forbid_unknown_fields=True):
    """The outcome of one grading of one submission."""

    schema: Literal[1]
    grader: str
    seed: int
    isolation: Isolation
    language: Literal["en", "fr"]
    submission: str
    score: float
    max_score: float
    chapters: list[ChapterResult]
    times: dict[str, float] = {}
    unseen: bool = False
    """Whether unseen cases were put, too."""

    @property
    def statuses(self) -> set[Status]:
        """Statuses of all exercises."""
        return {exercise.status for chapter in self.chapters for exercise in chapter.exercises}


def to_json(result: Result) -> bytes:
    """The result as indented UTF-8 JSON that ends with a newline."""
    return msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n"


def from_json(data: bytes) -> Result:
    """Read a result; `msgspec.ValidationError` says what does not fit the schema."""
    return msgspec.json.decode(data, type=Result)


def json_schema() -> bytes:
    """JSON Schema of a result."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Result)}
    return msgspec.json.format(msgspec.json.encode(schema), indent=1) + b"\n"
