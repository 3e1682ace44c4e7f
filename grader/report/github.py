"""GitHub's workflow commands: an annotation for each exercise that is not right, at its line where one is known.

Source of the syntax: GitHub's "Workflow commands for GitHub Actions". About ten of a kind are shown for a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from grader.report.messages import Messages
from grader.report.rows import Row, problems

if TYPE_CHECKING:
    from grader.report.model import Result

DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}


def render(result: Result) -> str:
    """A line for the first check of every exercise that is not passed."""
    found = groupby(problems(result, Messages(result.language)), key=lambda row: (row.chapter, row.exercise))
    return "".join(_annotation(next(failed)) for _, failed in found)


def _annotation(row: Row) -> str:
    kind = "notice" if row.status == "not_started" else "warning" if not row.counts else "error"
    places = {"file": row.file, "line": "" if row.line is None else str(row.line), "title": row.name}
    properties = ",".join(f"{name}={_escaped(value, PROPERTY)}" for name, value in places.items() if value)
    return f"::{kind} {properties}::{_escaped(row.advice, DATA)}\n"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
