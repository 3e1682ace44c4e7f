# %% [markdown]
# # Chapter 6 · Pooling
#
# After convolution and ReLU, a feature map says for every pixel how much of an edge or a corner there is. That is more
# than the next layer needs: whether the corner lies one pixel further left hardly matters. **Pooling** cuts the map
# into windows and keeps one number of each, the largest (*max pooling*) or the mean (*average pooling*). The map gets
# smaller, so that the following layers have less to compute and fewer parameters, and small shifts of the image show
# less. Pooling itself has no parameters: there is nothing to learn in it.
#
# - A batch of images is `(batch, height, width, channels)`; a grey image is `(height, width)`.
# - Each channel of each image is pooled on its own: a batch of 2 images with 3 channels gives 2 images with 3 channels.
# - Never change an argument, and never give one back: whoever called you still needs it.
# - Pixels are often integers, yet compute as if they were decimal numbers: the mean of 1 and 2 is 1.5.
# - An argument without meaning (a stride of 0, windows larger than the images …) raises `ValueError`.

# %%
"""Exercises of chapter 6: pooling."""

import numpy as np

# %% [markdown]
# ## 1. Max pooling
#
# The windows are $k$ pixels high and wide (the **pool size**) and stand $s$ pixels apart (the **stride**):
#
# $$o_{b,i,j,c} = \max_{0 \le u, v < k} \; x_{b,\,s\,i+u,\,s\,j+v,\,c}$$
#
# Usually they stand side by side, which is why the stride is the pool size unless somebody says otherwise. Along an
# axis of $n$ pixels there are $\lfloor (n - k) / s \rfloor + 1$ windows with `"valid"`, as for a convolution, and
# $m = \lceil n / s \rceil$ with `"same"`, where $\max((m - 1)\,s + k - n,\, 0)$ pixels are added: half of them before,
# half after, and an odd one after.
#
# Two traps. The loop printed in the course moves by the stride *in the output*, where every number has its place, and
# not in the image: only a part of the output is filled. And what `"same"` adds must never win: in a window of negative
# numbers a zero would be the largest.
#
# **Speed counts here.** A Python loop that visits every window of every image is hundreds of times slower than NumPy.
# Which of the six indices above are few enough to loop over?


# %%
def max_pool2d(images: np.ndarray, pool_size: int, stride: int | None = None, padding: str = "valid") -> np.ndarray:
    """Keep the largest value of each window, for each image and each channel.

    `images` is `(batch, height, width, channels)`; the result is `(batch, output_height, output_width, channels)`.
    `pool_size` is the side of the windows and `stride` their distance, the pool size if it is None. `padding` is
    `"valid"` (whole windows only) or `"same"` (as many windows as `size / stride`, rounded up).

    By hand: on 3 by 4 pixels, windows of 2 side by side stand once from top to bottom, for a second one would need a
    fourth row, and twice from left to right: 1 5 / 4 2 gives 5, and 3 0 / 8 6 gives 8. With `"same"` there is a second
    row of windows, of which only the upper half lies on the image: -7 -9 gives -7, and -3 -4 gives -3.

    >>> image = np.array([[1.0, 5.0, 3.0, 0.0], [4.0, 2.0, 8.0, 6.0], [-7.0, -9.0, -3.0, -4.0]])
    >>> images = image.reshape(1, 3, 4, 1)
    >>> max_pool2d(images, 2)[0, :, :, 0]
    array([[5., 8.]])
    >>> max_pool2d(images, 2, padding="same")[0, :, :, 0]
    array([[ 5.,  8.],
           [-7., -3.]])
    >>> max_pool2d(images, 2, stride=1)[0, :, :, 0]
    array([[5., 8., 8.],
           [4., 8., 8.]])

    `ValueError` when the padding is unknown, the pool size or the stride below 1 or, for `"valid"`, the windows larger
    than the images.
    """
    raise NotImplementedError


# %% [markdown]
# ## 2. Average pooling
#
# The same windows, but the mean of their pixels instead of the largest. With `"same"`, only pixels of the image count:
# a window that sticks out over the border gives the mean of the pixels within. Otherwise the border of every map would
# be darker than its middle, for no reason that lies in the image.


# %%
def average_pool2d(images: np.ndarray, pool_size: int, stride: int | None = None, padding: str = "valid") -> np.ndarray:
    """Take the mean of each window, for each image and each channel.

    `images` is `(batch, height, width, channels)`; the result is `(batch, output_height, output_width, channels)`.
    `pool_size`, `stride` and `padding` have the meaning that they have in `max_pool2d`, and so have the errors.

    By hand: on 3 by 4 pixels, windows of 2 side by side: 1 5 / 4 2 gives 12 / 4 = 3, and 3 0 / 8 5 gives 16 / 4 = 4.
    With `"same"` a second row of windows stands half on the image: 7 9 gives 16 / 2 = 8, not 16 / 4, and 3 4 gives 3.5.

    >>> image = np.array([[1.0, 5.0, 3.0, 0.0], [4.0, 2.0, 8.0, 5.0], [7.0, 9.0, 3.0, 4.0]])
    >>> images = image.reshape(1, 3, 4, 1)
    >>> average_pool2d(images, 2)[0, :, :, 0]
    array([[3., 4.]])
    >>> average_pool2d(images, 2, padding="same")[0, :, :, 0]
    array([[3. , 4. ],
           [8. , 3.5]])

    `ValueError` when the padding is unknown, the pool size or the stride below 1 or, for `"valid"`, the windows larger
    than the images.
    """
    raise NotImplementedError


# %% [markdown]
# ## 3. Global average pooling
#
# One window as large as the image: each feature map becomes a single number. Many networks end that way, since a vector
# of `channels` numbers is all that a classifier needs, whatever the size of the images.


# %%
def global_average_pool2d(images: np.ndarray) -> np.ndarray:
    """Take the mean of all pixels, for each image and each channel.

    `images` is `(batch, height, width, channels)`; the result is `(batch, channels)`: the two axes of the pixels are
    gone, the others stay, even when they are 1 long.

    By hand: one image of 1 by 2 pixels with two channels. The first pixel is (1, 10), the second (2, 30): the mean of
    the first channel is (1 + 2) / 2 = 1.5, that of the second (10 + 30) / 2 = 20.

    >>> global_average_pool2d(np.array([[[[1, 10], [2, 30]]]]))
    array([[ 1.5, 20. ]])
    """
    raise NotImplementedError


# %% [markdown]
# ## 4. How invariant is it?
#
# The course says that pooling makes a network less sensitive to small shifts. Measure it: max-pool an image, shift it a
# little to the right, max-pool it again, and count how many values stayed as they were. To keep all pixels, the shift
# is circular (`np.roll`): what leaves on the right comes back on the left.


# %%
def shift_invariance(image: np.ndarray, shift: int, pool_size: int) -> float:
    """Measure which fraction of the max-pooled values stays the same when a grey image is shifted.

    `image` is `(height, width)`. It is rolled to the right by `shift` pixels, as `np.roll` does along the rows: a
    negative shift goes to the left, and one beyond the width goes round once more. The windows of the max pooling stand
    side by side (the stride is the pool size, `"valid"`). The result is a number from 0 to 1.

    By hand: the image 9 0 0 5 / 0 0 4 0 in windows of 2 has the maxima 9 and 5. Rolled right by 1 it is
    5 9 0 0 / 0 0 0 4: the maxima are 9 and 4. One of two stayed.

    >>> shift_invariance(np.array([[9.0, 0.0, 0.0, 5.0], [0.0, 0.0, 4.0, 0.0]]), 1, 2)
    0.5

    `ValueError` when the pool size is below 1 or larger than a side of the image.
    """
    raise NotImplementedError
