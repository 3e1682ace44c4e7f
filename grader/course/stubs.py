"""The stubs that students start from: in the wheel as package data, in a checkout in `exercises/`."""

from __future__ import annotations

from pathlib import Path

from grader.course import CHAPTERS, LIGHT_CHAPTERS

PACKAGE = Path(__file__).resolve().parent.parent


def stub_files() -> list[Path]:
    """The stub modules, in the order of their chapters."""
    installed = PACKAGE / "stubs"
    folder = installed if installed.is_dir() else PACKAGE.parent / "exercises"
    return sorted(folder.glob("chapter*.py"))


def translated_stub_files() -> list[Path]:
    """Those whose text stands in the catalogue: the NumPy chapters. The others' is in English in every language."""
    names = {CHAPTERS[number] for number in LIGHT_CHAPTERS if number in CHAPTERS}
    return [stub for stub in stub_files() if stub.stem in names]
