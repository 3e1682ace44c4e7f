"""`grade stubs`, `catalogues`, `landmarks` and `verify`: for authors of exercises, in a checkout."""

from __future__ import annotations

import os
import sys

import click

from grader.authoring.stubs import ROOT, RegionError, stale_stubs
from grader.cli.chapter_names import ChapterName, numbers_of
from grader.cli.words import tr
from grader.course import CHAPTERS, load_chapter


@click.command(help=tr("Make the stubs in exercises/ from solutions/ (for authors, in a checkout)."))
@click.option("--check", is_flag=True, help=tr("Write nothing; exit with 1 when a stub is stale."))
def stubs(check: bool) -> None:
    """Write or check the stubs."""
    if not (ROOT / "solutions").is_dir():
        raise click.UsageError(tr("There is no folder solutions/ beside the grader: this command is for a checkout."))
    try:
        stale = stale_stubs()
    except RegionError as error:
        raise click.UsageError(str(error)) from error
    for path, text in stale.items():
        name = path.relative_to(ROOT)
        if check:
            click.echo(tr("{file} is stale: run `grade stubs`.").format(file=name))
        else:
            path.write_text(text, "utf-8")
            click.echo(tr("{file} written.").format(file=name))
    sys.exit(1 if check and stale else 0)


@click.command(help=tr("Collect the messages of the source into the French catalogue and compile it (for authors)."))
def catalogues() -> None:
    """Update and compile the catalogues."""
    try:
        from grader.authoring import catalogues as authoring  # noqa: PLC0415 (needs Babel)
    except ImportError as error:
        raise click.UsageError(tr("Babel is missing: pip install 'convgrade[test]'.")) from error
    files = authoring.CatalogueFiles("fr")
    catalogue = authoring.updated(files, ROOT)
    files.po.parent.mkdir(parents=True, exist_ok=True)
    files.po.write_bytes(authoring.po_bytes(catalogue))
    files.mo.write_bytes(authoring.mo_bytes(catalogue))
    missing = authoring.untranslated(catalogue)
    for message in missing:
        click.echo(tr("Not translated: {message}").format(message=message))
    sys.exit(1 if missing else 0)


@click.command(help=tr("Prove that the cases of CHAPTERS (all by default) tell right from wrong (for authors)."))
@click.argument("chapters", nargs=-1, type=ChapterName())
@click.option("--seeds", type=click.IntRange(min=1), default=3, help=tr("Try this many seeds."))
@click.option("--cases", type=click.IntRange(min=0), default=200, help=tr("Random cases more for the witnesses."))
def verify(chapters: tuple[list[int], ...], seeds: int, cases: int) -> None:
    """Verify exercises."""
    from rich.console import Console  # noqa: PLC0415

    from grader.authoring.verify import Proof, has_keras, prove  # noqa: PLC0415
    from grader.cli.proofs import Table  # noqa: PLC0415
    from reference.keras_oracles import load_keras  # noqa: PLC0415

    if not (ROOT / "solutions").is_dir():
        raise click.UsageError(tr("There is no folder solutions/ beside the grader: this command is for a checkout."))
    oracle = has_keras()
    if not oracle:
        click.echo(tr("Without Keras the oracles are left out: pip install 'convgrade[keras]'."), err=True)
    table = Table(Console(highlight=False, markup=False, emoji=False))
    for number in numbers_of(chapters) or CHAPTERS:
        chapter = load_chapter(number)
        table.start(chapter)
        if oracle and chapter.beside:
            load_keras()  # before a solution does, and without TensorFlow's messages
        for exercise in chapter.exercises:
            try:
                table.add(prove(chapter, exercise, range(seeds), cases, oracle=oracle))
            except Exception as error:  # noqa: BLE001 (what an author's file raises is a problem of that exercise)
                table.add(Proof(exercise.id, problems=[f"{type(error).__name__}: {error}"]))
    table.end()
    sys.exit(1 if table.problems else 0)


@click.command(help=tr("Measure the landmarks of speed of CHAPTERS, all by default (for authors)."))
@click.argument("chapters", nargs=-1, type=ChapterName())
def landmarks(chapters: tuple[list[int], ...]) -> None:
    """Measure landmarks and keep them; nothing is kept when one cannot be measured."""
    from grader.authoring import landmarks as authoring  # noqa: PLC0415
    from grader.authoring.verify import has_keras  # noqa: PLC0415

    if not (ROOT / "solutions").is_dir():
        raise click.UsageError(tr("There is no folder solutions/ beside the grader: this command is for a checkout."))
    if not has_keras():
        raise click.UsageError(tr("Keras is missing: pip install 'convgrade[keras]'."))
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # what TensorFlow has to say is no landmark
    ratios: dict[str, dict[str, dict[str, float]]] = {}
    try:
        for one in authoring.measured(map(load_chapter, numbers_of(chapters) or CHAPTERS), ROOT):
            ratios.setdefault(one.chapter, {}).setdefault(one.exercise, {})[one.kind] = one.ratio
            click.echo(f"{one.exercise:<30}{one.kind:<12}{one.ratio:>8.3g}×")
    except authoring.LandmarkError as error:
        raise click.ClickException(str(error)) from error
    authoring.keep(ratios)
