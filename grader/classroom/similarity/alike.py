"""Who wrote the same: the modules of a class compared with one another, without what everybody has.

What is left out is fixed text (the stub) and common code: phrases that a quarter of the class have. Of the tokens that
are left, the share that the other module has too is what a pair is judged by, for the whole module and for every
function. It is a reason to look, and proves nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from grader.classroom.similarity.own_code import PHRASE, Code, Flags, Numbers, spread
from grader.classroom.similarity.passages import passages_of
from grader.report.similar import Likeness, Pair, Source

COMMON_SHARE, FEWEST_COMMON = 0.25, 4
"""From which share of a class on, and from how many students, a phrase is common code."""

LEAST_OWN = 150
"""Tokens of one's own below which nothing is said of a module or a function: anybody may write a few lines alike."""

FUNCTION_SHARE = 0.9
"""Share from which a function is alike by itself, if the threshold is not above: there are few ways to write one."""


def _nothing() -> None:
    """Nobody looks on."""


@dataclass(frozen=True, slots=True)
class Own:
    """A student's code, with which of its tokens are the student's own.

    `ids` has the number of the phrase that begins at each token, and -1 where none does that is compared.
    """

    name: str
    code: Code
    ids: Numbers
    own: Flags
    common: int
    """Number of tokens that are neither fixed nor the student's own: much of the class has them."""

    @property
    def size(self) -> int:
        """Number of tokens of the student's own that lie in a phrase that is compared."""
        return int(self.own.sum())


class Class:
    """The modules of a class for one chapter, ready to be compared."""

    def __init__(self, codes: Mapping[str, Code], fixed: Numbers) -> None:
        """Leave out the `fixed` phrases and common code of the students' `codes`, by their names."""
        known, ids = _numbered(list(codes.values()))
        held = [np.unique(own) for own in ids]
        holders = np.bincount(np.concatenate([np.zeros(0, np.int64), *held]), minlength=len(known))
        given = np.isin(known, fixed) | (known == 0)
        common = holders >= max(FEWEST_COMMON, math.ceil(COMMON_SHARE * len(codes)))
        self._count = len(known)
        self._works = [
            _own(name, code, own, given, common) for (name, code), own in zip(codes.items(), ids, strict=True)
        ]

    @property
    def common(self) -> float:
        """The part of what the students wrote that is common code, from 0 to 1."""
        common, own = sum(work.common for work in self._works), sum(work.size for work in self._works)
        return common / max(common + own, 1)

    def pairs(self, threshold: float, begin: Callable[[int], Callable[[], None]] = lambda _: _nothing) -> list[Pair]:
        """The pairs of which `threshold` (0 to 1) or more is alike, from the most alike.

        `begin` is told how many pairs are looked at, and gives what is called after each.
        """
        candidates = self._candidates(threshold)
        looked_at = begin(len(candidates))
        found: list[Pair] = []
        for left, right in candidates:
            if pair := _compared(self._works[left], self._works[right], threshold):
                found.append(pair)
            looked_at()
        return sorted(found, key=lambda pair: (-pair.share, -len(pair.functions), pair.left.student))

    def _candidates(self, threshold: float) -> list[tuple[int, int]]:
        """Pairs that share phrases enough to be alike: each covers no more than its own length."""
        rows = [np.unique(work.ids[work.ids >= 0]) for work in self._works]
        ends = np.cumsum([0, *map(len, rows)])
        columns = np.concatenate(rows or [np.zeros(0, np.int64)])
        shape = (len(rows), self._count)
        has = sparse.csr_array((np.ones(len(columns), np.int32), columns, ends), shape=shape)
        shared = sparse.triu(has @ has.T, k=1).tocoo()
        enough = shared.data * PHRASE >= threshold * LEAST_OWN
        return list(zip(shared.row[enough].tolist(), shared.col[enough].tolist(), strict=True))


def groups_of(pairs: list[Pair]) -> list[tuple[str, ...]]:
    """Students who are linked by pairs, where they are more than two; the largest group first."""
    students = sorted({student for pair in pairs for student in (pair.left.student, pair.right.student)})
    if not students:
        return []
    place = {student: number for number, student in enumerate(students)}
    left = [place[pair.left.student] for pair in pairs]
    right = [place[pair.right.student] for pair in pairs]
    links = sparse.coo_array((np.ones(len(pairs)), (left, right)), shape=(len(students), len(students)))
    _, group = sparse.csgraph.connected_components(links, directed=False)
    members = [tuple(student for student, own in zip(students, group, strict=True) if own == n) for n in set(group)]
    return sorted((names for names in members if len(names) > 2), key=lambda names: (-len(names), names))


def _numbered(codes: list[Code]) -> tuple[Numbers, list[Numbers]]:
    """All phrases of a class, and the number of each in every code."""
    if not codes:
        return np.zeros(0, np.int64), []
    known, numbers = np.unique(np.concatenate([code.phrases for code in codes]), return_inverse=True)
    return known, np.split(numbers.astype(np.int64), np.cumsum([len(code.phrases) for code in codes])[:-1])


def _own(name: str, code: Code, ids: Numbers, given: Flags, common: Flags) -> Own:
    """A student's own part: phrases that are mostly made of tokens which everybody has are nobody's."""
    known = code.phrases != 0
    fixed = spread(given[ids] & known, code.size)
    shared = fixed | spread(common[ids] & known, code.size)
    before = np.concatenate([[0], np.cumsum(shared)])
    within = before[PHRASE:] - before[:-PHRASE] if code.size >= PHRASE else np.zeros(0, np.int64)
    compared = ~given[ids] & ~common[ids] & (2 * within <= PHRASE)
    own = spread(compared, code.size) & ~shared
    return Own(name, code, np.where(compared, ids, -1), own, int((shared & ~fixed).sum()))


def _matching(one: Own, other: Own) -> Flags:
    """Which of the tokens of one's own the other has too."""
    return spread((one.ids >= 0) & np.isin(one.ids, other.ids), one.code.size) & one.own


def _compared(left: Own, right: Own, threshold: float) -> Pair | None:
    """What is alike in two modules, if it is enough to be shown."""
    alike = _matching(left, right), _matching(right, left)
    one = min((left, alike[0]), (right, alike[1]), key=lambda work: work[0].size)
    share = float(one[1].sum()) / max(one[0].size, 1)
    functions = tuple(_functions(left, right, alike[0], max(threshold, FUNCTION_SHARE)))
    if not functions and (share < threshold or one[0].size < LEAST_OWN):
        return None
    passages = passages_of((left.code, left.ids, alike[0]), (right.code, right.ids, alike[1]))
    sources = [Source(own.name, own.code.text, found) for own, found in zip((left, right), passages, strict=True)]
    return Pair(sources[0], sources[1], share, functions)


def _functions(left: Own, right: Own, alike: Flags, threshold: float) -> Iterator[Likeness]:
    """Functions of the left module that are large enough and, nearly as a whole, one function of the right."""
    parts, count = left.code.parts, len(left.code.names)
    sizes = np.bincount(parts[left.own], minlength=count)
    shares = np.bincount(parts[alike], minlength=count) / np.maximum(sizes, 1)
    for part in np.flatnonzero((sizes >= LEAST_OWN) & (shares >= threshold)):
        begins = (left.ids >= 0) & (parts[: len(left.ids)] == part)
        there = right.code.parts[: len(right.ids)]
        shared = np.isin(right.ids, left.ids[begins])
        if not shared.any():
            continue
        partner = np.bincount(there[shared]).argmax()
        found = spread(begins & np.isin(left.ids, right.ids[there == partner]), left.code.size) & left.own
        if (share := float(found.sum()) / float(sizes[part])) >= threshold:
            yield Likeness(left.code.names[part], right.code.names[partner], share)
