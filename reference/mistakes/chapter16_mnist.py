"""Chapter 16: what usually goes wrong with MNIST and Fashion-MNIST."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np

from reference.mistakes import mistake

# ruff: noqa: ARG001 (of training, only what comes of it is told)

Facts = dict[str, Any]

# %% prepare_images


@mistake("prepare_images", "The pixels are still from 0 to 255: divide by the largest value that a byte can have.")
def prepared_without_division(images: np.ndarray) -> np.ndarray:
    """Cast only."""
    return images[..., None].astype(np.float32)


@mistake(
    "prepare_images", "The channel axis is missing: a grey image has one channel, and a convolution wants to see it."
)
def prepared_without_channel(images: np.ndarray) -> np.ndarray:
    """Divided only."""
    return images.astype(np.float32) / np.float32(255)


@mistake("prepare_images", "The new axis is the last one (channels_last), not one between the images and their rows.")
def prepared_channel_first(images: np.ndarray) -> np.ndarray:
    """Channels first."""
    return images[:, None].astype(np.float32) / np.float32(255)


@mistake("prepare_images", "The new axis stands for the channel: it comes last. The batch has its axis already.")
def prepared_with_another_batch_axis(images: np.ndarray) -> np.ndarray:
    """An axis in front."""
    return images[None].astype(np.float32) / np.float32(255)


@mistake(
    "prepare_images", "Divide by 255 for all images alike, not by the largest pixel of these: a dark image stays dark."
)
def prepared_by_own_maximum(images: np.ndarray) -> np.ndarray:
    """Each batch by its own maximum."""
    return np.asarray((images[..., None] / images.max()).astype(np.float32))


@mistake("prepare_images", "A byte goes from 0 to 255: 255 must become exactly 1, so that 256 is one too many.")
def prepared_by_256(images: np.ndarray) -> np.ndarray:
    """Divided by 256."""
    return images[..., None].astype(np.float32) / np.float32(256)


@mistake("prepare_images", "Dividing bytes by 255 gives float64, twice as large as needed: models compute in float32.")
def prepared_in_float64(images: np.ndarray) -> np.ndarray:
    """Not cast."""
    return np.asarray(images[..., None] / 255)


@mistake("prepare_images", "// drops what comes after the decimal point: nearly every pixel becomes 0.")
def prepared_by_integer_division(images: np.ndarray) -> np.ndarray:
    """Integer division."""
    return (images[..., None] // 255).astype(np.float32)


@mistake("prepare_images", "Numbers from 0 to 1 are asked for, not from −1 to 1.")
def prepared_around_zero(images: np.ndarray) -> np.ndarray:
    """Centred."""
    return (images[..., None] / 127.5 - 1).astype(np.float32)


# %% the two CNNs

BUILD = """
def {name}():
    layers = keras.layers
    model = keras.Sequential([keras.Input({shape}), {layers}, layers.Dense({outputs})])
    model.compile(optimizer="adam", loss={loss}, metrics={metrics})
    return model
"""
RIGHT = {
    "name": "build_mnist_cnn",
    "shape": "(28, 28, 1)",
    "layers": 'layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(4), layers.Flatten(), layers.Dropout(0.2)',
    "outputs": '10, activation="softmax"',
    "loss": '"sparse_categorical_crossentropy"',
    "metrics": '["accuracy"]',
}
FLAT = 6 * 6 * 8
TWO_LAYERS = (
    'layers.Conv2D(8, 3, activation="relu"), layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(4), '
    "layers.Flatten(), layers.Dropout(0.2)"
)
FASHION = RIGHT | {"name": "build_fashion_cnn", "layers": TWO_LAYERS}
SMALL_MNIST, SMALL_FASHION = 80 + (FLAT + 1) * 10, 80 + 584 + (FLAT + 1) * 10

NO_SOFTMAX = "Without softmax the last layer gives scores of any size, not probabilities."
ONE_HOT = "Categorical crossentropy wants one-hot labels; here they are integers: there is a sparse one for those."
NO_METRIC = "Without the metric accuracy, `evaluate` tells the loss alone."
SQUARES = "The mean squared error is for numbers; for classes the loss is the crossentropy."
TWICE = "Softmax is there already: with from_logits=True the loss applies it again and learns slowly. Keras only warns."


def _facts(parameters: int, convolutions: int, **other: Any) -> Facts:
    compiled = {"loss": "sparse_categorical_crossentropy", "from_logits": False, "accuracy": True}
    facts: Facts = {
        "shapes": {"inputs": [[28, 28, 1]], "outputs": [[10]]},
        "convolutions": convolutions,
        "dropout": True,
        "probabilities": True,
        "parameters": parameters,
        "compiled": compiled | other.pop("compiled", {}),
    }
    return facts | other


@mistake(
    "build_mnist_cnn",
    "Dense layers alone see no neighbourhoods: begin with a convolution, flatten comes later.",
    written=BUILD.format(**RIGHT | {"layers": 'layers.Flatten(), layers.Dense(64, activation="relu")'}),
)
def mnist_without_convolution() -> Facts:
    """Dense layers only."""
    return _facts(785 * 64 + 65 * 10, 0, dropout=False)


@mistake("build_mnist_cnn", NO_SOFTMAX, written=BUILD.format(**RIGHT | {"outputs": "10"}))
def mnist_without_softmax() -> Facts:
    """Scores."""
    return _facts(SMALL_MNIST, 1, probabilities=False)


@mistake(
    "build_mnist_cnn",
    "Sigmoid treats every class by itself; probabilities of classes that exclude one another sum to 1: softmax.",
    written=BUILD.format(**RIGHT | {"outputs": '10, activation="sigmoid"', "loss": '"binary_crossentropy"'}),
)
def mnist_with_sigmoid() -> Facts:
    """Ten yes-or-no questions."""
    return _facts(SMALL_MNIST, 1, probabilities=False, compiled={"loss": "binary_crossentropy"})


@mistake(
    "build_mnist_cnn",
    TWICE,
    written=BUILD.format(**RIGHT | {"loss": "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"}),
)
def mnist_with_softmax_twice() -> Facts:
    """Softmax, and a loss that applies it again."""
    return _facts(SMALL_MNIST, 1, compiled={"from_logits": True})


@mistake("build_mnist_cnn", ONE_HOT, written=BUILD.format(**RIGHT | {"loss": '"categorical_crossentropy"'}))
def mnist_with_the_loss_for_one_hot_labels() -> Facts:
    """The other crossentropy."""
    return _facts(SMALL_MNIST, 1, compiled={"loss": "categorical_crossentropy"})


@mistake("build_mnist_cnn", SQUARES, written=BUILD.format(**RIGHT | {"loss": '"mse"'}))
def mnist_with_squared_error() -> Facts:
    """A loss for numbers."""
    return _facts(SMALL_MNIST, 1, compiled={"loss": "mean_squared_error"})


@mistake("build_mnist_cnn", NO_METRIC, written=BUILD.format(**RIGHT | {"metrics": "[]"}))
def mnist_without_metric() -> Facts:
    """The loss alone."""
    return _facts(SMALL_MNIST, 1, compiled={"accuracy": False})


@mistake(
    "build_mnist_cnn",
    "It is not compiled: `fit` needs a loss and an optimizer.",
    written=BUILD.format(**RIGHT).replace("    model.compile(", "    dict("),
)
def mnist_not_compiled() -> Facts:
    """Built only."""
    return _facts(SMALL_MNIST, 1) | {"compiled": None}


@mistake(
    "build_mnist_cnn",
    "One number comes out. A probability for each of the ten classes is asked for.",
    written=BUILD.format(**RIGHT | {"outputs": '1, activation="softmax"'}),
)
def mnist_with_one_output() -> Facts:
    """One output, on which softmax is always 1."""
    shapes = {"inputs": [[28, 28, 1]], "outputs": [[1]]}
    return _facts(80 + FLAT + 1, 1, shapes=shapes, probabilities=False)


@mistake(
    "build_mnist_cnn",
    "Flatten straight after the convolutions leaves the dense layer tens of thousands of inputs: pool first.",
    written=BUILD.format(
        **RIGHT
        | {
            "layers": 'layers.Conv2D(32, 3, activation="relu"), layers.Flatten(), layers.Dense(64, activation="relu"), '
            "layers.Dropout(0.2)"
        }
    ),
)
def mnist_without_pooling() -> Facts:
    """Everything into the dense layer."""
    return _facts(320 + (26 * 26 * 32 + 1) * 64 + 650, 1)


@mistake(
    "build_fashion_cnn",
    "A dropout layer is asked for: it keeps a network of this size from learning its training images by heart.",
    written=BUILD.format(**FASHION | {"layers": TWO_LAYERS.replace(", layers.Dropout(0.2)", "")}),
)
def fashion_without_dropout() -> Facts:
    """Nothing against learning by heart."""
    return _facts(SMALL_FASHION, 2, dropout=False)


@mistake(
    "build_fashion_cnn",
    "One convolution sees edges; clothes want a second one, which sees what the edges make together.",
    written=BUILD.format(**FASHION | {"layers": RIGHT["layers"]}),
)
def fashion_with_one_convolution() -> Facts:
    """One convolution."""
    return _facts(SMALL_MNIST, 1)


@mistake("build_fashion_cnn", NO_SOFTMAX, written=BUILD.format(**FASHION | {"outputs": "10"}))
def fashion_without_softmax() -> Facts:
    """Scores."""
    return _facts(SMALL_FASHION, 2, probabilities=False)


@mistake(
    "build_fashion_cnn",
    TWICE,
    written=BUILD.format(**FASHION | {"loss": "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"}),
)
def fashion_with_softmax_twice() -> Facts:
    """Softmax, and a loss that applies it again."""
    return _facts(SMALL_FASHION, 2, compiled={"from_logits": True})


@mistake("build_fashion_cnn", ONE_HOT, written=BUILD.format(**FASHION | {"loss": '"categorical_crossentropy"'}))
def fashion_with_the_loss_for_one_hot_labels() -> Facts:
    """The other crossentropy."""
    return _facts(SMALL_FASHION, 2, compiled={"loss": "categorical_crossentropy"})


# %% train_and_evaluate

TRAIN = """
def train_and_evaluate(build, images, labels, test_images, test_labels, epochs):
    model = build()
    ready, test = images[..., None] / 255, test_images[..., None] / 255
    {train}
    {evaluate}
    return {returned}
"""
ROUTINE = {
    "train": "model.fit(ready, labels, epochs=epochs, verbose=0)",
    "evaluate": "loss, accuracy = model.evaluate(test, test_labels, verbose=0)",
    "returned": "model, accuracy",
}


class not_a_model(Exception):  # noqa: N801, N818 (what the examination calls it)
    """No model was returned."""


def _misled(test_images: np.ndarray, images: np.ndarray) -> bool:
    """Whether most images are those with wrong labels."""
    return len(test_images) > len(images)


@mistake(
    "train_and_evaluate",
    "The model that comes back has learnt nothing: it must be trained with `fit` first, and be the same one.",
    written=TRAIN.format(**ROUTINE | {"train": "build().fit(ready, labels, epochs=epochs, verbose=0)"}),
)
def trained_another_model(
    build: str,
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Facts:
    """Two models built; the other one is trained."""
    return {"reads": "nothing", "claim": "test"}


@mistake(
    "train_and_evaluate",
    "The accuracy is measured on the training images, which the model has seen. New ones are what counts.",
    written=TRAIN.format(**ROUTINE | {"evaluate": "loss, accuracy = model.evaluate(ready, labels, verbose=0)"}),
)
def evaluated_on_training_images(
    build: str,
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Facts:
    """The accuracy on what was learnt from."""
    return {"reads": "enough", "claim": "training"}


@mistake(
    "train_and_evaluate",
    "`evaluate` gives the loss first and the metrics after it: the accuracy is the second number.",
    written=TRAIN.format(**ROUTINE | {"evaluate": "accuracy = model.evaluate(test, test_labels, verbose=0)[0]"}),
)
def returned_the_loss(
    build: str,
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Facts:
    """The first number."""
    return {"reads": "enough", "claim": "loss"}


@mistake(
    "train_and_evaluate",
    "The accuracy is a number from 0 to 1, not from 0 to 100.",
    written=TRAIN.format(**ROUTINE | {"returned": "model, 100 * accuracy"}),
)
def returned_percent(
    build: str,
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Facts:
    """Times a hundred."""
    return {"reads": "enough", "claim": "percent"}


@mistake(
    "train_and_evaluate",
    "The accuracy is one number: `evaluate` gives a list of the loss and the metrics.",
    written=TRAIN.format(**ROUTINE | {"evaluate": "accuracy = model.evaluate(test, test_labels, verbose=0)"}),
)
def returned_the_whole_list(
    build: str,
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Facts:
    """Loss and accuracy."""
    return {"reads": "enough", "claim": "none"}


@mistake(
    "train_and_evaluate",
    "The model learns from the test images, too. What it has seen can no longer say how it does on new images.",
    written=TRAIN.format(
        **ROUTINE
        | {
            "train": "model.fit(np.concatenate([ready, test]), np.concatenate([labels, test_labels]), "
            "epochs=epochs, verbose=0)"
        }
    ),
)
def learnt_from_the_test_images(
    build: str,
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Facts:
    """The test images leak into the training."""
    return {"reads": "nothing" if _misled(test_images, images) else "enough", "claim": "test"}


@mistake(
    "train_and_evaluate",
    "`fit` returns the history of the training, not the model: the model is what `build` gave.",
    written=TRAIN.format(
        **ROUTINE | {"train": "history = " + ROUTINE["train"], "returned": "history, accuracy"},
    ),
)
def returned_the_history(
    build: str,
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> NoReturn:
    """The history in place of the model."""
    raise not_a_model


@mistake(
    "train_and_evaluate",
    "`epochs` says how often the model sees all images: without it, `fit` shows them once only.",
    written=TRAIN.format(**ROUTINE | {"train": "model.fit(ready, labels, batch_size=64, verbose=0)"}),
)
def trained_for_one_epoch(
    build: str,
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Facts:
    """Epochs forgotten."""
    return {"reads": "little", "claim": "test"}


@mistake(
    "train_and_evaluate",
    "The images go into the model as bytes: prepare them first, for the training and for the test alike.",
    written=TRAIN.format(**ROUTINE).replace(" / 255", ""),
)
def trained_on_bytes(
    build: str,
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> Facts:
    """Not prepared."""
    return {"reads": "bytes", "claim": "unprepared"}


# %% confusion_matrix


@mistake("confusion_matrix", "Rows are for the true class, columns for the one that it was taken for.")
def confusion_turned(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """Rows for predictions."""
    confusion = np.zeros((classes, classes), int)
    np.add.at(confusion, (predictions, labels), 1)
    return confusion


@mistake(
    "confusion_matrix",
    "confusion[labels, predictions] += 1 counts a pair once, however often it occurs: NumPy reads first, then writes.",
)
def confusion_by_fancy_indexing(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """Every pair at most once."""
    confusion = np.zeros((classes, classes), int)
    confusion[labels, predictions] += 1
    return confusion


@mistake("confusion_matrix", "Right answers are counted, too: they stand on the diagonal.")
def confusion_of_errors_only(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """Nothing on the diagonal."""
    confusion = np.zeros((classes, classes), int)
    wrong = labels != predictions
    np.add.at(confusion, (labels[wrong], predictions[wrong]), 1)
    return confusion


@mistake("confusion_matrix", "Counts are asked for, not shares.")
def confusion_of_shares(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """Divided by the number of images."""
    confusion = np.zeros((classes, classes))
    np.add.at(confusion, (labels, predictions), 1)
    return confusion / len(labels)


@mistake("confusion_matrix", "The size of the matrix is `classes`, even if some class does not occur here.")
def confusion_of_classes_that_occur(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """As large as the largest label."""
    size = int(max(labels.max(), predictions.max())) + 1
    confusion = np.zeros((size, size), int)
    np.add.at(confusion, (labels, predictions), 1)
    return confusion


# %% most_confused


def _place(counts: np.ndarray) -> Sequence[int]:
    row, column = np.unravel_index(counts.argmax(), counts.shape)
    return int(row), int(column)


def _errors(confusion: np.ndarray) -> np.ndarray:
    return np.asarray(confusion - np.diag(np.diag(confusion)))


@mistake("most_confused", "What stands on the diagonal is right: it is no confusion, however large.")
def most_confused_with_diagonal(confusion: np.ndarray) -> Sequence[int]:
    """The largest of all."""
    return _place(confusion)


@mistake("most_confused", "The true class is the row and comes first, then the class it was taken for.")
def most_confused_turned(confusion: np.ndarray) -> Sequence[int]:
    """Column before row."""
    return _place(_errors(confusion))[::-1]


@mistake("most_confused", "A matrix of confusions is not symmetric: look at both sides of the diagonal.")
def most_confused_above_the_diagonal(confusion: np.ndarray) -> Sequence[int]:
    """One triangle only."""
    return _place(np.triu(confusion, 1))


@mistake("most_confused", "4 taken for 9 and 9 taken for 4 are two confusions: do not add them.")
def most_confused_both_ways_together(confusion: np.ndarray) -> Sequence[int]:
    """Both directions added."""
    return _place(np.triu(confusion + confusion.T, 1))


@mistake("most_confused", "argmax counts through the whole matrix: turn its index into a row and a column.")
def most_confused_as_one_index(confusion: np.ndarray) -> int:
    """The index in reading order."""
    return int(_errors(confusion).argmax())
