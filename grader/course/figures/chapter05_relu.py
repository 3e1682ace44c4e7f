"""Figures of chapter 5."""

from __future__ import annotations

import numpy as np

from grader.course.figures.parts import AROUND_ZERO, Curves, Figure
from grader.language import mark as _
from reference import chapter05_relu as activations


def _relu() -> Figure:
    return Figure(
        _("ReLU: negative numbers become 0, the others stay."),
        (Curves(AROUND_ZERO, ((_("ReLU"), activations.relu(AROUND_ZERO)),)),),
    )


def _leaky_relu() -> Figure:
    return Figure(
        _("Leaky ReLU with a slope of 0.3: negative numbers are not lost, they shrink."),
        (Curves(AROUND_ZERO, ((_("leaky ReLU"), activations.leaky_relu(AROUND_ZERO)),)),),
    )


def _gradient_through_layers() -> Figure:
    depths = np.arange(1, 11)
    lines = tuple(
        (name, np.array([activations.gradient_through_layers(0.5, int(depth), activation) for depth in depths]))
        for name, activation in ((_("sigmoid"), "sigmoid"), (_("ReLU"), "relu"))
    )
    return Figure(
        _("The derivative at 0.5 after 1 to 10 layers: that of the sigmoid vanishes, that of ReLU stays."),
        (Curves(depths, lines, steps=True),),
    )


FIGURES = {"relu": _relu, "leaky_relu": _leaky_relu, "gradient_through_layers": _gradient_through_layers}
