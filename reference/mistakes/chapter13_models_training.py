"""Chapter 13: what usually goes wrong with callbacks and saved models."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from reference.mistakes import mistake
from reference.model_facts import Facts

Array = np.ndarray


class MissingCallbackError(ValueError):
    """Stands for the error of that name: a callback, or a list of them, was expected."""


# %% stop_and_keep

KEEP = """
def stop_and_keep(path, patience=3):
    return [keras.callbacks.EarlyStopping(monitor={watched}, patience={patience}, restore_best_weights={restores}),
            keras.callbacks.ModelCheckpoint(path, monitor="val_loss", save_best_only={best_only})]
"""
KEPT = {"watched": '"val_loss"', "patience": "patience", "restores": "True", "best_only": "True"}


def _kept(losses: Sequence[float], wait: int, *, stops: bool = True) -> tuple[int, int]:
    """The best epoch and the last one, counted from 1."""
    best = 0
    for epoch, loss in enumerate(losses):
        best = epoch if loss < losses[best] else best
        if stops and epoch - best >= wait:
            return best + 1, epoch + 1
    return best + 1, len(losses)


def _callbacks(best: int, last: int, patience: int) -> Facts:
    return {
        "stopping": {"watches": "val_loss", "patience": patience, "restores": True},
        "keeping": {"watches": "val_loss", "best_only": True, "whole": True},
        "epochs": last,
        "model_of_epoch": best,
        "file_of_epoch": best,
    }


@mistake(
    "stop_and_keep",
    "The file holds the model of the last epoch: a checkpoint is written after every epoch unless it is told to keep "
    "the best.",
    written=KEEP.format(**KEPT | {"best_only": "False"}),
)
def keep_the_last(val_losses: Sequence[float], patience: int = 3) -> Facts:
    """A checkpoint an epoch."""
    best, last = _kept(val_losses, patience)
    keeping = {"watches": "val_loss", "best_only": False, "whole": True}
    return _callbacks(best, last, patience) | {"keeping": keeping, "file_of_epoch": last}


@mistake(
    "stop_and_keep",
    "The model ends with the weights of the last epoch: the early stopping can give it back those of the best.",
    written=KEEP.format(**KEPT | {"restores": "False"}),
)
def stop_with_the_last_weights(val_losses: Sequence[float], patience: int = 3) -> Facts:
    """The best weights are not restored."""
    best, last = _kept(val_losses, patience)
    stopping = {"watches": "val_loss", "patience": patience, "restores": False}
    return _callbacks(best, last, patience) | {"stopping": stopping, "model_of_epoch": last}


@mistake(
    "stop_and_keep",
    "The early stopping watches the training loss, which goes on falling while the model learns by heart.",
    written=KEEP.format(**KEPT | {"watched": '"loss"'}),
)
def stop_by_the_training_loss(val_losses: Sequence[float], patience: int = 3) -> Facts:
    """It never stops."""
    best, last = _kept(val_losses, patience, stops=False)
    stopping = {"watches": "loss", "patience": patience, "restores": True}
    return _callbacks(best, last, patience) | {"stopping": stopping, "model_of_epoch": last}


@mistake(
    "stop_and_keep",
    "The patience is not handed on: without it the training stops at the first epoch that is no better.",
    written=KEEP.format(**KEPT | {"patience": "0"}),
)
def stop_without_patience(val_losses: Sequence[float], patience: int = 3) -> Facts:  # noqa: ARG001 (the mistake)
    """No patience at all."""
    best, last = _kept(val_losses, 1)
    return _callbacks(best, last, 0)


@mistake(
    "stop_and_keep",
    "Two callbacks are asked for, in a list.",
    written=KEEP.format(**KEPT)
    .replace("return [", "return ")
    .replace(',\n            keras.callbacks.ModelCheckpoint(path, monitor="val_loss", save_best_only=True)]', ""),
)
def stop_without_a_checkpoint(val_losses: Sequence[float], patience: int = 3) -> Facts:  # noqa: ARG001 (as asked)
    """The early stopping alone."""
    raise MissingCallbackError


# %% stop_below

BELOW = """
def stop_below(threshold):
    return Watch(threshold)


class Watch(keras.callbacks.Callback):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold
        self.losses = []

    def on_train_begin(self, logs=None):
        {begin}

    def {event}(self, number, logs=None):
        self.losses.append(float(logs["{watched}"]))
        if self.losses[-1] {small} self.threshold:
            {stop}
"""
WATCH = {
    "begin": "self.losses = []",
    "event": "on_epoch_end",
    "watched": "loss",
    "small": "<",
    "stop": "self.model.stop_training = True",
}


def _noted(trainings: Sequence[Sequence[float]], lengths: Sequence[int]) -> Facts:
    noted = [list(losses[:length]) for losses, length in zip(trainings, lengths, strict=True)]
    return {"losses": noted, "epochs": list(lengths)}


def _lengths(trainings: Sequence[Sequence[float]], threshold: float, *, or_equal: bool = False) -> list[int]:
    small = [[loss <= threshold if or_equal else loss < threshold for loss in losses] for losses in trainings]
    return [found.index(True) + 1 if True in found else len(found) for found in small]


@mistake(
    "stop_below",
    "It never stops: it is the *model* that has to be told, `self.model`, not the callback itself.",
    written=BELOW.format(**WATCH | {"stop": "self.stop_training = True"}),
)
def stop_of_the_callback_itself(threshold: float, *trainings: Sequence[float]) -> Facts:  # noqa: ARG001 (the mistake)
    """An attribute of the wrong object."""
    return _noted(trainings, [len(losses) for losses in trainings])


@mistake(
    "stop_below",
    "Below the threshold, not at it.",
    written=BELOW.format(**WATCH | {"small": "<="}),
)
def stop_at_the_threshold(threshold: float, *trainings: Sequence[float]) -> Facts:
    """At the threshold, too."""
    return _noted(trainings, _lengths(trainings, threshold, or_equal=True))


@mistake(
    "stop_below",
    "The comparison is the wrong way round: it stops while the loss is still large.",
    written=BELOW.format(**WATCH | {"small": ">"}),
)
def stop_above_the_threshold(threshold: float, *trainings: Sequence[float]) -> Facts:
    """Above the threshold."""
    return _noted(trainings, _lengths([[-loss for loss in losses] for losses in trainings], -threshold))


@mistake(
    "stop_below",
    "A second training goes on with the list of the first: begin a new one when a training begins.",
    written=BELOW.format(**WATCH | {"begin": "pass"}),
)
def losses_that_pile_up(threshold: float, *trainings: Sequence[float]) -> Facts:
    """One list for all trainings."""
    found = _noted(trainings, _lengths(trainings, threshold))
    found["losses"] = [list(chain(*found["losses"][: number + 1])) for number in range(len(trainings))]
    return found


@mistake(
    "stop_below",
    "It notes the validation loss: the training loss is asked for.",
    written=BELOW.format(**WATCH | {"watched": "val_loss"}),
)
def losses_of_the_validation(threshold: float, *trainings: Sequence[float]) -> Facts:
    """The other loss, which is larger by 1 in these trainings."""
    others = [[loss + 1.0 for loss in losses] for losses in trainings]
    return _noted(others, _lengths(others, threshold))


@mistake(
    "stop_below",
    "It notes a loss at every batch: one at the end of every epoch is asked for.",
    written=BELOW.format(**WATCH | {"event": "on_train_batch_end"}),
)
def losses_of_the_batches(threshold: float, *trainings: Sequence[float]) -> Facts:
    """Two batches an epoch, alike; Keras ends the epoch at the one that stops it."""
    lengths = _lengths(trainings, threshold)
    noted: list[list[float]] = []
    for losses, length in zip(trainings, lengths, strict=True):
        twice = [loss for loss in losses[:length] for _ in range(2)]
        noted.append(twice[:-1] if losses[length - 1] < threshold else twice)
    return {"losses": noted, "epochs": lengths}


@mistake(
    "stop_below",
    "What is returned is the class: a callback is an object of it, made by calling the class.",
    written=BELOW.format(**WATCH).replace("return Watch(threshold)", "return Watch"),
)
def stop_with_a_class(threshold: float, *trainings: Sequence[float]) -> Facts:  # noqa: ARG001 (as asked)
    """The class in place of an object."""
    raise MissingCallbackError


# %% save_and_restore

SAVE = """
def save_and_restore(model, folder):
    {whole}
    with open(folder + "/architecture.json", "w") as file:
        file.write({text})
    model.save_weights(folder + "/model.weights.h5")
    restored = keras.models.model_from_json(model.to_json())
    {load}
    return {result}
"""
SAVES = {
    "whole": 'model.save(folder + "/model.keras")',
    "text": "model.to_json()",
    "load": 'restored.load_weights(folder + "/model.weights.h5")',
    "result": "restored",
}


def _files(**found: str) -> Facts:
    return dict.fromkeys(("whole", "architecture", "weights", "restored"), "saved") | found


@mistake(
    "save_and_restore",
    "The whole model is not in `model.keras`, in the folder given: `.h5` is the format of the past.",
    written=SAVE.format(**SAVES | {"whole": 'model.save(folder + "/model.h5")'}),
)
def save_in_the_format_of_the_past(weights: Sequence[Array]) -> Facts:  # noqa: ARG001 (as asked)
    """An `.h5` file."""
    return _files(whole="no file")


@mistake(
    "save_and_restore",
    "`model_to_yaml` was removed from Keras, because reading YAML could run code: an architecture is saved as JSON.",
    written=SAVE.format(**SAVES | {"text": "model.to_yaml()"}),
)
def save_as_yaml(weights: Sequence[Array]) -> Facts:  # noqa: ARG001
    """A method that is gone."""
    raise AttributeError


@mistake(
    "save_and_restore",
    "`to_json` gives a text already: written through `json.dump` it is a text in a text.",
    written=SAVE.format(**SAVES | {"text": "__import__('json').dumps(model.to_json())"}),
)
def save_json_twice(weights: Sequence[Array]) -> Facts:  # noqa: ARG001
    """JSON of a JSON text."""
    return _files(architecture="not readable")


@mistake(
    "save_and_restore",
    "The architecture alone has new, random weights: the saved ones must be loaded into it.",
    written=SAVE.format(**SAVES | {"load": "pass"}),
)
def restore_without_weights(weights: Sequence[Array]) -> Facts:  # noqa: ARG001
    """Random weights."""
    return _files(restored="other weights")


@mistake(
    "save_and_restore",
    "What is returned is the model that was given: a new one, made from the files, is asked for.",
    written=SAVE.format(**SAVES | {"result": "model"}),
)
def restore_nothing(weights: Sequence[Array]) -> Facts:  # noqa: ARG001
    """The model itself."""
    return _files(restored="the same object")
