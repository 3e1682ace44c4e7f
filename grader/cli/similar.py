"""`grade similar`: which submissions of a class are suspiciously alike, both sources side by side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from grader.cli.chapter_names import ChapterName, numbers_of
from grader.cli.words import LANGUAGE, tr
from grader.language import LANGUAGES


@click.command(
    help=tr(
        "Find submissions that are suspiciously alike: SUBMISSIONS is a folder with one folder, file or archive a "
        "student, as for `grade batch`; none of it is run. FOLDER gets pages with both sources side by side. What the "
        "stub gives and what many have is left out. Likeness is a reason to look, and no proof."
    ),
    epilog=tr("Exit code: 0 nothing suspicious, 1 some are alike, 2 wrong usage, 3 the grader failed for some."),
)
@click.argument("submissions", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("chapters", nargs=-1, required=True, type=ChapterName())
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help=tr("Folder for the pages: new, empty, or made by this command."),
)
@click.option(
    "--threshold",
    metavar="PERCENT",
    type=click.IntRange(1, 100),
    default=60,
    show_default=True,
    help=tr("Show who has so much of the shorter one's own code in common."),
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGE, help=tr("Language of the pages."))
def similar(
    submissions: Path, chapters: tuple[list[int], ...], folder: Path, threshold: int, lang: Literal["en", "fr"]
) -> None:
    """Find submissions that are alike."""
    try:
        from grader.cli.similar_run import SimilarRun  # noqa: PLC0415 (an extra, and help needs none of it)
    except ModuleNotFoundError as error:
        if error.name != "copydetect":
            raise
        raise click.UsageError(tr("This needs the extra: pip install 'convgrade[similarity]'.")) from error
    sys.exit(SimilarRun(submissions, numbers_of(chapters), folder, threshold / 100, lang).run())
