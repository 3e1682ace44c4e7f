"""Chapters as a student types them: `4`, `ch4`, `chapter4`, `chapter04`, `chapter04_convolution`, `all`."""

from __future__ import annotations

import re

import click

from grader.cli.words import tr
from grader.course import CHAPTERS

ALL = "all"
_NAME = re.compile(r"(?:chapter|ch)?0*(\d+)(?:_\w*)?", re.IGNORECASE)


class ChapterName(click.ParamType[list[int]]):
    """The numbers of the chapters that a word stands for."""

    name = "chapter"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> list[int]:
        """Numbers of existing chapters; a usage error that lists them otherwise."""
        word = str(value)
        if word.lower() == ALL:
            return list(CHAPTERS)
        match = _NAME.fullmatch(word)
        if match and (number := int(match[1])) in CHAPTERS:
            return [number]
        known = ", ".join(f"chapter{number}" for number in CHAPTERS)
        message = tr("“{word}” is neither a command nor a chapter. Chapters: {known}, all.")
        return self.fail(message.format(word=word, known=known), param, ctx)


def numbers_of(chapters: tuple[list[int], ...]) -> list[int]:
    """The chapters of several words in order, each once."""
    return sorted({number for numbers in chapters for number in numbers})
