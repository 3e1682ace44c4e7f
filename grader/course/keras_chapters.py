"""What the chapters share whose submissions use Keras: packages, limits, checks of a model's structure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader.course.spec import Case, Check

KERAS = ("numpy", "keras", "tensorflow")
"""What such a chapter's code may import."""

LIMITS: dict[str, Any] = {
    "load_seconds": 20.0,
    "call_seconds": 60.0,
    "chapter_seconds": 600.0,
    "memory_bytes": 4 << 30,
    "reply_bytes": 64 << 20,
    "scratch_bytes": 256 << 20,
    "threads": 200,
    "resting_threads": 200,
}
"""TensorFlow starts threads of its own, and training takes its time."""

STRUCTURE = ("structure",)
COMPILED = ("compiled",)


def part(part_of: str, check: str, points: float, title: str, cases: Sequence[Case]) -> Check:
    """A check of one part of what the examination of a model finds: its structure, or how it is compiled."""
    own = [replace(case, report=(part_of,)) for case in cases]
    return Check(check, points, title, _always(own))


def _always(cases: Sequence[Case]) -> Callable[[np.random.Generator], Iterator[Case]]:
    return lambda _rng: iter(cases)
