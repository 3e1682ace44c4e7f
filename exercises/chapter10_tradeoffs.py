# %% [markdown]
# # Chapter 10 · Strengths and costs
#
# CNNs are the best that there is for pictures, and they find the features by themselves. They pay for it with
# parameters, with arithmetic and with time. A **random forest**, which is a vote of many decision trees, knows nothing
# of neighbouring pixels, but is trained in a moment. Is the CNN worth its price? You measure it: what a layer costs,
# how large a model is, how long it trains, how well it does.
#
# - Everything is counted for *one* picture.
# - Pictures of digits are `(batch, 8, 8, 1)`, with numbers from 0 to 1; labels are integers from 0 to 9.

# %%
"""Exercises of chapter 10: strengths and costs."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from sklearn.ensemble import RandomForestClassifier

# %% [markdown]
# ## 1. What a convolution costs
#
# One **multiply-add** is one product added to a sum: the step of which nearly all of a network's work is made. Each
# number in a convolution's output is the sum over one window, in all input channels.
#
# By hand: 5 by 5 pixels of 1 channel, 2 filters of 3 by 3, `"valid"`: the output has 3 · 3 · 2 numbers, each takes
# 3 · 3 · 1 multiply-adds, 162 in all.


# %%
def conv2d_operations(
    input_shape: tuple[int, int, int],
    filters: int,
    kernel_size: tuple[int, int],
    stride: int = 1,
    padding: str = "valid",
) -> int:
    """Multiply-adds of a convolutional layer for one picture `(height, width, channels)`.

    Biases are not counted. `padding` is `"valid"` or `"same"`: with `"same"` the zeros around the picture are
    multiplied, too. Another padding, a stride below 1 or a kernel larger than a `"valid"` picture raises `ValueError`.

    >>> conv2d_operations((5, 5, 1), 2, (3, 3))
    162
    """
    raise NotImplementedError


# %% [markdown]
# ## 2. What a dense layer costs
#
# In a dense layer each unit looks at each input once.


# %%
def dense_operations(inputs: int, units: int) -> int:
    """Multiply-adds of a dense layer for one picture; biases are not counted.

    Every unit multiplies each of the inputs by a weight and adds it to a sum.

    By hand: 4 inputs and 3 units are 4 multiply-adds for the first unit, 4 for the second, 4 for the third.

    >>> dense_operations(4, 3)
    12
    """
    raise NotImplementedError


# %% [markdown]
# ## 3. What a whole model costs
#
# A Keras model tells all you need: `model.layers`, each layer's `input.shape`, `count_params()`, and its own settings
# (`filters`, `kernel_size`, `strides`, `padding`, `units`). The course's CNN has most of its parameters in a dense
# layer, and most of its work in a convolution: memory and time are two prices.


# %%
def model_cost(model: keras.Model) -> dict[str, int]:
    """Parameters, bytes and multiply-adds of a model made of Conv2D, MaxPooling2D, Flatten and Dense layers.

    The result has the keys `parameters`, `bytes` (a parameter takes 2 bytes in float16, 4 in float32, 8 in float64:
    look at the weights' dtype) and `operations` (for one picture; pooling and flattening multiply nothing).
    """
    raise NotImplementedError


# %% [markdown]
# ## 4. How large a forest is
#
# A forest has no weights. What it keeps are the nodes of its trees: questions ("is pixel 12 below 0.3?") and, at the
# ends, answers. scikit-learn's forest holds its trees in `estimators_`, and each tree's nodes in `tree_`.


# %%
def forest_size(forest: RandomForestClassifier) -> int:
    """Nodes of all trees of a trained forest together: questions and answers.

    A forest keeps its trees in a list, `forest.estimators_`, and each of them how many nodes it has: look at what a
    tree offers under its name `tree_`. A tree that asks one question has three nodes: the question and its two answers.
    """
    raise NotImplementedError


# %% [markdown]
# ## 5. The forest
#
# Train it and let it recognise pictures that it has not seen. To a forest a picture is a row of numbers: it wants
# `(batch, 64)`.


# %%
def forest_predictions(images: np.ndarray, labels: np.ndarray, test_images: np.ndarray) -> np.ndarray:
    """Train a random forest on images with labels; its labels `(tests,)` for the test images.

    `images` is `(batch, 8, 8, 1)`, `labels` `(batch,)`, `test_images` `(tests, 8, 8, 1)`. Trained on 1 000 images the
    forest must recognise 9 of 10 test images: scikit-learn's `RandomForestClassifier` does, with its default settings.
    """
    raise NotImplementedError


# %% [markdown]
# ## 6. The CNN
#
# The same pictures, as they are: a CNN wants height, width and channels. The grader measures its accuracy by itself, on
# images that your function never sees.


# %%
def train_cnn(images: np.ndarray, labels: np.ndarray) -> keras.Model:
    """Build, compile and train a small CNN on images `(batch, 8, 8, 1)` with integer labels `(batch,)`; return it.

    It has at least one convolution, at most 20 000 parameters, and gives 10 probabilities a picture. Trained on 1 000
    images it must recognise 9 of 10 others, within a minute: 20 epochs are enough, and take a few seconds. `fit` talks
    less with `verbose=0`.
    """
    raise NotImplementedError


# %% [markdown]
# ## 7. The time
#
# To measure a training, look at the clock before and after. Once is not enough: whatever else the machine does makes a
# training slower, never faster. So train several times, and take the *shortest*.
#
# The clock is an argument. In earnest it is `time.perf_counter` (which, unlike `time.time`, never jumps); the grader
# hands you one of its own.


# %%
def training_seconds(train: Callable[[], Any], clock: Callable[[], float], repeats: int = 3) -> float:
    """Call the function `train()` `repeats` times; return the seconds that the fastest of them took by the clock.

    `clock()` tells the time in seconds, since some moment or other. `repeats` below 1 raises `ValueError`.
    """
    raise NotImplementedError


# %% [markdown]
# ## 8. The comparison
#
# Accuracy and size side by side, the best model on top.


# %%
def comparison_table(
    labels: np.ndarray, predictions: dict[str, np.ndarray], parameters: dict[str, int]
) -> list[tuple[str, float, int]]:
    """Rows (name, accuracy, parameters) of several models, the most accurate first.

    `labels` `(batch,)` are the right ones, `predictions` has each model's under its name, `parameters` has each model's
    size. Of models that are equally accurate, the one with fewer parameters comes first.

    >>> labels = np.array([3, 1, 4, 1])
    >>> predictions = {"forest": np.array([3, 1, 4, 7]), "cnn": np.array([3, 1, 4, 1])}
    >>> comparison_table(labels, predictions, {"forest": 9000, "cnn": 4000})
    [('cnn', 1.0, 4000), ('forest', 0.75, 9000)]
    """
    raise NotImplementedError
