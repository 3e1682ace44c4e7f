"""Judge's side of notebooks: the module that a worker picked from one, and from which cell each line of it came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from grader.submission.text import Unreadable

LONGEST = 1_000
LAST_LINE = 1_000_000


class Statement(msgspec.Struct, frozen=True, array_like=True):
    """A statement of a cell, at which line of it; whether it defines a name and does nothing else."""

    line: int
    text: str
    defines: bool


class Part(msgspec.Struct, frozen=True, array_like=True):
    """What is taken of a cell: how it is called, and the exercise whose own cell it is, if any."""

    cell: str
    exercise: str
    statements: list[Statement]


class Problem(msgspec.Struct, frozen=True, array_like=True):
    """Why an exercise's own cell cannot be read."""

    exercise: str
    code: str
    message: str
    cell: str
    line: int


class Picked(msgspec.Struct, frozen=True):
    """What is graded of a notebook."""

    parts: list[Part]
    problems: list[Problem]

    @property
    def source(self) -> bytes:
        """The module."""
        lines = [statement.text for part in self.parts for statement in part.statements]
        return "".join(f"{line}\n" for line in lines).encode()

    def place(self, line: int) -> tuple[int, int] | None:
        """Number of the part, and line of its cell, from which a line of the module came; None where there is none."""
        last = 0
        for number, part in enumerate(self.parts):
            for statement in part.statements:
                first, last = last + 1, last + 1 + statement.text.count("\n")
                if first <= line <= last:
                    return number, statement.line + line - first
        return None

    def without(self, number: int) -> Picked:
        """The same with only the definitions of a part; without it, where that is what it was."""
        part = self.parts[number]
        kept = [statement for statement in part.statements if statement.defines]
        left = [replace(part, statements=kept)] if kept and len(kept) < len(part.statements) else []
        return replace(self, parts=[*self.parts[:number], *left, *self.parts[number + 1 :]])

    def first(self, count: int) -> Picked:
        """The first parts alone."""
        return replace(self, parts=self.parts[:count])


class NonsenseError(Exception):
    """The worker's answer is none that our code gives."""


def checked(answer: Any, file: str, exercises: Sequence[str]) -> Picked | Unreadable:
    """A worker's answer, if it is one that `grader.submission.notebook.pick` may give; else `NonsenseError`."""
    match answer:
        case {"code": "damaged_notebook" | "huge_notebook" as code, "reason": str(reason)}:
            return Unreadable(code, {"file": file, "reason": reason[:LONGEST]})
    try:
        found = msgspec.convert(answer, Picked)
    except msgspec.ValidationError as error:
        raise NonsenseError from error
    lines = [statement.line for part in found.parts for statement in part.statements]
    lines += [problem.line for problem in found.problems]
    names = [problem.exercise for problem in found.problems]
    names += [part.exercise for part in found.parts if part.exercise]
    codes = {problem.code for problem in found.problems}
    if not set(names) <= set(exercises) or not codes <= {"syntax_error", "cell_magic"}:
        raise NonsenseError
    if not all(0 < line <= LAST_LINE for line in lines):
        raise NonsenseError
    return found
