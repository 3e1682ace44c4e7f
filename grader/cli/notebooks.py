"""`grade notebooks`: a course for nbgrader. Each of its commands is loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from grader.cli.words import tr

COMMANDS = {
    "autograde": "grader.cli.notebooks_autograde:autograde",
    "build": "grader.cli.notebooks_build:build",
    "check": "grader.cli.notebooks_check:check",
}
"""Module and attribute of each command."""


class Notebooks(click.Group):
    """Loads a command when it is called; says which extra is missing where it cannot be."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Names of the commands, in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, loaded."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(
    cls=Notebooks,
    help=tr("Make, check and grade a course for nbgrader: every chapter a notebook (needs the extra `nbgrader`)."),
)
def notebooks() -> None:
    """Run a command of the group."""


def need_nbgrader() -> None:
    """A usage error where nbgrader or Jupytext is not installed."""
    try:
        import jupytext  # noqa: F401, PLC0415 (only whether it is there)
        import nbgrader  # noqa: F401, PLC0415
    except ImportError as error:
        raise click.UsageError(tr("nbgrader is missing: pip install 'convgrade[nbgrader]'.")) from error
