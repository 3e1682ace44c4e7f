"""The kit that students get: exercises in their language, and a grader that knows answers instead of how to find them.

It holds what grading needs and no more: of the course only baked chapters, no solution, reference or mistake.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import grader
from grader.classroom.kits.baking import baked, can_be_baked
from grader.course.baked import SUFFIX
from grader.course.prose import translated
from grader.course.stubs import stub_files
from grader.language import mark
from grader.report.messages import Messages

if TYPE_CHECKING:
    from grader.classroom.kits.baking import Baked
    from grader.course.spec import Chapter

PACKAGE = Path(grader.__file__).parent
ROOT = PACKAGE.parent
FOLDER = "convgrade-kit"
COMMANDS = (
    *("__init__", "chapter_names", "course", "doctor", "grading", "hint", "machine", "names", "outputs", "replay"),
    *("root", "secret", "submissions", "watching", "ways", "words"),
)
COURSE = (
    *("__init__", "baked", "kept", "kit", "landmarks", "minibatch_properties", "properties", "prose", "spec", "stubs"),
)
ROOMS = ("checks", "engine", "report", "report/page", "sandbox", "submission")
NOT_FOR_STUDENTS = ("class_", "class.")
"""How the names of what is about a whole class begin."""

NEEDED = frozenset(
    {"click", "jinja2", "landlockpy", "markupsafe", "msgspec", "numpy", "pyseccomp", "rich", "watchfiles"}
)
MODULE = '''"""{title}: the cases of this chapter, and what was answered to them."""

from __future__ import annotations

from grader.course.baked import chapter_beside

CHAPTER = chapter_beside(__file__)
'''
SCRIPT = '''#!/usr/bin/env python3
"""Grade the exercises: `python grade chapter4`."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from grader.cli import main  # noqa: E402

main()
'''
README = (
    "# {title}",
    mark("Fill in the functions in the folder `exercises`. To set up, once, which needs the network:"),
    "```sh\npython3 -m venv .venv\n.venv/bin/pip install -r requirements.txt\n```",
    mark("Then, as often as you like, without network:"),
    "```sh\n.venv/bin/python grade {example}\n```",
    mark(
        "The report says what is right, what is wrong and which mistake it is. In the same way `grade hint NAME` gives "
        "a hint, `grade show {example}` says what is asked, `grade init FOLDER` makes a fresh copy of the exercises "
        "and `grade --help` lists the rest."
    ),
    mark(
        "This kit grades by the public cases, whose answers it brings along. Your teacher's grader may put others of "
        "the same kind."
    ),
)
TITLE = mark("Exercises on convolutional neural networks")
LEFT_OUT = mark("Graded only where the course is, and not in this kit:")


class NotBakeableError(Exception):
    """Chapters whose answers are not enough to grade them: `numbers`."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(str(numbers))
        self.numbers = numbers


class Member(msgspec.Struct, frozen=True):
    """A file of the kit."""

    name: str
    data: bytes
    runnable: bool = False


def members(chapters: Sequence[Chapter], language: str) -> list[Member]:
    """The files of a kit with these chapters, sorted by name; `NotBakeableError` where one cannot be in it."""
    if refused := [chapter.number for chapter in chapters if not can_be_baked(chapter)]:
        raise NotBakeableError(refused)
    messages = Messages(language)
    done = {chapter.id: baked(chapter) for chapter in chapters}
    found = [
        Member("grade", SCRIPT.encode(), runnable=True),
        Member("README.md", _readme(chapters, done, messages).encode()),
        Member("LICENSE", licence().encode()),
        Member("requirements.txt", "".join(f"{line}\n" for line in requirements()).encode()),
        Member("grader/kit.json", _about(done)),
        *_stubs(chapters, messages.text),
        *_course(chapters, done),
        *_grader(),
    ]
    return sorted(found, key=lambda member: member.name)


def requirements(extra: str = "", *, whole: bool = False) -> list[str]:
    """What is needed from the package index, by the project's own words: for a kit, or for the whole grader."""
    project = ROOT / "pyproject.toml"
    if project.exists():
        about = tomllib.loads(project.read_text("utf-8"))["project"]
        lines = [*about["dependencies"], *about["optional-dependencies"].get(extra, [])]
    else:
        found = metadata.requires("convgrade") or []
        lines = [line.partition(";")[0] for line in found if f"extra == '{extra}'" in line.replace('"', "'")]
        lines += [line for line in found if "extra ==" not in line]
    return sorted(line for line in lines if whole or _package(line) in NEEDED)


def _package(line: str) -> str:
    letters = (place for place, letter in enumerate(line) if not (letter.isalnum() or letter in "-_."))
    return line[: next(letters, len(line))].lower()


def _readme(chapters: Sequence[Chapter], done: dict[str, Baked], messages: Messages) -> str:
    example = f"chapter{chapters[0].number}"
    words = {"example": example, "title": messages.text(TITLE)}
    paragraphs = [messages.text(paragraph).format_map(words) for paragraph in README]
    lines = [
        f"- {chapter.id}, `{one.exercise}`: {messages.text(one.title)} ({messages.points(one.points)})"
        for chapter in chapters
        for one in done[chapter.id].left_out
    ]
    if lines:
        paragraphs += [messages.text(LEFT_OUT), "\n".join(lines)]
    return "\n\n".join(paragraphs) + "\n"


def licence() -> str:
    """The licence, from the checkout or from the installed package."""
    file = ROOT / "LICENSE"
    if file.exists():
        return file.read_text("utf-8")
    return metadata.distribution("convgrade").read_text("licenses/LICENSE") or ""


def _about(done: dict[str, Baked]) -> bytes:
    left_out = {name: [(one.exercise, one.title, one.points) for one in found.left_out] for name, found in done.items()}
    return json.dumps({"left_out": left_out}, indent=1, ensure_ascii=False).encode() + b"\n"


def _stubs(chapters: Sequence[Chapter], translate: Callable[[str], str]) -> Iterator[Member]:
    """The stubs as they are, for `grade init`, and in the students' language, to be filled in."""
    names = {chapter.id for chapter in chapters}
    for file in stub_files():
        if file.stem in names:
            source = file.read_text("utf-8")
            yield Member(f"grader/stubs/{file.name}", source.encode())
            yield Member(f"exercises/{file.name}", translated(source, translate).encode())


def _course(chapters: Sequence[Chapter], done: dict[str, Baked]) -> Iterator[Member]:
    for chapter in chapters:
        yield Member(f"grader/course/{chapter.id}.py", MODULE.format(title=chapter.title).encode())
        yield Member(f"grader/course/{chapter.id}{SUFFIX}", done[chapter.id].data)
    hints = PACKAGE / "course" / "hints"
    files = [hints / "__init__.py", *(hints / f"{chapter.id}.py" for chapter in chapters)]
    yield from map(_as_it_is, filter(Path.exists, files))


def _grader() -> Iterator[Member]:
    """The modules that grading needs, as they are, and the French catalogue."""
    files = [
        *(PACKAGE / f"{name}.py" for name in ("__init__", "answers", "calling", "language")),
        *(PACKAGE / "cli" / f"{name}.py" for name in COMMANDS),
        *(PACKAGE / "course" / f"{name}.py" for name in COURSE),
        *(file for room in ROOMS for file in sorted((PACKAGE / room).iterdir()) if file.is_file()),
        *sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/*.mo")),
    ]
    return (_as_it_is(file) for file in files if not file.name.startswith(NOT_FOR_STUDENTS))


def _as_it_is(file: Path) -> Member:
    return Member(file.relative_to(PACKAGE.parent).as_posix(), file.read_bytes())
