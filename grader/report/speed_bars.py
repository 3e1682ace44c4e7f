"""How long a function takes beside others, as bars on a logarithmic axis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.language import mark as _
from grader.report.landmarks import times

if TYPE_CHECKING:
    from grader.report.messages import Messages
    from grader.report.model import CheckResult

WIDTH = 300
YOURS = _("Your function")
LANDMARKS = {
    "full_ratio": _("Full marks up to"),
    "zero_ratio": _("No marks from"),
    "vectorised": _("Vectorised NumPy"),
    "keras": _("Keras"),
    "loop": _("Python loops"),
}
"""Names of the ratios among a check's facts that yours is shown beside."""

LIMITS = frozenset({"full_ratio", "zero_ratio"})


@dataclass(frozen=True, slots=True)
class Bar:
    """A ratio to the reference's time; `kind` is a class of style: `yours`, `limit` or `other`."""

    name: str
    ratio: str
    length: float
    kind: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from the shortest to the longest, and where the axis has its powers of ten."""

    bars: list[Bar]
    powers: list[float]


def speed_bars(check: CheckResult, messages: Messages) -> Bars | None:
    """The bars of a speed check; None where nothing was measured."""
    yours = _positive(check.times.get("ratio"))
    if check.kind != "speed" or yours is None:
        return None
    found = [(messages.text(YOURS), yours, "yours"), (messages.text(_("The reference")), 1.0, "other")]
    for fact, name in LANDMARKS.items():
        if ratio := _positive(check.detail.facts.get(fact)):
            found.append((messages.text(name), ratio, "limit" if fact in LIMITS else "other"))
    low = math.floor(math.log10(min(ratio for _, ratio, _ in found)) - 0.3)
    high = math.ceil(math.log10(max(ratio for _, ratio, _ in found)) + 0.01)

    def length(exponent: float) -> float:
        return round(WIDTH * (exponent - low) / (high - low), 1)

    bars = [
        Bar(name, f"{times(ratio, messages)}×", length(math.log10(ratio)), kind)
        for name, ratio, kind in sorted(found, key=lambda bar: bar[1])
    ]
    return Bars(bars, [length(exponent) for exponent in range(low + 1, high)])


def _positive(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) and value > 0 else None
