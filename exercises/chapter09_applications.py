# %% [markdown]
# # Chapter 9 · Applications
#
# CNNs recognise what is in a picture, follow what moves in a film, suggest what looks alike, read handwriting. You
# rarely train one from nothing for that: you take a network that others have trained, such as **VGG16**, which knows
# the 1 000 classes of ImageNet, and hand it your picture the way it is used to.
#
# You write the whole way from a picture to its name, then look at *where* the network saw what it named:
#
# picture → batch → right size → VGG16's own numbers → network → probabilities → names
#
# Keras has each of these steps (`load_img(target_size=…)`, `expand_dims`, `preprocess_input`, `decode_predictions`).
# Here you write them yourself in NumPy, and see what they do.
#
# - Pictures are RGB with numbers from 0 to 255. No argument may be changed.

# %%
"""Exercises of chapter 9: applications."""

from typing import Any

import keras
import numpy as np

# %% [markdown]
# ## 1. A picture becomes a batch
#
# A network expects a *batch* of pictures in colour, `(batch, height, width, 3)`, even when there is only one, and even
# when it is grey: grey is a colour whose red, green and blue are the same.


# %%
def as_batch(picture: np.ndarray) -> np.ndarray:
    """Make a batch `(1, height, width, 3)` of one picture.

    `picture` is `(height, width, 3)`, or `(height, width)` in grey: then each channel gets the grey. Any other shape
    raises `ValueError`. The numbers stay what they are; the argument stays as it was.
    """
    raise NotImplementedError


# %% [markdown]
# ## 2. The right size
#
# VGG16 looks at 224 by 224 pixels, no others. The simplest way to another size: each new pixel takes the colour of the
# old pixel in which its *centre* lies. Pixel i reaches from i to i + 1, so its centre is at i + 1/2.
#
# By hand, 3 pixels become 5: the centres 0.5, 1.5, 2.5, 3.5, 4.5 times 3/5 are 0.3, 0.9, 1.5, 2.1, 2.7, which lie in
# the old pixels 0, 0, 1, 2, 2.


# %%
def resize_nearest(image: np.ndarray, height: int, width: int) -> np.ndarray:
    """Resize an image to `(height, width)` by nearest neighbours, as `tf.image.resize(…, method="nearest")`.

    `image` is `(old_height, old_width)` or `(old_height, old_width, channels)`. The new row i is the old row

        ⌊(i + 1/2) · old_height / height⌋

    and the columns go the same way. A height or a width below 1 raises `ValueError`.

    >>> resize_nearest(np.array([[10, 20, 30]]), 2, 5)
    array([[10, 10, 20, 30, 30],
           [10, 10, 20, 30, 30]])
    """
    raise NotImplementedError


# %% [markdown]
# ## 3. VGG16's own numbers
#
# Its authors trained VGG16 with a library that reads pictures as blue, green, red (**BGR**), and took from each channel
# its mean over all of ImageNet:
#
# | channel | blue | green | red |
# |---|---|---|---|
# | mean | 103.939 | 116.779 | 123.68 |
#
# Nothing is divided: the numbers go from about -124 to 151. Other networks want other numbers (some from -1 to 1, some
# from 0 to 1); a network fed with numbers it is not used to names nonsense, and raises no error.


# %%
def preprocess_vgg16(images: np.ndarray) -> np.ndarray:
    """Turn RGB into BGR and take off the means, as `keras.applications.vgg16.preprocess_input`.

    `images` is a picture `(height, width, 3)` or a batch `(batch, height, width, 3)`, of bytes or of decimal numbers
    from 0 to 255. The result has the same shape and decimal numbers. (Keras's own function changes an array of decimal
    numbers in place; yours must not.)

    A white pixel `[255, 255, 255]` becomes `[151.061, 138.221, 131.32]`.
    """
    raise NotImplementedError


# %% [markdown]
# ## 4. Names
#
# The network answers with a probability for each class. What you want to read is the few likeliest, by name.


# %%
def decode_top(probabilities: np.ndarray, class_names: list[str], top: int = 3) -> list[list[tuple[str, float]]]:
    """The likeliest classes of each picture of a batch, by name.

    `probabilities` is `(batch, classes)`; `class_names` has the classes' names in order. The result is a list with one
    entry a picture: its `top` likeliest classes as pairs (name, probability), the likeliest first; of equal
    probabilities, the class that comes first. `ValueError` when `top` is below 1 or larger than the number of classes,
    or when there are not as many names as classes.

    >>> decode_top(np.array([[0.1, 0.7, 0.2]]), ["cat", "dog", "elephant"], top=2)
    [[('dog', 0.7), ('elephant', 0.2)]]
    """
    raise NotImplementedError


# %% [markdown]
# ## 5. VGG16 itself
#
# `keras.applications.VGG16` builds it. Its convolutions serve pictures of any size; its head (three dense layers, 124
# of its 138 million parameters) only those of 224 by 224 pixels. Without the head it is a *base* for networks of your
# own. Weights come from a file, so that nothing need be downloaded: `weights="imagenet"` fetches half a gigabyte, and
# in the grader's sandbox there is no network.


# %%
def load_vgg16(weights: str | None = None, input_shape: tuple[int, int, int] = (224, 224, 3)) -> keras.Model:
    """VGG16 without its head, for pictures of `input_shape`, with the weights of a file.

    `weights` is the file's path; with None the weights are new. The model's output are its last feature maps,
    `(height / 32, width / 32, 512)`; it has 14 714 688 parameters, and need not be compiled.
    """
    raise NotImplementedError


# %% [markdown]
# ## 6. The whole way
#
# Put it together, for any network that wants its pictures prepared as VGG16 does. It says itself which size it takes:
# look at `model.input_shape`.
#
# The grader tries it with VGG16 and ImageNet's weights where Keras has them on this machine, else with a small network
# that knows digits in red, green and blue. The report says which.


# %%
def recognise(model: Any, picture: np.ndarray, class_names: list[str], top: int = 3) -> list[tuple[str, float]]:
    """Name what is in a picture: the `top` likeliest classes as pairs (name, probability), the likeliest first.

    `model` is a Keras model that takes batches `(batch, height, width, 3)` prepared as for VGG16 and gives
    probabilities `(batch, classes)`. `picture` is `(any_height, any_width, 3)`, or `(any_height, any_width)` in grey,
    from 0 to 255.
    """
    raise NotImplementedError


# %% [markdown]
# ## 7. Where did it look?
#
# A network that ends with *global average pooling* and one dense layer tells where it saw a class. Each feature map k
# says where its feature is, and the dense layer's weight w(k, class) how much that feature speaks for the class. The
# weighted sum of the maps, before any average, is the **class activation map**. Laid over the picture it shows whether
# the network looked at the elephant or at the grass around it.


# %%
def class_activation_map(features: np.ndarray, weights: np.ndarray, class_index: int) -> np.ndarray:
    """Where a network sees a class, from 0 (not at all) to 1 (here).

    `features` `(height, width, channels)` are the last feature maps, `weights` `(channels, classes)` those of the dense
    layer. The map `(height, width)` is

        map(i, j) = Σ_k features(i, j, k) · weights(k, class_index)

    with all that is negative set to 0, then divided by its largest value. A map that has no positive value is 0
    everywhere.
    """
    raise NotImplementedError
