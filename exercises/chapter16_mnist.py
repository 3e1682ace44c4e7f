# %% [markdown]
# # Chapter 16 · MNIST and Fashion-MNIST
#
# **MNIST** holds 70 000 handwritten digits, **Fashion-MNIST** as many pictures of clothes: grey images of 28x28 pixels
# in ten classes, 60 000 to learn from and 10 000 to be tested with. A basic CNN reads more than 99 % of the digits and
# recognises more than 90 % of the clothes.
#
# You prepare the images, build two CNNs, train and evaluate them, and look at what they still get wrong.
#
# - Images are handed over as they are stored: `(n, 28, 28)` bytes from 0 to 255. Labels are integers from 0 to 9.
# - A model takes prepared images, `(n, 28, 28, 1)` numbers from 0 to 1.
# - The grader measures what your models can do by itself, on images that your code never sees.
#   Where Keras has the two data sets in its cache (`keras.datasets.mnist.load_data()` puts them there) it takes those
#   and asks for 99 % and 90 %; where not, scikit-learn's digits, enlarged to 28x28.

# %%
"""Exercises of chapter 16: MNIST and Fashion-MNIST."""

from collections.abc import Callable

import keras
import numpy as np

# %% [markdown]
# ## 1. Preparing the images
#
# A convolution wants a channel axis, and training goes best with small numbers.


# %%
def prepare_images(images: np.ndarray) -> np.ndarray:
    """Turn `(n, height, width)` bytes into `(n, height, width, 1)` float32 numbers from 0 to 1.

    0 becomes 0, 255 becomes 1. The images handed over stay as they are.

    The last axis is the one of the channels: a grey image has one. A convolution of Keras's wants it.

    >>> prepare_images(np.zeros((5, 28, 28), np.uint8)).shape
    (5, 28, 28, 1)
    """
    raise NotImplementedError


# %% [markdown]
# ## 2. A CNN for digits
#
# How many layers and of which sizes is yours to choose. A good start: convolution with ReLU, max-pooling, the same
# once more with more filters, flatten, dense with softmax.


# %%
def build_mnist_cnn() -> keras.Model:
    """Build and compile a CNN for 28x28x1 images and ten classes; it is not trained.

    - At least one convolution, and at most 600 000 parameters.
    - Ten probabilities come out.
    - Compiled with the crossentropy for labels that are integers, an optimizer of your choice and the metric accuracy.
    """
    raise NotImplementedError


# %% [markdown]
# ## 3. A CNN for clothes
#
# A shirt and a coat differ less than a 1 and an 8: this network may be larger. A larger network learns its training
# images by heart unless something keeps it from that. **Dropout** does: while training, it sets a random share of the
# numbers to zero.


# %%
def build_fashion_cnn() -> keras.Model:
    """Build and compile a CNN like `build_mnist_cnn`, with at least two convolutions and one dropout layer.

    Clothes are harder to tell apart than digits: a shirt and a coat differ in details, for which one convolution is too
    few. With more weights the network may learn its training images by heart, which dropout makes harder.
    """
    raise NotImplementedError


# %% [markdown]
# ## 4. Training and evaluating
#
# The same recipe for both data sets: prepare, build, fit, evaluate. The test images say how well the model does on what
# it has *not* learnt from. So they take no part in the training, not even to say when to stop.


# %%
def train_and_evaluate(
    build: Callable[[], keras.Model],
    images: np.ndarray,
    labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
    epochs: int,
) -> tuple[keras.Model, float]:
    """Train what `build()` gives; return the trained model and its accuracy on the test images, from 0 to 1.

    `build` is one of the two functions above. Both kinds of images are bytes, `(n, 28, 28)`: prepare them. The model is
    trained for so many epochs with the images, and evaluated with the test images.
    """
    raise NotImplementedError


# %% [markdown]
# ## 5. What is taken for what
#
# The accuracy says how often a model errs; the **confusion matrix** says how. It counts the images of each class (rows)
# that were taken for each class (columns). What is right stands on the diagonal.


# %%
def confusion_matrix(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """Count how often each class was taken for each: integers, `(classes, classes)`, rows for the true class.

    >>> confusion_matrix(np.array([0, 0, 1]), np.array([0, 1, 1]), 2)
    array([[1, 1],
           [0, 1]])
    """
    raise NotImplementedError


# %% [markdown]
# ## 6. The most frequent confusion
#
# Usually a few pairs of classes make most of the errors: 4 and 9, shirt and T-shirt. Look at those first.


# %%
def most_confused(confusion: np.ndarray) -> tuple[int, int]:
    """Find the most frequent error in a confusion matrix: the true class, and the class it was taken for.

    Row and column are counted from 0; what stands on the diagonal is right, and no error. The matrix stays as it was.

    >>> most_confused(np.array([[50, 1, 2], [0, 60, 7], [3, 0, 40]]))
    (1, 2)
    """
    raise NotImplementedError
