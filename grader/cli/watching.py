"""`grade chapter4 --watch`: at every save what was edited is graded again, until Ctrl-C."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace
from watchfiles import watch as changes

from grader.cli.words import tr
from grader.course import CHAPTERS, LIGHT_CHAPTERS
from grader.engine.client import outcome
from grader.report import watching
from grader.report.terminal import console
from grader.sandbox.launch import WarmParent
from grader.submission import Unreadable

if TYPE_CHECKING:
    from grader.engine.job import Job, Message
    from grader.report.model import Result
    from grader.report.watching import Name
    from grader.submission import Submission

GROUPING_MILLISECONDS = 200
"""Several events of one save are taken together for so long at most."""

QUIET_MILLISECONDS = 20
LOOK_MILLISECONDS = 1000
"""How often to look at the files without being told: for file systems that tell nothing."""

BEGINS = re.compile(r"^(?:async )?(?:def|class) (\w+)|^\S", re.MULTILINE)
"""Where a function of a module begins, or something else: found without parsing what may be half written."""

Sources = Mapping[str, bytes] | Unreadable


@dataclass
class Watch:
    """A submission being edited: its modules when they were last graded, and the exercises that were right once."""

    todo: Job
    submission: Submission
    result_of: Callable[[Message], Result]
    sources: dict[str, Sources] = field(default_factory=dict)
    right: set[Name] = field(default_factory=set)
    result: Result | None = None

    def run(self, judge: WarmParent) -> Result | None:
        """Grade, and again at every change, until Ctrl-C; the last result.

        Whoever gave the first judge ends it. The next one gets ready while nobody waits for it.
        """
        with contextlib.suppress(KeyboardInterrupt), contextlib.closing(self._looks()) as looks:
            self._round(judge, self._read())
            while True:
                with WarmParent("grader.engine.judge") as following:
                    self._round(following, self._news(looks))
        return self.result

    def _looks(self) -> Generator[object]:
        """Something at every change in the submission's folder, and from time to time."""
        folder = self.submission.folder
        if folder is None:
            raise click.UsageError(tr("--watch is for a folder or a file: unpack the archive first."))
        return changes(
            folder,
            debounce=GROUPING_MILLISECONDS,
            step=QUIET_MILLISECONDS,
            rust_timeout=LOOK_MILLISECONDS,
            yield_on_timeout=True,
            recursive=False,
        )

    def _read(self) -> dict[str, Sources]:
        return {name: self.submission.sources(name) for name in (CHAPTERS[number] for number in self.todo.chapters)}

    def _news(self, looks: Iterator[object]) -> dict[str, Sources]:
        """Wait until something has changed. A file that is gone is being put in its place by an editor."""
        for _ in looks:
            read = self._read()
            gone = any(isinstance(one, Unreadable) and one.code == "missing_file" for one in read.values())
            if read != self.sources and not gone:
                return read
        raise KeyboardInterrupt  # what watches ends by itself only when it was told to

    def _round(self, judge: WarmParent, read: dict[str, Sources]) -> None:
        """Grade and show."""
        edited = [name for chapter, now in read.items() for name in _edited(chapter, self.sources.get(chapter), now)]
        self.sources = read
        message = outcome(judge, self._job(edited), lambda _chapter, _exercise: None)
        judge.begin_end()
        self.result = _merged(self.result, self.result_of(message))
        self._show(self.result, edited)

    def _job(self, edited: list[Name]) -> Job:
        """The chapters with something new in them. Where a chapter takes long, only what was edited of it."""
        if self.result is None or not edited:
            return self.todo
        touched = {chapter for chapter, _ in edited}
        job = replace(self.todo, chapters=[number for number in self.todo.chapters if CHAPTERS[number] in touched])
        known = {name for name, _ in watching.names_of(self.result)}
        if set(job.chapters) <= LIGHT_CHAPTERS or not set(edited) <= known or _is_obstructed(self.result, touched):
            return job
        return replace(job, exercises=[exercise for _, exercise in edited])

    def _show(self, result: Result, edited: list[Name]) -> None:
        graded = {chapter.id for chapter in result.chapters if chapter.code == "graded"}
        found = {name: exercise.status for name, exercise in watching.names_of(result) if name[0] in graded}
        passed = {name for name, status in found.items() if status == "passed"}
        self.right |= passed
        if sys.stdout.isatty():
            click.clear()
        watching.show(result, console(), self.right & found.keys() - passed, edited)
        click.echo(tr("Waiting for a save. Ctrl-C ends. Speed is not measured here: `grade` without --watch does."))


def _is_obstructed(result: Result, chapters: set[str]) -> bool:
    """Whether one of the chapters could not be graded at all, so that nothing is known of its exercises."""
    return any(chapter.code != "graded" for chapter in result.chapters if chapter.id in chapters)


def _merged(before: Result | None, now: Result) -> Result:
    """The result of all chapters, in which what was graded now takes the place of what was known."""
    if before is None:
        return now
    fresh = {chapter.id: chapter for chapter in now.chapters}
    chapters = []
    for old in before.chapters:
        new = fresh.get(old.id, old)
        graded = {exercise.id: exercise for exercise in new.exercises}
        exercises = [graded.get(exercise.id, exercise) for exercise in old.exercises] or new.exercises
        counted = [exercise for exercise in exercises if exercise.status != "grader_error"]
        score, points = sum(one.score for one in counted), sum(one.max_score for one in counted)
        chapters.append(replace(new, exercises=exercises, score=round(score, 4), max_score=round(points, 4)))
    score, points = sum(chapter.score for chapter in chapters), sum(chapter.max_score for chapter in chapters)
    return replace(now, chapters=chapters, score=round(score, 4), max_score=round(points, 4))


def _edited(chapter: str, before: Sources | None, now: Sources) -> list[Name]:
    """The functions of a module whose text is not what it was; nothing where that cannot be said."""
    if before is None or isinstance(before, Unreadable) or isinstance(now, Unreadable) or before == now:
        return []
    old, new = _functions(before[chapter]), _functions(now[chapter])
    return [(chapter, name) for name, text in new.items() if old.get(name) != text]


def _functions(source: bytes) -> dict[str, str]:
    """The text of each function at the top of a module, by its name."""
    text = source.decode("utf-8", "replace")
    begins = list(BEGINS.finditer(text))
    ends = [begin.start() for begin in begins[1:]] + [len(text)]
    return {begin[1]: text[begin.start() : end].strip() for begin, end in zip(begins, ends, strict=True) if begin[1]}
