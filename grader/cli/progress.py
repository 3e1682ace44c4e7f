"""Progress of what is done for many submissions: a bar a stage on a terminal."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

import click

Tell = Callable[[str], None]
Advance = Callable[[], None]
Stage = Callable[[str, int], Advance]
"""Begins a stage of so many steps, and gives what is called at each."""


@contextlib.contextmanager
def stages() -> Iterator[tuple[Stage, Tell]]:
    """Stages with a bar each on a terminal, and an estimate from the last minute; elsewhere only what is told."""
    if not sys.stderr.isatty():
        yield lambda _title, _count: lambda: None, lambda line: click.echo(line, err=True)
        return
    from rich.console import Console  # noqa: PLC0415 (on a terminal only)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=60.0) as progress:

        def stage(title: str, count: int) -> Advance:
            for known in progress.task_ids:
                progress.remove_task(known)
            task = progress.add_task(title, total=count)
            return lambda: progress.advance(task)

        yield stage, lambda line: progress.console.print(Text(line), soft_wrap=True)
