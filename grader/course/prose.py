"""The prose of a stub in another language: headings, paragraphs and lists of its text cells, and its docstrings.

A block of prose (a heading, a paragraph, an item) is one message of the catalogue, on one line. Code, examples and
formulas without words are left as they are, to the letter.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

WIDTH = 120
CELL = "# %%"
TEXT_CELL = "# %% [markdown]"
QUOTES = '"""'
FORMULA = "$$"

HEADING = re.compile(r"#+ ")
ITEM = re.compile(r"- |\d+\. ")
MARKUP = re.compile(r"`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|\*\*|\d")
WORD = re.compile(r"[^\W\d_]{2,}")
TOGETHER = re.compile(r"`[^`]{1,80}`|\$[^$]{1,80}\$| [-+] ")
"""What is not broken over lines: short code and formulas; a sign, which would begin a list where a line begins."""

GLUE = "\ue000"
"""Stands for a space where no line is broken: a character of no alphabet."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a stub, and their prose on one line, which is empty where they are to be left alone.

    It is written anew after the prefixes of a first line and of all others, and before a suffix.
    """

    lines: tuple[str, ...]
    text: str = ""
    first: str = ""
    others: str = ""
    suffix: str = ""

    def translated(self, translate: Callable[[str], str]) -> list[str]:
        """The lines in another language; as they were where there is no translation."""
        translation = translate(self.text) if self.text else ""
        if translation in {"", self.text}:
            return list(self.lines)
        if FORMULA not in translation:  # a formula may be broken at any space
            translation = TOGETHER.sub(lambda found: found[0].replace(" ", GLUE), translation)
        lines = textwrap.wrap(
            translation,
            WIDTH,
            initial_indent=self.first,
            subsequent_indent=self.others,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines = [line.replace(GLUE, " ") for line in lines]
        if len(lines[-1]) + len(self.suffix) > WIDTH:
            return [*lines, self.others + self.suffix]
        return [*lines[:-1], lines[-1] + self.suffix]


def translated(stub: str, translate: Callable[[str], str]) -> str:
    """The stub with its prose in another language: `translate` gives a message's translation, or the message itself."""
    return "\n".join(line for block in blocks(stub) for line in block.translated(translate)) + "\n"


def messages_of(stub: str) -> Iterator[str]:
    """The prose of a stub, a message for each block."""
    return (block.text for block in blocks(stub) if block.text)


def blocks(stub: str) -> Iterator[Block]:
    """All lines of a stub, in blocks."""
    lines = stub.splitlines()
    docstrings = dict(_docstrings(stub))
    place = 0
    in_text = False
    while place < len(lines):
        line = lines[place]
        if place in docstrings:
            end = docstrings[place]
            yield from _docstring(lines[place:end])
            place = end
            continue
        if line.startswith(CELL):
            in_text = line == TEXT_CELL
        elif in_text and line.startswith("# "):
            end = next((n for n in range(place, len(lines)) if not lines[n].startswith("# ")), len(lines))
            yield from _paragraphs(lines[place:end])
            place = end
            continue
        yield Block((line,))
        place += 1


def _docstrings(stub: str) -> Iterator[tuple[int, int]]:
    """First line of each docstring, and the line after its last, from 0."""
    for node in ast.walk(ast.parse(stub)):
        if isinstance(node, ast.Module | ast.FunctionDef) and ast.get_docstring(node) is not None:
            expression = node.body[0]
            assert expression.end_lineno is not None
            yield expression.lineno - 1, expression.end_lineno


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    """The blocks of a paragraph of a text cell: list items are one each, so is a formula."""
    for part in _split(lines, lambda line: bool(ITEM.match(line[2:]) or HEADING.match(line[2:]))):
        bare = [line[2:] for line in part]
        mark = HEADING.match(bare[0]) or ITEM.match(bare[0])
        lead = mark[0] if mark else ""
        indent = " " * len(lead) if ITEM.match(bare[0]) else ""
        text = " ".join([bare[0].removeprefix(lead), *(line.strip() for line in bare[1:])])
        yield _block(part, text, f"# {lead}", f"# {indent}")


def _docstring(lines: list[str]) -> Iterator[Block]:
    """The blocks of a docstring, whose quotes stand before the first and after the last."""
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    for part in _split(lines, lambda line: not line.strip()):
        if not part[0].strip() or part[0].lstrip().startswith(">>>") or part[0].strip() == QUOTES:
            yield Block(tuple(part))
            continue
        opens, closes = part[0].lstrip().startswith(QUOTES), part[-1].endswith(QUOTES)
        own_line = part[-1].strip() == QUOTES
        prose = part[:-1] if own_line else part
        text = " ".join(line.strip() for line in prose).removeprefix(QUOTES).removesuffix(QUOTES)
        suffix = QUOTES if closes and not own_line else ""
        yield _block(prose, text, indent + (QUOTES if opens else ""), indent, suffix)
        if own_line:
            yield Block((part[-1],))


def _split(lines: list[str], begins: Callable[[str], bool]) -> Iterable[list[str]]:
    """Lines in groups, a new one before and, where it is blank, after each line that begins one."""
    groups: list[list[str]] = []
    for line in lines:
        if not groups or begins(line) or not groups[-1][-1].strip():
            groups.append([])
        groups[-1].append(line)
    return groups


def _block(lines: list[str], text: str, first: str, others: str, suffix: str = "") -> Block:
    has_words = WORD.search(MARKUP.sub("", text)) or (FORMULA in text and r"\text{" in text)
    return Block(tuple(lines), text, first, others, suffix) if has_words else Block(tuple(lines))
