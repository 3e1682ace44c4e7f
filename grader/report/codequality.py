"""GitLab's code quality report: a JSON list with every check that is not passed.

Source of the fields: GitLab's "Code Quality report format", a part of Code Climate's.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from grader.report.messages import Messages
from grader.report.rows import Row, problems

if TYPE_CHECKING:
    from grader.report.model import Result

SEVERITIES = {"not_started": "info", "grader_error": "info", "partial": "minor", "blocked": "minor"}
USUAL_SEVERITY = "major"


def render(result: Result) -> str:
    """The result as JSON; a fingerprint stays the same from run to run, so that GitLab tells new problems from old."""
    found = [_problem(row) for row in problems(result, Messages(result.language))]
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def _problem(row: Row) -> dict[str, object]:
    key = f"{row.chapter}/{row.exercise}/{row.check}/{row.code}"
    return {
        "description": f"{row.name}: {row.advice}",
        "check_name": f"{row.exercise}.{row.check}",
        "fingerprint": hashlib.sha256(key.encode()).hexdigest(),
        "severity": SEVERITIES.get(row.status, USUAL_SEVERITY),
        "location": {"path": row.file, "lines": {"begin": row.line or 1}},
    }
