"""Figures of chapter 3."""

from __future__ import annotations

from grader.course.figures.parts import Axis, Figure, pixels
from grader.language import mark as _
from reference import chapter03_cnn_structure as structure


def _conv2d_output_shape() -> Figure:
    size, kernel, stride = 8, 3, 2
    count = structure.conv2d_output_shape((size, size, 1), 1, (kernel, kernel), stride)[0]
    return Figure(
        _("Along 8 pixels a kernel of 3 with a stride of 2 has 3 places; the last pixel is not seen."),
        (Axis(pixels(size), tuple((stride * place, kernel) for place in range(count))),),
    )


FIGURES = {"conv2d_output_shape": _conv2d_output_shape}
