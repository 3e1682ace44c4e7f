"""Figures of chapter 15."""

from __future__ import annotations

import numpy as np

from grader.course.figures.parts import ARROW, IMAGE, Figure, Grid, Window
from grader.language import mark as _
from reference import chapter04_convolution as convolution
from reference import chapter05_relu as activations
from reference import chapter15_components as components

FOUR = np.array([[1.0, 2.0], [3.0, 4.0]])


def _feature_maps() -> Figure:
    batch = np.array([[5.0, 3.0, 4.0, 1.0, 0.0], [0.0, 4.0, 4.0, 4.0, 2.0]]).reshape(1, 2, 5, 1)
    kernels, bias = np.array([[1.0, -1.0]]).reshape(1, 2, 1, 1), np.array([-1.0])
    answers = convolution.conv2d(batch, kernels, bias)
    windows = Window(0, 0, 2, 2), Window(0, 2, 2, 2, 1)
    return Figure(
        _("The example of the exercise: convolution with 1 -1 and a bias of -1, then ReLU, then max-pooling."),
        (
            Grid(IMAGE, batch[0, :, :, 0]),
            ARROW,
            Grid(_("convolution"), answers[0, :, :, 0]),
            ARROW,
            Grid(_("ReLU"), activations.relu(answers)[0, :, :, 0], windows),
            ARROW,
            Grid(
                _("feature map"),
                components.feature_maps(batch, kernels, bias)[0, :, :, 0],
                (Window(0, 0, 1, 1), Window(0, 1, 1, 1, 1)),
            ),
        ),
    )


def _locate() -> Figure:
    image = np.zeros((4, 5))
    image[2:4, 3:5] = FOUR
    row, column = components.locate(image, FOUR)
    return Figure(
        _("The pattern stands in row 2 and column 3: there the squared differences add up to 0."),
        (Grid(_("pattern"), FOUR, (Window(0, 0, 2, 2),)), Grid(IMAGE, image, (Window(row, column, 2, 2),))),
    )


FIGURES = {"feature_maps": _feature_maps, "locate": _locate}
