"""French catalogue: messages are collected from the source, translated by hand in the .po file, compiled to .mo."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from grader.course import CHAPTERS, load_chapter
from grader.course.hints import steps_of
from grader.course.prose import messages_of
from grader.course.stubs import stub_files
from grader.language import DOMAIN, LOCALE_FOLDER
from reference.mistakes import mistakes_of

HEADER = "# French messages of convgrade. Edit the translations; `grade catalogues` does the rest."
DATE = datetime(2026, 1, 1, tzinfo=UTC)
SOURCES = ("grader", "reference/mistakes")
METHODS = [("**.py", "python"), ("**.j2", "jinja2.ext:babel_extract")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "mark": None,
    "_": None,
    "tr": None,
    "text": None,
    "plural": (1, 2),
    "mistake": (2,),
}
"""Functions whose literal arguments are messages, with the positions of those arguments."""


@dataclass(frozen=True, slots=True)
class CatalogueFiles:
    """The two files of a language."""

    language: str
    folder: Path = LOCALE_FOLDER

    @property
    def po(self) -> Path:
        """The text that translators edit."""
        return self.folder / self.language / "LC_MESSAGES" / f"{DOMAIN}.po"

    @property
    def mo(self) -> Path:
        """The compiled form that gettext reads."""
        return self.po.with_suffix(".mo")

    def read(self) -> Catalog:
        """The catalogue as it is translated today; empty when there is none."""
        if not self.po.is_file():
            return Catalog(locale=self.language, domain=DOMAIN)
        with self.po.open("rb") as file:
            catalogue = read_po(file, locale=self.language, domain=DOMAIN)
        catalogue.header_comment = HEADER
        catalogue.project, catalogue.version = DOMAIN, "1"
        catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = DOMAIN
        catalogue.creation_date = catalogue.revision_date = DATE
        catalogue.fuzzy = False
        return catalogue


def source_messages(root: Path) -> Catalog:
    """Every message of the source."""
    found = Catalog(domain=DOMAIN, charset="utf-8")
    for folder in SOURCES:
        for _file, _line, message, comments, context in extract_from_dir(
            root / folder, method_map=METHODS, keywords=KEYWORDS
        ):
            found.add(message, auto_comments=comments, context=context)
    for message in course_messages():
        found.add(message)
    return found


def course_messages() -> Iterator[str]:
    """What the course, its stubs and the mistakes say, wherever it is written: some texts stand for several of them."""
    for stub in stub_files():
        yield from messages_of(stub.read_text("utf-8"))
    for number in CHAPTERS:
        chapter = load_chapter(number)
        yield chapter.title
        for exercise in chapter.exercises:
            yield exercise.summary
            yield from (check.title for check in exercise.checks)
            yield from (message for step in steps_of(chapter.id, exercise) for message in step)
        yield from (mistake.hint for mistake in mistakes_of(chapter.id))


def updated(files: CatalogueFiles, root: Path) -> Catalog:
    """The catalogue with today's messages: new ones untranslated, those no longer used left out."""
    catalogue = files.read()
    catalogue.update(source_messages(root), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    """Messages without a complete translation."""
    return [str(message.id) for message in catalogue if message.id and not _is_complete(message)]


def _is_complete(message: Message) -> bool:
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(forms) and not message.fuzzy


def po_bytes(catalogue: Catalog) -> bytes:
    """The .po file: without line numbers and true dates, so that it changes only when a message does."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, no_location=True, omit_header=False, sort_output=True)
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(
        line for line in lines if not line.startswith((b'"POT-Creation', b'"PO-Revision', b'"Generated-By'))
    )


def mo_bytes(catalogue: Catalog) -> bytes:
    """The .mo file: without Babel's version, so that it changes only when a message does."""
    buffer = io.BytesIO()
    write_mo(buffer, cast("Catalog", _Unversioned(catalogue)))
    return buffer.getvalue()


class _Unversioned:
    """A catalogue whose header does not say which Babel wrote it."""

    def __init__(self, catalogue: Catalog) -> None:
        self._catalogue = catalogue

    def __iter__(self) -> Iterator[Message]:
        for message in self._catalogue:
            if not message.id:
                lines = str(message.string).splitlines(keepends=True)
                message.string = "".join(line for line in lines if not line.startswith("Generated-By"))
            yield message

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalogue, name)
