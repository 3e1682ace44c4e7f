"""Opening a submission's module: its files are read and sent to a worker. Loads little, so that it comes first.

An archive is unpacked before, once for all its modules.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

import msgspec

from grader.engine.session import Session
from grader.sandbox.limits import Limits
from grader.submission import Submission, Unreadable

if TYPE_CHECKING:
    from grader.sandbox.forking import Starter
    from grader.sandbox.levels import Level


class Opened(msgspec.Struct, frozen=True):
    """A module on its way into a worker, or why it cannot be read. Use it as a context manager."""

    session: Session
    submission: Submission
    """Unpacked, if it is an archive: open further modules of it."""
    unreadable: Unreadable | None = None

    @classmethod
    def of(
        cls,
        submission: Submission,
        module: str,
        start: Starter,
        levels: Sequence[Level],
        limits: Limits,
        drivers: str = "",
    ) -> Self:
        """Read the module and have it imported by a worker from `start`, beside a module of ours with drivers."""
        if submission.is_packed:
            from grader.engine.unpacking import unpacked  # noqa: PLC0415 (a folder does not wait for it)

            submission, levels = unpacked(submission, start, levels)
        session = Session(start, levels, limits)
        sources = submission.sources(module)
        if isinstance(sources, Unreadable):
            return cls(session, submission, sources)
        session.begin(module, sources, drivers)
        return cls(session, submission)

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the worker."""
        self.session.reset()
