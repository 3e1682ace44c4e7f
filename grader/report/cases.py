"""A failing case as lines of plain text: its arguments, the expected and the received answer beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from grader.language import mark as _
from grader.report.arrays import grid
from grader.report.messages import Messages, one_line
from grader.report.sentences import computed_from

if TYPE_CHECKING:
    from grader.report.model import Failure, Shown

WIDTH = 80
INDENT = 4
GAP = 4


def case_lines(failure: Failure, messages: Messages) -> list[str]:
    """A failing case: its arguments, what was expected and received, and from where the first wrong value comes."""
    arguments = [_block(argument.name, argument.value, None, messages) for argument in failure.arguments]
    lines = ["", *_side_by_side(arguments), ""]
    index = failure.index if not failure.path else None
    answers = [
        _block(messages.text(name), value, index, messages)
        for name, value in ((_("expected"), failure.expected), (_("received"), failure.received))
        if value is not None
    ]
    if answers:
        lines += [*_side_by_side(answers), ""]
    if failure.index:
        lines += [computed_from(part, failure.index, messages) for part in failure.field]
    return lines


def _block(name: str, value: Shown, index: Sequence[int] | None, messages: Messages) -> list[str]:
    """A named value as lines: text on one, an array as a grid under its name."""
    if value.kind == "text":
        return [f"{name} = {one_line(value.text, WIDTH - INDENT - len(name) - 4)}"]
    shape = "×".join(map(str, value.shape))
    layout = grid(value, name, index if index and len(index) == len(value.shape) else None, messages)
    if layout is None or layout.width > WIDTH - INDENT:
        return [f"{name}: {shape} {one_line(value.dtype)}"]
    return [f"{name}{layout.label} ({shape} {one_line(value.dtype)})", *(f"  {line}" for line in layout.lines)]


def _side_by_side(blocks: Sequence[list[str]]) -> list[str]:
    """Blocks of lines beside one another as long as the page is wide enough."""
    rows: list[list[list[str]]] = [[]]
    used = 0
    for block in blocks:
        width = max(map(len, block)) + GAP
        if rows[-1] and used + width > WIDTH - INDENT + GAP:
            rows.append([])
            used = 0
        rows[-1].append(block)
        used += width
    lines: list[str] = []
    for row in rows:
        widths = [max(map(len, block)) + GAP for block in row]
        lines += [
            "".join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()
            for parts in zip_longest(*row, fillvalue="")
        ]
    return lines
