"""The search for submissions that are alike: what is read, compared and written, and what is said at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import click

from grader.classroom.batches.entries import Entry
from grader.classroom.similarity.alike import Class, groups_of
from grader.classroom.similarity.handed_in import HandedIn, Problem, Reading
from grader.classroom.similarity.own_code import Code, code_of, known_phrases
from grader.cli import ways
from grader.cli.class_folder import ClassFolder, OccupiedError
from grader.cli.progress import Stage, Tell, stages
from grader.cli.submissions import SUBMISSION_MESSAGES, entries_in
from grader.cli.words import LANGUAGE, tr
from grader.course import CHAPTERS, load_chapter
from grader.course.prose import translated
from grader.course.stubs import stub_files
from grader.engine.notebooks import PickingError
from grader.engine.unpacking import UnpackingError
from grader.language import LANGUAGES, catalogue
from grader.report.messages import Messages, one_line
from grader.report.sentences import reading_sentence
from grader.report.similar import ChapterLikeness
from grader.report.similar_html import INDEX, PAIRS, LeftOut, Likenesses, count_of_pages, pages
from grader.sandbox.levels import IsolationUnavailableError
from grader.submission.text import Unreadable

ALIKE, FAULT = 1, 3
MARK = ".convgrade-similar"


@dataclass
class SimilarRun:
    """A search as the command line runs it."""

    submissions: Path
    chapters: Sequence[int]
    folder: Path
    threshold: float
    language: Literal["en", "fr"]
    _left_out: list[LeftOut] = field(default_factory=list, init=False)
    _faults: int = field(default=0, init=False)
    _words: Messages = field(default_factory=lambda: Messages(LANGUAGE), init=False)

    def run(self) -> int:
        """Read, compare, write the pages and say what was found; the exit code."""
        entries = entries_in(self.submissions)
        try:
            folder = self._opened()
            with stages() as (stage, tell):
                handed_in = list(self._read(entries, stage, tell))
                found = [self._chapter(number, handed_in, stage) for number in self.chapters]
                self._write(folder, found, stage)
        except OSError as error:
            message = tr("{path} cannot be written: {reason}")
            raise click.UsageError(message.format(path=one_line(self.folder), reason=error.strerror)) from error
        return self._tell_end(found)

    def _read(self, entries: Sequence[Entry], stage: Stage, tell: Tell) -> Iterator[HandedIn]:
        """What was handed in; what cannot be read is told."""
        advance = stage(tr("reading"), len(entries))
        with Reading([CHAPTERS[number] for number in self.chapters], lambda: ways.safe_levels(None)) as reading:
            try:
                for handed in reading.read(entries):
                    self._leave_out(handed, tell)
                    yield handed
                    advance()
            except IsolationUnavailableError as error:
                message = tr("Archives and notebooks cannot be opened safely here: {reason}")
                raise click.UsageError(message.format(reason=error)) from error

    def _write(self, folder: ClassFolder, found: Sequence[ChapterLikeness], stage: Stage) -> None:
        likenesses = Likenesses(found, self._left_out, self.threshold)
        advance = stage(tr("writing"), count_of_pages(likenesses))
        for place, name, page in pages(likenesses, self.language):
            folder.write(place, name, page)
            advance()

    def _chapter(self, number: int, handed_in: Sequence[HandedIn], stage: Stage) -> ChapterLikeness:
        """What is alike in a chapter."""
        module = CHAPTERS[number]
        sources = {handed.name: handed.sources[module] for handed in handed_in if module in handed.sources}
        advance = stage(tr("looking at {module}").format(module=module), len(sources))
        codes: dict[str, Code] = {}
        for name, source in sources.items():
            codes[name] = code_of(source)
            advance()
        title = tr("comparing {module}").format(module=module)
        fixed = known_phrases(_stubs_of(module))
        found = Class(codes, fixed)
        pairs = found.pairs(self.threshold, lambda count: stage(title, count))
        return ChapterLikeness(
            number,
            load_chapter(number).title,
            compared=len(codes),
            common=found.common,
            pairs=tuple(pairs),
            groups=tuple(groups_of(pairs)),
        )

    def _leave_out(self, handed: HandedIn, tell: Tell) -> None:
        """Tell what of a student's cannot be read, here and on the pages."""
        for problem in handed.unreadable:
            tell(f"{one_line(handed.name)}: {_told(problem, self._words)}")
            self._left_out.append(LeftOut(handed.name, _told(problem, Messages(self.language))))
            self._faults += isinstance(problem, UnpackingError | PickingError)

    def _opened(self) -> ClassFolder:
        try:
            return ClassFolder(self.folder, folders=(PAIRS,), mark=MARK)
        except OccupiedError as error:
            message = tr("{path} holds other files: give a new folder, an empty one, or one made by this command.")
            raise click.UsageError(message.format(path=one_line(self.folder))) from error

    def _tell_end(self, found: Sequence[ChapterLikeness]) -> int:
        count = sum(len(chapter.pairs) for chapter in found)
        message = self._words.plural("{count} pair is alike.", "{count} pairs are alike.", count)
        click.echo(message.format(count=count) if count else tr("No two are suspiciously alike."))
        click.echo(str(self.folder / INDEX))
        if self._faults:
            return FAULT
        return ALIKE if count else 0


def _stubs_of(module: str) -> list[bytes]:
    """What everybody has been given for a chapter, in all languages."""
    stubs = [path.read_text("utf-8") for path in stub_files() if path.stem == module]
    return [translated(stub, catalogue(language).gettext).encode() for stub in stubs for language in LANGUAGES]


def _told(problem: Problem, messages: Messages) -> str:
    """Why something cannot be read."""
    if isinstance(problem, UnpackingError | PickingError):
        return messages.text("The grader failed: {reason}").format(reason=one_line(problem))
    if isinstance(problem, Unreadable):
        return reading_sentence(problem.code, problem.facts, messages)
    message = messages.text(SUBMISSION_MESSAGES[problem.code])
    return message.format(path=one_line(problem.path.name), reason=problem.reason)
