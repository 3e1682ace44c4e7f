"""Two curves as places on a drawing: what was expected and what was received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.report.messages import Messages
from grader.report.model import Curve, Number
from grader.report.shades import Scale, finite

WIDTH, HEIGHT = 320, 140
MOST_DOTS = 40
"""Points of a curve up to which each is drawn as a dot."""


@dataclass(frozen=True, slots=True)
class Line:
    """A curve: its unbroken strokes as points of an SVG, its dots, its numbers in words."""

    strokes: list[str]
    dots: list[tuple[float, float]]
    numbers: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Both curves in one frame of `WIDTH` by `HEIGHT`, with the numbers at its edges."""

    expected: Line
    received: Line
    low: str
    high: str
    last: int


def drawing(curve: Curve, messages: Messages) -> Drawing | None:
    """The curves drawn; None where there is nothing finite to draw."""
    scale = Scale.of(curve.expected, curve.received)
    if scale is None:
        return None
    last = max(len(curve.expected), len(curve.received)) - 1
    expected, received = (_line(values, scale, last, messages) for values in (curve.expected, curve.received))
    return Drawing(expected, received, messages.number(scale.low, 3), messages.number(scale.high, 3), last)


def _line(values: Sequence[Number], scale: Scale, last: int, messages: Messages) -> Line:
    strokes: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        number = finite(value)
        if number is None:
            strokes.append([])
        else:
            strokes[-1].append((round(WIDTH * place / (last or 1), 1), _y(number, scale)))
    dots = [point for stroke in strokes for point in stroke]
    return Line(
        [" ".join(f"{x:g},{y:g}" for x, y in stroke) for stroke in strokes if len(stroke) > 1],
        dots if len(dots) <= MOST_DOTS else [stroke[0] for stroke in strokes if len(stroke) == 1],
        "; ".join(messages.number(value) for value in values),
    )


def _y(value: float, scale: Scale) -> float:
    """Height of a value in the frame, from its upper edge."""
    if scale.high == scale.low:
        return HEIGHT / 2
    share = (scale.high / 2 - value / 2) / (scale.high / 2 - scale.low / 2)
    return round(HEIGHT * share, 1)
