"""The running of a batch: what is to be done, progress, the summary, and what is said at the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from grader.classroom.batches.batch import Batch, Fate, Outcomes, RefusedError, State
from grader.classroom.batches.results_folder import BusyError, OccupiedError, ResultsFolder
from grader.classroom.judges import Judges
from grader.cli.batch_summary import write_summary
from grader.cli.progress import stages
from grader.cli.submissions import SUBMISSION_MESSAGES, entries_in
from grader.cli.words import tr
from grader.report.messages import one_line

if TYPE_CHECKING:
    from grader.engine.job import Job

UNREADABLE, FAULT, INTERRUPTED = 1, 3, 130

CLUSTER_MESSAGES = {
    "no_scheduler": tr("No Dask scheduler answers at {address}: {reason}"),
    "no_workers": tr("The cluster at {address} has no workers yet: start some with `dask worker {address}`."),
    "no_grader": tr("The workers cannot grade: is convgrade installed where they run? ({reason})"),
    "other_grader": tr(
        "The worker {worker} has another grader (version {version}): install the same convgrade, and the same NumPy "
        "and Keras, on all machines."
    ),
    "unsafe_worker": tr("Strangers' code cannot be graded safely on the worker {worker}: see `grade doctor` there."),
    "lost_scheduler": tr("The cluster is gone. What was graded is kept; the same command goes on from here."),
}


@dataclass(frozen=True, slots=True)
class BatchRun:
    """A batch as the command line runs it."""

    submissions: Path
    results: Path
    way: Job
    report: bool

    def here(self, workers: int) -> int:
        """Grade with so many judges on this machine; the exit code."""
        return self._run(Judges[str](workers).outcomes)

    def on_cluster(self, address: str) -> int:
        """Grade on a Dask cluster; the exit code."""
        try:
            from grader.classroom.batches.cluster import Cluster, ClusterError  # noqa: PLC0415 (an extra)
        except ImportError as error:
            raise click.UsageError(tr("--scheduler needs the extra: pip install 'convgrade[cluster]'.")) from error
        try:
            with Cluster(address, strangers="process" not in self.way.levels) as cluster:
                return self._run(cluster.outcomes)
        except ClusterError as error:
            raise click.UsageError(CLUSTER_MESSAGES[error.code].format(**error.facts)) from error

    def _run(self, outcomes: Outcomes) -> int:
        batch = Batch(entries_in(self.submissions), self.way, self._opened())
        try:
            with stages() as (stage, tell):
                advance = stage(tr("looking for changes"), len(batch.entries))
                pending = batch.pending(advance)
                advance = stage(tr("grading"), len(pending))
                for name, fate in batch.grade(pending, outcomes):
                    if fate.reason:
                        tell(f"{one_line(name)}: {_told(fate)}")
                    advance()
        except KeyboardInterrupt:
            done = sum(fate.state in {"graded", "unchanged"} for fate in batch.fates.values())
            message = tr("Interrupted: {done} of {count} have their result. The same command goes on from here.")
            click.echo(message.format(done=done, count=len(batch.entries)), err=True)
            return INTERRUPTED
        except RefusedError as error:
            text = tr("The isolation “{level}” is not available here: {reason}")
            raise click.UsageError(text.format(level=self.way.levels[-1], reason=error)) from error
        write_summary(batch, self.results, report=self.report)
        return _tell_end(batch, self.results, report=self.report)

    def _opened(self) -> ResultsFolder:
        try:
            return ResultsFolder(self.results)
        except OccupiedError as error:
            message = tr("{path} holds other files: give a new folder, an empty one, or one made by this command.")
            raise click.UsageError(message.format(path=one_line(self.results))) from error
        except BusyError as error:
            message = tr("Another batch is writing into {path} now: wait for it, or give another folder.")
            raise click.UsageError(message.format(path=one_line(self.results))) from error
        except OSError as error:
            message = tr("{path} cannot be written: {reason}")
            raise click.UsageError(message.format(path=one_line(self.results), reason=error.strerror)) from error


def _told(fate: Fate) -> str:
    """Why a student has no mark."""
    if (error := fate.error) is not None:
        return tr(SUBMISSION_MESSAGES[error.code]).format(path=one_line(error.path.name), reason=error.reason)
    return tr("The grader failed: {reason}").format(reason=one_line(fate.reason))


def _tell_end(batch: Batch, results: Path, *, report: bool) -> int:
    """Say what became of all submissions; the exit code."""
    fates = [batch.fates[entry.name] for entry in batch.entries]
    count = {state: sum(fate.state == state for fate in fates) for state in get_args(State)}
    message = tr("{graded} graded, {unchanged} unchanged, {unreadable} not readable, {fault} failed by the grader.")
    click.echo(message.format(**count))
    for entry in batch.entries:
        if (fate := batch.fates[entry.name]).state in {"unreadable", "fault"}:
            click.echo(f"  {one_line(entry.name)}: {_told(fate)}")
    click.echo(str(results / "summary.csv"))
    if report and count["graded"] + count["unchanged"]:
        click.echo(str(results / "report" / "index.html"))
    if count["fault"]:
        return FAULT
    return UNREADABLE if count["unreadable"] else 0
