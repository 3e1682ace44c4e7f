"""Where workers come from: the warm parent that has NumPy, or a nursery for chapters that need more."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Self

from grader.sandbox.packages import LIGHT

if TYPE_CHECKING:
    from grader.course.spec import Chapter
    from grader.sandbox.forking import Starter
    from grader.sandbox.nursery import Nursery


class Starters:
    """Starters of workers by the packages that a chapter may import. Use it as a context manager."""

    def __init__(self, light: Starter) -> None:
        """Take over the starter of workers that have NumPy alone."""
        self._light = light
        self._nurseries: dict[tuple[str, ...], Nursery] = {}

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the nurseries."""
        for nursery in self._nurseries.values():
            nursery.__exit__()

    def prepare(self, chapters: Iterable[Chapter]) -> None:
        """Begin to import what the chapters need, while others are graded: TensorFlow takes seconds."""
        for chapter in chapters:
            if not missing_packages(chapter):
                self.of(chapter)

    def of(self, chapter: Chapter) -> Starter:
        """The starter of workers for a chapter."""
        if chapter.imports == LIGHT:
            return self._light
        from grader.sandbox.nursery import Nursery  # noqa: PLC0415 (few chapters need one)

        if chapter.imports not in self._nurseries:
            self._nurseries[chapter.imports] = Nursery(chapter.imports, os.environ.get("TMPDIR", ""))
        return self._nurseries[chapter.imports]


def missing_packages(chapter: Chapter) -> list[str]:
    """What a chapter needs and this machine has not."""
    return [package for package in chapter.imports if find_spec(package) is None]
