"""`grade release`: the kit that students get, and the proof that nothing secret is in one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.chapter_names import ChapterName, numbers_of
from grader.cli.words import LANGUAGE, tr
from grader.course import LIGHT_CHAPTERS, load_chapter
from grader.language import LANGUAGES

if TYPE_CHECKING:
    from grader.classroom.kits.kit import Member

MOST_SHOWN = 20


@click.command(
    help=tr(
        "Pack the kit that students get: the exercises of CHAPTERS (all that a kit can have by default) and a grader "
        "that works without network, by answers to the public cases. No solution, reference or mistake is in it. With "
        "--check, prove that of a kit."
    ),
    epilog=tr("Exit code: 0 the kit is packed, or nothing secret is in it, 1 something is, 2 wrong usage."),
)
@click.argument("chapters", nargs=-1, type=ChapterName())
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("The archive to write: .zip or .tar.gz. The same chapters give the same bytes."),
)
@click.option(
    "--check",
    "checked",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=tr("Search an archive for lines of solutions, references and mistakes, byte code, paths of this machine."),
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGE, help=tr("Language of the exercises' text."))
def release(chapters: tuple[list[int], ...], output: Path | None, checked: Path | None, lang: str) -> None:
    """Pack a kit or check one."""
    if (output is None) == (checked is None) or (checked is not None and chapters):
        raise click.UsageError(tr("Say either which kit to write, -o FILE, or which to search, --check FILE."))
    if checked is not None:
        sys.exit(0 if _is_clean(checked) else 1)
    assert output is not None
    from grader.classroom.kits import archives, kit  # noqa: PLC0415 (help needs none of it)

    suffix = next((suffix for suffix in archives.SUFFIXES if output.name.endswith(suffix)), None)
    if suffix is None:
        raise click.UsageError(tr("The kit is written as {suffixes}.").format(suffixes=", ".join(archives.SUFFIXES)))
    try:
        numbers = numbers_of(chapters) or sorted(LIGHT_CHAPTERS)
        members = kit.members([load_chapter(number) for number in numbers], lang)
    except kit.NotBakeableError as error:
        refused = ", ".join(f"chapter{number}" for number in error.numbers)
        message = tr(
            "A kit cannot have {chapters}: their models are examined by Keras and the reference, so that no file of "
            "answers is enough to grade them."
        )
        raise click.UsageError(message.format(chapters=refused)) from error
    data = archives.archived([(f"{kit.FOLDER}/{member.name}", member) for member in members], suffix)
    _write(output, data)
    _tell(output, data, members)
    sys.exit(0 if _is_clean(output) else 1)


def _write(output: Path, data: bytes) -> None:
    try:
        output.write_bytes(data)
    except OSError as error:
        message = tr("{path} cannot be written: {reason}").format(path=output, reason=error.strerror)
        raise click.UsageError(message) from error


def _tell(output: Path, data: bytes, members: list[Member]) -> None:
    from hashlib import sha256  # noqa: PLC0415 (only here)

    message = tr("{file} written: {count} files, {size} kB, SHA-256 {digest}")
    size, digest = len(data) // 1000, sha256(data).hexdigest()
    click.echo(message.format(file=output, count=len(members), size=size, digest=digest))


def _is_clean(archive: Path) -> bool:
    """Search an archive and say what was found."""
    import tarfile  # noqa: PLC0415 (only here)
    import zipfile  # noqa: PLC0415

    from grader.classroom.kits.secrecy import leaks, secrets  # noqa: PLC0415
    from grader.report.messages import one_line, printable  # noqa: PLC0415

    known = secrets(os.environ)
    try:
        found = leaks(archive, known)
    except (OSError, zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        message = tr("{path} cannot be read: {reason}").format(path=archive, reason=one_line(error))
        raise click.UsageError(message) from error
    for leak in found[:MOST_SHOWN]:
        click.echo(one_line(printable(f"{leak.file}: {leak.kind}: {leak.what}")))
    if not known.has_solutions:
        click.echo(tr("The solutions are not at hand here: their lines were not searched for."), err=True)
    if found:
        click.echo(tr("{count} things in it are secret.").format(count=len(found)))
        return False
    message = tr("Nothing secret is in it: none of {count} lines of solutions, references and mistakes, no byte code.")
    click.echo(message.format(count=len(known.lines)))
    return True
