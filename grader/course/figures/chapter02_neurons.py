"""Figures of chapter 2."""

from __future__ import annotations

from grader.course.figures.parts import AROUND_ZERO, Curves, Figure
from grader.language import mark as _
from reference import chapter02_neurons as neurons


def _sigmoid() -> Figure:
    return Figure(
        _("The sigmoid presses every number between 0 and 1; at 0 it is one half."),
        (Curves(AROUND_ZERO, ((_("sigmoid"), neurons.sigmoid(AROUND_ZERO)),)),),
    )


FIGURES = {"sigmoid": _sigmoid}
