"""Where a function stands between well-known ways to write it: one axis of speed in text, and its legend."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from grader.language import mark as _
from grader.report.messages import Messages

if TYPE_CHECKING:
    from grader.report.model import CheckResult

YOU, REFERENCE = "▼", "◆"
SIGNS = {"vectorised": "△", "keras": "○", "loop": "■"}
"""Signs of the landmarks by their names among a check's facts; the reference's ratio is 1."""

NAMES = {
    YOU: _("you {ratio}×"),
    REFERENCE: _("reference 1×"),
    SIGNS["vectorised"]: _("NumPy {ratio}×"),
    SIGNS["keras"]: _("Keras {ratio}×"),
    SIGNS["loop"]: _("loops {ratio}×"),
}

BETWEEN = "  "


def picture(check: CheckResult, messages: Messages, width: int) -> list[str]:
    """An axis, logarithmic and `width` columns wide at most, and its legend; nothing where nothing was measured."""
    facts = {sign: check.detail.facts[name] for name, sign in SIGNS.items() if name in check.detail.facts}
    found = {YOU: check.times.get("ratio", 0.0), REFERENCE: 1.0, **facts}
    ratios = {sign: float(ratio) for sign, ratio in found.items() if not isinstance(ratio, str) and ratio > 0}
    if YOU not in ratios or not facts:
        return []
    fast, slow = (f"{messages.text(end)}" for end in (_("fast"), _("slow")))
    axis = list("─" * max(width - len(fast) - len(slow) - 4, len(ratios)))
    for sign, column in columns(ratios, len(axis)).items():
        axis[column] = sign
    names = [f"{sign} {messages.text(NAMES[sign]).format(ratio=times(ratios[sign], messages))}" for sign in ratios]
    # What belongs together stays on one line: its blanks become blanks only after the lines are filled.
    legend = textwrap.wrap(BETWEEN.join(name.replace(" ", "\0") for name in names), width, break_long_words=False)
    return [f"{fast} ├{''.join(axis)}┤ {slow}", *(line.replace("\0", " ") for line in legend)]


def columns(ratios: dict[str, float], width: int) -> dict[str, int]:
    """A column of its own for every sign, in the order of the ratios and as near to their logarithms as may be."""
    order = sorted(ratios, key=lambda sign: ratios[sign])
    low, high = (math.log(ratios[sign]) for sign in (order[0], order[-1]))
    places = [round((math.log(ratios[sign]) - low) / ((high - low) or 1.0) * (width - 1)) for sign in order]
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + 1)
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], width - len(places) + index)
    return dict(zip(order, places, strict=True))


def times(ratio: float, messages: Messages) -> str:
    """A ratio with two significant digits, and no exponent where it is large."""
    rounded = float(f"{ratio:.2g}")
    return f"{rounded:.0f}" if rounded >= 10 else messages.number(rounded, 2)
