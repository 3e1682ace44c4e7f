"""Grading an nbgrader course's notebooks: what is graded of one, by which judge, and the result or the fault."""

from __future__ import annotations

import atexit
import functools
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from grader.classroom.fingerprint import fingerprint
from grader.classroom.judges import Judge, is_fault
from grader.classroom.writing import write_whole
from grader.course import CHAPTERS
from grader.engine.job import Done, Failed, Job, Message
from grader.language import catalogue, language_of_locale
from grader.language import mark as _
from grader.report.model import Result, from_json, to_json
from grader.submission.reading import Carried, Module

FAILED = _("the grader failed: {reason}")
UNREADABLE = "convgrade"
"""Under this name a notebook's metadata say why what was handed in could not be read."""


class NotGradedError(Exception):
    """A notebook could not be graded, which is no fault of its student's: the message is the reason.

    As text it is in the language of the locale: nbgrader's own commands show it to whoever started them.
    """

    def __init__(self, message: str, **facts: str | int) -> None:
        """Take a message of the catalogues, and what stands in its braces."""
        super().__init__(message)
        self._message, self._facts = message, facts

    def told(self, language: str) -> str:
        """The reason in a language."""
        return catalogue(language).gettext(self._message).format(**self._facts)

    def __str__(self) -> str:
        """The reason in the language of the locale."""
        return self.told(language_of_locale())


def chapter_of(notebook: str) -> int:
    """The chapter whose notebook has that name; `NotGradedError` where there is none."""
    for number, name in CHAPTERS.items():
        if name == notebook:
            return number
    raise NotGradedError(
        _(
            "{name} is no chapter of convgrade. Grade notebooks of your own with nbgrader's Execute in the place of "
            "SandboxExecute: --Autograde.autograde_preprocessors"
        ),
        name=notebook,
    )


def graded_part(cells: Sequence[Mapping[str, Any]], metadata: Mapping[str, Any]) -> bytes:
    """What of a notebook decides on its marks, as a small notebook; the same for the same code.

    Outputs, text and whatever else is left out. `metadata` may say that the notebook handed in could not be read.
    """
    if reason := metadata.get(UNREADABLE):
        return json.dumps({"unreadable": str(reason)}).encode()
    kept = [
        {
            "cell_type": "code",
            "source": cell["source"],
            "metadata": {"nbgrader": _role(cell["metadata"].get("nbgrader", {}))},
        }
        for cell in cells
    ]
    for cell, before in zip(kept, cells, strict=True):
        if before["cell_type"] != "code":  # it keeps its place: cells without a name are told by their number
            cell.update(cell_type="markdown", source="")
    return json.dumps({"cells": kept, "nbformat": 4}, sort_keys=True).encode()


def history_part(sources: Sequence[str]) -> bytes:
    """The same of the cells that a kernel has run, in turn."""
    cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4}).encode()


def _role(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("grade_id", "solution", "grade") if name in facts}


def job_of(way: Job, chapter: int, notebook: bytes, beside: Mapping[str, bytes]) -> Job:
    """The job of grading a chapter's notebook in the way of another job; `beside` are modules that it may import."""
    name = CHAPTERS[chapter]
    carried = Carried("notebook", {name: Module(dict(beside))}, notebook)
    return replace(way, chapters=[chapter], submission=os.fsencode(f"{name}.ipynb"), carried=carried)


@functools.cache
def kept_judge() -> Judge:
    """The judge of this process, which lives as long as it."""
    judge = Judge()
    atexit.register(judge.__exit__)
    return judge


def result_of(job: Job, kept: Path | None) -> Result:
    """The result of a job: from the folder of those that are kept, or graded now; `NotGradedError` for a fault."""
    if kept is not None and (found := kept_result(job, kept)):
        return found
    return checked(kept_judge().grade(job))


def checked(message: Message) -> Result:
    """The result of a grading; `NotGradedError` when the grader failed, or did not grade all of it."""
    if not isinstance(message, Done):
        if isinstance(message, Failed):
            raise NotGradedError(FAILED, reason=message.reason)
        raise NotGradedError(
            _("the isolation demanded is not available: {reason}"), reason=getattr(message, "reason", "")
        )
    chapter = message.result.chapters[0]
    if is_fault(message):
        reasons = [check.detail.facts.get("reason", "") for one in chapter.exercises for check in one.checks]
        raise NotGradedError(FAILED, reason=str(next(filter(None, reasons), chapter.id)))
    if chapter.code == "needs_packages":
        raise NotGradedError(
            _("{chapter} needs packages that are not installed: {packages}"),
            chapter=chapter.id,
            packages=str(chapter.facts.get("packages")),
        )
    return message.result


def kept_result(job: Job, folder: Path) -> Result | None:
    """The result that is kept of such a job."""
    try:
        return from_json(_file(job, folder).read_bytes())
    except (OSError, msgspec.DecodeError):
        return None


def keep(job: Job, result: Result, folder: Path) -> None:
    """Keep the result of a job."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(_file(job, folder), to_json(result))


def kept_name(job: Job) -> str:
    """Under which name a result is kept: the same for the same code, graded in the same way by the same grader."""
    assert job.carried is not None
    return f"{fingerprint(job, job.carried)}.json"


def _file(job: Job, folder: Path) -> Path:
    return folder / kept_name(job)
