"""What is graded: one module a chapter, and the list of the chapters that exist.

May import `reference`; knows nothing of processes, reports or learning platforms.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course.spec import Chapter

_MODULE = re.compile(r"(chapter(\d+)_\w+)\.py")


def _chapters() -> dict[int, str]:
    """The chapters that have a module here: adding a file adds a chapter."""
    found = filter(None, map(_MODULE.fullmatch, sorted(path.name for path in Path(__file__).parent.iterdir())))
    return {int(match[2]): match[1] for match in found}


CHAPTERS = _chapters()
"""Number and module name of each chapter, in order; the module is loaded only when its chapter is graded."""


LIGHT_CHAPTERS = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 15})
"""Chapters known to need NumPy alone before they are loaded: their submission may be opened at once."""


def load_chapter(number: int) -> Chapter:
    """The specification of a chapter; `KeyError` when there is none of that number."""
    chapter: Chapter = import_module(f"grader.course.{CHAPTERS[number]}").CHAPTER
    return chapter
