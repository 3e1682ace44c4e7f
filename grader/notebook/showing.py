"""Showing a result in a notebook: as the page shows it, and as the command line does for whoever has no page."""

from __future__ import annotations

import io

from IPython.display import display
from rich.console import Console

from grader.report.cases import WIDTH
from grader.report.html import fragment
from grader.report.model import Result
from grader.report.terminal import show_exercise


def show(result: Result) -> None:
    """Show the first exercise of a result."""
    exercise = result.chapters[0].exercises[0]
    page = io.StringIO()
    paper = Console(
        file=page, width=WIDTH, force_jupyter=False, color_system=None, highlight=False, markup=False, emoji=False
    )
    show_exercise(exercise, result.language, paper)
    _display({"text/plain": page.getvalue().rstrip("\n"), "text/html": fragment(result, exercise.id)})


def told(sentence: str) -> None:
    """Show a sentence."""
    _display({"text/plain": sentence})


def _display(parts: dict[str, str]) -> None:
    display(parts, raw=True)  # type: ignore[no-untyped-call]  # (IPython's display has no types)
