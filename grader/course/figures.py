"""What a picture beside an exercise shows: the reference at work on the example of its docstring.

Every number in a figure is one that the reference computes when the figure is made. How it is drawn is not said here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from grader.language import mark as _
from reference import chapter01_images as images
from reference import chapter02_neurons as neurons
from reference import chapter03_cnn_structure as structure
from reference import chapter04_convolution as convolution
from reference import chapter05_relu as activations
from reference import chapter06_pooling as pooling
from reference import chapter07_dense as dense
from reference import chapter08_training as training
from reference import chapter15_components as components

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a grid that a line is drawn around; windows of one `colour` (0, 1, 2 …) belong together."""

    top: int
    left: int
    height: int
    width: int
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A two-dimensional array: its numbers, shaded by their size or in the grey that they are as pixels."""

    title: str
    values: Array
    windows: tuple[Window, ...] = ()
    look: Literal["shades", "grey"] = "shades"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign between two grids."""

    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Pixels along an axis, those that padding adds written as 0, and the windows on it: first pixel and length."""

    pixels: tuple[str, ...]
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """Functions of one variable, by name; with `steps` the variable is a count."""

    x: Array
    lines: tuple[tuple[str, Array], ...]
    steps: bool = False


Panel = Grid | Sign | Axis | Curves


@dataclass(frozen=True, slots=True)
class Figure:
    """Panels side by side; the caption and the titles are messages."""

    caption: str
    panels: tuple[Panel, ...]


IMAGE = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
KERNEL = np.array([[1.0, 2.0], [3.0, 4.0]])
DIAGONAL = np.array([[1.0, 0.0], [0.0, 1.0]])
AROUND_ZERO = np.linspace(-6, 6, 121)
ARROW, SLIDES = Sign("→"), Sign("∗")


def figures_of(chapter: str) -> dict[str, Figure]:
    """The figures of a chapter by exercise; most exercises have none."""
    return {exercise: make() for exercise, make in FIGURES.get(chapter, {}).items()}


def _gradient_image() -> Figure:
    return Figure(
        _("The course's picture of 8 by 8 pixels: every step to the right or down is 30 levels brighter, up to 255."),
        (Grid(_("image"), images.gradient_image(8, 8), look="grey"),),
    )


def _sigmoid() -> Figure:
    return Figure(
        _("The sigmoid presses every number between 0 and 1; at 0 it is one half."),
        (Curves(AROUND_ZERO, ((_("sigmoid"), neurons.sigmoid(AROUND_ZERO)),)),),
    )


def _conv2d_output_shape() -> Figure:
    size, kernel, stride = 8, 3, 2
    count = structure.conv2d_output_shape((size, size, 1), 1, (kernel, kernel), stride)[0]
    return Figure(
        _("Along 8 pixels a kernel of 3 with a stride of 2 has 3 places; the last pixel is not seen."),
        (Axis(_pixels(size), tuple((stride * place, kernel) for place in range(count))),),
    )


def _convolve2d() -> Figure:
    window = Window(0, 0, 2, 2)
    return Figure(
        _("The kernel is flipped; on the top left window it gives the top left number: 1·4 + 2·3 + 4·2 + 5·1 = 23."),
        (
            Grid(_("image"), IMAGE, (window,)),
            SLIDES,
            Grid(_("kernel, flipped"), KERNEL[::-1, ::-1], (window,)),
            ARROW,
            Grid(_("result"), convolution.convolve2d(IMAGE, KERNEL), (Window(0, 0, 1, 1),)),
        ),
    )


def _cross_correlate2d() -> Figure:
    window = Window(0, 0, 2, 2)
    return Figure(
        _("The kernel as it stands, on the same window: 1·1 + 2·2 + 4·3 + 5·4 = 37."),
        (
            Grid(_("image"), IMAGE, (window,)),
            SLIDES,
            Grid(_("kernel"), KERNEL, (window,)),
            ARROW,
            Grid(_("result"), convolution.cross_correlate2d(IMAGE, KERNEL), (Window(0, 0, 1, 1),)),
        ),
    )


def _strided_cross_correlate2d() -> Figure:
    image = np.arange(1.0, 13.0).reshape(3, 4)
    result = convolution.strided_cross_correlate2d(image, DIAGONAL, 2)
    return Figure(
        _("With a stride of 2 the second window begins two pixels further on; its number stands beside the first."),
        (
            Grid(_("image"), image, (Window(0, 0, 2, 2), Window(0, 2, 2, 2, 1))),
            SLIDES,
            Grid(_("kernel"), DIAGONAL),
            ARROW,
            Grid(_("result"), result, (Window(0, 0, 1, 1), Window(0, 1, 1, 1, 1))),
        ),
    )


def _zero_pad2d() -> Figure:
    window = Window(0, 0, 2, 2)
    return Figure(
        _("A padding of 1: a frame of zeros, one pixel wide, around the image."),
        (
            Grid(_("image"), KERNEL, (window,)),
            ARROW,
            Grid(_("result"), convolution.zero_pad2d(KERNEL, 1), (Window(1, 1, 2, 2),)),
        ),
    )


def _same_padding() -> Figure:
    size, kernel, stride = 6, 3, 2
    before, after = convolution.same_padding(size, kernel, stride)
    return Figure(
        _("6 pixels, a kernel of 3, a stride of 2: three windows need one zero more, and it goes after."),
        (
            Axis(
                ("0",) * before + _pixels(size) + ("0",) * after,
                tuple((stride * place, kernel) for place in range(-(-size // stride))),
            ),
        ),
    )


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


def _pooled(caption: str, image: Array, pool: Callable[[Array, int], Array]) -> Figure:
    result = pool(image.reshape(1, 3, 4, 1), 2)[0, :, :, 0]
    return Figure(
        caption,
        (
            Grid(_("image"), image, (Window(0, 0, 2, 2), Window(0, 2, 2, 2, 1))),
            ARROW,
            Grid(_("result"), result, (Window(0, 0, 1, 1), Window(0, 1, 1, 1, 1))),
        ),
    )


def _max_pool2d() -> Figure:
    image = np.array([[1.0, 5.0, 3.0, 0.0], [4.0, 2.0, 8.0, 6.0], [-7.0, -9.0, -3.0, -4.0]])
    caption = _("Of every window of 2 by 2 pixels the largest number stays; the last row fills no window.")
    return _pooled(caption, image, pooling.max_pool2d)


def _average_pool2d() -> Figure:
    image = np.array([[1.0, 5.0, 3.0, 0.0], [4.0, 2.0, 8.0, 5.0], [7.0, 9.0, 3.0, 4.0]])
    return _pooled(_("Every window of 2 by 2 pixels becomes its mean."), image, pooling.average_pool2d)


def _flatten() -> Figure:
    batch = np.arange(1.0, 9.0).reshape(1, 2, 2, 2)
    return Figure(
        _("Row by row, pixel by pixel, and of every pixel one channel after the other."),
        (
            Grid(_("channel 0"), batch[0, :, :, 0], (Window(0, 0, 1, 1), Window(0, 1, 1, 1, 1))),
            Grid(_("channel 1"), batch[0, :, :, 1], (Window(0, 0, 1, 1), Window(0, 1, 1, 1, 1))),
            ARROW,
            Grid(_("result"), dense.flatten(batch), (Window(0, 0, 1, 2), Window(0, 2, 1, 2, 1))),
        ),
    )


def _max_pool2d_backward() -> Figure:
    image = np.array([[1.0, 2.0, 3.0], [4.0, 9.0, 5.0], [6.0, 7.0, 8.0]])
    gradient = training.max_pool2d_backward(KERNEL.reshape(1, 2, 2, 1), image.reshape(1, 3, 3, 1), 2, 1)[0, :, :, 0]
    return Figure(
        _("A stride of 1: the 9 is the largest of all four windows, and gets the gradient of all four."),
        (
            Grid(_("image"), image, (Window(1, 1, 1, 1),)),
            Grid(_("gradient of the result"), KERNEL),
            ARROW,
            Grid(_("gradient of the image"), gradient, (Window(1, 1, 1, 1),)),
        ),
    )


def _feature_maps() -> Figure:
    batch = np.array([[5.0, 3.0, 4.0, 1.0, 0.0], [0.0, 4.0, 4.0, 4.0, 2.0]]).reshape(1, 2, 5, 1)
    kernels, bias = np.array([[1.0, -1.0]]).reshape(1, 2, 1, 1), np.array([-1.0])
    answers = convolution.conv2d(batch, kernels, bias)
    windows = Window(0, 0, 2, 2), Window(0, 2, 2, 2, 1)
    return Figure(
        _("The example of the exercise: convolution with 1 -1 and a bias of -1, then ReLU, then max-pooling."),
        (
            Grid(_("image"), batch[0, :, :, 0]),
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
    image[2:4, 3:5] = KERNEL
    row, column = components.locate(image, KERNEL)
    return Figure(
        _("The pattern stands in row 2 and column 3: there the squared differences add up to 0."),
        (Grid(_("pattern"), KERNEL, (Window(0, 0, 2, 2),)), Grid(_("image"), image, (Window(row, column, 2, 2),))),
    )


def _pixels(size: int) -> tuple[str, ...]:
    return tuple(f"x{number}" for number in range(size))


FIGURES: dict[str, dict[str, Callable[[], Figure]]] = {
    "chapter01_images": {"gradient_image": _gradient_image},
    "chapter02_neurons": {"sigmoid": _sigmoid},
    "chapter03_cnn_structure": {"conv2d_output_shape": _conv2d_output_shape},
    "chapter04_convolution": {
        "convolve2d": _convolve2d,
        "cross_correlate2d": _cross_correlate2d,
        "strided_cross_correlate2d": _strided_cross_correlate2d,
        "zero_pad2d": _zero_pad2d,
        "same_padding": _same_padding,
    },
    "chapter05_relu": {
        "relu": _relu,
        "leaky_relu": _leaky_relu,
        "gradient_through_layers": _gradient_through_layers,
    },
    "chapter06_pooling": {"max_pool2d": _max_pool2d, "average_pool2d": _average_pool2d},
    "chapter07_dense": {"flatten": _flatten},
    "chapter08_training": {"max_pool2d_backward": _max_pool2d_backward},
    "chapter15_components": {"feature_maps": _feature_maps, "locate": _locate},
}
"""The figures, made when they are asked for."""
