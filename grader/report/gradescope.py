"""Gradescope's `results.json`: a test for every check, its text shown as plain text.

Source of the fields: Gradescope's "Autograder Specifications".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.report.messages import Messages
from grader.report.rows import Row, rows

if TYPE_CHECKING:
    from grader.report.model import Result


def render(result: Result) -> str:
    """The result as JSON. What the submission printed is in no test's output but its own, and stdout stays hidden."""
    messages = Messages(result.language)
    summary = messages.text("Mark: {score} / {max_score}").format(
        score=messages.points(result.score), max_score=messages.points(result.max_score)
    )
    report = {
        "score": result.score,
        "execution_time": result.times.get("seconds", 0.0),
        "output": summary,
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"seed": result.seed, "isolation": result.isolation, "grader": result.grader},
        "tests": [_test(row) for row in rows(result, messages)],
    }
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"


def _test(row: Row) -> dict[str, Any]:
    """A check; of what was not graded neither points nor a status are told."""
    test: dict[str, Any] = {
        "number": row.number,
        "name": row.name,
        "output": "\n\n".join(part for part in (row.said, row.hint, row.case, row.output) if part),
        "output_format": "text",
        "tags": [row.chapter, row.exercise],
        "visibility": "visible",
    }
    if row.counts:
        test |= {"score": row.score, "max_score": row.max_score, "status": "passed" if row.passed else "failed"}
    return test
