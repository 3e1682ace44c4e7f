"""What is graded: one module a chapter, and the list of the chapters that exist.

May import `reference`; knows nothing of processes, reports or learning platforms.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course.spec import Chapter

CHAPTERS: dict[int, str] = {4: "chapter04_convolution"}
"""Number and module name of each chapter, in order; the module is loaded only when its chapter is graded."""


def load_chapter(number: int) -> Chapter:
    """The specification of a chapter; `KeyError` when there is none of that number."""
    chapter: Chapter = import_module(f"grader.course.{CHAPTERS[number]}").CHAPTER
    return chapter
