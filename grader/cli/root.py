"""`grade`: a chapter is graded by its name alone; everything else is a command."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click

from grader import __version__
from grader.cli.names import COMMANDS, HELP, with_command
from grader.cli.words import tr
from grader.course.kit import is_kit


class Root(click.Group):
    """Loads a command when it is called; takes what is no command for chapters to grade."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Names of the commands, in the order of the alphabet."""
        return sorted(name for name in COMMANDS if _is_there(name))

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, loaded."""
        if name not in COMMANDS or not _is_there(name):
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`grade chapter4 …` stands for `grade chapters chapter4 …`."""
        return super().parse_args(ctx, with_command(args))


def _is_there(command: str) -> bool:
    """Whether a command belongs to this edition: a student's has few."""
    return not is_kit() or find_spec(COMMANDS[command].partition(":")[0]) is not None


@click.group(
    cls=Root,
    context_settings={"help_option_names": list(HELP), "max_content_width": 80},
    help=tr(
        "Grade exercises on convolutional neural networks: `grade chapter4` (or 4, ch4, several, all) says what is "
        "right, what is wrong and why, and marks the chapter out of 20."
    ),
    epilog=tr("`grade chapters --help` lists the options of grading."),
)
@click.version_option(__version__, prog_name="grade", message="%(prog)s (convgrade) %(version)s")
def root() -> None:
    """Run a command."""
