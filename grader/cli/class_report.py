"""`grade class`: pages and a table on a class from the results of its students."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from grader.cli.words import LANGUAGE, tr
from grader.language import LANGUAGES


@click.command(
    help=tr(
        "Report on a class: RESULTS are files made by `grade … --json`, or folders with such files. A student is "
        "called as the file is, or as its folder where all files have one name."
    ),
    epilog=tr("Exit code: 0 all files were read, 1 some were left out, 2 wrong usage, no result, or nothing written."),
)
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--html",
    "html_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help=tr("Folder for the pages: new, empty, or made by this command."),
)
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, allow_dash=True, dir_okay=False),
    help=tr("Write one row a student for a spreadsheet; - is stdout."),
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGE, help=tr("Language of the report."))
def class_report(
    results: tuple[Path, ...], html_folder: Path | None, csv_file: Path | None, lang: Literal["en", "fr"]
) -> None:
    """Report on a class."""
    if html_folder is None and csv_file is None:
        raise click.UsageError(tr("Say what to write: --html FOLDER, --csv FILE or both."))
    from grader.cli.class_writing import ClassWriting, NothingWrittenError  # noqa: PLC0415 (help needs none of it)

    try:
        left_out = ClassWriting(lang, html_folder, csv_file).write(results)
    except NothingWrittenError as error:
        raise click.UsageError(str(error)) from error
    sys.exit(1 if left_out else 0)
