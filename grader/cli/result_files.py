"""Result files of a class: found, named after their students, read one at a time, and refused in a sentence."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from grader.cli.words import tr
from grader.report.class_summary import Student
from grader.report.messages import one_line, printable
from grader.report.model import from_json

if TYPE_CHECKING:
    from grader.report.model import ChapterResult, CheckResult, ExerciseResult, Result

MOST_BYTES = 32 * 1024 * 1024
"""Size of a file; a whole course in which all is wrong takes about half of it."""

MOST_EXERCISES = 1000
MOST_POINTS = 10_000
MOST_ID, MOST_NAME, MOST_SLUG = 200, 100, 40


class NoResultError(Exception):
    """A file is no result: the message says why, in the language of the command line."""


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The files given and the *.json in the folders given, in order, each once; no link to a folder is followed."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders.sort(key=_alphabetical)
                found.update(
                    (Path(folder, name), None) for name in sorted(names, key=_alphabetical) if name.endswith(".json")
                )
        else:
            found[path] = None
    return list(found)


def students_of(files: Sequence[Path]) -> list[Student]:
    """Whose results files are: named by the stem, or by the folder where the stem is the same for all."""
    stems = [file.stem for file in files]
    if len(files) > 1 and len(set(stems)) == 1:
        stems = [_folder(file) for file in files]
    seldom = Counter(stems)
    named = [
        stem if seldom[stem] == 1 else f"{stem} ({_folder(file)})" for stem, file in zip(stems, files, strict=True)
    ]
    return [Student(one_line(name, MOST_NAME), f"{number:04}{slug(name)}.html") for number, name in enumerate(named, 1)]


def _folder(file: Path) -> str:
    return file.absolute().parent.name


def _alphabetical(name: str) -> tuple[str, str]:
    """A name's place in the alphabet, where accents and capitals count only between names that are the same else."""
    letters = (letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return "".join(letters).casefold(), name


def slug(name: str) -> str:
    """What is left of a name that is safe in any file name and address, after a hyphen; perhaps nothing."""
    plain = unicodedata.normalize("NFKD", name[:MOST_NAME]).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:MOST_SLUG].strip("-")
    return f"-{words}" if words else ""


def read_result(file: Path) -> Result:
    """The result in a file; raises NoResultError where there is none, or none that a report can tell."""
    try:
        result = from_json(_bytes_of(file))
    except OSError as error:
        raise NoResultError(error.strerror or type(error).__name__) from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NoResultError(one_line(error)) from error
    _check(result)
    return result


def _bytes_of(file: Path) -> bytes:
    """The bytes of an ordinary file of a decent size; a pipe is not waited for."""
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY), "rb") as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise NoResultError(tr("not an ordinary file"))
        data = opened.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NoResultError(tr("larger than any result"))
    return data


def _check(result: Result) -> None:
    """Refuse what no grading gives, and what one file could spoil the pages of a class with."""
    exercises = [(chapter.id, exercise.id) for chapter in result.chapters for exercise in chapter.exercises]
    chapters = [chapter.id for chapter in result.chapters]
    if len(set(exercises)) < len(exercises) or len(set(chapters)) < len(chapters):
        raise NoResultError(tr("it holds a chapter or an exercise twice"))
    parts: list[Result | ChapterResult | ExerciseResult | CheckResult] = [result, *result.chapters]
    parts += [exercise for chapter in result.chapters for exercise in chapter.exercises]
    names = [*chapters, *(exercise for _, exercise in exercises)]
    names += [
        check.mistake or ""
        for chapter in result.chapters
        for exercise in chapter.exercises
        for check in exercise.checks
    ]
    if len(exercises) > MOST_EXERCISES or any(len(name) > MOST_ID for name in names):
        raise NoResultError(tr("it has more exercises, or longer names, than any course"))
    if not all(0 <= part.score <= part.max_score <= MOST_POINTS for part in parts):
        raise NoResultError(tr("its points lie outside of what can be earned"))


def told(file: Path, error: Exception) -> str:
    """One line that says which file is left out and why."""
    shown = os.fsencode(file).decode("utf-8", "backslashreplace")
    return tr("{path} left out: {reason}").format(path=one_line(printable(shown)), reason=one_line(error))
