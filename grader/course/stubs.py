"""The stubs that students start from: in the wheel as package data, in a checkout in `exercises/`."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def stub_files() -> list[Path]:
    """The stub modules, in the order of their chapters."""
    installed = PACKAGE / "stubs"
    folder = installed if installed.is_dir() else PACKAGE.parent / "exercises"
    return sorted(folder.glob("chapter*.py"))


def has_solutions() -> bool:
    """Whether the model answers are here: in a checkout, not where the package is installed."""
    return not (PACKAGE / "stubs").is_dir() and (PACKAGE.parent / "solutions").is_dir()


def script_of(chapter: str) -> Path:
    """The percent script with a chapter's model answers; its stub where there are no solutions."""
    if has_solutions():
        return PACKAGE.parent / "solutions" / f"{chapter}.py"
    return next(path for path in stub_files() if path.stem == chapter)
