"""The submission that a command is about, and what is said when there is none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.words import tr
from grader.language import mark as _
from grader.submission import Submission, UnreadableSubmissionError

if TYPE_CHECKING:
    from grader.classroom.batches.entries import Entry

DEFAULT_SUBMISSION = Path("exercises")

SUBMISSION_MESSAGES = {
    "no_submission": _("There is nothing at {path}. `grade init {path}` puts a fresh copy of the exercises there."),
    "no_folder": _(
        "{path} is neither a folder nor a Python file nor an archive (.zip, .tar, .tar.gz, .tar.bz2, .tar.xz)."
    ),
    "other_archive": _(
        "{path} is an archive of a kind that is not read. Unpack it and give the folder, or pack it anew as .zip, "
        ".tar, .tar.gz, .tar.bz2 or .tar.xz."
    ),
    "unreadable_submission": _("{path} cannot be read: {reason}"),
}


def submission_at(path: Path | None) -> Submission:
    """The submission at a path, or where one usually is; a usage error when there is none."""
    if path is None:
        path = DEFAULT_SUBMISSION if DEFAULT_SUBMISSION.is_dir() or not any(Path().glob("chapter*.py")) else Path()
    try:
        return Submission.at(path)
    except UnreadableSubmissionError as error:
        from grader.report.messages import printable  # noqa: PLC0415 (seldom needed)

        shown = os.fsencode(error.path).decode("utf-8", "backslashreplace")
        message = tr(SUBMISSION_MESSAGES[error.code]).format(path=printable(shown), reason=error.reason)
        raise click.UsageError(message) from error


def entries_in(folder: Path) -> Sequence[Entry]:
    """Who handed what in, by a folder of submissions; a usage error when there is nobody."""
    from grader.classroom.batches.entries import entries_of  # noqa: PLC0415 (for a class only)

    try:
        entries = entries_of(folder)
    except OSError as error:
        message = tr("{path} cannot be read: {reason}")
        raise click.UsageError(message.format(path=folder, reason=error.strerror)) from error
    if not entries:
        message = tr("There is no submission in {path}: a folder, a .py file or an archive a student.")
        raise click.UsageError(message.format(path=folder))
    return entries
