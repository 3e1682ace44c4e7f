"""Options that say how to grade, which several commands have, and the levels at which strangers' code may be run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from grader.cli.words import tr
from grader.sandbox.levels import LEVELS, Level, candidates, is_safe

Option = Callable[[Any], Any]

exercises: Option = click.option(
    "--exercise", "exercises", multiple=True, help=tr("Grade only this exercise; may be repeated.")
)
no_speed: Option = click.option("--no-speed", is_flag=True, help=tr("Leave out the speed checks and their points."))
seed: Option = click.option(
    "--seed", type=click.IntRange(min=0), default=0, help=tr("Seed of the cases (0: the public ones).")
)
min_score: Option = click.option("--min-score", type=click.FloatRange(min=0), help=tr("Exit with 0 from this mark on."))
safe_isolation: Option = click.option(
    "--isolation",
    type=click.Choice(LEVELS),
    help=tr("Demand this isolation. By default the best available; `process`, for code that you trust, only if named."),
)


def safe_levels(isolation: Level | None) -> list[Level]:
    """The levels at which strangers' code may be run; a weaker one only where it is demanded."""
    if isolation is not None:
        return [isolation]
    levels = [level for level in candidates(None) if is_safe(level)]
    if not levels:
        raise click.UsageError(
            tr("Strangers' code cannot be graded safely on this system; `--isolation process` is for code you trust.")
        )
    return levels
