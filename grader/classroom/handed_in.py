"""What a class handed in for some chapters, read and never run; archives are unpacked in a confined worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

from grader.classroom.entries import Entry, submission_of
from grader.engine.unpacking import UnpackingError, unpacked
from grader.sandbox.levels import Level
from grader.sandbox.nursery import Nursery
from grader.submission import Submission, UnreadableSubmissionError
from grader.submission.text import Unreadable

MOST_BYTES = 64 << 10
"""Size of a module that is looked at, several times any solution's: what strangers can keep us busy with has an end."""

MISSING = frozenset({"missing_file", "missing_in_archive"})

Problem = Unreadable | UnreadableSubmissionError | UnpackingError


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A student's modules by name, and why others cannot be read; what was not handed in is in neither."""

    name: str
    sources: dict[str, bytes] = field(default_factory=dict)
    unreadable: tuple[Problem, ...] = ()


class Reading:
    """Reads what students handed in. Use it as a context manager: it may start a process that unpacks archives."""

    def __init__(self, modules: Sequence[str], levels: Callable[[], Sequence[Level]]) -> None:
        """Read modules of these names; unpack at the first level that the machine keeps of those then asked for."""
        self._modules = modules
        self._levels_asked_for = levels
        self._levels: Sequence[Level] = ()
        self._ends = ExitStack()
        self._start: Nursery | None = None

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._ends.close()

    def read(self, entries: Sequence[Entry]) -> Iterator[HandedIn]:
        """What each student handed in. `IsolationUnavailableError` when an archive cannot be unpacked safely."""
        for entry in entries:
            try:
                submission = self._opened(submission_of(entry, self._modules))
            except (UnreadableSubmissionError, UnpackingError) as error:
                yield HandedIn(entry.name, unreadable=(error,))
            else:
                yield _read(entry.name, submission, self._modules)

    def _opened(self, submission: Submission) -> Submission:
        if not submission.is_packed:
            return submission
        if self._start is None:
            self._levels = self._levels_asked_for()
            self._start = self._ends.enter_context(Nursery(["numpy"]))
        opened, self._levels = unpacked(submission, self._start, self._levels)
        return opened


def _read(name: str, submission: Submission, modules: Sequence[str]) -> HandedIn:
    sources: dict[str, bytes] = {}
    unreadable: list[Unreadable] = []
    missing: list[Unreadable] = []
    for module in modules:
        found = submission.sources(module)
        if isinstance(found, Unreadable):
            (missing if found.code in MISSING else unreadable).append(found)
        elif len(found[module]) > MOST_BYTES:
            unreadable.append(Unreadable("large_module", {"file": f"{module}.py", "limit": MOST_BYTES}))
        else:
            sources[module] = found[module]
    if not sources and not unreadable:  # one of several chapters may be missing; all of them should be told
        unreadable = missing[:1]
    told = [reason for place, reason in enumerate(unreadable) if reason not in unreadable[:place]]
    return HandedIn(name, sources, tuple(told))
