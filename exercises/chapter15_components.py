# %% [markdown]
# # Chapter 15 · The components of a CNN
#
# Why not simply show an image to a dense layer? Because every pixel then needs a weight of its own in every neuron, and
# because what such a layer learns about a cat in one corner tells it nothing about a cat in another. A CNN answers
# both: a small kernel, the same everywhere, finds a pattern wherever it stands.
#
# You count the weights, put the parts of the last chapters together, and look for a pattern yourself.
#
# - A grey image is `(height, width)`; a batch of images is `(batch, height, width, channels)`.
# - Never change an argument.
# - Pixels are often integers (0 to 255 in a `uint8`), yet compute as if they were decimal numbers: in a `uint8`,
#   `3 - 4` is 255.
# - An argument without meaning (a pattern larger than the image …) raises `ValueError`.

# %%
"""Exercises of chapter 15: the components of a CNN."""

import numpy as np

# %% [markdown]
# ## 1. The weights of a dense layer
#
# A neuron of a dense layer has one weight for every number it is shown. In a grey image that is one number a pixel, in
# a colour image three.


# %%
def dense_weight_count(pixels: int, neurons: int, channels: int = 1) -> int:
    """Count the weights of a dense layer that is shown an image; biases are not counted.

    `pixels` is the number of pixels of the image, `channels` how many numbers each of them has, and `neurons` how many
    neurons the layer has.

    By hand: a grey image of 4 pixels has 4 numbers, and a layer of 3 neurons has 3 · 4 = 12 weights. In three colours
    the image has 12 numbers, and the layer 3 · 12 = 36 weights.

    >>> dense_weight_count(4, 3)
    12
    >>> dense_weight_count(4, 3, channels=3)
    36
    >>> dense_weight_count(8_000_000, 1000)
    8000000000

    The last is the course's example: 8 billion weights for one layer on the picture of an ordinary camera.
    """
    raise NotImplementedError


# %% [markdown]
# ## 2. A block of a CNN
#
# Convolution, activation, pooling: in this order the three make a block, and a CNN is a row of such blocks. What comes
# out has one channel for each kernel, a **feature map**: it tells where, and how strongly, the kernel's pattern was
# found.
#
# $$\text{images} \;\to\; \text{conv2d (valid, stride 1)} \;\to\; \text{ReLU} \;\to\; \text{max-pool}
# \;\to\; \text{feature maps}$$
#
# The pooling's windows stand side by side, their stride being the pool size; pixels left over at the bottom and at the
# right are not seen.
#
# You have written these parts in chapters 4, 5 and 6. Import your own modules: `from chapter04_convolution import
# conv2d`, and so on.


# %%
def feature_maps(images: np.ndarray, kernels: np.ndarray, bias: np.ndarray, pool_size: int = 2) -> np.ndarray:
    """Apply a block of a CNN to a batch of images: convolution (valid, stride 1), ReLU, max-pooling.

    `images` is `(batch, height, width, channels_in)`, `kernels` `(kernel_height, kernel_width, channels_in,
    channels_out)` and `bias` `(channels_out,)`. The result is `(batch, output_height, output_width, channels_out)`,
    where `output_height` is `(height - kernel_height + 1) // pool_size`, and the width likewise.

    By hand: the kernel 1 -1 subtracts from each pixel its right neighbour. The row 5 3 4 1 0 becomes 2 -1 3 1, with the
    bias -1 that is 1 -2 2 0, and after ReLU 1 0 2 0. The row below, 0 4 4 4 2, becomes -4 0 0 2, then -5 -1 -1 1, and
    after ReLU 0 0 0 1. Of 1 0 / 0 0 the largest number is 1, of 2 0 / 0 1 it is 2.

    >>> images = np.array([[5.0, 3.0, 4.0, 1.0, 0.0], [0.0, 4.0, 4.0, 4.0, 2.0]]).reshape(1, 2, 5, 1)
    >>> kernels = np.array([[1.0, -1.0]]).reshape(1, 2, 1, 1)
    >>> feature_maps(images, kernels, np.array([-1.0]))[0, :, :, 0]
    array([[1., 2.]])

    `ValueError` when the kernel is larger than the images, the pool size below 1 or larger than what the convolution
    leaves.
    """
    raise NotImplementedError


# %% [markdown]
# ## 3. Find a pattern wherever it stands
#
# A kernel that slides over the image meets its pattern wherever it was moved to: that is why a CNN needs no weights of
# its own for each place. Here you slide a pattern over the image yourself and ask where the two are most alike. How
# unlike they are at a place is the sum of the squared differences
#
# $$d_{i,j} = \sum_{u,v} (x_{i+u,\,j+v} - p_{u,v})^2$$
#
# which is 0 where the image shows exactly the pattern $p$. Only the places count where the whole pattern lies on the
# image.


# %%
def locate(image: np.ndarray, pattern: np.ndarray) -> tuple[int, int]:
    """Say where in a grey image a pattern stands: the place with the smallest sum of squared differences.

    `image` is `(height, width)`, `pattern` is smaller or of the same size; the result is `(row, column)`, the place of
    the pattern's top left pixel. If several places are equally good, take the first in reading order: the topmost, and
    in its row the leftmost.

    By hand: the pattern 3 4 on the row 9 3 5 4 has (9 - 3)² + (3 - 4)² = 37, then (3 - 3)² + (5 - 4)² = 1, then
    (5 - 3)² + (4 - 4)² = 4. The smallest is 1, in row 0 and column 1.

    >>> locate(np.array([[9.0, 3.0, 5.0, 4.0]]), np.array([[3.0, 4.0]]))
    (0, 1)
    >>> image = np.zeros((4, 5))
    >>> image[2:4, 3:5] = [[1.0, 2.0], [3.0, 4.0]]
    >>> locate(image, np.array([[1.0, 2.0], [3.0, 4.0]]))
    (2, 3)

    `ValueError` when the pattern is larger than the image.
    """
    raise NotImplementedError
