# %% [markdown]
# # Chapter 14 · A CNN with Keras
#
# A convolutional network of Keras's is more than convolutions and pooling: other layers turn arrays round, repeat them,
# flatten them or make holes in them. First you write those **in NumPy**, so that nothing about them is magic. Then you
# build the course's CNN for photographs of 64 x 64 pixels with **Keras**, let it see more pictures than there are, load
# pictures from folders, train and evaluate.
#
# - The first axis is always the batch. Layers leave it alone, and their arguments do not count it.
# - Arguments without meaning raise `ValueError`.
# - A function that is asked for a model returns it without training it.
#
# Older courses use two things that are gone:
#
# | then | today |
# |---|---|
# | `ImageDataGenerator(rescale=1./255)` | the layer `Rescaling(1 / 255)`, or a division in `dataset.map` |
# | `ImageDataGenerator(horizontal_flip=True, …)` | the layers `RandomFlip`, `RandomRotation`, `RandomZoom` … |
# | `….flow_from_directory(…)` | `keras.utils.image_dataset_from_directory(…)` |
# | `model.fit_generator(…)` | `model.fit(…)`, which takes data sets as well as arrays |

# %%
"""Exercises of chapter 14: a CNN with Keras."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np

# %% [markdown]
# ## 1. Dense
#
# In chapter 7 a dense layer got one row of numbers per image. Keras's `Dense` takes arrays of any number of axes: it
# treats **the last axis** as in chapter 7 and keeps all the others.


# %%
def dense(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Linear combination of the last axis of `x` (…, inputs) with weights (inputs, units), plus bias (units,).

    The result is (…, units): whatever axes stand before the last one stay as they are. There is no activation.

    >>> dense(np.array([[1.0, 2.0]]), np.array([[1.0, 0.0], [10.0, 1.0]]), np.array([0.5, 0.5]))
    array([[21.5,  2.5]])
    """
    raise NotImplementedError


# %% [markdown]
# ## 2. Dropout
#
# During training, dropout sets a random share `rate` of the numbers to 0, others every time, so that no neuron can rely
# on a single one of its neighbours. What is kept is **divided by 1 - rate**: the expected sum stays the same. After
# training nothing is dropped, and nothing is divided.
#
# So that your function gives the same result every time, the random numbers are an argument: `uniform` has the shape of
# `x`, with numbers from 0 to 1 (1 excluded). A number of `x` is **kept where `uniform` is at least `rate`**.


# %%
def dropout(x: np.ndarray, rate: float, uniform: np.ndarray, training: bool = True) -> np.ndarray:
    """Drop the numbers of `x` where `uniform < rate`, and divide the others by 1 - rate.

    Without `training` the result equals `x` (and is a copy). `ValueError` unless 0 ≤ rate < 1.

    >>> dropout(np.array([[1.0, 2.0, 3.0]]), 0.5, np.array([[0.7, 0.2, 0.5]]))
    array([[2., 0., 6.]])
    """
    raise NotImplementedError


# %% [markdown]
# ## 3. Reshape
#
# The same numbers in the same (row-major) order, in another shape. The batch is not part of `target_shape`; one of its
# sizes may be -1, "whatever fits".


# %%
def reshape(x: np.ndarray, target_shape: Sequence[int]) -> np.ndarray:
    """Give every item of a batch the shape `target_shape`: the result is (batch, *target_shape). It may be a view.

    At most one size may be -1. `ValueError` if there are more, or if the numbers do not fit.

    >>> reshape(np.zeros((5, 4, 6)), (3, -1)).shape
    (5, 3, 8)
    """
    raise NotImplementedError


# %% [markdown]
# ## 4. Flatten
#
# One row per item. Even a batch of single numbers, `(batch,)`, becomes a table: `(batch, 1)`.


# %%
def flatten(x: np.ndarray) -> np.ndarray:
    """All numbers of each item in one row: (batch, …) becomes (batch, features). It may be a view.

    Keras reads the numbers of an image from left to right, from top to bottom, and at every pixel its channels: this is
    the order in which NumPy keeps them, too.

    >>> flatten(np.arange(12).reshape(2, 2, 3)).shape
    (2, 6)
    """
    raise NotImplementedError


# %% [markdown]
# ## 5. Permute
#
# The axes in another order. Keras **counts axes from 1 here, and does not count the batch**: `dims=(2, 1)` exchanges
# the two axes behind the batch. Axis *i* of the result is axis `dims[i]` of `x`.


# %%
def permute(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """Reorder the axes behind the batch: axis i of an item of the result is axis `dims[i]` of one of `x`, from 1 on.

    It may be a view. `ValueError` unless `dims` names every axis from 1 on exactly once.

    >>> permute(np.zeros((5, 2, 3, 4)), (3, 1, 2)).shape
    (5, 4, 2, 3)
    """
    raise NotImplementedError


# %% [markdown]
# ## 6. RepeatVector
#
# A vector per item, `n` times one below the other: what a recurrent layer needs to look at one vector for `n` steps.


# %%
def repeat_vector(x: np.ndarray, n: int) -> np.ndarray:
    """Repeat each row of `x` (batch, features) n times: (batch, n, features).

    `ValueError` if `n` is below 1, or if `x` has not two axes.

    >>> repeat_vector(np.array([[1, 2]]), 3)
    array([[[1, 2],
            [1, 2],
            [1, 2]]])
    """
    raise NotImplementedError


# %% [markdown]
# ## 7. The course's CNN
#
# It tells two kinds of photographs from each other (cats and dogs, say) and gives one number: the probability that a
# photograph is of class 1.
#
# | layer | output | parameters |
# |---|---|---|
# | input | 64 x 64 x 3 | |
# | convolution: 32 kernels 3 x 3, ReLU | 62 x 62 x 32 | 896 |
# | max pooling 2 x 2 | 31 x 31 x 32 | |
# | convolution: 32 kernels 3 x 3, ReLU | 29 x 29 x 32 | 9 248 |
# | max pooling 2 x 2 | 14 x 14 x 32 | |
# | flatten | 6 272 | |
# | dense: 128 units, ReLU | 128 | 802 944 |
# | dropout: half of them | 128 | |
# | dense: 1 unit, sigmoid | 1 | 129 |


# %%
def build_cnn() -> keras.Model:
    """Build and compile the model of the table.

    It is compiled with Adam with its default learning rate, the loss for a single sigmoid (binary crossentropy) and the
    metric accuracy. It has 813 217 parameters.
    """
    raise NotImplementedError


# %% [markdown]
# ## 8. Augmentation
#
# A cat that is seen in a mirror, a little turned or a little nearer is still a cat. Layers that change pictures at
# random show the network a new picture every time. Like dropout they work **in training only**: with `training=False`
# pictures go through unchanged.
#
# Such layers count in their own units: look up what the factor of `RandomRotation` is a share of, and which flips
# `RandomFlip` makes if it is not told.


# %%
def augmentation(rotation: float = 0.1, zoom: float = 0.2) -> keras.Sequential:
    """Three layers in a `keras.Sequential`: flip left and right at random, rotate, zoom.

    Pictures are rotated by up to `rotation` full turns either way, and zoomed out or in by up to the share `zoom`, both
    sides alike. Nothing else is changed; the model is not compiled.
    """
    raise NotImplementedError


# %% [markdown]
# ## 9. Pictures from folders
#
# The pictures of a class lie in a folder of their own, and the folder's name is the class's:
#
#     training_set/cats/001.png
#     training_set/cats/002.png
#     training_set/dogs/001.png
#
# `keras.utils.image_dataset_from_directory` makes a `tf.data.Dataset` of them: batches of images and labels. It has the
# attribute `class_names`; a data set that is made of it (by `map`, for instance) has not.


# %%
def load_images(folder: str, side: int, batch_size: int, shuffle: bool = True) -> tuple[Any, list[str]]:
    """Load the pictures of two classes; the result is (data set, names of the classes in alphabetical order).

    Each batch of the data set is a pair: images (batch_size, side, side, 3) as float32 from **0 to 1**, and labels
    (batch_size, 1) that are 0.0 for the first class and 1.0 for the second. Without `shuffle` the pictures come in the
    order of the folders and file names. The data set ends after every picture has come once.
    """
    raise NotImplementedError


# %% [markdown]
# ## 10. Training
#
# `fit` takes such a data set as it is: batches, labels and all. After every epoch it may look at a second data set,
# from which it does not learn. What `fit` returns has an attribute `history`.


# %%
def train(model: keras.Model, training: Any, validation: Any, epochs: int) -> tuple[list[float], list[float]]:
    """Train a compiled model for some epochs; the result is (losses, validation losses), one number an epoch.

    `training` and `validation` are data sets of batches (images, labels). The model is trained on the first alone, and
    keeps what it has learnt.
    """
    raise NotImplementedError


# %% [markdown]
# ## 11. Evaluation
#
# One accuracy hides much: a network that says "dog" to everything is right about every dog. The **confusion matrix**
# counts, for every true class (row), how often each class (column) was predicted. Its diagonal is what was right.
#
# A classifier with softmax gives a column per class, and the largest probability decides. The CNN above gives a single
# column: the probability of class 1. More than one half is class 1, less is class 0.


# %%
def evaluate_confusion(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Confusion matrix and accuracy per class, from probabilities and integer labels (batch,).

    `probabilities` is (batch, classes), or (batch, 1) for two classes. The matrix (classes, classes) holds integers:
    row = true class, column = predicted class. The accuracy of a class is the share of its images that are recognised;
    a class without images has 0.

    >>> evaluate_confusion(np.array([[0.9], [0.2], [0.8]]), np.array([1, 0, 0]))
    (array([[1, 1],
           [0, 1]]), array([0.5, 1. ]))
    """
    raise NotImplementedError
