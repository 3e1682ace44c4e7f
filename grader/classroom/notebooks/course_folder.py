"""An nbgrader course of our chapters: where its files are, and making them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import nbformat
from nbformat import NotebookNode

from grader.classroom.notebooks.course_config import FILE, config_text, course_id_of
from grader.classroom.notebooks.drawing import pictures_of
from grader.classroom.notebooks.rebuilding import Change, rebuilt
from grader.classroom.notebooks.source_notebook import OWN, facts_of, notebook_of
from grader.classroom.writing import write_whole
from grader.course import CHAPTERS, load_chapter
from grader.course.stubs import script_of
from grader.language import LANGUAGES
from grader.report.messages import Messages

SUFFIX = ".ipynb"

Status = Literal["written", "unchanged", "kept"]


class NoNotebookError(Exception):
    """A file that should be a notebook and is none: the message says why, in English."""


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a file; of a notebook also what a teacher had changed in it."""

    path: Path
    status: Status
    exercises: int = 0
    points: float = 0.0
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """A course's folder. An assignment and its notebook are called as the chapter's module is."""

    path: Path

    @property
    def config(self) -> Path:
        """The file of settings."""
        return self.path / FILE

    def source(self, assignment: str) -> Path:
        """The teacher's version of an assignment's notebook."""
        return self.path / "source" / assignment / f"{assignment}{SUFFIX}"

    def release(self, assignment: str) -> Path:
        """The students' version, which `nbgrader generate_assignment` makes."""
        return self.path / "release" / assignment / f"{assignment}{SUFFIX}"

    def assignments(self) -> list[str]:
        """Names of the assignments that there are, in order."""
        folder = self.path / "source"
        return sorted(one.name for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []

    def build_config(self, language: str) -> Built:
        """Write the settings, unless there are some."""
        text = config_text(course_id_of(self.path), language, Messages(language).text)
        if not self.config.exists():
            write_whole(self.config, text.encode())
            return Built(self.config, "written")
        same = self.config.read_text("utf-8", "replace") == text
        return Built(self.config, "unchanged" if same else "kept")

    def build_chapter(self, number: int, language: str | None, usual: str, *, fresh: bool = False) -> Built:
        """Make a chapter's notebook: in `language`, else in that which it has, else in the `usual` one.

        What a teacher changed stays, unless it is to be `fresh`. Raises NoNotebookError where another file stands in
        the notebook's place, ScriptError where the chapter's script cannot become one.
        """
        chapter = load_chapter(number)
        path = self.source(CHAPTERS[number])
        found = None if fresh or not path.exists() else read_notebook(path)
        made = made_today(number, language or (language_of(found) if found else None) or usual)
        changes: list[Change] = []
        if found is not None:
            merged = rebuilt(made, found)
            made, changes = merged.notebook, merged.changes
        text = nbformat.writes(made) + "\n"
        same = path.exists() and path.read_text("utf-8", "replace") == text
        if not same:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode())
        return Built(path, "unchanged" if same else "written", len(chapter.exercises), chapter.points, changes)


def made_today(number: int, language: str) -> NotebookNode:
    """A chapter's notebook as this version makes it."""
    chapter = load_chapter(number)
    translate = Messages(language).text
    script = script_of(chapter.id).read_text("utf-8")
    return notebook_of(chapter, script, language, translate, pictures_of(chapter.id, translate))


def language_of(notebook: NotebookNode) -> str | None:
    """The language in which a notebook was made; None where it does not say."""
    language = facts_of(notebook, OWN).get("language")
    return str(language) if language in LANGUAGES else None


def read_notebook(path: Path) -> NotebookNode:
    """A notebook of format 4; raises NoNotebookError for everything else."""
    try:
        notebook: NotebookNode = nbformat.reader.reads(path.read_text("utf-8"))
        nbformat.validate(notebook)
    except (OSError, UnicodeDecodeError) as error:
        raise NoNotebookError(str(error)) from error
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError, KeyError, TypeError) as error:
        raise NoNotebookError(str(error).partition("\n")[0][:100] or type(error).__name__) from error
    if notebook.nbformat != 4:
        raise NoNotebookError(f"nbformat {notebook.nbformat}")
    return notebook
