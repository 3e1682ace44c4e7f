# %% [markdown]
# # Chapter 13 · Models
#
# How to choose the size of a network, build it layer after layer or as a graph, read its summary, watch its training
# and keep it in files.
#
# Ordinary layers are enough everywhere: no Lambda, and no layer class of your own. Where a model is asked for, it is
# not trained.

# %%
"""Exercises of chapter 13: models."""

from pathlib import Path
from typing import Any

import keras

# %% [markdown]
# ## 1. Rules of thumb
#
# How many hidden layers? Jeff Heaton's table:
#
# | hidden layers | can represent | `problem` |
# |---|---|---|
# | 0 | classes that a straight line (a plane) separates | `"linearly separable"` |
# | 1 | continuous functions from one space into another | `"continuous"` |
# | 2 | decision boundaries of any form | `"any boundary"` |
# | 3 (or more) | representations of representations | `"complex"` |
#
# How many units has each? Three rules, for a first guess:
#
# - a number *between* the sizes of the input and of the output layer (which of the two is larger does not matter),
# - 2/3 of the size of the input layer plus the size of the output layer,
# - less than twice the size of the input layer.


# %%
def rules_of_thumb(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    """What the rules say: a dict of five ints.

    - `layers`: the number of hidden layers for one of the four problems of the table; `ValueError` for another;
    - `smallest` and `largest`: the two ends of the first rule;
    - `advised`: the number of the second rule, rounded to the nearest integer;
    - `most`: the largest number of units that keeps the third rule.
    """
    ### BEGIN SOLUTION
    problems = ["linearly separable", "continuous", "any boundary", "complex"]
    if problem not in problems:
        raise ValueError(f"problem must be one of {problems}, received {problem!r}")
    return {
        "layers": problems.index(problem),
        "smallest": min(inputs, outputs),
        "largest": max(inputs, outputs),
        "advised": round(2 * inputs / 3 + outputs),
        "most": 2 * inputs - 1,
    }
    ### END SOLUTION


# %% [markdown]
# ## 2. A stack of layers
#
# `keras.Sequential` is a list of layers, each of which takes what the one before it gives. Between dense layers stands
# here **dropout**: in training it sets a share of its inputs to 0 at random, so that no unit relies on a single other.


# %%
def build_stack(inputs: int, layers: int, units: int, classes: int, dropout: float = 0.5) -> keras.Model:
    """Build a classifier of `layers` hidden layers, each of them a dense layer with ReLU and a dropout layer.

    Every hidden layer has `units` units; there may be none at all. Last comes a dense layer with softmax, without
    dropout. The model need not be compiled.

    >>> len(build_stack(64, 2, 32, 10).layers)
    5
    """
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input(shape=(inputs,))])
    for _ in range(layers):
        model.add(keras.layers.Dense(units, activation="relu"))
        model.add(keras.layers.Dropout(dropout))
    model.add(keras.layers.Dense(classes, activation="softmax"))
    return model
    ### END SOLUTION


# %% [markdown]
# ## 3. Two inputs, one shared layer
#
# Do two pictures show the same digit? A stack cannot ask that: it has one input. In the **functional API** layers are
# functions: `output = layer(input)`, and a model is all that lies between its inputs and its outputs. A layer that is
# called twice uses the *same weights* both times.
#
# ```
# first ──┐
#         ├─ dense, ReLU (one layer, called on each) ─ concatenate ─ dense(1), sigmoid
# second ─┘
# ```


# %%
def build_twins(inputs: int, features: int) -> keras.Model:
    """Build the model of the drawing: two inputs of `inputs` numbers each, and the probability that they are alike.

    The shared layer has `features` units. Its outputs for the first and for the second input are concatenated
    (`keras.layers.Concatenate`). The model need not be compiled.
    """
    ### BEGIN SOLUTION
    first, second = keras.Input(shape=(inputs,)), keras.Input(shape=(inputs,))
    shared = keras.layers.Dense(features, activation="relu")
    both = keras.layers.Concatenate()([shared(first), shared(second)])
    return keras.Model([first, second], keras.layers.Dense(1, activation="sigmoid")(both))
    ### END SOLUTION


# %% [markdown]
# ## 4. Two outputs
#
# One picture, two questions: which digit is it, and is it even? The first answer is one of ten classes (softmax), the
# second is yes or no (one unit with sigmoid). Each output has its own loss; a dict says which one by the *name* of the
# layer that makes the output: `keras.layers.Dense(..., name="digit")`.


# %%
def build_two_heads(inputs: int, hidden: int, classes: int) -> keras.Model:
    """Build and compile a model with one hidden dense layer (ReLU) and two outputs that both start from it.

    - `"digit"`: `classes` units with softmax; loss: sparse categorical crossentropy;
    - `"even"`: one unit with sigmoid; loss: binary crossentropy.

    Compiled with the optimizer Adam; metrics are up to you.
    """
    ### BEGIN SOLUTION
    start = keras.Input(shape=(inputs,))
    features = keras.layers.Dense(hidden, activation="relu")(start)
    digit = keras.layers.Dense(classes, activation="softmax", name="digit")(features)
    even = keras.layers.Dense(1, activation="sigmoid", name="even")(features)
    model = keras.Model(start, [digit, even])
    model.compile(optimizer="adam", loss={"digit": "sparse_categorical_crossentropy", "even": "binary_crossentropy"})
    return model
    ### END SOLUTION


# %% [markdown]
# ## 5. The summary
#
# `model.summary()` prints a table, and `keras.utils.plot_model(model, "model.png")` draws the graph (it needs the
# packages pydot and Graphviz). A program reads the same from the layers themselves: `model.layers`, and of each layer
# its `name`, `output`, `count_params()` and `trainable_weights`.


# %%
def summary_rows(model: keras.Model) -> list[tuple[str, tuple[int, ...], int, int]]:
    """One row a layer, in order: name, shape of the output, number of parameters, and how many of them can be trained.

    The batch is left out of the shape: `(26, 26, 8)`, not `(None, 26, 26, 8)`. A layer may be frozen
    (`layer.trainable = False`): then none of its parameters can be trained. The numbers are ints.
    """
    ### BEGIN SOLUTION
    return [
        (
            layer.name,
            tuple(layer.output.shape[1:]),
            layer.count_params(),
            sum(weight.value.numpy().size for weight in layer.trainable_weights),
        )
        for layer in model.layers
    ]
    ### END SOLUTION


# %% [markdown]
# ## 6. Stopping early, keeping the best
#
# **Callbacks** are called by `fit` at every epoch's end. Two that almost every training needs:
#
# - `keras.callbacks.EarlyStopping` stops when the loss has not become better for some epochs, its *patience*;
# - `keras.callbacks.ModelCheckpoint` writes the model into a file.
#
# Both can watch any number that `fit` reports. Which of the losses tells that a model has begun to learn by heart?


# %%
def stop_and_keep(path: str, patience: int = 3) -> list[keras.callbacks.Callback]:
    """Two callbacks for a training with validation data: an `EarlyStopping` and a `ModelCheckpoint`, in any order.

    Both watch the validation loss. The training stops when that has not become smaller for `patience` epochs, and the
    model then has the weights of its best epoch again. The file at `path` (it ends in `.keras`) always holds the whole
    model of the best epoch so far, not that of the last one.
    """
    ### BEGIN SOLUTION
    return [
        keras.callbacks.EarlyStopping(monitor="val_loss", patience=patience, restore_best_weights=True),
        keras.callbacks.ModelCheckpoint(path, monitor="val_loss", save_best_only=True),
    ]
    ### END SOLUTION


# %% [markdown]
# ## 7. A callback of your own
#
# A class derived from `keras.callbacks.Callback` overrides the methods that it needs, such as
# `on_train_begin(self, logs=None)`, `on_epoch_end(self, epoch, logs=None)` or `on_train_batch_end`. `logs` is a dict
# with the numbers of the moment; the model that is being trained is `self.model`, and `self.model.stop_training = True`
# ends its training.


# %%
def stop_below(threshold: float) -> keras.callbacks.Callback:
    """Make a callback of a class of your own, which notes the training loss of every epoch and stops when it is small.

    Its attribute `losses` is a list with one float an epoch, in order, that of the last epoch included. At the end of
    the first epoch whose training loss is below `threshold` the training stops. When the callback is used for a second
    training, the list begins anew.
    """
    ### BEGIN SOLUTION
    return StopBelow(threshold)


class StopBelow(keras.callbacks.Callback):  # type: ignore[misc]
    """Notes the loss of every epoch, and stops below a threshold."""

    def __init__(self, threshold: float) -> None:
        """Stop below `threshold`."""
        super().__init__()
        self.threshold = threshold
        self.losses: list[float] = []

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002 (Keras's signature)
        """Begin a list anew."""
        self.losses = []

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Note the loss, and look at it."""
        self.losses.append(float(logs["loss"]))
        if self.losses[-1] < self.threshold:
            self.model.stop_training = True

    ### END SOLUTION


# %% [markdown]
# ## 8. Saving and restoring
#
# | what | written by | read by |
# |---|---|---|
# | the whole model | `model.save("….keras")` | `keras.models.load_model` |
# | the architecture alone | `model.to_json()` (a text) | `keras.models.model_from_json` |
# | the weights alone | `model.save_weights("….weights.h5")` | `model.load_weights` |
#
# (Older courses save whole models as `.h5` and architectures by `model_to_yaml`: the first is a format of the past, the
# second was removed, because reading YAML could run code.)


# %%
def save_and_restore(model: keras.Model, folder: str) -> keras.Model:
    """Write three files into an existing folder, and return a new model that is made from the last two.

    - `model.keras`: the whole model;
    - `architecture.json`: its architecture, as `to_json` gives it (UTF-8 text);
    - `model.weights.h5`: its weights.

    The model that is returned has the same architecture and the same weights, but is another object.
    """
    ### BEGIN SOLUTION
    place = Path(folder)
    model.save(place / "model.keras")
    (place / "architecture.json").write_text(model.to_json(), "utf-8")
    model.save_weights(place / "model.weights.h5")
    restored = keras.models.model_from_json((place / "architecture.json").read_text("utf-8"))
    restored.load_weights(place / "model.weights.h5")
    return restored
    ### END SOLUTION
