"""Whether the landmarks of speed that reports draw still hold: each is measured again, in turns with the reference."""

from __future__ import annotations

import math

import pytest

from grader.authoring.landmarks import Ratio, measured
from grader.course import CHAPTERS, load_chapter
from grader.course.landmarks import landmarks_of
from tests.conftest import ROOT

FACTOR = 2.0
"""What another machine or another version may make of them; a logarithmic axis over three decades hardly shows it."""


def test_landmarks_hold_within_a_factor_of_two() -> None:
    pytest.importorskip("tensorflow", reason="the extra `keras` is missing")
    print(f"\n{'':<18}{'':<12}{'kept':>8}{'now':>8}")
    found: list[tuple[Ratio, float]] = []
    for one in measured(map(load_chapter, CHAPTERS), ROOT):
        kept = landmarks_of(one.chapter, one.exercise)[one.kind]
        print(f"{one.exercise:<18}{one.kind:<12}{kept:>8.3g}{one.ratio:>8.3g}")
        found.append((one, kept))
    assert all(abs(math.log(one.ratio / kept)) < math.log(FACTOR) for one, kept in found)
