"""Classroom 50's `result.json` (schema `classroom50/result/v1`): whole numbers, hundredths of a point here.

Source of the fields: the repository `foundation50/classroom50`. Its runner stamps `owner`, `assignment_type` and
`datetime` itself and refuses an empty name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grader.report.messages import Messages
from grader.report.rows import Row, rows

if TYPE_CHECKING:
    from grader.report.model import Result

HUNDREDTHS = 100
UNKNOWN = "unknown"

VARIABLES = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "assignment_type": "ASSIGNMENT_TYPE",
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
    "datetime": "SUBMITTED_AT",
}
"""Which variable of the runner's environment says what of the submission."""

FALLBACKS = {"review": "COMMIT_URL"}
USUAL = {"assignment_type": "individual"}


def render(result: Result, environment: Mapping[str, str]) -> str:
    """The result as JSON; the environment says whose submission it is."""
    tests = [_test(row) for row in rows(result, Messages(result.language)) if row.counts]
    report: dict[str, Any] = {"schema": "classroom50/result/v1"}
    for field, variable in VARIABLES.items():
        found = environment.get(variable) or environment.get(FALLBACKS.get(field, ""))
        report[field] = found or USUAL.get(field, UNKNOWN)
    report |= {"score": _whole(result.score), "max-score": _whole(result.max_score), "tests": tests}
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"


def _test(row: Row) -> dict[str, Any]:
    return {
        "test-name": f"{row.chapter}::{row.exercise}::{row.check}",
        "passed": row.passed,
        "score": _whole(row.score),
        "max-score": _whole(row.max_score),
    }


def _whole(points: float) -> int:
    return round(points * HUNDREDTHS)
