"""Whether this is the student edition of the grader, which comes in a kit, and what it leaves to the whole one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "kit.json"


def is_kit() -> bool:
    """Whether cases and answers come from files, and nothing else is at hand."""
    return FILE.exists()


def left_out(chapter: str) -> list[tuple[str, str, float]]:
    """Exercise, title and points of the checks of a chapter that a kit cannot put; none in the whole grader."""
    return [(name, title, points) for name, title, points in _about().get("left_out", {}).get(chapter, [])]


@cache
def _about() -> dict[str, Any]:
    if not is_kit():
        return {}
    import json  # noqa: PLC0415 (in a kit only: the command line starts faster without)

    return dict(json.loads(FILE.read_text("utf-8")))
