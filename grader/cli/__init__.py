"""The command line: thin click commands, each in a module that is loaded when it is called."""

from grader.cli.root import main

__all__ = ["main"]
