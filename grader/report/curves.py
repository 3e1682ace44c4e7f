"""Two curves as a small picture in text: what was expected and what was received."""

from __future__ import annotations

import math

from grader.report.messages import Messages
from grader.report.model import Curve
from grader.report.shades import Scale, finite

HEIGHT = 6
WIDEST = 48
EXPECTED, RECEIVED, BOTH = "·", "o", "●"


def plot(curve: Curve, messages: Messages) -> list[str]:
    """Lines of a plot with its legend; none where there is nothing finite to draw."""
    lines = (EXPECTED, curve.expected), (RECEIVED, curve.received)
    scale = Scale.of(curve.expected, curve.received)
    if scale is None:
        return []
    low, high = scale.low, scale.high
    count = max(len(values) for _, values in lines)
    step = max(1, min(4, WIDEST // count))
    canvas = [[" "] * min(count * step, WIDEST) for _ in range(HEIGHT)]
    for sign, values in lines:
        for place, value in enumerate(values[: WIDEST // step]):
            if (number := finite(value)) is not None:
                row = _row(number, low, high)
                canvas[row][place * step] = sign if canvas[row][place * step] == " " else BOTH
    labels = {0: messages.number(high, 3), HEIGHT - 1: messages.number(low, 3)}
    width = max(map(len, labels.values()))
    legend = messages.text("{expected} expected  {received} received  {both} both")
    return [
        *(f"{labels.get(row, ''):>{width}} ┤{''.join(line).rstrip()}" for row, line in enumerate(canvas)),
        legend.format(expected=EXPECTED, received=RECEIVED, both=BOTH),
    ]


def _row(value: float, low: float, high: float) -> int:
    """Row of a value: the highest at the top."""
    if high == low:
        return HEIGHT // 2
    if math.isinf(high - low):
        high, value, low = high / 2, value / 2, low / 2
    return round((high - value) / (high - low) * (HEIGHT - 1))
