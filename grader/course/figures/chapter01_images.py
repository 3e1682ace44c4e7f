"""Figures of chapter 1."""

from __future__ import annotations

from grader.course.figures.parts import IMAGE, Figure, Grid
from grader.language import mark as _
from reference import chapter01_images as images


def _gradient_image() -> Figure:
    return Figure(
        _("The course's picture of 8 by 8 pixels: every step to the right or down is 30 levels brighter, up to 255."),
        (Grid(IMAGE, images.gradient_image(8, 8), look="grey"),),
    )


FIGURES = {"gradient_image": _gradient_image}
