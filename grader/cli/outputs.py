"""The formats in which a result can be written: their options, their renderers, and the writing itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from grader.cli.words import tr

if TYPE_CHECKING:
    from grader.report.model import Result

STDOUT = "-"
SUFFIX = "_file"


class Format(msgspec.Struct, frozen=True):
    """A format: its option, what the help says, `module:function` of its renderer.

    What goes beside the report on stdout does not take its place there. A renderer that is told the environment gives
    what only a CI job knows.
    """

    name: str
    help: str
    renderer: str
    beside_report: bool = False
    told_environment: bool = False

    def render(self, result: Result) -> bytes:
        """The result in this format."""
        module, _, function = self.renderer.partition(":")
        render = getattr(import_module(module), function)
        text: str | bytes = render(result, os.environ) if self.told_environment else render(result)
        return text if isinstance(text, bytes) else text.encode()


FORMATS = (
    Format("json", tr("Write the result; - is stdout."), "grader.report.model:to_json"),
    Format("html", tr("Write the report as one HTML file; - is stdout."), "grader.report.html:render"),
    Format("junit", tr("Write JUnit XML."), "grader.report.junit:render"),
    Format("markdown", tr("Write Markdown for a CI summary."), "grader.report.markdown:render"),
    Format(
        "annotations",
        tr("Write GitHub annotations; - prints them after the report."),
        "grader.report.github:render",
        beside_report=True,
    ),
    Format("codequality", tr("Write GitLab's code quality report."), "grader.report.codequality:render"),
    Format("gradescope", tr("Write Gradescope's results.json."), "grader.report.gradescope:render"),
    Format(
        "classroom", tr("Write Classroom 50's result.json."), "grader.report.classroom:render", told_environment=True
    ),
)

Files = Mapping[str, Path | None]
"""Where to write each format, by the names of the options' parameters."""


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each format; its function takes the files as keywords."""
    for one in reversed(FORMATS):
        path = click.Path(path_type=Path, allow_dash=True)
        command = click.option(f"--{one.name}", f"{one.name}{SUFFIX}", type=path, metavar="FILE", help=one.help)(
            command
        )
    return command


def check_files(files: Files, *, allowed: bool) -> None:
    """A usage error when two formats are to take the report's place on stdout, or any is given that is not allowed."""
    wanted = _wanted(files)
    if wanted and not allowed:
        raise click.UsageError(tr("--watch writes no result: leave out --{option}.").format(option=wanted[0][0].name))
    taken = [one.name for one, path in wanted if _is_stdout(path) and not one.beside_report]
    if len(taken) > 1:
        options = ", ".join(f"--{name}" for name in taken)
        raise click.UsageError(tr("Only one format can go to stdout: {options}.").format(options=options))


def leave_stdout(files: Files) -> bool:
    """Whether stdout is free for the report."""
    return not any(_is_stdout(path) and not one.beside_report for one, path in _wanted(files))


def write(result: Result, files: Files, *, beside_report: bool) -> bool:
    """Write those formats that go beside the report, or the others; False, after a message, when one cannot be."""
    wanted = [(one, path) for one, path in _wanted(files) if one.beside_report == beside_report]
    outcomes = [_write(one.render(result), path) for one, path in wanted]
    return all(outcomes)


def _wanted(files: Files) -> list[tuple[Format, Path]]:
    return [(one, path) for one in FORMATS if (path := files.get(f"{one.name}{SUFFIX}")) is not None]


def _is_stdout(path: Path) -> bool:
    return str(path) == STDOUT


def _write(data: bytes, path: Path) -> bool:
    """Write a file, or stdout; False, after a message, when it cannot be written.

    The file may lie among a stranger's: no link is followed, and a pipe that nobody reads holds nothing up.
    """
    if _is_stdout(path):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return True
    try:
        with os.fdopen(_open_result(path), "wb") as file:
            file.write(data)
    except OSError as error:
        click.echo(tr("{path} cannot be written: {reason}").format(path=path, reason=error.strerror), err=True)
        return False
    return True


def _open_result(path: Path) -> int:
    """Descriptor of a result's file; what lies under /dev is the machine's own."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    if not path.is_relative_to("/dev"):
        flags |= os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
    return os.open(path, flags, 0o666)
