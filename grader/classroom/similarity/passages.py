"""Where two sources are alike, line by line, and which passage of one is which of the other."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from grader.classroom.similarity.own_code import Code, Flags, Numbers
from grader.report.similar import Passage

MOST_STRETCHES = 200

Side = tuple[Code, Numbers, Flags]
"""A code, the number of the phrase at each of its tokens (or -1), and which tokens the other side has."""

Stretch = tuple[int, int]
"""First and last line, from 0."""


def passages_of(left: Side, right: Side) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """The passages of both sides; each is linked to the passage of the other that it has most phrases in common with.

    The left ones are numbered in order; a right one has the number of its counterpart.
    """
    stretches = _stretches(left), _stretches(right)
    if not all(stretches):
        return (), ()
    names = [
        [_function(side[0], first) for first, _ in lines] for side, lines in zip((left, right), stretches, strict=True)
    ]
    there, here = _partners(_shared(left, stretches[0], right, stretches[1]), names)
    numbers = [np.arange(len(there)), here]
    left_passages, right_passages = (
        tuple(
            Passage(first + 1, last + 1, name, int(number) + 1, int(partner))
            for (first, last), name, number, partner in zip(*side, strict=True)
        )
        for side in zip(stretches, names, numbers, (there, here), strict=True)
    )
    return left_passages, right_passages


def _partners(shared: Numbers, names: list[list[str]]) -> tuple[Numbers, Numbers]:
    """The counterpart of each stretch of the left, and of the right.

    Each has its own if there is one, in the function of the same name where several will do.
    """
    same_name = np.array(names[0])[:, None] == np.array(names[1])
    rows, columns = linear_sum_assignment(np.where(shared > 0, 2 * shared + same_name, 0), maximize=True)
    there, here = shared.argmax(axis=1), shared.argmax(axis=0)
    own = shared[rows, columns] > 0
    there[rows[own]], here[columns[own]] = columns[own], rows[own]
    return there, here


def _function(code: Code, line: int) -> str:
    """The definition that a line belongs to."""
    return code.names[int(code.parts[np.searchsorted(code.lines, line)])]


def _stretches(side: Side) -> list[Stretch]:
    """Lines of one definition that follow each other, most tokens of each of which the other side has.

    Lines without tokens (blank ones, comments) divide nothing.
    """
    code, _, alike = side
    count = int(code.lines[-1]) + 1 if code.size else 0
    tokens = np.bincount(code.lines, minlength=count)
    marked = 2 * np.bincount(code.lines[alike], minlength=count) >= np.maximum(tokens, 1)
    part = np.zeros(count, np.int64)
    part[code.lines] = code.parts
    stretches: list[Stretch] = []
    goes_on = False
    for line in np.flatnonzero(tokens).tolist():
        if not marked[line]:
            goes_on = False
        elif goes_on and part[stretches[-1][0]] == part[line]:
            stretches[-1] = (stretches[-1][0], line)
        else:
            stretches.append((line, line))
            goes_on = True
    return stretches[:MOST_STRETCHES]


def _shared(left: Side, here: list[Stretch], right: Side, there: list[Stretch]) -> Numbers:
    """How many phrases every stretch of the left has in common with every stretch of the right."""
    count = 1 + max(int(ids.max(initial=-1)) for _, ids, _ in (left, right))
    shared: Numbers = (_phrases(left, here, count) @ _phrases(right, there, count).T).toarray()
    return shared


def _phrases(side: Side, stretches: list[Stretch], count: int) -> sparse.csr_array:
    """Which of `count` phrases begin in each stretch: 1 where one does."""
    code, ids, _ = side
    lines = code.lines[: len(ids)]
    first, last = np.array(stretches).T
    stretch = np.searchsorted(first, lines, side="right") - 1
    begins = (ids >= 0) & (stretch >= 0) & (lines <= last[stretch])
    ones = np.ones(int(begins.sum()), np.int64)
    found = sparse.coo_array((ones, (stretch[begins], ids[begins])), shape=(len(stretches), count)).tocsr()
    found.data[:] = 1
    return found
