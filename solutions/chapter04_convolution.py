# %% [markdown]
# # Chapter 4 · Convolution, stride, padding
#
# A convolution slides a small matrix of numbers, the **kernel** (or filter), over an image. Wherever it stops, it
# multiplies the pixels under it by its own numbers and adds up: one number of the output. A kernel answers strongly
# where the image looks like it: `[[1, 0, -1], [1, 0, -1], [1, 0, -1]]` finds vertical edges,
# `[[0, -1, 0], [-1, 5, -1], [0, -1, 0]]` sharpens.
#
# You write it from the first window to the whole layer of a CNN: flipped or not, at every pixel or every `stride`
# pixels, with zeros around the image or without.
#
# - A grey image is `(height, width)`; a batch of images is `(batch, height, width, channels)`.
# - Never change an argument, and never give one back: whoever called you still needs it.
# - Pixels are often integers (0 to 255 in a `uint8`), yet compute as if they were decimal numbers: in a `uint8`,
#   `200 + 100` is 44.
# - An argument without meaning (a stride of 0, a kernel larger than the image …) raises `ValueError`.

# %%
"""Exercises of chapter 4: convolution, stride and padding."""

import numpy as np

# %% [markdown]
# ## 1. Convolution
#
# The mathematical convolution **flips the kernel** on both axes, upside down and left to right, before it slides it:
#
# $$o_{i,j} = \sum_{u,v} x_{i+u,\,j+v} \; k_{h-1-u,\,w-1-v}$$
#
# where the kernel has $h$ rows and $w$ columns. Only the places count where the whole kernel lies on the image (the
# *valid* region). Along an axis of $n$ pixels a kernel of $k$ pixels has $n - k + 1$ such places.


# %%
def convolve2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Convolve a grey image with a kernel, over the valid region.

    `image` is `(height, width)` and `kernel` `(kernel_height, kernel_width)`; the result is
    `(height - kernel_height + 1, width - kernel_width + 1)`.

    By hand: flipped, the kernel 1 2 / 3 4 becomes 4 3 / 2 1. On the top left corner of the image, 1 2 / 4 5, it gives
    1·4 + 2·3 + 4·2 + 5·1 = 23; one pixel further right, on 2 3 / 5 6, it gives 2·4 + 3·3 + 5·2 + 6·1 = 33.

    >>> image = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    >>> convolve2d(image, np.array([[1.0, 2.0], [3.0, 4.0]]))
    array([[23., 33.],
           [53., 63.]])

    The course's `scipy.ndimage.convolve` flips the kernel too. `ValueError` when the kernel is larger than the image.
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = kernel.shape
    output_height = image.shape[0] - kernel_height + 1
    output_width = image.shape[1] - kernel_width + 1
    if output_height < 1 or output_width < 1:
        raise ValueError(f"kernel {kernel.shape} is larger than image {image.shape}")
    image = image.astype(float)  # a new array: the caller's image stays what it is
    flipped = kernel[::-1, ::-1]
    output = np.zeros((output_height, output_width))
    for i in range(output_height):
        for j in range(output_width):
            window = image[i : i + kernel_height, j : j + kernel_width]
            output[i, j] = np.sum(window * flipped)
    return output
    ### END SOLUTION


# %% [markdown]
# ## 2. Cross-correlation: what a CNN computes
#
# A layer learns its kernels, so it does not care whether they are written upside down. Keras and the others leave
# out the flip and still say "convolution":
#
# $$o_{i,j} = \sum_{u,v} x_{i+u,\,j+v} \; k_{u,v}$$
#
# The first number of the kernel always meets the first pixel of the window.


# %%
def cross_correlate2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Cross-correlate a grey image with a kernel, over the valid region: no flip.

    `image` is `(height, width)` and `kernel` `(kernel_height, kernel_width)`; the result is
    `(height - kernel_height + 1, width - kernel_width + 1)`.

    By hand: the kernel 1 2 / 3 4 on the top left corner of the image, 1 2 / 4 5, gives 1·1 + 2·2 + 4·3 + 5·4 = 37.
    The convolution gave 23 there.

    >>> image = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    >>> cross_correlate2d(image, np.array([[1.0, 2.0], [3.0, 4.0]]))
    array([[37., 47.],
           [67., 77.]])

    This is the operation of the course's own loop, and of every layer called `Conv2D`. `ValueError` when the kernel is
    larger than the image.
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = kernel.shape
    output_height = image.shape[0] - kernel_height + 1
    output_width = image.shape[1] - kernel_width + 1
    if output_height < 1 or output_width < 1:
        raise ValueError(f"kernel {kernel.shape} is larger than image {image.shape}")
    image = image.astype(float)
    # There are far fewer numbers in the kernel than windows in the image. Loop over the kernel then: each of its
    # numbers weighs a shifted copy of the whole image, and NumPy adds a copy at a stroke.
    output = np.zeros((output_height, output_width))
    for u in range(kernel_height):
        for v in range(kernel_width):
            output += kernel[u, v] * image[u : u + output_height, v : v + output_width]
    return output
    ### END SOLUTION


# %% [markdown]
# ## 3. Filter an image and keep its size
#
# To get an output as large as the image, the kernel must also stop where it sticks out over the border. The course
# calls `scipy.ndimage.convolve`, which imagines a mirror along the border, between two pixels: `a b c d` goes on as
#
# `d c b a | a b c d | d c b a`
#
# so that the border pixel itself comes first in the reflection. A kernel of odd side $k$ sticks out by
# $(k - 1) / 2$ pixels.


# %%
def filter_image(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Convolve a grey image with a kernel (flipped), mirroring the image at its borders.

    `image` and the result are `(height, width)`; `kernel` has odd sides, no larger than the image's.

    By hand: the row 1 2 3 goes on as 1 | 1 2 3 | 3. The kernel 1 0 -1, flipped -1 0 1, subtracts the left neighbour
    from the right one: 2 - 1, 3 - 1 and 3 - 2.

    >>> image = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    >>> filter_image(image, np.array([[1.0, 0.0, -1.0]]))
    array([[1., 2., 1.],
           [1., 2., 1.],
           [1., 2., 1.]])

    Beyond the first pixel the mirror goes on: two pixels beyond the left border stands a 2, not another 1.
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = kernel.shape
    height, width = image.shape
    if kernel_height > height or kernel_width > width:
        raise ValueError(f"kernel {kernel.shape} is larger than image {image.shape}")
    rows, columns = kernel_height // 2, kernel_width // 2
    mirrored = np.pad(image.astype(float), ((rows, rows), (columns, columns)), mode="symmetric")
    flipped = kernel[::-1, ::-1]
    output = np.zeros((height, width))
    for u in range(kernel_height):
        for v in range(kernel_width):
            output += flipped[u, v] * mirrored[u : u + height, v : v + width]
    return output
    ### END SOLUTION


# %% [markdown]
# ## 4. Stride
#
# The **stride** $s$ is the number of pixels by which the kernel moves, down and to the right:
#
# $$o_{i,j} = \sum_{u,v} x_{s\,i+u,\,s\,j+v} \; k_{u,v}$$
#
# A larger stride makes a smaller output: along an axis of $n$ pixels there are $\lfloor (n - k) / s \rfloor + 1$
# windows. The pixels left over after the last window are not seen.
#
# Mind the loop printed in the course: it moves by the stride *in the output*, where every number has its place, and
# not in the image. For a stride of 2 it leaves three quarters of the output at zero.


# %%
def strided_cross_correlate2d(image: np.ndarray, kernel: np.ndarray, stride: int) -> np.ndarray:
    """Cross-correlate a grey image with a kernel that moves by `stride` pixels on both axes.

    `image` is `(height, width)` and `kernel` `(kernel_height, kernel_width)`; the result is
    `((height - kernel_height) // stride + 1, (width - kernel_width) // stride + 1)`.

    By hand: on an image of 3 by 4 pixels, a kernel of 2 by 2 with a stride of 2 stops once from top to bottom, for a
    second stop would need a fourth row, and twice from left to right: on 1 2 / 5 6 and on 3 4 / 7 8. The kernel
    1 0 / 0 1 gives 1 + 6 = 7 and 3 + 8 = 11.

    >>> image = np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 10.0, 11.0, 12.0]])
    >>> strided_cross_correlate2d(image, np.array([[1.0, 0.0], [0.0, 1.0]]), 2)
    array([[ 7., 11.]])

    `ValueError` when the stride is below 1 or the kernel larger than the image.
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = kernel.shape
    if stride < 1:
        raise ValueError(f"stride must be at least 1, not {stride}")
    if kernel_height > image.shape[0] or kernel_width > image.shape[1]:
        raise ValueError(f"kernel {kernel.shape} is larger than image {image.shape}")
    output_height = (image.shape[0] - kernel_height) // stride + 1
    output_width = (image.shape[1] - kernel_width) // stride + 1
    image = image.astype(float)
    output = np.zeros((output_height, output_width))
    for i in range(output_height):
        for j in range(output_width):
            top, left = stride * i, stride * j  # output numbers follow each other, their windows are a stride apart
            window = image[top : top + kernel_height, left : left + kernel_width]
            output[i, j] = np.sum(window * kernel)
    return output
    ### END SOLUTION


# %% [markdown]
# ## 5. Zero padding
#
# A valid convolution loses the border, layer after layer. **Padding** adds pixels around the image first. In a CNN
# they are zeros: $p$ rows above and below, $p$ columns left and right.


# %%
def zero_pad2d(image: np.ndarray, padding: int) -> np.ndarray:
    """Put a frame of `padding` zeros around a grey image.

    `image` is `(height, width)`; the result is a new array `(height + 2 * padding, width + 2 * padding)`.

    >>> zero_pad2d(np.array([[1.0, 2.0], [3.0, 4.0]]), 1)
    array([[0., 0., 0., 0.],
           [0., 1., 2., 0.],
           [0., 3., 4., 0.],
           [0., 0., 0., 0.]])

    A padding of 0 has a meaning: it gives a copy of the image. `ValueError` when the padding is negative.
    """
    ### BEGIN SOLUTION
    if padding < 0:
        raise ValueError(f"padding must not be negative, but is {padding}")
    height, width = image.shape
    output = np.zeros((height + 2 * padding, width + 2 * padding))
    # Count from the top: `output[padding:-padding]` would be empty for a padding of 0.
    output[padding : padding + height, padding : padding + width] = image
    return output
    ### END SOLUTION


# %% [markdown]
# ## 6. How many zeros for `"same"`?
#
# Keras knows two paddings. `"valid"` adds nothing. `"same"` adds so many zeros that a stride of 1 keeps the size of
# the image; in general the output has $m = \lceil n / s \rceil$ numbers along an axis of $n$ pixels.
#
# The last of the $m$ windows ends $(m - 1)\,s + k$ pixels after the start of the first. What the image lacks of that
# is the number of zeros (none, if it lacks nothing). They are shared between both ends, half before and half after.
# When their number is odd, the extra one goes **after**: that is TensorFlow's rule, and the reason why an even kernel
# does not sit in the middle.


# %%
def same_padding(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    """Count the zeros that `"same"` adds before and after one axis.

    `size` is the number of pixels along the axis, `kernel_size` that of the kernel; the result is `(before, after)`.

    By hand: 5 pixels, a kernel of 3 and a stride of 1 have 5 windows, which cover 4·1 + 3 = 7 pixels: 2 zeros, one at
    each end. With a kernel of 2 they cover 6 pixels: 1 zero, after. With 6 pixels, a kernel of 3 and a stride of 2
    there are 3 windows, which cover 2·2 + 3 = 7 pixels: 1 zero, after.

    >>> same_padding(5, 3, 1)
    (1, 1)
    >>> same_padding(5, 2, 1)
    (0, 1)
    >>> same_padding(6, 3, 2)
    (0, 1)

    The course's "padding that keeps the size" is the case of an odd kernel and a stride of 1. `ValueError` when the
    stride is below 1.
    """
    ### BEGIN SOLUTION
    if stride < 1:
        raise ValueError(f"stride must be at least 1, not {stride}")
    windows = (size + stride - 1) // stride  # size / stride, rounded up without leaving the integers
    covered = (windows - 1) * stride + kernel_size
    zeros = max(covered - size, 0)  # a stride larger than the kernel may cover less than the image
    before = zeros // 2
    return before, zeros - before
    ### END SOLUTION


# %% [markdown]
# ## 7. A convolutional layer
#
# A layer looks at all channels $c$ of its input at once and has one kernel and one bias for each filter $f$:
#
# $$o_{b,i,j,f} = \beta_f + \sum_{u,v,c} x_{b,\,s\,i+u,\,s\,j+v,\,c} \; k_{u,v,c,f}$$
#
# on images to which `padding` may have added zeros.
#
# **Speed counts here.** A layer makes millions of multiplications, and a Python loop that makes them one by one is
# hundreds of times slower than NumPy. Ask yourself which of the seven indices above you must loop over, and which
# ones NumPy can run through for you.


# %%
def conv2d(
    images: np.ndarray, kernels: np.ndarray, bias: np.ndarray, stride: int = 1, padding: str = "valid"
) -> np.ndarray:
    """Apply a convolutional layer (cross-correlation, no activation) to a batch of images.

    `images` is `(batch, height, width, channels_in)`, `kernels` `(kernel_height, kernel_width, channels_in,
    channels_out)` and `bias` `(channels_out,)`; the result is `(batch, output_height, output_width, channels_out)`.
    `padding` is `"valid"` (no zeros) or `"same"` (the zeros of exercise 6).

    By hand: one image of 3 by 3 pixels with one channel, one filter 1 2 / 3 4 and the bias 10. The top left number is
    1·1 + 2·2 + 4·3 + 5·4 + 10 = 47. With `"same"` a row of zeros comes below and a column of zeros to the right, and
    the bottom right number is 9·1 + 10 = 19.

    >>> images = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]).reshape(1, 3, 3, 1)
    >>> kernels = np.array([[1.0, 2.0], [3.0, 4.0]]).reshape(2, 2, 1, 1)
    >>> conv2d(images, kernels, np.array([10.0]))[0, :, :, 0]
    array([[47., 57.],
           [77., 87.]])
    >>> conv2d(images, kernels, np.array([10.0]), padding="same")[0, :, :, 0]
    array([[47., 57., 31.],
           [77., 87., 43.],
           [33., 36., 19.]])

    `ValueError` when the padding is unknown, the stride below 1 or, for `"valid"`, the kernel larger than the images.
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = kernels.shape[:2]
    height, width = images.shape[1:3]
    if stride < 1:
        raise ValueError(f"stride must be at least 1, not {stride}")
    if padding == "same":
        # Exercise 6, for the rows and for the columns.
        rows = max(((height + stride - 1) // stride - 1) * stride + kernel_height - height, 0)
        columns = max(((width + stride - 1) // stride - 1) * stride + kernel_width - width, 0)
        top, left = rows // 2, columns // 2
        images = np.pad(images, ((0, 0), (top, rows - top), (left, columns - left), (0, 0)))
    elif padding != "valid":
        raise ValueError(f"padding must be 'valid' or 'same', not {padding!r}")
    elif kernel_height > height or kernel_width > width:
        raise ValueError(f"kernels {kernels.shape[:2]} are larger than images {images.shape[1:3]}")

    # All windows at once, (batch, output_height, output_width, channels_in, kernel_height, kernel_width). This is a
    # view: no pixel is copied, NumPy only notes where each window starts. A stride keeps every `stride`-th of them.
    sliding_window_view = np.lib.stride_tricks.sliding_window_view
    windows = sliding_window_view(images.astype(float), (kernel_height, kernel_width), axis=(1, 2))
    windows = windows[:, ::stride, ::stride]

    # The three sums of the formula run over the kernel's rows, its columns and the channels: axes 4, 5 and 3 of the
    # windows, axes 0, 1 and 2 of the kernels. `tensordot` lays each window out in a row and each filter in a column,
    # and multiplies the two matrices in the processor's fastest code. No Python loop is left: with one around every
    # window this is dozens of times slower, with one around every window and every filter hundreds of times.
    output = np.tensordot(windows, kernels, axes=((4, 5, 3), (0, 1, 2)))
    output += bias  # one bias a filter, on the last axis: it reaches every pixel of every image
    return output
    ### END SOLUTION
