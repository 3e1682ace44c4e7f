"""A module as a row of tokens that no renaming, comment or new line changes, and which of them are a student's own.

Tokens are those of copydetect: every name becomes one letter, text becomes another, comments and blanks vanish. A
*phrase* is a run of `PHRASE` tokens, the shortest that says anything: who shares a phrase wrote the same code there.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from copydetect.utils import filter_code, hashed_kgrams
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

PHRASE = 24
"""Tokens, of one character each but for keywords, built-in names and numbers: about two lines of a loop."""

LONGEST_LINE = 2000
"""Characters of a line that are looked at."""

_DEFINITION = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)")
_BLANKS = re.compile(r"\s+")
_BEGINS = re.compile(r"(?:async\s+def|def|class)\b|@")

logging.getLogger("copydetect").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Code:
    """The tokens of a module.

    `phrases` has the hash of the phrase that begins at each token but the last few; `lines` the line of each token,
    from 0, and `parts` the place of its definition in `names`, which is empty for what stands before the first one.
    """

    text: str
    lines: Numbers
    parts: Numbers
    names: tuple[str, ...]
    phrases: Numbers

    @property
    def size(self) -> int:
        """Number of tokens."""
        return len(self.lines)


def code_of(source: bytes) -> Code:
    """The tokens of a module's source, which is UTF-8; nothing of it is run, nor need it be Python."""
    text = _text(source)
    numbers, lexed = _for_the_lexer(text)
    tokens, removed = filter_code(lexed, "", "python")
    lines = np.zeros(0, np.int64)
    if len(tokens):
        # A class's own row of copydetect's table counts only itself: what was removed before never becomes less.
        so_far = np.maximum.accumulate(removed[:, 1])
        places = np.arange(len(tokens))
        before = so_far[np.minimum(np.searchsorted(removed[:, 0], places), len(so_far) - 1)]
        ends = np.flatnonzero(np.array([character == "\n" for character in lexed]))
        lines = numbers[np.minimum(np.searchsorted(ends, places + before), len(numbers) - 1)]
    of_line, names = _definitions(text)
    parts = of_line[lines]
    return Code(text, lines, parts, names, _phrases(tokens, parts))


def spread(begins: Flags, size: int) -> Flags:
    """Which of `size` tokens lie in a phrase that begins where it is said."""
    steps = np.zeros(size + 1, np.int64)
    starts = np.flatnonzero(begins)
    np.add.at(steps, starts, 1)
    np.add.at(steps, np.minimum(starts + PHRASE, size), -1)
    return np.cumsum(steps[:-1]) > 0


def known_phrases(sources: Iterable[bytes]) -> Numbers:
    """All phrases of some sources, in order."""
    found = [code_of(source).phrases for source in sources]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _text(source: bytes) -> str:
    """The text, without a mark at its beginning, every line of it ended in the same way."""
    return source.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _for_the_lexer(text: str) -> tuple[Numbers, str]:
    """The lines that hold anything, by their number from 0, and their text without what tells nothing.

    Over long blanks, and over some long lines, the lexer takes a time that grows with the square of their length.
    """
    bare = [_BLANKS.sub(" ", line[:LONGEST_LINE]).strip() for line in text.split("\n")]
    kept = [number for number, line in enumerate(bare) if line]
    return np.array(kept, np.int64), "\n".join(bare[number] for number in kept)


def _definitions(text: str) -> tuple[Numbers, tuple[str, ...]]:
    """For every line the place of its function or class in the names, decorators included."""
    names = [""]
    of_line = []
    decorated = False
    for line in text.split("\n"):
        if _BEGINS.match(line):
            if not decorated:
                names.append("")
            decorated = line.startswith("@")
            if found := _DEFINITION.match(line):
                names[-1] = found[1]
        of_line.append(len(names) - 1)
    return np.array(of_line, np.int64), tuple(names)


def _phrases(tokens: str, parts: Numbers) -> Numbers:
    """The hash of the phrase at each token; 0 for one that would run from a definition into the next."""
    if len(tokens) < PHRASE:
        return np.zeros(0, np.int64)
    hashes: Numbers = hashed_kgrams(tokens, PHRASE).astype(np.int64)
    hashes[parts[: len(hashes)] != parts[PHRASE - 1 :]] = 0
    return hashes
