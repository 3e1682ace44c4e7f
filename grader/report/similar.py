"""Which submissions of a class are alike, as the pages show it: pairs, what is alike in them, groups. Plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of a source that occur in the other one, from `first` to `last`, counted from 1.

    They are of one `function` or class, which is empty for what stands before the first. `number` is what both sources
    call the passage by, `partner` the place of its counterpart among the other source's passages.
    """

    first: int
    last: int
    function: str
    number: int
    partner: int


@dataclass(frozen=True, slots=True)
class Source:
    """What a student wrote for a chapter, and the passages of it that occur in the other source."""

    student: str
    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A function that occurs in both sources, under whatever names, and the share of it that does, from 0 to 1."""

    left: str
    right: str
    share: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sources that are alike.

    `share` is the part of the shorter one's own code that occurs in the other, from 0 to 1; `functions` are those that
    are alike taken by themselves.
    """

    left: Source
    right: Source
    share: float
    functions: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class ChapterLikeness:
    """The pairs of a chapter from the most alike, the groups of more than two that they make, and how many there were.

    `compared` counts the submissions that could be read and hold the chapter; `common` is the part of what these
    students wrote that was left out since so many have it, from 0 to 1.
    """

    number: int
    title: str
    compared: int
    common: float
    pairs: tuple[Pair, ...]
    groups: tuple[tuple[str, ...], ...]
