"""What a class handed in for some chapters, read and never run.

Archives are unpacked, and the cells of notebooks are picked, in a confined worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

from grader.classroom.batches.entries import Entry, submission_of
from grader.engine.notebooks import Picker, PickingError
from grader.engine.unpacking import UnpackingError, unpacked
from grader.sandbox.levels import Level
from grader.sandbox.nursery import Nursery
from grader.submission import Submission, UnreadableSubmissionError
from grader.submission.text import Unreadable

MOST_BYTES = 64 << 10
"""Size of a module that is looked at, several times any solution's: what strangers can keep us busy with has an end."""

MISSING = frozenset({"missing_file", "missing_in_archive"})

Problem = Unreadable | UnreadableSubmissionError | UnpackingError | PickingError


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A student's modules by name, and why others cannot be read; what was not handed in is in neither."""

    name: str
    sources: dict[str, bytes] = field(default_factory=dict)
    unreadable: tuple[Problem, ...] = ()


class Reading:
    """Reads what students handed in. Use it as a context manager: it may start a process for archives and notebooks."""

    def __init__(self, modules: Sequence[str], levels: Callable[[], Sequence[Level]]) -> None:
        """Read modules of these names. Workers have the first level that the machine keeps of those then asked for."""
        self._modules = modules
        self._levels_asked_for = levels
        self._levels: Sequence[Level] = ()
        self._ends = ExitStack()
        self._start: Nursery | None = None
        self._picker: Picker | None = None

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
                yield _handed_in(entry.name, {module: self._source(submission, module) for module in self._modules})
            except (UnreadableSubmissionError, UnpackingError, PickingError) as error:
                yield HandedIn(entry.name, unreadable=(error,))

    def _opened(self, submission: Submission) -> Submission:
        if not submission.is_packed:
            return submission
        opened, self._levels = unpacked(submission, self._nursery(), self._levels)
        return opened

    def _source(self, submission: Submission, module: str) -> bytes | Unreadable:
        if submission.kind == "notebook":
            picked = self._from_cells().picked(submission, module)
            return picked if isinstance(picked, Unreadable) else picked.source
        sources = submission.sources(module)
        return sources if isinstance(sources, Unreadable) else sources[module]

    def _from_cells(self) -> Picker:
        """What picks from notebooks."""
        if self._picker is None:
            start = self._nursery()
            self._picker = self._ends.enter_context(Picker(start, self._levels))
        return self._picker

    def _nursery(self) -> Nursery:
        """What starts workers; it is started for the first submission that needs one."""
        if self._start is None:
            self._levels = self._levels_asked_for()
            self._start = self._ends.enter_context(Nursery(["numpy"]))
        return self._start


def _handed_in(name: str, found: Mapping[str, bytes | Unreadable]) -> HandedIn:
    """What there is of a student's modules, and why others cannot be read."""
    sources: dict[str, bytes] = {}
    unreadable: list[Unreadable] = []
    missing: list[Unreadable] = []
    for module, source in found.items():
        if isinstance(source, Unreadable):
            (missing if source.code in MISSING else unreadable).append(source)
        elif len(source) > MOST_BYTES:
            unreadable.append(Unreadable("large_module", {"file": f"{module}.py", "limit": MOST_BYTES}))
        else:
            sources[module] = source
    if not sources and not unreadable:  # one of several chapters may be missing; all of them should be told
        unreadable = missing[:1]
    told = [reason for place, reason in enumerate(unreadable) if reason not in unreadable[:place]]
    return HandedIn(name, sources, tuple(told))
