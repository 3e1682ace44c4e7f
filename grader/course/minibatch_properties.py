"""Judges of properties of mini-batches, which may be shuffled in any way: see `grader.course.properties`."""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise
from typing import Any

import numpy as np

from grader.course.spec import Case
from grader.language import mark

NO_BATCHES = mark("A list of arrays of integers is expected: the indices of one batch in each.")
NOT_ONCE = mark("Every index, from 0 to the number of samples less one, must stand in exactly one batch.")
NOT_FULL = mark("Every batch but the last must be full, and none may be empty.")
IN_ORDER = mark("These indices follow one another in a regular order: they are not shuffled.")
IN_BLOCKS = mark(
    "Each batch holds neighbouring samples only: shuffle all the indices before you cut them into batches."
)
NOT_REPEATED = mark("Two calls with the same arguments gave different batches: only the seed may decide.")
SAME_FOR_ALL = mark("Two different seeds gave the same batches.")
MOST_INDICES = 5_000
"""Far more than any case has samples: what is longer is looked at no further, and is wrong already."""


def _batches(value: Any) -> list[list[int]] | None:
    """The indices of each batch, or None where there are none to be found."""
    if not isinstance(value, (list, tuple)):
        return None
    batches: list[list[int]] = []
    for batch in value[:MOST_INDICES]:
        if not (isinstance(batch, (list, tuple)) or (isinstance(batch, np.ndarray) and batch.ndim == 1)):
            return None
        if any(isinstance(index, bool) or not isinstance(index, (int, np.integer)) for index in batch[:MOST_INDICES]):
            return None
        batches.append([int(index) for index in batch[:MOST_INDICES]])
    return batches


def _batches_of_calls(asked: Case, value: Any) -> list[list[list[int]]] | None:
    """The batches that each of several calls gave."""
    if not isinstance(value, list) or len(value) != len(asked.steps):
        return None
    answers = [_batches(answer) for answer in value]
    found = [answer for answer in answers if answer is not None]
    return found if len(found) == len(answers) else None


def complete(asked: Case, value: Any) -> str | None:
    """Every index stands in exactly one batch."""
    batches = _batches(value)
    if batches is None or not all(isinstance(batch, np.ndarray) for batch in value):
        return NO_BATCHES
    return None if sorted(chain(*batches)) == list(range(asked.arguments[0])) else NOT_ONCE


def sizes(asked: Case, value: Any) -> str | None:
    """Every batch is full but the last."""
    batches = _batches(value)
    if batches is None:
        return NO_BATCHES
    samples, batch_size, _ = asked.arguments
    sizes = [min(batch_size, samples - start) for start in range(0, samples, batch_size)]
    return None if list(map(len, batches)) == sizes else NOT_FULL


def shuffled(asked: Case, value: Any) -> str | None:
    """The indices are in no regular order, and no batch holds neighbours only."""
    batches = _batches(value)
    if batches is None:
        return NO_BATCHES
    samples = asked.arguments[0]
    steps = [(after - before) % samples for before, after in pairwise(chain(*batches))]
    if len(steps) < max(samples // 2, 1):
        return NOT_ONCE
    if max(Counter(steps).values()) > len(steps) // 2:
        return IN_ORDER
    blocks = all(max(batch) - min(batch) == len(batch) - 1 for batch in batches if batch)
    return IN_BLOCKS if blocks else None


def repeated(asked: Case, value: Any) -> str | None:
    """The same calls give the same batches: they are made one after the other, and then all again."""
    answers = _batches_of_calls(asked, value)
    if answers is None:
        return NO_BATCHES
    return None if answers[: len(answers) // 2] == answers[len(answers) // 2 :] else NOT_REPEATED


def different(asked: Case, value: Any) -> str | None:
    """No two of the calls, which have different seeds, give the same batches."""
    answers = _batches_of_calls(asked, value)
    if answers is None:
        return NO_BATCHES
    return SAME_FOR_ALL if any(answer in answers[:place] for place, answer in enumerate(answers)) else None
