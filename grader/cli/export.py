"""`grade export`: marks for learning platforms, and an autograder for Gradescope."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grader.cli.words import LANGUAGE, tr
from grader.language import LANGUAGES

if TYPE_CHECKING:
    from grader.cli.export_marks import Asked

PLATFORMS = ("moodle", "canvas", "csv", "gradescope")
MOST_DIGITS = 2


@click.command(
    help=tr(
        "Write marks for a learning platform: RESULTS are files made by `grade … --json`, or folders with such files, "
        "those of `grade batch` for instance. With --to gradescope, RESULTS are chapters: what is written is an "
        "autograder for them, as Gradescope takes it."
    ),
    epilog=tr(
        "A mark is made of the points in this order: the penalty for lateness, the attempt that counts, the scale, the "
        "rounding, halves upwards. Exit code: 0 all results were read, 1 some were left out, 2 wrong usage."
    ),
)
@click.argument("results", nargs=-1, required=True)
@click.option("--to", "platform", type=click.Choice(PLATFORMS), required=True, help=tr("For whom to write."))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help=tr("The file to write.")
)
@click.option(
    "--students",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=tr(
        "CSV file that says who is who, with the column `submission` and any of id, username, email, last_name, "
        "first_name, canvas_id, section, submitted and deadline (2026-05-31T23:59+02:00)."
    ),
)
@click.option(
    "--worksheet",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=tr("Moodle: fill in this grading worksheet, which Moodle exported; all else in it stays as it is."),
)
@click.option("--mark-column", help=tr("Moodle: heading of the worksheet's marks, in whatever language it is."))
@click.option(
    "--gradebook",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=tr("Canvas: the gradebook that it exported, for the columns by which it knows its students."),
)
@click.option("--assignment", help=tr("Name of the mark; for Canvas as it exports it: “Chapter 4 (1234)”."))
@click.option("--per-chapter", is_flag=True, help=tr("A mark for each chapter instead of one for all."))
@click.option("--scale", type=click.FloatRange(min=0, min_open=True), help=tr("The mark for all points: 20, 100 …"))
@click.option(
    "--digits",
    type=click.IntRange(0, MOST_DIGITS),
    default=MOST_DIGITS,
    show_default=True,
    help=tr("Decimals of a mark; halves are rounded upwards."),
)
@click.option("--deadline", help=tr("When all was due, as 2026-05-31T23:59+02:00."))
@click.option(
    "--late-per-day",
    type=click.FloatRange(0, 100),
    default=0.0,
    help=tr("Percent of what was earned that every day begun after the deadline costs."),
)
@click.option(
    "--attempts",
    type=click.Choice(["best", "last"]),
    default="best",
    show_default=True,
    help=tr("Which of several attempts of one student counts, penalties included."),
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGE, help=tr("Language of the autograder's report."))
def export(
    results: tuple[str, ...],
    platform: Literal["moodle", "canvas", "csv", "gradescope"],
    output: Path,
    lang: str,
    **options: object,
) -> None:
    """Write marks or an autograder."""
    if platform == "gradescope":
        from grader.cli.export_autograder import write_autograder  # noqa: PLC0415 (help needs none of it)

        write_autograder(results, output, lang)
        return
    from grader.cli import export_marks  # noqa: PLC0415 (help needs none of it)

    asked: Asked = export_marks.asked(platform, options)
    left_out = export_marks.write_marks([Path(name) for name in results], output, asked)
    sys.exit(1 if left_out else 0)
