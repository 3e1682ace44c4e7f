"""Figures of chapter 4."""

from __future__ import annotations

import numpy as np

from grader.course.figures.parts import ARROW, IMAGE, KERNEL, RESULT, SLIDES, Axis, Figure, Grid, Window, pixels
from grader.language import mark as _
from reference import chapter04_convolution as convolution

NINE = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
FOUR = np.array([[1.0, 2.0], [3.0, 4.0]])
DIAGONAL = np.array([[1.0, 0.0], [0.0, 1.0]])


def _convolve2d() -> Figure:
    window = Window(0, 0, 2, 2)
    return Figure(
        _("The kernel is flipped; on the top left window it gives the top left number: 1·4 + 2·3 + 4·2 + 5·1 = 23."),
        (
            Grid(IMAGE, NINE, (window,)),
            SLIDES,
            Grid(_("kernel, flipped"), FOUR[::-1, ::-1], (window,)),
            ARROW,
            Grid(RESULT, convolution.convolve2d(NINE, FOUR), (Window(0, 0, 1, 1),)),
        ),
    )


def _cross_correlate2d() -> Figure:
    window = Window(0, 0, 2, 2)
    return Figure(
        _("The kernel as it stands, on the same window: 1·1 + 2·2 + 4·3 + 5·4 = 37."),
        (
            Grid(IMAGE, NINE, (window,)),
            SLIDES,
            Grid(KERNEL, FOUR, (window,)),
            ARROW,
            Grid(RESULT, convolution.cross_correlate2d(NINE, FOUR), (Window(0, 0, 1, 1),)),
        ),
    )


def _strided_cross_correlate2d() -> Figure:
    image = np.arange(1.0, 13.0).reshape(3, 4)
    result = convolution.strided_cross_correlate2d(image, DIAGONAL, 2)
    return Figure(
        _("With a stride of 2 the second window begins two pixels further on; its number stands beside the first."),
        (
            Grid(IMAGE, image, (Window(0, 0, 2, 2), Window(0, 2, 2, 2, 1))),
            SLIDES,
            Grid(KERNEL, DIAGONAL),
            ARROW,
            Grid(RESULT, result, (Window(0, 0, 1, 1), Window(0, 1, 1, 1, 1))),
        ),
    )


def _zero_pad2d() -> Figure:
    window = Window(0, 0, 2, 2)
    return Figure(
        _("A padding of 1: a frame of zeros, one pixel wide, around the image."),
        (
            Grid(IMAGE, FOUR, (window,)),
            ARROW,
            Grid(RESULT, convolution.zero_pad2d(FOUR, 1), (Window(1, 1, 2, 2),)),
        ),
    )


def _same_padding() -> Figure:
    size, kernel, stride = 6, 3, 2
    before, after = convolution.same_padding(size, kernel, stride)
    return Figure(
        _("6 pixels, a kernel of 3, a stride of 2: three windows need one zero more, and it goes after."),
        (
            Axis(
                ("0",) * before + pixels(size) + ("0",) * after,
                tuple((stride * place, kernel) for place in range(-(-size // stride))),
            ),
        ),
    )


FIGURES = {
    "convolve2d": _convolve2d,
    "cross_correlate2d": _cross_correlate2d,
    "strided_cross_correlate2d": _strided_cross_correlate2d,
    "zero_pad2d": _zero_pad2d,
    "same_padding": _same_padding,
}
