"""Names of the commands, and what is taken for chapters to grade. Imports nothing."""

from __future__ import annotations

GRADING = "chapters"
HINT = "hint"
REPOSITORY = "repo"

COMMANDS = {
    "batch": "grader.cli.batch:batch",
    "catalogues": "grader.cli.authors:catalogues",
    "class": "grader.cli.class_report:class_report",
    GRADING: "grader.cli.grading:chapters",
    "export": "grader.cli.export:export",
    "doctor": "grader.cli.doctor:doctor",
    HINT: "grader.cli.hint:hint",
    "init": "grader.cli.course:init",
    "landmarks": "grader.cli.authors:landmarks",
    "list": "grader.cli.course:list_chapters",
    "notebooks": "grader.cli.notebooks:notebooks",
    "release": "grader.cli.release:release",
    "replay": "grader.cli.replay:replay",
    REPOSITORY: "grader.cli.repository:repository",
    "schema": "grader.cli.course:schema",
    "show": "grader.cli.course:show",
    "similar": "grader.cli.similar:similar",
    "stubs": "grader.cli.authors:stubs",
    "verify": "grader.cli.authors:verify",
}
"""Module and attribute of each command."""

HELP = ("-h", "--help")
ABOUT = (*HELP, "--version")


def with_command(arguments: list[str]) -> list[str]:
    """The arguments with their command in front: `chapter4 …` stands for `chapters chapter4 …`."""
    if arguments and arguments[0] not in COMMANDS and arguments[0] not in ABOUT:
        return [GRADING, *arguments]
    return arguments


def is_grading(arguments: list[str]) -> bool:
    """Whether something is to be graded; a hint says what is wrong with the code so far, too."""
    grades = with_command(arguments)[:1] in ([GRADING], [HINT], [REPOSITORY])
    return grades and not any(word in arguments for word in HELP)
