"""Figures of chapter 8."""

from __future__ import annotations

import numpy as np

from grader.course.figures.parts import ARROW, IMAGE, Figure, Grid, Window
from grader.language import mark as _
from reference import chapter08_training as training

FOUR = np.array([[1.0, 2.0], [3.0, 4.0]])


def _max_pool2d_backward() -> Figure:
    image = np.array([[1.0, 2.0, 3.0], [4.0, 9.0, 5.0], [6.0, 7.0, 8.0]])
    gradient = training.max_pool2d_backward(FOUR.reshape(1, 2, 2, 1), image.reshape(1, 3, 3, 1), 2, 1)[0, :, :, 0]
    return Figure(
        _("A stride of 1: the 9 is the largest of all four windows, and gets the gradient of all four."),
        (
            Grid(IMAGE, image, (Window(1, 1, 1, 1),)),
            Grid(_("gradient of the result"), FOUR),
            ARROW,
            Grid(_("gradient of the image"), gradient, (Window(1, 1, 1, 1),)),
        ),
    )


FIGURES = {"max_pool2d_backward": _max_pool2d_backward}
