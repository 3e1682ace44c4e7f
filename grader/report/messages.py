"""A language's words and numbers, and text of strangers made safe to show."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

from grader.language import catalogue
from grader.language import mark as _

MOST_DIGITS = 12
KIBI = 1024
COMMANDS = (re.compile(r"(:)(:[A-Za-z])"), re.compile(r"(#)(#\w*\[)"))
"""How a line begins that a CI runner obeys (`::error …`, `##[error]`, `##vso[…]`), in the log of any job."""

UNITS = (_("bytes"), _("KiB"), _("MiB"), _("GiB"), _("TiB"))


class Messages:
    """Translations and number formats of one language."""

    def __init__(self, language: str) -> None:
        """Load the language's catalogue."""
        translations = catalogue(language)
        self.language = language
        self.text = translations.gettext
        self.plural = translations.ngettext
        self._point = "," if language == "fr" else "."

    def number(self, value: float | str, digits: int = 4) -> str:
        """A number with at most `digits` significant digits and the language's decimal sign."""
        if isinstance(value, str):
            return printable(value)
        if isinstance(value, int):
            return str(value)
        if not math.isfinite(value):
            return str(value)
        return f"{value:.{digits}g}".replace(".", self._point)

    def points(self, value: float) -> str:
        """Points, with two decimals at most."""
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", self._point)

    def size(self, count: float) -> str:
        """Bytes in the binary unit that fits."""
        value, unit = float(count), 0
        while value >= KIBI and unit < len(UNITS) - 1:
            value, unit = value / KIBI, unit + 1
        return f"{self.number(value, 3)} {self.text(UNITS[unit])}"

    def distinct(self, left: float | str, right: float | str) -> tuple[str, str]:
        """Two numbers with as many digits as it takes to tell them apart."""
        for digits in range(4, MOST_DIGITS):
            pair = self.number(left, digits), self.number(right, digits)
            if pair[0] != pair[1]:
                break
        return pair


def printable(text: str) -> str:
    """Text of a stranger without anything that acts on a terminal or a CI runner.

    Control and format characters are spelled out; a runner's commands get a space inside.
    """
    shown = "".join(
        character if character == "\n" or unicodedata.category(character)[0] != "C" else _spelled(character)
        for character in text
    )
    for command in COMMANDS:
        shown = command.sub(r"\1 \2", shown)
    return shown


def _spelled(character: str) -> str:
    if character == "\t":
        return "    "
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def one_line(text: Any, limit: int = 300) -> str:
    """Text of a stranger on one line, cut at `limit` characters."""
    line = printable(str(text)[: limit + 1]).replace("\n", " ⏎ ")
    return line if len(line) <= limit else f"{line[:limit]}…"
