"""`grade replay`: one failed case of a report again, alone, without the grader."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from grader.cli.words import tr


@click.command(
    help=tr(
        "Write the first failed case of REPORT (made by `grade … --json REPORT`) as a script, and run it. The script "
        "has the inputs and calls your function without the grader, so that you can step through it in a debugger."
    )
)
@click.argument("report", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--exercise", help=tr("Replay this exercise."))
@click.option("--check", help=tr("Replay this check of it."))
@click.option("--output", type=click.Path(path_type=Path), help=tr("Script to write; replay_EXERCISE.py by default."))
@click.option("--submission", type=click.Path(path_type=Path, exists=True), help=tr("Folder of the module."))
def replay(report: Path, exercise: str | None, check: str | None, output: Path | None, submission: Path | None) -> None:
    """Replay a failed case."""
    import msgspec  # noqa: PLC0415

    from grader.engine.replay import NothingToReplayError, failed_case, script_of  # noqa: PLC0415
    from grader.report.model import from_json  # noqa: PLC0415

    try:
        result = from_json(report.read_bytes())
        failed = failed_case(result, exercise, check)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise click.UsageError(tr("{path} is no report: {reason}").format(path=report, reason=error)) from error
    except NothingToReplayError as error:
        raise click.UsageError(tr("The report has no failed case there: nothing to replay.")) from error
    folder = (submission or Path(result.submission)).absolute()
    if folder.is_file() and folder.suffix != ".py":
        raise click.UsageError(
            tr("{path} is an archive: unpack it and give its folder with --submission.").format(path=folder)
        )
    script = output or Path(f"replay_{failed.exercise.id}.py")
    try:
        text = script_of(failed, str(folder if folder.is_dir() else folder.parent), script.name)
        script.write_text(text, "utf-8")
    except OSError as error:
        message = tr("{path} cannot be written: {reason}").format(path=script, reason=error.strerror)
        raise click.UsageError(message) from error
    click.echo(tr("{file} written. To step through it: python -m pdb {file}").format(file=script))
    sys.exit(subprocess.run([sys.executable, str(script)], check=False).returncode)  # noqa: S603 (the user's own code)
