# %% [markdown]
# # Chapter 1 · Digital images
#
# For a computer an image is an array of numbers. A grey image is `(height, width)`: row `i` counts from the top,
# column `j` from the left, and each **pixel** is a brightness from 0 (black) to 255 (white). A colour image is
# `(height, width, channels)` with three numbers a pixel: red, green, blue, in this order.
#
# These brightnesses fit into eight bits: NumPy's type `uint8`, an integer from 0 to 255. Mind what it does beyond: in
# a `uint8` there is no 270, it starts again at 0 and becomes 14. Compute with larger numbers first, and convert last.
#
# - Never change an argument: whoever called you still needs it.

# %%
"""Exercises of chapter 1: digital images."""

import numpy as np

# %% [markdown]
# ## 1. A grey gradient
#
# The first picture of the course is 8 by 8 pixels, black in the top left corner, and grows lighter by 30 with each
# step to the right or downwards until it is white:
#
# $$p_{i,j} = \min(s\,(i + j),\; 255)$$


# %%
def gradient_image(height: int, width: int, step: int = 30) -> np.ndarray:
    """Draw a grey image that grows lighter from the top left to the bottom right corner.

    The result is an array of `uint8` of shape `(height, width)`; its pixel `(i, j)` is `step * (i + j)`, but never more
    than 255.

    By hand, with 2 rows, 4 columns and a step of 100: the first row starts 0, 100, 200, and then 300 is too much, so
    it ends with 255. The second row starts one step further.

    >>> gradient_image(2, 4, step=100)
    array([[  0, 100, 200, 255],
           [100, 200, 255, 255]], dtype=uint8)
    """
    raise NotImplementedError


# %% [markdown]
# ## 2. A colour gradient
#
# The second picture mixes three channels. Red grows evenly from 0 in the left column to 255 in the right one, green
# from 0 in the top row to 255 in the bottom one, and blue is 128 everywhere. Where $w$ columns share the way from 0
# to 255 there are $w - 1$ steps between them:
#
# $$\text{red}_j = \left\lfloor \frac{255\,j}{w - 1} \right\rfloor$$


# %%
def rgb_gradient(height: int, width: int) -> np.ndarray:
    """Draw a colour image: red from left to right, green from top to bottom, a constant blue.

    The result is an array of `uint8` of shape `(height, width, 3)`. Levels are cut to integers (rounding is fine, too).
    Along a side of a single pixel there is no way to go: the level is 0.

    By hand, with 2 rows and 3 columns: red is 0, then 255 / 2 = 127.5, cut to 127, then 255. Green is 0 in the first
    row and 255 in the second.

    >>> image = rgb_gradient(2, 3)
    >>> image[0]
    array([[  0,   0, 128],
           [127,   0, 128],
           [255,   0, 128]], dtype=uint8)
    >>> image[1, 0]
    array([  0, 255, 128], dtype=uint8)
    """
    raise NotImplementedError


# %% [markdown]
# ## 3. How many pixels?
#
# The **resolution** says how many pixels an image has: one of 128 by 128 has 16 384. A colour does not make more
# pixels, it puts more numbers into each.


# %%
def pixel_count(image: np.ndarray) -> int:
    """Count the pixels of a grey image or of one with channels.

    `image` is `(height, width)` or `(height, width, channels)`; the result is an integer. What is in the pixels does
    not matter, and a pixel is counted once however many channels it has.

    >>> pixel_count(np.zeros((128, 128)))
    16384
    >>> pixel_count(np.zeros((2, 5, 3)))
    10
    """
    raise NotImplementedError


# %% [markdown]
# ## 4. From colour to grey
#
# The eye is more sensitive to green than to red, and much more than to blue. The brightness of a colour, its *luma*,
# is therefore no plain mean:
#
# $$y = 0.2989\,R + 0.5870\,G + 0.1140\,B$$


# %%
def to_grayscale(image: np.ndarray) -> np.ndarray:
    """Turn an RGB image into a grey one.

    `image` is `(height, width, 3)`; the result is `(height, width)`, in decimal numbers that are not rounded. It
    stays on the scale of the image: 0 to 255 where the image goes from 0 to 255, 0 to 1 where it goes from 0 to 1.

    By hand: a pixel of red 100, green 200 and blue 50 gives 29.89 + 117.4 + 5.7 = 152.99. Pure green gives a light
    grey, pure blue a dark one.

    >>> to_grayscale(np.array([[[100, 200, 50], [0, 255, 0], [0, 0, 255]]], dtype=np.uint8))
    array([[152.99 , 149.685,  29.07 ]])
    """
    raise NotImplementedError


# %% [markdown]
# ## 5. From bytes to numbers between 0 and 1
#
# Networks learn better from small numbers. The usual first step brings the 8-bit values into $[0, 1]$. The divisor is
# always the same, whatever is in the image: a dark image must stay darker than a light one.


# %%
def rescale(image: np.ndarray) -> np.ndarray:
    """Bring 8-bit values into the range from 0 to 1: black 0 becomes 0.0, white 255 becomes 1.0.

    `image` is an image of any shape, with values from 0 to 255 in any type; the result is a new array of the same
    shape, in decimal numbers.

    By hand: 51 is a fifth of 255.

    >>> rescale(np.array([[0, 51], [102, 255]], dtype=np.uint8))
    array([[0. , 0.2],
           [0.4, 1. ]])

    A dark image whose brightest pixel is 51 has nothing above 0.2 in its result.
    """
    raise NotImplementedError
