"""The pages on submissions that are alike: an index, and a page a pair with both sources side by side.

They link to one another and to nothing else. How many pages there are is limited: a class that copied as one makes a
pair of any two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from grader.report import html
from grader.report.similar import ChapterLikeness, Pair, Passage, Source

INDEX, PAIRS = "index.html", "pairs"
"""The page that leads to all others, and the folder of these."""

STYLES, SCRIPT = ("style.css", "class.css", "similar.css"), "class.js"
MOST_PAIRS = 500
"""Pairs shown, the most alike of every chapter first."""

MOST_NAMES = 40
TAB = 4
MOST_UNFOLDED = 12
"""Lines between two passages that are shown at once; more are folded, so that what is alike stands together."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a source from the `first` on: the passage at a `place` among its passages, or what lies between two."""

    first: int
    lines: tuple[str, ...]
    passage: Passage | None = None
    place: int = 0

    @property
    def is_folded(self) -> bool:
        """Whether the lines are shown only when asked for."""
        return self.passage is None and len(self.lines) > MOST_UNFOLDED


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A student of whose submission something could not be read, and why, in a sentence."""

    student: str
    reason: str


@dataclass(frozen=True, slots=True)
class Likenesses:
    """What the pages tell: chapters, what was left out, and the share (0 to 1) from which two sources are shown."""

    chapters: Sequence[ChapterLikeness]
    left_out: Sequence[LeftOut]
    threshold: float


def count_of_pages(found: Likenesses) -> int:
    """How many pages there will be."""
    return 1 + sum(min(len(chapter.pairs), _most_pairs(found)) for chapter in found.chapters)


def pages(found: Likenesses, language: Literal["en", "fr"]) -> Iterator[tuple[str, str, str]]:
    """Folder, file name and text of every page; the index comes last, when all that it leads to is there."""
    shown: list[dict[int, str]] = []
    number = 0
    for chapter in found.chapters:
        names: dict[int, str] = {}
        for place, pair in enumerate(islice(chapter.pairs, _most_pairs(found))):
            number += 1
            names[place] = f"pair{number:04}.html"
            yield PAIRS, names[place], _pair_page(chapter, pair, language)
        shown.append(names)
    yield "", INDEX, _page("similar.html.j2", language, found=found, shown=shown, most_names=MOST_NAMES, folder=PAIRS)


def _most_pairs(found: Likenesses) -> int:
    return MOST_PAIRS // max(len(found.chapters), 1)


def _pair_page(chapter: ChapterLikeness, pair: Pair, language: Literal["en", "fr"]) -> str:
    sides = [("left", "right", pair.left), ("right", "left", pair.right)]
    return _page("similar_pair.html.j2", language, chapter=chapter, pair=pair, sides=sides, blocks=_blocks, index=INDEX)


def _page(template: str, language: Literal["en", "fr"], **content: object) -> str:
    return html.page(template, language, STYLES, SCRIPT, percent=_percent, **content)


def _percent(share: float) -> str:
    """A share as a whole percentage that does not say more than is so."""
    return f"{int(100 * share + 1e-9)} %"


def _blocks(source: Source) -> list[Block]:
    """All lines of a source, in blocks."""
    lines = [line.expandtabs(TAB) for line in source.text.rstrip("\n").split("\n")]
    blocks, done = [], 0
    for place, passage in enumerate(source.passages):
        blocks.append(Block(done + 1, tuple(lines[done : passage.first - 1])))
        blocks.append(Block(passage.first, tuple(lines[passage.first - 1 : passage.last]), passage, place))
        done = passage.last
    blocks.append(Block(done + 1, tuple(lines[done:])))
    return [block for block in blocks if block.lines]
