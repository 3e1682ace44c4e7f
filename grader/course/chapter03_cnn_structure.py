"""What is graded in chapter 3: the shapes and the parameters of a CNN's layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.course.spec import Case, Chapter, Check, Exercise, case
from grader.language import mark
from reference import chapter03_cnn_structure as reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

Layer = dict[str, Any]

ERRORS = mark("Arguments without meaning raise ValueError")


def _whole(rng: np.random.Generator, low: int, high: int) -> int:
    """Draw an integer, both ends included."""
    return int(rng.integers(low, high + 1))


# conv2d_output_shape


def _valid(rng: np.random.Generator) -> Iterator[Case]:
    yield case((28, 28, 1), 32, (3, 3))
    yield case((5, 5, 3), 4, (2, 2))
    yield case((7, 7, 2), 5, (1, 1))
    yield case((6, 6, 3), 1, (6, 6))
    yield case((_whole(rng, 12, 40),) * 2 + (3,), _whole(rng, 4, 9), (5, 5), stride=1, padding="valid")


def _rectangles(rng: np.random.Generator) -> Iterator[Case]:
    yield case((6, 9, 3), 4, (3, 3))
    yield case((8, 8, 1), 6, (2, 5))
    yield case((10, 7, 3), 2, (5, 2))
    yield case((3, 8, 1), 2, (1, 8))
    yield case((4, 9, 2), 3, (3, 6))
    yield case((9, 4, 2), 3, (6, 3))
    yield case((_whole(rng, 10, 19), _whole(rng, 20, 40), 3), 7, (4, 7))


def _strides(rng: np.random.Generator) -> Iterator[Case]:
    yield case((7, 7, 1), 2, (3, 3), 2)
    yield case((6, 6, 1), 3, (3, 3), stride=2)
    yield case((8, 8, 3), 2, (3, 3), stride=3)
    yield case((10, 10, 2), 4, (2, 2), stride=4)
    yield case((7, 7, 2), 5, (1, 1), stride=3)
    yield case((5, 5, 1), 2, (5, 5), stride=2)
    yield case((4, 4, 1), 2, (3, 3), 6)
    yield case((224, 224, 3), 64, (7, 7), stride=2)
    yield case((_whole(rng, 20, 60),) * 2 + (3,), 8, (5, 5), stride=_whole(rng, 2, 5))


def _same(rng: np.random.Generator) -> Iterator[Case]:
    yield case((28, 28, 1), 32, (3, 3), padding="same")
    yield case((5, 5, 3), 4, (2, 2), padding="same")
    yield case((6, 6, 2), 3, (4, 4), 1, "same")
    yield case((4, 4, 3), 2, (1, 1), padding="same")
    yield case((3, 3, 1), 2, (5, 5), padding="same")
    yield case((4, 7, 2), 3, (3, 2), padding="same")
    yield case((_whole(rng, 12, 40),) * 2 + (3,), 6, (7, 7), padding="same")


def _strided_same(rng: np.random.Generator) -> Iterator[Case]:
    yield case((6, 6, 1), 2, (3, 3), 2, "same")
    yield case((5, 5, 1), 2, (3, 3), stride=2, padding="same")
    yield case((7, 7, 3), 4, (2, 2), stride=3, padding="same")
    yield case((28, 28, 1), 8, (5, 5), stride=3, padding="same")
    yield case((4, 4, 2), 3, (1, 1), stride=2, padding="same")
    yield case((10, 10, 2), 3, (2, 2), stride=4, padding="same")
    yield case((3, 3, 1), 2, (4, 4), stride=2, padding="same")
    yield case((_whole(rng, 20, 60),) * 2 + (3,), 8, (4, 4), stride=_whole(rng, 2, 5), padding="same")


def _whole_convolutions(rng: np.random.Generator) -> Iterator[Case]:
    yield case((9, 14, 3), 6, (2, 5), 3, "same")
    yield case((11, 8, 4), 7, (4, 1), 3)
    yield case((_whole(rng, 20, 29), _whole(rng, 30, 50), 3), 5, (3, 6), stride=4, padding="valid")


def _bad_convolutions(rng: np.random.Generator) -> Iterator[Case]:
    yield case((6, 6, 1), 2, (3, 3), padding="full")
    yield case((6, 6, 1), 2, (3, 3), stride=2, padding="half")
    yield case((6, 6, 1), 2, (3, 3), stride=0)
    yield case((6, 6, 1), 2, (3, 3), stride=-1)
    yield case((6, 6, 1), 2, (3, 3), stride=0, padding="same")
    yield case((6, 6, 1), 2, (3, 3), stride=-2, padding="same")
    yield case((6, 6, 8), 2, (7, 7))
    yield case((6, 6, 8), 2, (7, 2))
    yield case((6, 6, 8), 2, (2, 7))
    yield case((6, 9, 1), 2, (8, 3), stride=2)
    yield case((9, 6, 1), 2, (3, 8), stride=3)
    yield case((_whole(rng, 3, 5),) * 2 + (1,), 2, (6, 6), padding="same")  # zeros make room: has a meaning


CONV2D_OUTPUT_SHAPE = Exercise(
    "conv2d_output_shape",
    mark("The shape that a convolutional layer gives"),
    reference.conv2d_output_shape,
    (
        Check("valid", 1.25, mark("Without padding, a stride of 1"), _valid),
        Check("rectangles", 1.0, mark("Images and kernels that are not square"), _rectangles),
        Check("stride", 1.25, mark("Larger strides, whether they divide the size or not"), _strides),
        Check("same_padding", 0.75, mark("Padding “same”, a stride of 1"), _same),
        Check("same_with_stride", 1.0, mark("Padding “same”, larger strides"), _strided_same),
        Check("whole_layer", 0.25, mark("Everything at once"), _whole_convolutions),
        Check("bad_arguments", 0.5, ERRORS, _bad_convolutions),
    ),
)


# pool2d_output_shape


def _side_by_side(rng: np.random.Generator) -> Iterator[Case]:
    yield case((4, 4, 1), 2)
    yield case((26, 26, 32), 2)
    yield case((7, 7, 4), 3)
    yield case((5, 5, 2), 2, None)
    yield case((6, 6, 3), 1)
    yield case((5, 5, 2), 5)
    yield case((_whole(rng, 20, 60),) * 2 + (3,), 4)


def _overlapping(rng: np.random.Generator) -> Iterator[Case]:
    yield case((4, 4, 1), 2, 1)
    yield case((7, 7, 3), 3, stride=2)
    yield case((8, 8, 3), 2, stride=3)
    yield case((8, 8, 2), 3, stride=1, padding="valid")
    yield case((10, 10, 2), 3, stride=4)
    yield case((_whole(rng, 20, 60),) * 2 + (5,), 5, stride=_whole(rng, 2, 3))


def _pooled_rectangles(rng: np.random.Generator) -> Iterator[Case]:
    yield case((4, 6, 1), 2)
    yield case((9, 5, 3), 3)
    yield case((7, 12, 2), 3, stride=2)
    yield case((5, 8, 2), 2, padding="same")
    yield case((4, 9, 2), 4)
    yield case((9, 4, 2), 4)
    yield case((_whole(rng, 10, 19), _whole(rng, 24, 40), 2), 2)


def _same_pooling(rng: np.random.Generator) -> Iterator[Case]:
    yield case((4, 4, 1), 2, padding="same")
    yield case((5, 5, 1), 2, padding="same")
    yield case((7, 7, 4), 3, None, "same")
    yield case((6, 6, 2), 3, stride=1, padding="same")
    yield case((8, 8, 2), 3, stride=2, padding="same")
    yield case((3, 3, 2), 4, padding="same")
    yield case((5, 5, 2), 1, stride=2, padding="same")
    yield case((_whole(rng, 20, 60),) * 2 + (3,), 4, padding="same")


def _bad_poolings(rng: np.random.Generator) -> Iterator[Case]:
    yield case((6, 6, 1), 2, padding="full")
    yield case((7, 7, 1), 2, stride=1, padding="half")
    yield case((6, 6, 1), 0)
    yield case((6, 6, 1), -2)
    yield case((6, 6, 1), 0, stride=1)
    yield case((6, 6, 1), 0, stride=2, padding="same")
    yield case((6, 6, 1), 2, stride=0)
    yield case((6, 6, 1), 2, stride=-1)
    yield case((6, 6, 1), 2, stride=0, padding="same")
    yield case((6, 6, 1), 2, stride=-1, padding="same")
    yield case((4, 8, 9), 5)
    yield case((8, 4, 9), 5, stride=2)
    yield case((3, 3, 2), 5)
    yield case((_whole(rng, 3, 5),) * 2 + (1,), 6, padding="same")  # the border makes room: has a meaning


POOL2D_OUTPUT_SHAPE = Exercise(
    "pool2d_output_shape",
    mark("The shape that a pooling layer gives"),
    reference.pool2d_output_shape,
    (
        Check("side_by_side", 1.25, mark("Windows side by side: the stride is the pool size"), _side_by_side),
        Check("stride", 1.0, mark("A stride of its own"), _overlapping),
        Check("rectangles", 0.5, mark("Images that are not square"), _pooled_rectangles),
        Check("same_padding", 1.0, mark("Padding “same”"), _same_pooling),
        Check("bad_arguments", 0.75, ERRORS, _bad_poolings),
    ),
)


# conv2d_parameter_count and dense_parameter_count


def _filters(rng: np.random.Generator) -> Iterator[Case]:
    yield case(1, 1, (2, 2))
    yield case(1, 32, (3, 3))
    yield case(3, 2, (3, 3))
    yield case(5, 1, (1, 1))
    yield case(64, 128, (3, 3))
    yield case(_whole(rng, 2, 9), _whole(rng, 10, 20), (5, 5))


def _rectangular_filters(rng: np.random.Generator) -> Iterator[Case]:
    yield case(1, 2, (1, 3))
    yield case(3, 4, (5, 2))
    yield case(_whole(rng, 2, 9), _whole(rng, 10, 20), (3, 7))


CONV2D_PARAMETER_COUNT = Exercise(
    "conv2d_parameter_count",
    mark("How many numbers a convolutional layer learns"),
    reference.conv2d_parameter_count,
    (
        Check("filters", 1.75, mark("Weights over all channels, one bias a filter"), _filters),
        Check("rectangles", 0.75, mark("Kernels that are not square"), _rectangular_filters),
    ),
)


def _units(rng: np.random.Generator) -> Iterator[Case]:
    yield case(3, 2)
    yield case(1, 5)
    yield case(64, 10)
    yield case(5408, 64)
    yield case(4, 4)
    yield case(_whole(rng, 20, 90), _whole(rng, 2, 19))


DENSE_PARAMETER_COUNT = Exercise(
    "dense_parameter_count",
    mark("How many numbers a dense layer learns"),
    reference.dense_parameter_count,
    (Check("units", 1.5, mark("One weight a connection, one bias a unit"), _units),),
)


# summarize


def _conv2d(filters: int, kernel_size: tuple[int, int], **options: int | str) -> Layer:
    return {"type": "conv2d", "filters": filters, "kernel_size": kernel_size, **options}


def _max_pool2d(pool_size: int, **options: int | str) -> Layer:
    return {"type": "max_pool2d", "pool_size": pool_size, **options}


def _flatten() -> Layer:
    return {"type": "flatten"}


def _dense(units: int) -> Layer:
    return {"type": "dense", "units": units}


def _convolutions(rng: np.random.Generator) -> Iterator[Case]:
    yield case((28, 28, 1), [_conv2d(32, (3, 3))])
    yield case((8, 11, 3), [_conv2d(4, (5, 2))])
    yield case((9, 9, 3), [_conv2d(4, (3, 3)), _conv2d(_whole(rng, 5, 9), (2, 2))])


def _poolings(rng: np.random.Generator) -> Iterator[Case]:
    yield case((6, 6, 1), [_max_pool2d(2)])
    yield case((11, 7, 4), [_max_pool2d(3)])
    yield case((_whole(rng, 16, 30), _whole(rng, 31, 50), 3), [_max_pool2d(2), _max_pool2d(3)])


def _dense_networks(rng: np.random.Generator) -> Iterator[Case]:
    yield case((2, 3, 2), [_flatten()])
    yield case((2, 3, 1), [_flatten(), _dense(4)])
    yield case((28, 28, 1), [_flatten(), _dense(64), _dense(10)])
    yield case((4, 5, 3), [_flatten(), _dense(_whole(rng, 4, 9)), _dense(_whole(rng, 10, 14)), _dense(3)])


def _networks(rng: np.random.Generator) -> Iterator[Case]:
    yield case((8, 8, 1), [_conv2d(4, (3, 3)), _max_pool2d(2), _flatten(), _dense(10)])
    yield case((12, 9, 3), [_conv2d(5, (3, 2)), _max_pool2d(2), _conv2d(7, (2, 3)), _flatten(), _dense(4), _dense(2)])
    yield case((_whole(rng, 16, 30),) * 2 + (2,), [_max_pool2d(2), _conv2d(3, (3, 3)), _conv2d(6, (3, 3)), _flatten()])


def _course_model(_: np.random.Generator) -> Iterator[Case]:
    """Put the course's model to it, of 347 146 parameters."""
    yield case((28, 28, 1), [_conv2d(32, (3, 3)), _max_pool2d(2), _flatten(), _dense(64), _dense(10)])


def _options(rng: np.random.Generator) -> Iterator[Case]:
    yield case((8, 8, 1), [_conv2d(4, (3, 3), stride=1, padding="valid"), _max_pool2d(2, stride=2, padding="valid")])
    yield case((8, 8, 1), [_conv2d(4, (3, 3), stride=2)])
    yield case((8, 8, 1), [_conv2d(4, (3, 3), padding="same")])
    yield case((7, 7, 2), [_max_pool2d(3, stride=2)])
    yield case((7, 7, 2), [_max_pool2d(2, padding="same")])
    yield case((11, 8, 3), [_conv2d(4, (3, 4), stride=3, padding="same"), _max_pool2d(2, stride=1, padding="same")])
    layers = [_conv2d(6, (5, 3), padding="same"), _max_pool2d(3, stride=2), _conv2d(4, (2, 2), stride=2), _flatten()]
    yield case((_whole(rng, 14, 20), _whole(rng, 21, 30), 3), [*layers, _dense(5)])


def _bad_models(rng: np.random.Generator) -> Iterator[Case]:
    yield case((8, 8, 1), [{"type": "dropout", "rate": 0.5}])
    yield case((8, 8, 1), [_conv2d(4, (3, 3)), {"type": "average"}, _flatten()])
    yield case((8, 8, 1), [_conv2d(4, (3, 3), padding="full")])
    yield case((8, 8, 1), [_conv2d(4, (3, 3), stride=0)])
    yield case((8, 8, 1), [_conv2d(4, (9, 3))])
    yield case((8, 8, 1), [_max_pool2d(2, padding="full")])
    yield case((8, 8, 1), [_max_pool2d(2, stride=0)])
    yield case((8, 8, 1), [_conv2d(4, (3, 3), stride=-1, padding="same")])
    yield case((8, 8, 1), [_max_pool2d(2, stride=-1, padding="same")])
    yield case((8, 8, 1), [_max_pool2d(0)])
    yield case((8, 8, 1), [_max_pool2d(4), _conv2d(4, (3, 3)), _flatten(), _dense(2)])
    yield case((8, 6, 1), [_conv2d(4, (3, 3)), _max_pool2d(5), _flatten(), _dense(_whole(rng, 2, 9))])


SUMMARIZE = Exercise(
    "summarize",
    mark("The summary of a model: shapes and parameters of all layers"),
    reference.summarize,
    (
        Check("convolution", 1.0, mark("Convolutional layers"), _convolutions),
        Check("pooling", 0.75, mark("Pooling layers"), _poolings),
        Check("dense", 1.0, mark("Flattening and dense layers"), _dense_networks),
        Check("networks", 1.0, mark("Whole networks"), _networks),
        Check("course_model", 0.75, mark("The course's model"), _course_model),
        Check("options", 0.5, mark("Layers with a stride and a padding"), _options),
        Check("bad_arguments", 0.5, ERRORS, _bad_models),
    ),
)


CHAPTER = Chapter(
    3,
    "chapter03_cnn_structure",
    mark("What a CNN is made of"),
    (CONV2D_OUTPUT_SHAPE, POOL2D_OUTPUT_SHAPE, CONV2D_PARAMETER_COUNT, DENSE_PARAMETER_COUNT, SUMMARIZE),
)
