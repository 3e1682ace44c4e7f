"""Figures of chapter 6."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.course.figures.parts import ARROW, IMAGE, RESULT, Array, Figure, Grid, Window
from grader.language import mark as _
from reference import chapter06_pooling as pooling


def _max_pool2d() -> Figure:
    image = np.array([[1.0, 5.0, 3.0, 0.0], [4.0, 2.0, 8.0, 6.0], [-7.0, -9.0, -3.0, -4.0]])
    caption = _("Of every window of 2 by 2 pixels the largest number stays; the last row fills no window.")
    return _pooled(caption, image, pooling.max_pool2d)


def _average_pool2d() -> Figure:
    image = np.array([[1.0, 5.0, 3.0, 0.0], [4.0, 2.0, 8.0, 5.0], [7.0, 9.0, 3.0, 4.0]])
    return _pooled(_("Every window of 2 by 2 pixels becomes its mean."), image, pooling.average_pool2d)


def _pooled(caption: str, image: Array, pool: Callable[[Array, int], Array]) -> Figure:
    result = pool(image.reshape(1, 3, 4, 1), 2)[0, :, :, 0]
    return Figure(
        caption,
        (
            Grid(IMAGE, image, (Window(0, 0, 2, 2), Window(0, 2, 2, 2, 1))),
            ARROW,
            Grid(RESULT, result, (Window(0, 0, 1, 1), Window(0, 1, 1, 1, 1))),
        ),
    )


FIGURES = {"max_pool2d": _max_pool2d, "average_pool2d": _average_pool2d}
