"""Writing an autograder for Gradescope."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.classroom.kits.archives import archived
from grader.classroom.marks.autograder import members
from grader.classroom.writing import write_whole
from grader.cli.chapter_names import ChapterName, numbers_of
from grader.cli.words import tr
from grader.course import load_chapter

SUFFIX = ".zip"


def write_autograder(words: Sequence[str], output: Path, language: str) -> None:
    """Write the zip for the chapters that the words name."""
    if output.suffix != SUFFIX:
        raise click.UsageError(tr("An autograder is a zip: give it a name that ends in .zip."))
    numbers = numbers_of(tuple(ChapterName().convert(word, None, None) for word in words))
    files = members([load_chapter(number) for number in numbers], language)
    try:
        write_whole(output, archived([(member.name, member) for member in files], SUFFIX))
    except OSError as error:
        message = tr("{path} cannot be written: {reason}").format(path=output, reason=error.strerror)
        raise click.UsageError(message) from error
    click.echo(tr("{file} written: an autograder with {count} files").format(file=output, count=len(files)))
