"""`grade stubs`: for authors of exercises, in a checkout."""

from __future__ import annotations

import sys

import click

from grader.authoring.stubs import ROOT, RegionError, stale_stubs
from grader.cli.words import tr


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
