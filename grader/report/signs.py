"""One character a status, so that no report tells it by colour alone."""

from __future__ import annotations

SIGNS = {"passed": "✓", "partial": "~", "not_started": "·", "grader_error": "!"}
OTHER = "✗"


def sign(status: str) -> str:
    """The sign of a status."""
    return SIGNS.get(status, OTHER)
