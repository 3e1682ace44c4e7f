"""A course's `nbgrader_config.py`: written once, the teacher's from then on, and read to see whether it still holds."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.classroom.notebooks.source_notebook import STUB
from grader.language import mark as _

FILE = "nbgrader_config.py"
SANDBOX = "SandboxExecute"
EXPORTER = "SubmissionExporter"
WIDTH = 118

PREPROCESSORS = f"""\
c.Autograde.autograde_preprocessors = [
    {SANDBOX},
    IgnorePattern,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]"""

IMPORTS = f"""\
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, IgnorePattern, LimitOutput, SaveAutoGrades

from grader.classroom.notebooks.sandbox_execute import {SANDBOX}"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment, which is a message, and the lines that it is about."""

    comment: str
    lines: str


def entries(course_id: str) -> list[Entry]:
    """What the file of a new course says."""
    return [
        Entry(_("The course's name in nbgrader, and in the exchange."), f"c.CourseDirectory.course_id = {course_id!r}"),
        Entry(
            _(
                "The folder through which assignments go to the students and come back: it must exist, and everybody "
                "must be able to write into it. Leave it out where you hand out and collect in another way."
            ),
            '# c.Exchange.root = "/srv/nbgrader/exchange"',
        ),
        Entry(
            _("What students find in the place of a solution."), f'c.ClearSolutions.code_stub = {{"python": "{STUB}"}}'
        ),
        Entry(
            _(
                "Submissions are graded in the grader's sandbox. The first of these stands in the place of nbgrader's "
                "Execute, which would run a student's code beside the tests, with your rights: keep it so."
            ),
            PREPROCESSORS,
        ),
        Entry(
            _(
                "What students hand in is read by the grader, too: a file that is no notebook, a cell that was copied, "
                "deleted or forged gets a verdict, where nbgrader would give up."
            ),
            f'c.Autograde.exporter_class = "grader.classroom.notebooks.submission_exporter.{EXPORTER}"',
        ),
        Entry(_("Language of the feedback."), "c.SandboxExecute.language = {language!r}"),
        Entry(
            _(
                "Cases that students have not seen are drawn from a secret: a file out of their reach, with at least "
                "12 characters that nobody guesses. "
                "Without it everybody is judged by the cases that they see themselves."
            ),
            '# c.SandboxExecute.secret_file = "/home/teacher/cnn.secret"',
        ),
        Entry(_("Other cases of the same kind that students do see."), "# c.SandboxExecute.seed = 0"),
        Entry(_("Leave out the speed checks and their points."), "# c.SandboxExecute.speed = False"),
        Entry(
            _(
                "The strongest isolation that this machine keeps is used (`grade doctor` says which). Demand one here; "
                "“process” protects you from nothing and is never chosen unless you do."
            ),
            '# c.SandboxExecute.isolation = "bubblewrap+landlock"',
        ),
        Entry(
            _(
                "Late submissions: `zero` takes all points, `none` takes none. For a penalty a day write a class of "
                "your own: nbgrader's documentation says how under “late submission plugin”."
            ),
            '# c.LateSubmissionPlugin.penalty_method = "zero"',
        ),
    ]


def config_text(course_id: str, language: str, translate: Callable[[str], str]) -> str:
    """The file of a new course, its comments translated."""
    head = translate(
        _("Settings of this course for nbgrader. The file is yours: `grade notebooks build` never changes it again.")
    )
    blocks = [f"{_comment(head)}\n\n{IMPORTS}\n\nc = get_config()"]
    for entry in entries(course_id):
        lines = entry.lines.replace("{language!r}", repr(language)).replace("'", '"')
        blocks.append(f"{_comment(translate(entry.comment))}\n{lines}")
    return "\n\n".join(blocks) + "\n"


def course_id_of(folder: Path) -> str:
    """The course id that a folder's name gives: nbgrader takes it for a folder's name, too."""
    return re.sub(r"[^\w.-]+", "-", folder.resolve().name).strip("-.") or "course"


class ConfigError(Exception):
    """The file cannot be run: the message says why."""


def read_config(path: Path) -> Config:
    """What a course's file sets. It is the teacher's own program, and is run as nbgrader runs it."""
    try:
        config: Config = PyFileConfigLoader(path.name, str(path.parent)).load_config()
    except Exception as error:
        raise ConfigError(f"{type(error).__name__}: {error}") from error
    return config


def grades_in_sandbox(config: Config) -> bool:
    """Whether submissions are graded by our preprocessor, and executed by none."""
    listed: Any = config.get("Autograde", {}).get("autograde_preprocessors", [])
    names = [_class_name(one) for one in listed]
    return SANDBOX in names and "Execute" not in names


def mends_submissions(config: Config) -> bool:
    """Whether what students hand in is read by our exporter."""
    return _class_name(config.get("Autograde", {}).get("exporter_class", "")) == EXPORTER


def makes_our_stub(config: Config) -> bool:
    """Whether a cleared solution is what students of the command line find, too."""
    stub: Any = config.get("ClearSolutions", {}).get("code_stub", {})
    return (stub.get("python") if isinstance(stub, dict) else stub) == STUB


def _class_name(named: Any) -> str:
    return named.rpartition(".")[2] if isinstance(named, str) else str(getattr(named, "__name__", ""))


def _comment(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
