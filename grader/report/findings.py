"""What an HTML report tells of an exercise: one finding a check, or one for several that fail for the same reason."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.language import mark as _
from grader.report import sentences
from grader.report.drawn_curves import Drawing, drawing
from grader.report.heat_maps import HeatMap, Marking, difference, field_of, heat_map
from grader.report.messages import one_line
from grader.report.shades import Scale
from grader.report.speed_bars import Bars, speed_bars

if TYPE_CHECKING:
    from grader.report.messages import Messages
    from grader.report.model import CheckResult, ExerciseResult, Failure, Shown

MOST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A value by its name: text, or an array as a heat map. `role` is a class of style."""

    name: str
    role: str
    text: str
    map: HeatMap | None


@dataclass(frozen=True, slots=True)
class FailingCase:
    """The smallest case that failed: what went in, what should have come out, what did, and the difference."""

    arguments: list[Figure]
    answers: list[Figure]
    computed_from: list[str]

    @property
    def field_shown(self) -> bool:
        """Whether a part of an argument is marked."""
        cells = (cell for figure in self.arguments if figure.map for plane in figure.map.planes for cell in plane.cells)
        return any("field" in cell.marks.split() for cell in cells)

    @property
    def first_shown(self) -> bool:
        """Whether the first wrong value is marked."""
        cells = (cell for figure in self.answers if figure.map for plane in figure.map.planes for cell in plane.cells)
        return any(cell.first_wrong for cell in cells)


@dataclass(slots=True)
class Finding:
    """A sentence about one check or several, and the pictures that belong to it once it is drawn."""

    checks: list[CheckResult]
    sentence: str
    hint: str
    cases: str
    bars: Bars | None
    case: FailingCase | None = None
    curve: Drawing | None = None
    left_out: bool = False
    """Whether its pictures are left out, since the page has enough of them."""

    @property
    def is_plain(self) -> bool:
        """Whether the sentence is all."""
        detail = self.checks[0].detail
        return not (self.hint or self.bars or detail.failure or detail.curve)

    @property
    def numbers(self) -> int:
        """How many numbers its pictures show at most."""
        detail = self.checks[0].detail
        values = [argument.value for argument in detail.failure.arguments] if detail.failure else []
        answers = [detail.failure.expected, detail.failure.received] if detail.failure else []
        volumes = sum(_volume(value) for value in values) + 2 * sum(_volume(value) for value in answers if value)
        return volumes + (len(detail.curve.expected) + len(detail.curve.received) if detail.curve else 0)

    def draw(self, messages: Messages) -> None:
        """Make its pictures."""
        detail = self.checks[0].detail
        self.case = failing_case(detail.failure, messages) if detail.failure else None
        self.curve = drawing(detail.curve, messages) if detail.curve else None


def _volume(value: Shown) -> int:
    return 0 if value.values is None else math.prod(value.shape)


def findings(exercise: ExerciseResult, messages: Messages) -> list[Finding]:
    """What to tell of the checks that are not passed, in their order; then of those whose speed was measured."""
    found: list[Finding] = []
    for check in sorted(exercise.checks, key=lambda check: check.status == "passed"):
        if check.status == "passed" and "ratio" not in check.times:
            continue
        finding = _finding(check, messages)
        before = found[-1] if found else None
        if before is not None and finding.is_plain and before.is_plain and before.sentence == finding.sentence:
            before.checks.append(check)
        else:
            found.append(finding)
    return found


def _finding(check: CheckResult, messages: Messages) -> Finding:
    counted = check.kind == "numerical" and check.detail.cases_total
    return Finding(
        checks=[check],
        sentence=sentences.check_sentence(check, messages),
        hint=messages.text(check.hint) if check.hint else "",
        cases=sentences.cases_right(check, messages) if counted else "",
        bars=speed_bars(check, messages),
    )


def failing_case(failure: Failure, messages: Messages) -> FailingCase:
    """The figures of a failing case: expected and received on one scale, the difference on its own."""
    index = failure.index if failure.index and not failure.path else None
    arguments = [
        _figure(argument.name, "argument", argument.value, messages, field_of(argument.name, failure.field))
        for argument in failure.arguments
    ]
    scale = _common_scale(failure.expected, failure.received)
    answers = [
        _figure(messages.text(name), role, value, messages, Marking(index), scale)
        for name, role, value in (
            (_("expected"), "expected", failure.expected),
            (_("received"), "received", failure.received),
        )
        if value is not None
    ]
    if failure.expected and failure.received and (less := difference(failure.expected, failure.received, index)):
        name, scale = messages.text(_("difference")), Scale.around_zero(less.values)
        answers.append(_figure(name, "difference", less, messages, Marking(index), scale))
    parts = [sentences.computed_from(part, index, messages) for part in failure.field] if index else []
    return FailingCase(arguments, answers, parts)


def _figure(
    name: str, role: str, value: Shown, messages: Messages, marking: Marking, scale: Scale | None = None
) -> Figure:
    if value.kind == "text":
        return Figure(name, role, one_line(value.text, MOST_TEXT), None)
    return Figure(name, role, "", heat_map(name, value, messages, marking, scale))


def _common_scale(expected: Shown | None, received: Shown | None) -> Scale | None:
    """The scale of what was expected; where that has a single number, of both."""
    values = [shown.values for shown in (expected, received) if shown is not None and shown.values is not None]
    scale = Scale.of(values[0]) if values else None
    return Scale.of(*values) if scale and scale.low == scale.high else scale
