"""The command line: thin click commands, each in a module that is loaded when it is called."""

from __future__ import annotations

import gc
import os
import sys

from grader.cli.names import is_grading


def main() -> None:
    """Run `grade`. Where there is something to grade, the warm parent is started before anything else is loaded."""
    judge = None
    if is_grading(sys.argv[1:]):
        from grader.sandbox.launch import WarmParent  # noqa: PLC0415

        judge = WarmParent("grader.engine.judge")
        gc.disable()  # this process is over before anything is worth collecting
    from grader.cli.root import root  # noqa: PLC0415 (while the warm parent gets ready)

    try:
        root(prog_name="grade", obj=judge)
    except SystemExit as end:
        _end(end)


def _end(end: SystemExit) -> None:
    """End without taking Python apart first, which takes as long as a report does."""
    if not isinstance(end.code, int):
        raise end
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(end.code)
