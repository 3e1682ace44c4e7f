"""What is graded in chapter 8, second half: optimisers, batches, the training loop, accuracy.

Gradients are of ordinary size, so that an epsilon of 1e-7 or 1e-8 is no matter; parameters are small beside the steps
made of them, so that a wrong step is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grader.answers import Kept
from grader.course import faster, minibatch_properties
from grader.course.spec import Case, Check, Exercise, SpeedCheck, Tolerance, case, in_turn
from grader.language import mark
from reference import chapter08_training as reference

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = NDArray[Any]

SEVERAL_STEPS = mark("Several steps in a row")
DIFFERENT_SHAPES = mark("Several parameters of different shapes")
INTEGER_PARAMETERS = mark("Parameters and gradients of integers are computed like decimal numbers")


def _gradients(rng: np.random.Generator, *shapes: tuple[int, ...]) -> list[Array]:
    """Draw one gradient a shape: numbers from 0.5 to 2 of either sign."""
    return [rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 2.0, size=shape) for shape in shapes]


def _parameters(rng: np.random.Generator, size: float, *shapes: tuple[int, ...]) -> list[Array]:
    return [size * gradient for gradient in _gradients(rng, *shapes)]


# sgd_step


def _default_sgd(rng: np.random.Generator) -> Iterator[Case]:
    yield case([np.array([0.01, 0.03])], [np.array([2.0, -4.0])])
    yield case(_parameters(rng, 0.01, (2, 3)), _gradients(rng, (2, 3)))


def _sgd_rates(rng: np.random.Generator) -> Iterator[Case]:
    yield case([np.array([1.0, 3.0])], [np.array([2.0, -4.0])], 0.1)
    yield case([np.array([1.0, -1.0, 0.0])], [np.array([0.0, 5.0, -5.0])], learning_rate=0.5)
    yield case(_parameters(rng, 1.0, (3, 3)), _gradients(rng, (3, 3)), learning_rate=1.5)
    yield case(_parameters(rng, 1.0, (4,)), [100 * gradient for gradient in _gradients(rng, (4,))], 0.1)


def _sgd_shapes(rng: np.random.Generator) -> Iterator[Case]:
    yield case([np.array([1.0, 3.0]), np.array([[5.0]])], [np.array([2.0, -4.0]), np.array([[10.0]])], 0.1)
    for shapes in (((2, 3), (2, 3)), ((3, 3, 1, 2), (2,), (8, 3), (3,)), ((4, 1), (1, 4), (4,), (1,))):
        yield case(_parameters(rng, 1.0, *shapes), _gradients(rng, *shapes), learning_rate=0.2)


def _sgd_steps(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((2,), (2, 3)):
        first = case(_parameters(rng, 1.0, shape), _gradients(rng, shape), 0.1)
        yield in_turn(first, *(case(Kept(step), _gradients(rng, shape), 0.1) for step in range(3)))


def _integer_sgd(rng: np.random.Generator) -> Iterator[Case]:
    yield case([np.array([1, 3])], [np.array([2, -4])], 0.1)
    yield case([np.array([7, 0])], _gradients(rng, (2,)), 0.5)
    yield case([np.array([200, 250], np.uint8)], [np.array([100, 255])], 0.5)
    yield case(_singles(_parameters(rng, 1.0, (3, 2))), _singles(_gradients(rng, (3, 2))), 0.1)


def _singles(arrays: list[Array]) -> list[Array]:
    return [array.astype(np.float32) for array in arrays]


SGD_STEP = Exercise(
    "sgd_step",
    mark("One step of gradient descent"),
    reference.sgd_step,
    (
        Check("default_rate", 0.25, mark("The default learning rate"), _default_sgd),
        Check("learning_rates", 0.5, mark("Against the gradient, as far as the learning rate says"), _sgd_rates),
        Check("several_parameters", 0.25, DIFFERENT_SHAPES, _sgd_shapes),
        Check("several_steps", 0.25, SEVERAL_STEPS, _sgd_steps),
        Check("integers", 0.25, INTEGER_PARAMETERS, _integer_sgd),
    ),
)


# adam_step


def _adam(
    rng: np.random.Generator, steps: int, size: float, *shapes: tuple[int, ...], **options: float | list[float]
) -> Case:
    """Draw a run of Adam from a fresh start, the state handed on; a list as an option has one value a step."""
    calls = []
    for step in range(steps):
        now = {name: value[step] if isinstance(value, list) else value for name, value in options.items()}
        gradients = _gradients(rng, *shapes)
        if step == 0:
            calls.append(case(_parameters(rng, size, *shapes), gradients, **now))
        else:
            calls.append(case(Kept(step - 1, (0,)), gradients, Kept(step - 1, (1,)), **now))
    return in_turn(*calls, report=(0,))


def _first_adam_step(rng: np.random.Generator) -> Iterator[Case]:
    yield in_turn(case([np.array([0.01])], [np.array([4.0])]), report=(0,))
    yield _adam(rng, 1, 0.01, (2, 2))
    yield in_turn(case([np.array([0.005, 0.002])], [np.array([3.0, 0.0])], None), report=(0,))  # 0 / (0 + epsilon)


def _adam_steps(rng: np.random.Generator) -> Iterator[Case]:
    yield in_turn(
        case([np.array([0.01])], [np.array([4.0])]),
        case(Kept(0, (0,)), [np.array([-1.0])], state=Kept(0, (1,))),
        report=(0,),
    )
    yield _adam(rng, 3, 0.005, (3,))
    yield _adam(rng, 6, 0.005, (2, 3))


def _adam_shapes(rng: np.random.Generator) -> Iterator[Case]:
    yield _adam(rng, 3, 0.002, (2,), (2,))
    yield _adam(rng, 4, 0.002, (3, 3, 1, 2), (2,), (4, 3), (3,))
    yield _adam(rng, 4, 0.005, (1, 3), (3, 1), (3,))


def _adam_options(rng: np.random.Generator) -> Iterator[Case]:
    yield in_turn(
        case([np.array([1.0])], [np.array([4.0])], learning_rate=0.1),
        case(Kept(0, (0,)), [np.array([-1.0])], Kept(0, (1,)), learning_rate=0.1),
        report=(0,),
    )
    yield _adam(rng, 4, 0.2, (3,), learning_rate=0.2, beta_1=0.5)
    yield _adam(rng, 4, 0.2, (3,), learning_rate=0.2, beta_2=0.7)
    yield _adam(rng, 5, 0.2, (2, 2), learning_rate=0.1, beta_1=0.8, beta_2=0.6)
    yield _adam(rng, 4, 0.2, (3,), learning_rate=[0.4, 0.2, 0.1, 0.05])


def _adam_epsilons(rng: np.random.Generator) -> Iterator[Case]:
    yield _adam(rng, 1, 0.001, (3,), epsilon=0.5)
    yield _adam(rng, 4, 0.001, (2, 2), epsilon=0.2)
    yield _adam(rng, 6, 0.001, (3,), epsilon=1.0)


def _adam_states(rng: np.random.Generator) -> Iterator[Case]:
    """Two networks trained in turn, then the first anew: each run has its own state."""
    shape = (2, 2)
    start = _parameters(rng, 0.005, shape)
    yield in_turn(
        case(start, _gradients(rng, shape)),
        case(Kept(0, (0,)), _gradients(rng, shape), Kept(0, (1,))),
        case(start, _gradients(rng, shape)),
        case(Kept(2, (0,)), _gradients(rng, shape), Kept(2, (1,))),
        report=(0,),
    )
    yield in_turn(
        case(start, _gradients(rng, shape)),
        case(_parameters(rng, 0.005, shape), _gradients(rng, shape)),
        case(Kept(0, (0,)), _gradients(rng, shape), Kept(0, (1,))),
        case(Kept(1, (0,)), _gradients(rng, shape), Kept(1, (1,))),
        case(Kept(2, (0,)), _gradients(rng, shape), Kept(2, (1,))),
        report=(0,),
    )


def _integer_adam(rng: np.random.Generator) -> Iterator[Case]:
    yield in_turn(
        case([np.array([1, 3])], [np.array([2, -4])], learning_rate=0.5),
        case(Kept(0, (0,)), [np.array([3, 1])], Kept(0, (1,)), learning_rate=0.5),
        case(Kept(1, (0,)), [np.array([-1, 2])], Kept(1, (1,)), learning_rate=0.5),
        report=(0,),
    )
    yield in_turn(
        case(_singles(_parameters(rng, 1.0, (3, 2))), _singles(_gradients(rng, (3, 2))), learning_rate=0.5),
        case(Kept(0, (0,)), _singles(_gradients(rng, (3, 2))), Kept(0, (1,)), learning_rate=0.5),
        report=(0,),
    )


ADAM_STEP = Exercise(
    "adam_step",
    mark("One step of Adam, which remembers the steps before"),
    reference.adam_step,
    (
        Check("first_step", 0.5, mark("The first step"), _first_adam_step),
        Check("several_steps", 0.75, SEVERAL_STEPS, _adam_steps),
        Check("several_parameters", 0.5, DIFFERENT_SHAPES, _adam_shapes),
        Check("hyperparameters", 0.5, mark("Other learning rates and other betas"), _adam_options),
        Check("epsilon", 0.25, mark("A larger epsilon, beside the root"), _adam_epsilons),
        Check("own_state", 0.25, mark("Every run has a state of its own"), _adam_states),
        Check("integers", 0.25, INTEGER_PARAMETERS, _integer_adam),
    ),
    tolerance=Tolerance(relative=1e-4),  # Keras rounds beta_2 to float32, which 1 - beta_2 feels
    alternatives=(reference.adam_step_corrected_epsilon,),
)


# minibatches


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(1, 10_000))


def _batch_counts(rng: np.random.Generator) -> Iterator[Case]:
    for samples, batch_size in ((6, 3), (7, 3), (1, 1), (5, 1), (4, 4), (3, 8), (int(rng.integers(60, 90)), 16)):
        yield case(samples, batch_size, _seed(rng))


def _large_enough(rng: np.random.Generator) -> Iterator[Case]:
    yield case(40, 8, 0)
    for samples, batch_size in ((40, 8), (45, 10), (30, 15), (200, 32)):
        yield case(samples, batch_size, _seed(rng))


def _same_seeds(rng: np.random.Generator) -> Iterator[Case]:
    for seeds in ((0,), (_seed(rng),), (1, 0, _seed(rng))):
        calls = [case(40, 12, seed) for seed in seeds]
        yield in_turn(*calls, *calls)


def _other_seeds(rng: np.random.Generator) -> Iterator[Case]:
    yield in_turn(case(60, 4, 0), case(60, 4, 1))
    first = _seed(rng)
    yield in_turn(*(case(60, 5, first + step) for step in range(5)))
    yield in_turn(*(case(70, 3, seed) for seed in (0, 7, 12, 42, 30)))


MINIBATCHES = Exercise(
    "minibatches",
    mark("Indices of the samples, shuffled and cut into batches"),
    reference.minibatches,
    (
        Check(
            "complete",
            0.25,
            mark("Arrays of indices, every index exactly once"),
            _batch_counts,
            minibatch_properties.complete,
        ),
        Check("sizes", 0.25, mark("Every batch full but the last"), _batch_counts, minibatch_properties.sizes),
        Check("shuffled", 0.5, mark("The indices are shuffled"), _large_enough, minibatch_properties.shuffled),
        Check(
            "repeatable", 0.25, mark("The same batches for the same seed"), _same_seeds, minibatch_properties.repeated
        ),
        Check(
            "other_seeds", 0.25, mark("Other batches for another seed"), _other_seeds, minibatch_properties.different
        ),
    ),
)


# train

PARAMETERS = ("conv_kernels", "conv_bias", "dense_weights", "dense_bias")
NOT_TRAINED_PARAMETERS = mark("A dictionary of the four parameters is expected, each in its shape and without NaN.")
NOT_LEARNT = mark(
    "On digits it has not seen, the trained network is right less than nine times in ten: it did not learn to read."
)
SMALLEST_ACCURACY = 0.9
GLYPHS = np.array(
    [
        [[1, 1, 1], [1, 0, 1], [1, 0, 1], [1, 0, 1], [1, 1, 1]],
        [[0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0]],
        [[1, 0, 1], [1, 0, 1], [1, 1, 1], [0, 0, 1], [0, 0, 1]],
        [[1, 1, 1], [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 0, 1]],
    ],
    dtype=np.float64,
)
"""The digits 0, 1, 4 and 7 in 5 by 3 pixels: the classes 0 to 3."""


def _network(rng: np.random.Generator, height: int, width: int, channels: int, filters: int, classes: int) -> Any:
    features = (height - 2) // 2 * ((width - 2) // 2) * filters
    return {
        "conv_kernels": rng.normal(size=(3, 3, channels, filters)) / (3 * np.sqrt(channels)),
        "conv_bias": rng.uniform(-0.2, 0.6, size=filters),
        "dense_weights": 0.7 * rng.normal(size=(features, classes)) / np.sqrt(features),
        "dense_bias": rng.uniform(-0.5, 0.5, size=classes),
    }


def _training(
    rng: np.random.Generator, shape: tuple[int, int, int, int], batch_size: int, epochs: int = 1, rate: float = 0.15
) -> Case:
    """Draw images of that shape and a network of 4 filters and 3 classes to train on them."""
    samples, height, width, channels = shape
    labels = rng.permutation(np.arange(samples) % 3)
    network = _network(rng, height, width, channels, 4, 3)
    return case(rng.normal(size=shape), labels, network, epochs, batch_size, rate)


def _weights_of(one: Case) -> Case:
    return in_turn(one, report=(0,))


def _losses_of(one: Case) -> Case:
    return in_turn(one, report=(1,))


def _first_losses(rng: np.random.Generator) -> Iterator[Case]:
    yield _losses_of(_training(rng, (1, 4, 4, 1), 1))
    yield _losses_of(_training(rng, (5, 6, 6, 1), 5))


def _epoch_losses(rng: np.random.Generator) -> Iterator[Case]:
    yield _losses_of(_training(rng, (2, 4, 4, 1), 1))
    yield _losses_of(_training(rng, (5, 4, 4, 1), 2))
    yield _losses_of(_training(rng, (4, 6, 6, 1), 32))  # one batch, not full
    yield _losses_of(_training(rng, (6, 6, 6, 1), 3, epochs=3, rate=0.05))
    yield _losses_of(_training(rng, (7, 6, 6, 1), 3, epochs=3, rate=0.05))


def _dense_weights(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((1, 4, 4, 1), (4, 6, 6, 1)):
        yield in_turn(_training(rng, shape, shape[0]), report=(0, "dense_weights"))


def _conv_kernels(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((1, 4, 4, 1), (4, 6, 6, 1)):
        yield in_turn(_training(rng, shape, shape[0]), report=(0, "conv_kernels"))


def _one_step(rng: np.random.Generator) -> Iterator[Case]:
    yield _weights_of(_training(rng, (1, 4, 4, 1), 1))
    yield _weights_of(_training(rng, (4, 6, 6, 1), 4))
    yield _weights_of(_training(rng, (6, 6, 6, 1), 6, rate=0.2))


def _several_batches(rng: np.random.Generator) -> Iterator[Case]:
    yield _weights_of(_training(rng, (2, 4, 4, 1), 1))
    yield _weights_of(_training(rng, (9, 6, 6, 1), 3))


def _uneven_batches(rng: np.random.Generator) -> Iterator[Case]:
    yield _weights_of(_training(rng, (3, 4, 4, 1), 2))
    yield _weights_of(_training(rng, (7, 6, 6, 1), 3))
    yield _weights_of(_training(rng, (4, 6, 6, 1), 32))


def _epochs(rng: np.random.Generator) -> Iterator[Case]:
    yield _weights_of(_training(rng, (4, 4, 4, 1), 4, epochs=2))
    yield _weights_of(_training(rng, (6, 6, 6, 1), 3, epochs=3))
    yield _weights_of(_training(rng, (7, 6, 6, 1), 3, epochs=3, rate=0.05))


def _other_images(rng: np.random.Generator) -> Iterator[Case]:
    yield _weights_of(_training(rng, (4, 4, 8, 1), 4))
    yield _weights_of(_training(rng, (4, 7, 5, 1), 4))  # maps of odd sides: the last row and column are in no window
    yield _weights_of(_training(rng, (4, 6, 7, 2), 4))
    network = _network(rng, 4, 6, 1, 4, 3)
    network["conv_bias"] = np.zeros(4, np.int64)
    network["dense_bias"] = np.array([1, 0, -1])
    pixels = np.stack([rng.permutation(24) for _ in range(3)]).reshape(3, 4, 6, 1)
    yield _weights_of(case(pixels % 3, np.array([2, 0, 1], np.uint8), network, 1, 3, 0.1))
    singles = {name: array.astype(np.float32) for name, array in _network(rng, 6, 6, 1, 4, 3).items()}
    images = rng.normal(size=(4, 6, 6, 1)).astype(np.float32)
    yield _weights_of(case(images, np.array([2, 0, 1, 1], np.int32), singles, 1, 4, 0.1))


def _glyph_images(rng: np.random.Generator, samples: int) -> tuple[Array, Array]:
    """Draw digits in the middle of images of 8 by 8 pixels that are not quite clean, and their classes."""
    labels = rng.permutation(np.arange(samples) % len(GLYPHS))
    images = rng.uniform(0.0, 0.3, size=(samples, 8, 8, 1))
    images[:, 1:6, 2:5, 0] += GLYPHS[labels]
    return images, labels


def _small_digits(rng: np.random.Generator) -> Iterator[Case]:
    images, labels = _glyph_images(rng, 60)
    network = _network(rng, 8, 8, 1, 4, len(GLYPHS))
    yield _weights_of(case(images, labels, network, 8, 8, 0.15))


def _judge_reading(asked: Case, value: Any) -> str | None:
    given = asked.arguments[2]
    if not (isinstance(value, dict) and value.keys() == given.keys()):
        return NOT_TRAINED_PARAMETERS
    for name, start in given.items():
        array = value[name]
        kind = isinstance(array, np.ndarray) and array.dtype.kind in "iuf"
        if not kind or array.shape != start.shape or not np.all(np.isfinite(array)):
            return NOT_TRAINED_PARAMETERS
    images, labels = _glyph_images(np.random.default_rng(len(PARAMETERS)), 200)
    with np.errstate(all="ignore"):
        probabilities = reference.predict(images, {name: np.asarray(value[name], np.float64) for name in PARAMETERS})
    return None if reference.accuracy(probabilities, labels) >= SMALLEST_ACCURACY else NOT_LEARNT


def _large_training(rng: np.random.Generator) -> Case:
    """Draw 128 images and two epochs on them: 5 million multiplications, some seconds in loops of plain Python."""
    labels = rng.permutation(np.arange(128) % 10)
    return case(rng.normal(size=(128, 12, 12, 1)), labels, _network(rng, 12, 12, 1, 8, 10), 2, 16, 0.02)


TRAIN = Exercise(
    "train",
    mark("The small CNN, trained from the first batch to the last epoch"),
    reference.train,
    (
        Check("first_loss", 0.25, mark("The loss of an epoch of one batch, before its step"), _first_losses),
        Check("dense_weights", 0.25, mark("One step: the dense layer's weights"), _dense_weights),
        Check("conv_kernels", 0.25, mark("One step: the convolution's kernels"), _conv_kernels),
        Check("one_step", 0.25, mark("One step: all parameters"), _one_step),
        Check("several_batches", 0.25, mark("Several batches, in order"), _several_batches),
        Check("uneven_batches", 0.25, mark("A last batch that is smaller"), _uneven_batches),
        Check("epochs", 0.25, mark("Several epochs"), _epochs),
        Check("epoch_losses", 0.25, mark("One loss an epoch, the mean over its samples"), _epoch_losses),
        Check("other_images", 0.25, mark("Images of other shapes, maps of odd sides, integers"), _other_images),
        Check("learns", 0.25, mark("It learns to read small digits"), _small_digits, _judge_reading),
        SpeedCheck(
            "speed",
            0.5,
            mark("Speed, compared with the reference"),
            _large_training,
            full_ratio=6.0,
            ideas=faster.TRAINING,
        ),
    ),
    tolerance=Tolerance(relative=1e-4),
    alternatives=(reference.train_losses_in_array,),
    curve=(1,),
)


# accuracy


def _probabilities(rng: np.random.Generator, samples: int, classes: int, sharpness: float = 1.0) -> Array:
    scores = np.exp(sharpness * rng.normal(size=(samples, classes)))
    return np.asarray(scores / scores.sum(axis=1, keepdims=True))


def _guesses(rng: np.random.Generator, probabilities: Array) -> Array:
    """Draw labels, about two thirds of which are the most probable classes; the first is, the last is not."""
    classes = probabilities.shape[1]
    labels: Array = np.argmax(probabilities, axis=1)
    wrong = rng.random(len(labels)) < 1 / 3
    wrong[0], wrong[-1] = False, True
    return np.asarray(np.where(wrong, (labels + rng.integers(1, classes, size=len(labels))) % classes, labels))


def _few_samples(rng: np.random.Generator) -> Iterator[Case]:
    rows = np.array(
        [[0.1, 0.7, 0.1, 0.1], [0.5, 0.3, 0.1, 0.1], [0.2, 0.1, 0.3, 0.4], [0.1, 0.2, 0.6, 0.1], [0.4, 0.1, 0.3, 0.2]]
    )
    yield case(rows, np.array([1, 1, 3, 2, 2]))
    yield case(rows, np.array([1, 0, 3, 2, 0]))
    yield case(rows[:2], np.array([0, 2]))
    yield case(np.array([[0.3, 0.7]]), np.array([1]))
    probabilities = _probabilities(rng, 4, 2)
    yield case(probabilities, _guesses(rng, probabilities))


def _many_classes(rng: np.random.Generator) -> Iterator[Case]:
    for samples, classes in ((10, 10), (50, 7), (4, 12)):
        probabilities = _probabilities(rng, samples, classes, 0.5)  # hardly one of them above a half
        yield case(probabilities, _guesses(rng, probabilities))


def _small_types(rng: np.random.Generator) -> Iterator[Case]:
    probabilities = _probabilities(rng, 9, 4)
    yield case(probabilities.astype(np.float32), _guesses(rng, probabilities))
    yield case(probabilities, _guesses(rng, probabilities).astype(np.uint8))
    yield case(np.asfortranarray(probabilities), _guesses(rng, probabilities).astype(np.int32))


ACCURACY = Exercise(
    "accuracy",
    mark("How often the most probable class is the right one"),
    reference.accuracy,
    (
        Check("few_samples", 0.5, mark("A few samples, two to four classes"), _few_samples),
        Check("many_classes", 0.25, mark("Many classes, no clear winner"), _many_classes),
        Check("number_types", 0.25, mark("float32 probabilities, labels of small integer types"), _small_types),
    ),
)

TRAINING_EXERCISES = (SGD_STEP, ADAM_STEP, MINIBATCHES, TRAIN, ACCURACY)
