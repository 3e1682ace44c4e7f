"""`grade repo`: grade what a commit of a git repository holds, and nothing else of it."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from msgspec.structs import replace

from grader.cli import outputs, secret, ways
from grader.cli.chapter_names import ChapterName, numbers_of
from grader.cli.grading import exit_code, progress, result_of
from grader.cli.words import LANGUAGE, tr
from grader.engine.client import outcome
from grader.engine.job import Job
from grader.language import LANGUAGES
from grader.sandbox.launch import WarmParent
from grader.sandbox.levels import Level

if TYPE_CHECKING:
    from grader.classroom.repositories.repository import RepositoryError
    from grader.classroom.repositories.repository_archive import Packed

MESSAGES = {
    "damaged_repository": tr("The repository {place} is damaged or incomplete: {reason}."),
    "huge_repository": tr("The repository {place} is too large to be looked through: say where with --folder."),
    "leads_elsewhere": tr(
        "The repository {place} leads out of its own folder ({reason}): give the repository that it leads to, or a "
        "full clone (git clone --no-local)."
    ),
    "no_commit": tr("The repository {place} has no commit yet."),
    "no_git": tr("git cannot be used here: {reason}."),
    "no_repository": tr("There is no git repository at {place}: give the folder that has .git in it, or a URL."),
    "no_such_folder": tr("There is no folder {reason} in that commit of {place}."),
    "no_such_ref": tr("There is no commit “{reason}” in {place}."),
    "not_fetched": tr("{place} could not be fetched: {reason}."),
    "odd_path": tr("The path {place} has characters that git cannot take in a list of paths."),
    "unreadable_repository": tr("The repository {place} cannot be read: {reason}."),
    "unsupported_url": tr("{place} is not fetched: only {reason} and folders of this machine are."),
}
LOCATED = ("annotations_file", "codequality_file", "junit_file")
"""Formats that show a finding at its line in the repository: paths in them begin at its top."""


@click.command(
    help=tr(
        "Grade CHAPTERS as a commit of a git repository has them: PLACE is a folder of this machine or a URL (https, "
        "ssh). Only the committed modules are read, never the repository's configuration, hooks, filters, submodules "
        "or large-file storage, and the installed grader grades, under an isolation that is safe for strangers' code."
    ),
    epilog=tr(
        "In a job of GitHub Actions, the summary and the annotations are written as well. Exit code: 0 everything "
        "passed, 1 not, 2 wrong usage or no commit, 3 the grader failed."
    ),
)
@click.argument("place", type=click.Path())
@click.argument("chapters", nargs=-1, required=True, type=ChapterName())
@click.option("--ref", help=tr("Branch, tag or commit to grade; HEAD by default."))
@click.option(
    "--folder",
    default="",
    help=tr("Folder of the modules in the repository; the shallowest that has the chapter's by default."),
)
@ways.exercises
@outputs.file_options
@ways.no_speed
@ways.seed
@secret.option
@ways.safe_isolation
@ways.min_score
@click.option(
    "--github/--no-github",
    default=None,
    help=tr("Write summary and annotations for GitHub Actions; by default in a job of it."),
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGE, help=tr("Language of the report."))
@click.pass_obj
def repository(
    judge: WarmParent | None,
    /,
    place: str,
    chapters: tuple[list[int], ...],
    ref: str | None,
    folder: str,
    exercises: tuple[str, ...],
    no_speed: bool,
    seed: int,
    secret_file: Path | None,
    isolation: Level | None,
    min_score: float | None,
    github: bool | None,
    lang: Literal["en", "fr"],
    **files: Path | None,
) -> None:
    """Grade a commit and report."""
    if github if github is not None else os.environ.get("GITHUB_ACTIONS") == "true":
        files = _with_github(files, os.environ)
    outputs.check_files(files, allowed=True)
    levels, unseen = tuple(ways.safe_levels(isolation)), secret.unseen_seed(secret_file)
    judge = judge or WarmParent("grader.engine.judge")  # not started for what looks like a call for help: --ref --help
    with judge, tempfile.TemporaryDirectory(prefix="convgrade-") as scratch:
        archive, commit, packed = _packed(place, ref, folder, Path(scratch))
        from grader.classroom.repositories.repository_archive import of_repository  # noqa: PLC0415 (while the judge gets ready)
        from grader.report import terminal  # noqa: PLC0415

        todo = Job(
            chapters=numbers_of(chapters),
            submission=os.fsencode(archive),
            language=lang,
            levels=list(levels),
            seed=seed,
            speed=not no_speed,
            exercises=list(exercises),
            unseen=unseen,
        )
        with progress() as notice:
            message = outcome(judge, todo, notice)
        judge.begin_end()
        result = result_of(message, levels)
        result.submission = commit
        of_repository(result, archive.name)
        located = replace(result, submission=_top_of(folder, packed))
        places = {name: path for name, path in files.items() if name in LOCATED}
        rest = {name: path for name, path in files.items() if name not in LOCATED}
        written = outputs.write(result, rest, beside_report=False) & outputs.write(located, places, beside_report=False)
        if outputs.leave_stdout(files):
            click.echo(tr("Commit: {commit}").format(commit=commit))
            with _taken_for_text(os.environ):
                terminal.show(result, terminal.console())
        written &= outputs.write(located, places, beside_report=True)
    sys.exit(exit_code(result, min_score) if written else 2)


def _packed(place: str, ref: str | None, folder: str, scratch: Path) -> tuple[Path, str, Packed]:
    """An archive of the commit's modules, what the commit is called, and what is in it; a usage error when none is."""
    from grader.classroom.repositories import repository as places  # noqa: PLC0415 (while the judge gets ready)
    from grader.classroom.repositories.repository_archive import packed  # noqa: PLC0415

    try:
        commit = places.commit_of(place, ref, scratch / "git", os.environ)
        found = packed(commit, folder.strip("/"))
    except places.RepositoryError as error:
        raise click.UsageError(_told(error, places.shown(place))) from error
    for pointer in found.pointers:
        message = tr("{file} is a pointer into large-file storage (Git LFS), which is not read.").format(file=pointer)
        click.echo(message, err=True)
    shown = os.fsencode(places.shown(place)).decode("utf-8", "backslashreplace")
    archive = scratch / (Path(shown).resolve().name.removesuffix(".git")[:60] or "repository")
    if archive.exists():
        archive = scratch / "repository"
    archive.write_bytes(found.data)
    return archive, f"{shown}@{commit.name}", found


def _told(error: RepositoryError, place: str) -> str:
    from grader.report.messages import one_line, printable  # noqa: PLC0415 (seldom needed)

    shown = printable(os.fsencode(place).decode("utf-8", "backslashreplace"))
    return MESSAGES[error.code].format(place=one_line(shown), reason=one_line(printable(error.reason)))


def _top_of(folder: str, packed: Packed) -> str:
    """The folder of the modules in the repository, if there is only one."""
    home = packed.homes[0] if len(packed.homes) == 1 else ""
    return "/".join(filter(None, (folder.strip("/"), home))) or "."


def _with_github(files: outputs.Files, environment: Mapping[str, str]) -> dict[str, Path | None]:
    """The files, and those that GitHub Actions shows unless they go elsewhere."""
    found = dict(files)
    if found.get("annotations_file") is None:
        found["annotations_file"] = Path(outputs.STDOUT)
    if found.get("markdown_file") is None and (summary := environment.get("GITHUB_STEP_SUMMARY")):
        found["markdown_file"] = Path(summary)
    return found


@contextmanager
def _taken_for_text(environment: Mapping[str, str]) -> Iterator[None]:
    """In a job of GitHub Actions, keep lines of the report, which quotes a stranger, from being taken for commands."""
    if environment.get("GITHUB_ACTIONS") != "true":
        yield
        return
    word = secrets.token_hex(16)
    click.echo(f"::stop-commands::{word}")
    try:
        yield
    finally:
        click.echo(f"::{word}::")
