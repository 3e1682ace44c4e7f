# %% [markdown]
# # Chapter 12 · The first network
#
# From pictures to a network that reads them, in five steps: **prepare** the data, **build** and **compile** a network,
# **train** it (`fit`) and **evaluate** it. Every step has its function; the last exercise puts them together.
#
# The pictures are handwritten digits, as 8-bit numbers from 0 to 255: `(n, height, width)`, and `(n,)` labels from 0
# to 9. MNIST's have 28 by 28 pixels, those that you are graded with 8 by 8.
#
# - Labels are integers here, not one-hot: the loss is therefore the *sparse* categorical crossentropy.
# - Give every `fit`, `evaluate` and `predict` the argument `verbose=0`, so that they print nothing.

# %%
"""Exercises of chapter 12: the first network."""

from typing import Any

import keras
import numpy as np

# %% [markdown]
# ## 1. Preparing the data
#
# A dense layer takes *rows of numbers*. A network with 784 inputs refuses pictures of 28 by 28 pixels, though the
# number of pixels is right: each picture has to be laid out in a row first. (Many a tutorial forgets this line, and
# stops with "expected shape (None, 784)".)
#
# And it learns best from small numbers: 0 to 1 instead of 0 to 255.


# %%
def prepare(images: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Turn 8-bit images `(n, height, width)` into rows of numbers from 0 to 1, and labels into a vector of integers.

    The rows are a float32 array `(n, height * width)`, row by row of each image: 0 becomes 0.0, and 255 becomes 1.0.
    Some data sets hold their labels as a column `(n, 1)`: the result is `(n,)` all the same.
    """
    raise NotImplementedError


# %% [markdown]
# ## 2. Building and compiling
#
# | layer | output | |
# |---|---|---|
# | dense, ReLU | `hidden` | looks for features |
# | dense, softmax | `classes` | one probability a class |
#
# For MNIST that is 784 → 128 → 10, with 101 770 parameters.


# %%
def build_network(inputs: int, hidden: int = 128, classes: int = 10) -> keras.Model:
    """Build and compile the network of the table; do not train it.

    Compiled with the optimizer Adam at its default learning rate, the loss for integer labels (sparse categorical
    crossentropy, of probabilities) and the metric accuracy.

    >>> build_network(784).count_params()
    101770
    """
    raise NotImplementedError


# %% [markdown]
# ## 3. Training
#
# An **epoch** goes through all pictures once, a **batch** at a time; after every batch the weights take one step. 800
# pictures in batches of 32 are 25 steps an epoch.
#
# `fit` changes the model itself. What it returns is no model but a `History`: the losses of the epochs.


# %%
def train(
    model: keras.Model, pixels: np.ndarray, labels: np.ndarray, epochs: int = 5, batch_size: int = 32
) -> keras.Model:
    """Train a compiled model on prepared pixels `(n, inputs)` and integer labels `(n,)`, and return the model.

    All n pictures are learnt from, in every epoch. The model is compiled already: leave its loss and its optimizer as
    they are. It is judged by how many digits it recognises among those that it has never seen.
    """
    raise NotImplementedError


# %% [markdown]
# ## 4. Evaluating
#
# `evaluate` predicts pictures whose labels are known, and compares: the **loss** is the mean of what the model was
# trained to make small, the **accuracy** is the share of pictures that it gets right. Nothing is learnt.


# %%
def evaluate(model: keras.Model, pixels: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Loss and accuracy, in this order, of a compiled and trained model on prepared pixels and integer labels.

    Two numbers: the loss is the mean of the losses of all images, the accuracy the share of images that the model gets
    right, between 0 and 1. The model is not changed.
    """
    raise NotImplementedError


# %% [markdown]
# ## 5. Learning curves
#
# `fit(..., validation_data=...)` notes two losses an epoch: on the pictures that are learnt from (`loss`), and on
# others (`val_loss`). As long as both fall, the network learns. When `loss` falls on while `val_loss` rises, it learns
# its pictures by heart: it **overfits**.


# %%
def read_history(history: keras.callbacks.History) -> dict[str, Any]:
    """What the curves of a training say: a dict with three keys.

    - `best_epoch`: the epoch with the smallest validation loss, the first one being 1 (an int);
    - `best_loss`: that validation loss;
    - `overfits`: whether, from the best epoch to the last, the validation loss rose and the training loss fell (a bool;
      False when the best epoch is the last).

    The curves are lists in the dict `history.history`, under `"loss"` and `"val_loss"`; there may be others.
    """
    raise NotImplementedError


# %% [markdown]
# ## 6. All together
#
# From raw pictures to a trained network, and a number that says how good it is. That number is worth something only if
# it is measured on pictures that were *not* learnt from: there are two sets.


# %%
def first_network(
    train_images: np.ndarray, train_labels: np.ndarray, test_images: np.ndarray, test_labels: np.ndarray
) -> tuple[keras.Model, float]:
    """Train a network on the training images; return it, and its accuracy on the test images.

    The images are 8-bit `(n, height, width)`, the labels integers from 0 to 9. The network is that of exercise 2: its
    inputs are rows of pixels from 0 to 1, as `prepare` gives them. Learn from the training images only, for about 20
    epochs. It must recognise at least 90 of 100 digits that it has never seen, and be sure of them: give the right one
    a probability of more than 1/2, on average.
    """
    raise NotImplementedError
