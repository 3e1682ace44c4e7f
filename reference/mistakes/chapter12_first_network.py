"""Chapter 12: what usually goes wrong when data are prepared and a first network is built, trained and evaluated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.model_facts import Facts, compiled, dense, dense_network

Array = np.ndarray


class InputShapeError(ValueError):
    """Stands for the error of that name: what is fed to a model has not the shape of its input."""


class LabelShapeError(ValueError):
    """Stands for the error of that name: labels and loss do not belong together."""


# %% build_network

NETWORK = """
def build_network(inputs, hidden=128, classes=10):
    model = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense({hidden}, activation={inner}),
                              keras.layers.Dense(classes, activation={outer})])
    model.compile(optimizer={optimizer}, loss={loss}, metrics=["accuracy"])
    return model
"""
RIGHT = {
    "hidden": "hidden",
    "inner": '"relu"',
    "outer": '"softmax"',
    "optimizer": '"adam"',
    "loss": '"sparse_categorical_crossentropy"',
}


def _network(
    inputs: int, hidden: int, classes: int, inner: str = "relu", outer: str = "softmax", **compiling: Any
) -> Facts:
    return {
        "structure": dense_network(inputs, [dense(hidden, inner), dense(classes, outer)]),
        "compiled": compiled("sparse_categorical_crossentropy", "adam", 0.001) | compiling,
    }


@mistake(
    "build_network",
    "This loss is for one-hot labels; for labels that are integers it is called *sparse* categorical crossentropy.",
    written=NETWORK.format(**RIGHT | {"loss": '"categorical_crossentropy"'}),
)
def network_for_one_hot_labels(inputs: int, hidden: int = 128, classes: int = 10) -> Facts:
    """The loss for one-hot labels."""
    return _network(inputs, hidden, classes, loss="categorical_crossentropy")


@mistake(
    "build_network",
    "The softmax is in the model already: a loss that takes logits would put a second one on top of it.",
    written=NETWORK.format(**RIGHT | {"loss": "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"}),
)
def network_with_softmax_twice(inputs: int, hidden: int = 128, classes: int = 10) -> Facts:
    """Softmax, and a loss for logits."""
    return _network(inputs, hidden, classes, from_logits=True)


@mistake(
    "build_network",
    "The mean squared error is for numbers, not for the numbers of classes: a 7 is not nearly an 8.",
    written=NETWORK.format(**RIGHT | {"loss": '"mse"'}),
)
def network_with_squared_error(inputs: int, hidden: int = 128, classes: int = 10) -> Facts:
    """A loss for numbers."""
    return _network(inputs, hidden, classes, loss="mean_squared_error")


@mistake(
    "build_network",
    "The optimizer asked for here is Adam.",
    written=NETWORK.format(**RIGHT | {"optimizer": '"sgd"'}),
)
def network_with_sgd(inputs: int, hidden: int = 128, classes: int = 10) -> Facts:
    """Another optimizer."""
    return _network(inputs, hidden, classes, optimizer="sgd", learning_rate=0.01)


@mistake(
    "build_network",
    "The last layer gives scores of any size: without softmax they are no probabilities, which this loss needs.",
    written=NETWORK.format(**RIGHT | {"outer": "None"}),
)
def network_without_softmax(inputs: int, hidden: int = 128, classes: int = 10) -> Facts:
    """Scores at the end."""
    return _network(inputs, hidden, classes, outer="linear")


@mistake(
    "build_network",
    "The hidden layer has no activation: two dense layers in a row are then no more than one.",
    written=NETWORK.format(**RIGHT | {"inner": "None"}),
)
def network_without_relu(inputs: int, hidden: int = 128, classes: int = 10) -> Facts:
    """No activation in between."""
    return _network(inputs, hidden, classes, inner="linear")


@mistake(
    "build_network",
    "The hidden layer has 128 neurons whatever is asked for: use the argument.",
    written=NETWORK.format(**RIGHT | {"hidden": "128"}),
)
def network_always_of_128(inputs: int, hidden: int = 128, classes: int = 10) -> Facts:  # noqa: ARG001 (the mistake)
    """The course's number in place of the argument."""
    return _network(inputs, 128, classes)


# %% train

TRAIN = """
def train(model, pixels, labels, epochs=5, batch_size=32):
    {body}
    return model
"""
TO_THE_LETTER = "model.fit(pixels, labels, epochs=epochs, batch_size=batch_size, verbose=0)"


def _training(samples: int, epochs: int, batch_size: int, recognises: str = "learnt") -> Facts:
    return {"steps": epochs * -(-samples // batch_size), "recognises": recognises}


@mistake(
    "train",
    "`fit` changes the model and returns a history: what is asked for is the model.",
    written=TRAIN.format(body=f"return {TO_THE_LETTER}"),
)
def train_returning_the_history(pixels: Array, labels: Array, epochs: int = 5, batch_size: int = 32) -> Facts:  # noqa: ARG001
    """The history in place of the model."""
    return _training(len(pixels), epochs, batch_size, "not a model")


@mistake(
    "train",
    "The number of epochs is not handed on: without it `fit` goes through the images once.",
    written=TRAIN.format(body="model.fit(pixels, labels, batch_size=batch_size, verbose=0)"),
)
def train_for_one_epoch(pixels: Array, labels: Array, epochs: int = 5, batch_size: int = 32) -> Facts:  # noqa: ARG001
    """A single epoch."""
    return _training(len(pixels), 1, batch_size, "not learnt")


@mistake(
    "train",
    "The batch size is not handed on: without it `fit` takes 32 images a step.",
    written=TRAIN.format(body="model.fit(pixels, labels, epochs=epochs, verbose=0)"),
)
def train_in_batches_of_32(pixels: Array, labels: Array, epochs: int = 5, batch_size: int = 32) -> Facts:  # noqa: ARG001
    """The batch size by default."""
    return _training(len(pixels), epochs, 32)


@mistake(
    "train",
    "All images are to be learnt from: a part of them is held back for the validation.",
    written=TRAIN.format(body=TO_THE_LETTER.replace("verbose", "validation_split=0.2, verbose")),
)
def train_on_four_fifths(pixels: Array, labels: Array, epochs: int = 5, batch_size: int = 32) -> Facts:  # noqa: ARG001
    """A fifth held back."""
    return _training(int(len(pixels) * 0.8), epochs, batch_size)


@mistake(
    "train",
    "It trains twice: every call of `fit` goes on from where the last one ended.",
    written=TRAIN.format(body=f"{TO_THE_LETTER}\n    {TO_THE_LETTER}"),
)
def train_twice(pixels: Array, labels: Array, epochs: int = 5, batch_size: int = 32) -> Facts:  # noqa: ARG001
    """Two trainings."""
    return _training(len(pixels), 2 * epochs, batch_size)


@mistake(
    "train",
    "The pixels are scaled already: divided once more, the network learns from other numbers than it is asked about.",
    written=TRAIN.format(body=TO_THE_LETTER.replace("pixels", "pixels / 255")),
)
def train_on_pixels_scaled_again(pixels: Array, labels: Array, epochs: int = 5, batch_size: int = 32) -> Facts:  # noqa: ARG001
    """Pixels from 0 to 1/255."""
    return _training(len(pixels), epochs, batch_size, "not learnt")


@mistake(
    "train",
    "Labels and loss do not belong together: the sparse categorical crossentropy takes integers, the categorical one "
    "takes one-hot labels.",
    written=TRAIN.format(body=TO_THE_LETTER.replace("labels", "keras.utils.to_categorical(labels, 10)")),
)
def train_with_one_hot_labels(pixels: Array, labels: Array, epochs: int = 5, batch_size: int = 32) -> Facts:  # noqa: ARG001
    """Keras refuses one-hot labels for the sparse loss."""
    raise LabelShapeError


# %% evaluate

EVALUATE = """
def evaluate(model, pixels, labels):
    {body}
"""


def _evaluation(weights: Sequence[Array], pixels: Array, labels: Array) -> tuple[Array, Array]:
    """Losses of the images, and whether they are recognised."""
    hidden = np.maximum(pixels @ weights[0] + weights[1], 0.0)
    scores = hidden @ weights[2] + weights[3]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    return -np.log(probabilities[np.arange(len(labels)), labels]), probabilities.argmax(axis=1) == labels


@mistake(
    "evaluate",
    "Loss and accuracy are exchanged: the loss comes first.",
    written=EVALUATE.format(body="return tuple(reversed(model.evaluate(pixels, labels, verbose=0)))"),
)
def evaluate_in_the_other_order(weights: Sequence[Array], pixels: Array, labels: Array) -> tuple[float, float]:
    """The accuracy first."""
    losses, right = _evaluation(weights, pixels, labels)
    return float(right.mean()), float(losses.mean())


@mistake(
    "evaluate",
    "The accuracy is a share between 0 and 1 here, not a percentage.",
    written=EVALUATE.format(
        body="loss, accuracy = model.evaluate(pixels, labels, verbose=0)\n    return loss, 100 * accuracy"
    ),
)
def evaluate_in_percent(weights: Sequence[Array], pixels: Array, labels: Array) -> tuple[float, float]:
    """A percentage."""
    losses, right = _evaluation(weights, pixels, labels)
    return float(losses.mean()), 100 * float(right.mean())


@mistake(
    "evaluate",
    "This is the share of images that are *not* recognised.",
    written=EVALUATE.format(
        body="loss, accuracy = model.evaluate(pixels, labels, verbose=0)\n    return loss, 1 - accuracy"
    ),
)
def evaluate_counting_errors(weights: Sequence[Array], pixels: Array, labels: Array) -> tuple[float, float]:
    """The share of errors."""
    losses, right = _evaluation(weights, pixels, labels)
    return float(losses.mean()), 1 - float(right.mean())


@mistake(
    "evaluate",
    "Images and labels no longer belong together: shuffle both in the same order, or better neither.",
    written=EVALUATE.format(body="return tuple(model.evaluate(pixels[::-1], labels, verbose=0))"),
)
def evaluate_images_in_another_order(weights: Sequence[Array], pixels: Array, labels: Array) -> tuple[float, float]:
    """The images from last to first, the labels from first to last."""
    losses, right = _evaluation(weights, pixels[::-1], labels)
    return float(losses.mean()), float(right.mean())


# %% read_history

HISTORY = """
def read_history(history):
    curves = history.history
    losses, val_losses = curves["loss"], curves["val_loss"]
    best = int(np.{by}(curves["{curve}"]))
    overfits = {overfits}
    return {{"best_epoch": {epoch}, "best_loss": curves["{curve}"][best], "overfits": bool(overfits)}}
"""
BOTH = "val_losses[-1] > val_losses[best] and losses[-1] < losses[best]"
READ = {"by": "argmin", "curve": "val_loss", "overfits": BOTH, "epoch": "best + 1"}
Curves = Mapping[str, Sequence[float]]


def _read(curves: Curves, best: int, curve: str = "val_loss") -> dict[str, Any]:
    rose, fell = curves["val_loss"][-1] > curves["val_loss"][best], curves["loss"][-1] < curves["loss"][best]
    return {"best_epoch": best + 1, "best_loss": curves[curve][best], "overfits": rose and fell}


@mistake(
    "read_history",
    "The epochs are counted from 1 here, as Keras prints them; an index counts from 0.",
    written=HISTORY.format(**READ | {"epoch": "best"}),
)
def history_counted_from_zero(curves: Curves) -> dict[str, Any]:
    """The index in place of the epoch."""
    best = int(np.argmin(curves["val_loss"]))
    return _read(curves, best) | {"best_epoch": best}


@mistake(
    "read_history",
    "On the training images the last epochs look best whatever happens: the best epoch shows in `val_loss`.",
    written=HISTORY.format(**READ | {"curve": "loss"}),
)
def history_by_the_training_loss(curves: Curves) -> dict[str, Any]:
    """The smallest training loss."""
    return _read(curves, int(np.argmin(curves["loss"])), "loss")


@mistake(
    "read_history",
    "The best epoch has the *smallest* validation loss, not the largest.",
    written=HISTORY.format(**READ | {"by": "argmax"}),
)
def history_of_the_worst_epoch(curves: Curves) -> dict[str, Any]:
    """The largest validation loss."""
    return _read(curves, int(np.argmax(curves["val_loss"])))


@mistake(
    "read_history",
    "A validation loss that rises is not enough: when the training loss rises as well, nothing is learnt by heart.",
    written=HISTORY.format(**READ | {"overfits": "val_losses[-1] > val_losses[best]"}),
)
def history_without_the_training_loss(curves: Curves) -> dict[str, Any]:
    """Overfitting by the validation loss alone."""
    best = int(np.argmin(curves["val_loss"]))
    return _read(curves, best) | {"overfits": curves["val_loss"][-1] > curves["val_loss"][best]}


@mistake(
    "read_history",
    "That the validation loss is larger than the training loss is normal: what counts is how both go on after the best "
    "epoch.",
    written=HISTORY.format(**READ | {"overfits": "val_losses[-1] > losses[-1]"}),
)
def history_comparing_the_losses(curves: Curves) -> dict[str, Any]:
    """Overfitting wherever the validation loss is the larger one."""
    return _read(curves, int(np.argmin(curves["val_loss"]))) | {"overfits": curves["val_loss"][-1] > curves["loss"][-1]}


@mistake(
    "read_history",
    "What `fit` returns is an object: the dict with the curves is its attribute `history`.",
    written=HISTORY.format(**READ).replace("curves = history.history", "curves = history"),
)
def history_taken_for_a_dict(curves: Curves) -> dict[str, Any]:  # noqa: ARG001 (as asked)
    """The object itself has no keys."""
    raise TypeError


# %% first_network

FIRST = """
def first_network(train_images, train_labels, test_images, test_labels):
    pixels = train_images{flat}.astype("float32"){scaled}
    tests = test_images{flat}.astype("float32"){scaled}
    model = keras.Sequential([keras.Input((train_images[0].size,)), keras.layers.Dense(128, activation="relu"),
                              keras.layers.Dense(10, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(pixels, {labels}, epochs={epochs}, verbose=0)
    return model, {result}
"""
ON_TEST = "model.evaluate(tests, test_labels, verbose=0)[1]"
WHOLE = {
    "flat": ".reshape(-1, train_images[0].size)",
    "scaled": " / 255",
    "labels": "train_labels",
    "epochs": "20",
    "result": ON_TEST,
}
Images = Array


def _found(recognises: str = "learnt", accuracy: str = "on the test images") -> Facts:
    return {"recognises": recognises, "accuracy": accuracy}


@mistake(
    "first_network",
    "The network has one input a pixel, but gets images with rows and columns: lay each of them out in one row first.",
    written=FIRST.format(**WHOLE | {"flat": ""}),
)
def first_network_without_flattening(
    train_images: Images,  # noqa: ARG001 (as asked)
    train_labels: Array,  # noqa: ARG001
    test_images: Images,  # noqa: ARG001
    test_labels: Array,  # noqa: ARG001
) -> Facts:
    """What many a tutorial does: Keras refuses the images."""
    raise InputShapeError


@mistake(
    "first_network",
    "One-hot labels do not go with the sparse categorical crossentropy: leave the labels as integers.",
    written=FIRST.format(**WHOLE | {"labels": "keras.utils.to_categorical(train_labels, 10)"}),
)
def first_network_with_one_hot_labels(
    train_images: Images,  # noqa: ARG001
    train_labels: Array,  # noqa: ARG001
    test_images: Images,  # noqa: ARG001
    test_labels: Array,  # noqa: ARG001
) -> Facts:
    """Keras refuses the labels."""
    raise LabelShapeError


@mistake(
    "first_network",
    "The network was trained on pixels from 0 to 255, but is given pixels from 0 to 1: scale them before you train.",
    written=FIRST.format(**WHOLE | {"scaled": ""}),
)
def first_network_without_scaling(
    train_images: Images,  # noqa: ARG001
    train_labels: Array,  # noqa: ARG001
    test_images: Images,  # noqa: ARG001
    test_labels: Array,  # noqa: ARG001
) -> Facts:
    """Raw pixels."""
    return _found("raw pixels")


@mistake(
    "first_network",
    "One epoch is not enough: the network has seen every digit only once.",
    written=FIRST.format(**WHOLE | {"epochs": "1"}),
)
def first_network_after_one_epoch(
    train_images: Images,  # noqa: ARG001
    train_labels: Array,  # noqa: ARG001
    test_images: Images,  # noqa: ARG001
    test_labels: Array,  # noqa: ARG001
) -> Facts:
    """The number of epochs by default."""
    return _found("not learnt")


@mistake(
    "first_network",
    "The accuracy is measured on the images that were learnt from: use the test images.",
    written=FIRST.format(**WHOLE | {"result": "model.evaluate(pixels, train_labels, verbose=0)[1]"}),
)
def first_network_evaluated_on_training_images(
    train_images: Images,  # noqa: ARG001
    train_labels: Array,  # noqa: ARG001
    test_images: Images,  # noqa: ARG001
    test_labels: Array,  # noqa: ARG001
) -> Facts:
    """The training images once more."""
    return _found(accuracy="on the training images")


@mistake(
    "first_network",
    "What is returned beside the model is not its accuracy: `evaluate` gives the loss first, then the accuracy.",
    written=FIRST.format(**WHOLE | {"result": ON_TEST.replace("[1]", "[0]")}),
)
def first_network_with_its_loss(
    train_images: Images,  # noqa: ARG001
    train_labels: Array,  # noqa: ARG001
    test_images: Images,  # noqa: ARG001
    test_labels: Array,  # noqa: ARG001
) -> Facts:
    """The loss in place of the accuracy."""
    return _found(accuracy="of nothing")


@mistake(
    "first_network",
    "The accuracy is between 0 and 1, not in percent.",
    written=FIRST.format(**WHOLE | {"result": f"100 * {ON_TEST}"}),
)
def first_network_in_percent(
    train_images: Images,  # noqa: ARG001
    train_labels: Array,  # noqa: ARG001
    test_images: Images,  # noqa: ARG001
    test_labels: Array,  # noqa: ARG001
) -> Facts:
    """A percentage."""
    return _found(accuracy="in percent")


@mistake(
    "first_network",
    "Two results are asked for: the trained model, and its accuracy on the test images.",
    written=FIRST.format(**WHOLE).replace(f"return model, {ON_TEST}", "return model"),
)
def first_network_alone(
    train_images: Images,  # noqa: ARG001
    train_labels: Array,  # noqa: ARG001
    test_images: Images,  # noqa: ARG001
    test_labels: Array,  # noqa: ARG001
) -> Facts:
    """No accuracy."""
    return _found(accuracy="no number")
