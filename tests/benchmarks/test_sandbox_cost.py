"""What each isolation level adds to starting a worker and loading a submission, measured in turns with `process`."""

from __future__ import annotations

import statistics
import time

import pytest

from grader.sandbox.forking import ForkingStarter
from grader.sandbox.levels import LEVELS, IsolationUnavailableError, Level
from grader.sandbox.limits import Limits
from grader.sandbox.process import Worker
from tests.conftest import CHAPTER4, solution

ROUNDS = 30
MOST_SECONDS = 0.06
"""What the sandbox may cost over running the same worker without it."""


def seconds_to_load(start: ForkingStarter, level: Level) -> float:
    """From asking for a worker to having a submission imported in it, and from there until it is gone."""
    began = time.perf_counter()
    with Worker(start(), level, Limits()) as worker:
        worker.begin_load(CHAPTER4, {CHAPTER4: solution().encode()})
        worker.loaded(Limits().load_seconds)
    return time.perf_counter() - began


@pytest.mark.parametrize("level", LEVELS[:-1])
def test_a_level_costs_at_most_60_ms_more_than_none(start: ForkingStarter, level: Level) -> None:
    try:
        pairs = [(seconds_to_load(start, level), seconds_to_load(start, "process")) for _ in range(ROUNDS)]
    except IsolationUnavailableError as error:
        pytest.skip(str(error))
    with_it, without = (statistics.median(times) for times in zip(*pairs, strict=True))
    more = statistics.median(isolated - bare for isolated, bare in pairs)
    print(f"\n{level:<21}{with_it * 1e3:6.1f} ms, process {without * 1e3:6.1f} ms: {more * 1e3:+.1f} ms")
    assert more < MOST_SECONDS
