"""Figures of chapter 7."""

from __future__ import annotations

import numpy as np

from grader.course.figures.parts import ARROW, RESULT, Figure, Grid, Window
from grader.language import mark as _
from reference import chapter07_dense as dense


def _flatten() -> Figure:
    batch = np.arange(1.0, 9.0).reshape(1, 2, 2, 2)
    return Figure(
        _("Row by row, pixel by pixel, and of every pixel one channel after the other."),
        (
            Grid(_("channel 0"), batch[0, :, :, 0], (Window(0, 0, 1, 1), Window(0, 1, 1, 1, 1))),
            Grid(_("channel 1"), batch[0, :, :, 1], (Window(0, 0, 1, 1), Window(0, 1, 1, 1, 1))),
            ARROW,
            Grid(RESULT, dense.flatten(batch), (Window(0, 0, 1, 2), Window(0, 2, 1, 2, 1))),
        ),
    )


FIGURES = {"flatten": _flatten}
