"""The secret of a class, from which the seed of its unseen cases is made: in a file, or in the environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from grader.cli.words import tr

VARIABLE = "GRADE_SECRET"

option: Callable[[Any], Any] = click.option(
    "--secret",
    "secret_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("File with a secret: unseen cases made from it count, too. The variable GRADE_SECRET does the same."),
)


def unseen_seed(secret_file: Path | None) -> int | None:
    """The seed of unseen cases: the same for the same secret, which cannot be found out from it; None without one."""
    secret = _secret(secret_file)
    if secret is None:
        return None
    from grader.classroom.unseen import LEAST_CHARACTERS, ShortSecretError, seed_of  # noqa: PLC0415 (seldom needed)

    try:
        return seed_of(secret)
    except ShortSecretError as error:
        message = tr("The secret is too short: {count} characters or more, which nobody guesses.")
        raise click.UsageError(message.format(count=LEAST_CHARACTERS)) from error


def _secret(secret_file: Path | None) -> str | None:
    if secret_file is None:
        return os.environ.get(VARIABLE, "").strip() or None
    try:
        return secret_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or tr("it is not UTF-8 text")
        message = tr("The secret in {path} cannot be read: {reason}")
        raise click.UsageError(message.format(path=secret_file, reason=reason)) from error
