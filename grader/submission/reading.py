"""A submission: a folder of modules, one file or notebook that stands for the module asked for, or an archive."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from grader.submission.folder import modules_in, read_file, sources_in
from grader.submission.kinds import Kind, UnreadableSubmissionError, kind_of
from grader.submission.text import MAX_FILE_BYTES, Unreadable, checked_text

if TYPE_CHECKING:
    from grader.submission.picked import Picked
    from grader.submission.unpacked import Unpacked

__all__ = ["Carried", "Module", "Submission", "UnreadableSubmissionError"]

MAX_ARCHIVE_BYTES = 32 << 20
MAX_NOTEBOOK_BYTES = 32 << 20


class Module(msgspec.Struct, frozen=True):
    """A module asked for and what lies beside it, by module name, or why it cannot be graded."""

    sources: dict[str, bytes] = {}
    unreadable: Unreadable | None = None


class Carried(msgspec.Struct, frozen=True):
    """All that a grading needs of a submission, read before: modules, or an archive or a notebook as it is.

    It is graded where the submission itself cannot be read, or has changed meanwhile.
    """

    kind: Kind
    modules: dict[str, Module] = {}
    archive: bytes | Unreadable = b""


class Submission(msgspec.Struct, frozen=True):
    """What was handed in, perhaps read already.

    An archive is unpacked elsewhere, in a confined worker; `unpacked` is what came of it. So is what is graded of a
    notebook `picked`, for each module.
    """

    path: Path
    kind: Kind
    unpacked: Unpacked | Unreadable | None = None
    carried: Carried | None = None
    picked: dict[str, Picked | Unreadable] = {}

    @classmethod
    def at(cls, path: Path) -> Submission:
        """The submission at a path; `UnreadableSubmissionError` when there is nothing there that can be one."""
        return cls(path, kind_of(path))

    @property
    def shown(self) -> str:
        """The path as text that can be written anywhere, whatever bytes it has."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")

    @property
    def folder(self) -> Path | None:
        """The folder in which the modules lie; None for an archive."""
        if self.kind == "folder":
            return self.path
        return self.path.parent if self.kind in {"file", "notebook"} else None

    @property
    def is_packed(self) -> bool:
        """Whether it is an archive that is still to be unpacked."""
        return self.kind not in {"folder", "file", "notebook"} and self.unpacked is None

    def carry(self, names: Iterable[str]) -> Carried:
        """What a grading of the modules of those names needs."""
        if self.is_packed:
            return Carried(self.kind, archive=self.archive_bytes())
        if self.kind == "notebook":
            return Carried(self.kind, {name: Module(self.beside) for name in names}, self.notebook_bytes())
        read = {name: self.sources(name) for name in names}
        return Carried(
            self.kind,
            {
                name: Module(unreadable=found) if isinstance(found, Unreadable) else Module(found)
                for name, found in read.items()
            },
        )

    def archive_bytes(self) -> bytes | Unreadable:
        """The archive as it is."""
        if self.carried is not None:
            return self.carried.archive
        data = read_file(self.path, MAX_ARCHIVE_BYTES)
        if isinstance(data, Unreadable) and data.code == "huge_file":
            return Unreadable("huge_archive", {"archive": self.path.name, "what": "bytes"})
        return data

    def notebook_bytes(self) -> bytes | Unreadable:
        """The notebook as it is."""
        if self.carried is not None:
            return self.carried.archive
        data = read_file(self.path, MAX_NOTEBOOK_BYTES)
        if isinstance(data, Unreadable) and data.code == "huge_file":
            return Unreadable("huge_notebook", {"file": self.path.name})
        return data

    @property
    def beside(self) -> dict[str, bytes]:
        """Modules in the folder of a notebook, which it may import."""
        if self.carried is not None:
            return {name: source for module in self.carried.modules.values() for name, source in module.sources.items()}
        return modules_in(self.path.parent)

    def sources(self, name: str) -> dict[str, bytes] | Unreadable:
        """The module to grade and whatever else it may import from the same folder, by module name.

        The module is UTF-8 text and not empty; otherwise the answer is why it cannot be graded.
        """
        if self.carried is not None and not self.is_packed and self.unpacked is None:
            module = self.carried.modules[name]
            return module.unreadable or module.sources
        if self.kind == "folder":
            return sources_in(self.path, name)
        if self.kind == "file":
            source = read_file(self.path, MAX_FILE_BYTES)
            if isinstance(source, bytes):
                source = checked_text(source, self.path.name)
            return source if isinstance(source, Unreadable) else {name: source}
        assert self.kind != "notebook", "a notebook's cells are picked by a worker"
        assert self.unpacked is not None, "an archive is unpacked before it is asked for a module"
        return self.unpacked if isinstance(self.unpacked, Unreadable) else self.unpacked.sources(name)
