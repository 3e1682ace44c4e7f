"""Landmarks of speed: how many times the reference's time well-known ways to write a function take.

Measured by `grade landmarks`, kept in `landmarks.json`: grading reads what would take it seconds to measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".json")
KINDS = ("loop", "vectorised", "keras")
"""A naive loop over every number, NumPy without loops over pixels (the solution), and Keras on one thread."""


def landmarks_of(chapter: str, exercise: str) -> Mapping[str, float]:
    """Ratios to the reference's time by kind; none of an exercise whose landmarks were never measured."""
    found: Mapping[str, float] = _kept().get("ratios", {}).get(chapter, {}).get(exercise, {})
    return found


@cache
def _kept() -> Mapping[str, Any]:
    import json  # noqa: PLC0415 (where no speed is measured, nobody waits for it)

    kept: Mapping[str, Any] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    return kept
