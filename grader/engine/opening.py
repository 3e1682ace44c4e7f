"""Opening a submission's module: its files are read and sent to a worker. Loads little, so that it comes first.

An archive is unpacked before, once for all its modules. Of a notebook, a worker picks what is graded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

import msgspec

from grader.engine.session import Session
from grader.sandbox.limits import Limits
from grader.submission import Submission, Unreadable
from grader.submission.picked import Picked

if TYPE_CHECKING:
    from grader.sandbox.forking import Starter
    from grader.sandbox.levels import Level


class Opened(msgspec.Struct, frozen=True):
    """A module on its way into a worker, or why it cannot be read. Use it as a context manager."""

    session: Session
    submission: Submission
    """Unpacked, if it is an archive: open further modules of it."""
    unreadable: Unreadable | None = None
    picked: Picked | None = None
    """What is graded of a notebook."""

    @classmethod
    def of(
        cls,
        submission: Submission,
        module: str,
        start: Starter,
        levels: Sequence[Level],
        limits: Limits,
        drivers: str = "",
        ready: Session | None = None,
    ) -> Self:
        """Read the module and have it imported by a worker from `start`, beside a module of ours with drivers.

        `ready` has a worker that was started before, at the same level.
        """
        if submission.is_packed:
            from grader.engine.unpacking import unpacked  # noqa: PLC0415 (a folder does not wait for it)

            submission, levels = unpacked(submission, start, levels)
        picked = None
        if submission.kind == "notebook":
            picked, levels = _picked(submission, module, start, levels)
        session = ready or Session(start, levels, limits)
        if picked is None:
            sources = submission.sources(module)
        else:
            sources = picked if isinstance(picked, Unreadable) else {**submission.beside, module: picked.source}
        if isinstance(sources, Unreadable):
            return cls(session, submission, sources)
        session.begin(module, sources, drivers)
        return cls(session, submission, None, picked if isinstance(picked, Picked) else None)

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the worker."""
        self.session.reset()


def _picked(
    submission: Submission, module: str, start: Starter, levels: Sequence[Level]
) -> tuple[Picked | Unreadable, Sequence[Level]]:
    """What is graded of a notebook, and the levels still to be tried."""
    if module in submission.picked:
        return submission.picked[module], levels
    from grader.engine.notebooks import Picker  # noqa: PLC0415 (a folder does not wait for it)

    with Picker(start, levels) as picker:
        return picker.picked(submission, module), [picker.level]
