"""Grading a folder of submissions: what is new or changed, each result kept as soon as it is there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from msgspec.structs import replace

from grader.classroom.batches.entries import Entry, submission_of
from grader.classroom.batches.results_folder import ResultsFolder
from grader.classroom.fingerprint import fingerprint
from grader.classroom.judges import is_fault
from grader.course import CHAPTERS
from grader.engine.job import Done, Failed, Job, Message, NotIsolated
from grader.submission import UnreadableSubmissionError

Outcomes = Callable[[Iterable[tuple[str, Job]]], Iterator[tuple[str, Message]]]
"""Does jobs, in whatever order and wherever, and gives the outcome of each by its name."""

State = Literal["graded", "unchanged", "unreadable", "fault"]


class RefusedError(Exception):
    """No submission can be graded in this way: the message is the reason."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a student's submission, and why it has no mark."""

    state: State
    reason: str = ""
    error: UnreadableSubmissionError | None = None


@dataclass
class Batch:
    """Submissions to grade in the way that a job says, into a folder of results."""

    entries: Sequence[Entry]
    way: Job
    results: ResultsFolder
    fates: dict[str, Fate] = field(default_factory=dict)

    def pending(self, looked_at: Callable[[], None] = lambda: None) -> list[Entry]:
        """The entries that have no result yet, or another submission's; the fates of all others are known."""
        pending: list[Entry] = []
        for entry in self.entries:
            job = self._job(entry)
            if job is not None and self.results.key_of(entry.name) == _key_of(job):
                self.fates[entry.name] = Fate("unchanged")
            elif job is not None:
                pending.append(entry)
            looked_at()
        return pending

    def grade(self, pending: Sequence[Entry], outcomes: Outcomes) -> Iterator[tuple[str, Fate]]:
        """Grade these entries, and give the fate of each once its result is kept."""
        keys: dict[str, str] = {}
        for name, message in outcomes(self._jobs(pending, keys)):
            self.fates[name] = self._kept(name, message, keys)
            yield name, self.fates[name]

    def _jobs(self, pending: Sequence[Entry], keys: dict[str, str]) -> Iterator[tuple[str, Job]]:
        for entry in pending:
            if (job := self._job(entry)) is not None:
                keys[entry.name] = _key_of(job)
                yield entry.name, job

    def _job(self, entry: Entry) -> Job | None:
        """The job of grading an entry, with all that there is to read of it; None when it is no submission."""
        modules = [CHAPTERS[number] for number in self.way.chapters]
        try:
            submission = submission_of(entry, modules)
        except UnreadableSubmissionError as error:
            self.fates[entry.name] = Fate("unreadable", error.code, error)
            self.results.forget(entry.name)
            return None
        return replace(self.way, submission=os.fsencode(submission.path), carried=submission.carry(modules))

    def _kept(self, name: str, message: Message, keys: Mapping[str, str]) -> Fate:
        if isinstance(message, NotIsolated):
            raise RefusedError(message.reason)
        if isinstance(message, Failed):
            return Fate("fault", message.reason)
        assert isinstance(message, Done)
        message.result.submission = name.encode("utf-8", "backslashreplace").decode()
        if is_fault(message):
            self.results.keep(name, message.result, "")  # what it does say is kept, and it is graded again next time
            return Fate("fault", _reason(message))
        self.results.keep(name, message.result, keys[name])
        return Fate("graded")


def _key_of(job: Job) -> str:
    assert job.carried is not None
    return fingerprint(job, job.carried)


def _reason(message: Done) -> str:
    """What the grader says of its own failure."""
    for chapter in message.result.chapters:
        for exercise in chapter.exercises:
            if exercise.status == "grader_error":
                return str(exercise.checks[0].detail.facts.get("reason", exercise.id))
    return ""
