"""`grade batch`: a folder of submissions, graded side by side; whatever ends it, it goes on where it stopped."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grader.cli import secret, ways
from grader.cli.chapter_names import ChapterName, numbers_of
from grader.cli.words import LANGUAGE, tr
from grader.language import LANGUAGES
from grader.sandbox.levels import Level

if TYPE_CHECKING:
    from grader.engine.job import Job


@click.command(
    help=tr(
        "Grade the CHAPTERS of all SUBMISSIONS, a folder with one folder, file or archive a student. RESULTS gets a "
        "result file a student, summary.csv, summary.json and a report on the class. Run again, it grades only what "
        "is new or has changed; after Ctrl-C or a power cut, the rest."
    ),
    epilog=tr(
        "Exit code: 0 every student has a mark, 1 some handed in what cannot be read, 2 wrong usage, 3 the grader "
        "failed for some, 130 interrupted."
    ),
)
@click.argument("submissions", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("chapters", nargs=-1, required=True, type=ChapterName())
@click.option(
    "-o",
    "--output",
    "results",
    required=True,
    metavar="RESULTS",
    type=click.Path(path_type=Path, file_okay=False),
    help=tr("Folder for the results: new, empty, or made by this command."),
)
@click.option("--workers", type=click.IntRange(min=1), help=tr("Grade so many at once; one a processor by default."))
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help=tr("Grade on the Dask cluster whose scheduler has this address, tcp://host:8786 say (extra `cluster`)."),
)
@ways.no_speed
@ways.seed
@secret.option
@ways.safe_isolation
@click.option("--no-report", is_flag=True, help=tr("Leave out the pages on the class."))
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGE, help=tr("Language of results and report."))
def batch(
    submissions: Path,
    chapters: tuple[list[int], ...],
    results: Path,
    workers: int | None,
    scheduler: str | None,
    no_speed: bool,
    seed: int,
    secret_file: Path | None,
    isolation: Level | None,
    no_report: bool,
    lang: Literal["en", "fr"],
) -> None:
    """Grade a folder of submissions."""
    from grader.cli.batch_run import BatchRun  # noqa: PLC0415 (help needs none of it)
    from grader.engine.job import Job  # noqa: PLC0415

    way: Job = Job(
        chapters=numbers_of(chapters),
        submission=b"",
        language=lang,
        levels=ways.safe_levels(isolation),
        seed=seed,
        speed=not no_speed,
        unseen=secret.unseen_seed(secret_file),
    )
    if scheduler is not None and workers is not None:
        raise click.UsageError(tr("--workers is for this machine; a cluster has its own."))
    run = BatchRun(submissions, results, way, report=not no_report)
    sys.exit(run.on_cluster(scheduler) if scheduler else run.here(workers or len(os.sched_getaffinity(0))))
