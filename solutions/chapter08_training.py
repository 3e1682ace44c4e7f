# %% [markdown]
# # Chapter 8 · Training
#
# A network learns in four moves, again and again: **forward** (from the images to probabilities), **loss** (how wrong
# are they?), **backward** (how much does every number of the network weigh in that loss?), and a small **step** that
# makes it less wrong. Keras hides all four in `fit`. Here you write them.
#
# The backward pass goes from layer to layer, from the last to the first. Each layer is told one thing, the gradient
# of the loss with respect to its *output* (if this output grew by a little, how much would the loss grow?), and
# answers with the gradient with respect to its *input*, which it hands on, and to its *parameters*, by which they
# learn.
#
# - A gradient has the shape of what it is the gradient of. If shapes do not fit, something is transposed.
# - A number that is used several times gets a gradient from each use, and they **add up**.
# - Never change an argument, and never give one back: whoever called you still needs it.
# - Integers are computed as if they were decimal numbers; arguments without meaning raise `ValueError`.

# %%
"""Exercises of chapter 8: training."""

from typing import Any

import numpy as np

# %% [markdown]
# ## 1. One-hot labels
#
# A label says which class an image belongs to: 0, 1, 2 … The network answers with a probability for *each* class. To
# compare the two, write the label as the probabilities of somebody who is sure: 1 for its class, 0 for all others.


# %%
def one_hot(labels: np.ndarray, classes: int) -> np.ndarray:
    """Write integer labels as rows of zeros and a one.

    `labels` is `(batch,)`, integers from 0 to `classes - 1`; the result is `(batch, classes)`.

    By hand: of three classes, label 2 is 0 0 1 and label 0 is 1 0 0.

    >>> one_hot(np.array([2, 0]), 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])

    A class that no label names, class 1 here, has a column all the same.
    """
    ### BEGIN SOLUTION
    rows = np.zeros((len(labels), classes))
    for sample, label in enumerate(labels):
        rows[sample, label] = 1
    return rows
    ### END SOLUTION


# %% [markdown]
# ## 2. The gradient of the loss
#
# The last layer gives the logits $z$, softmax makes them probabilities $p$, and the cross-entropy with the one-hot
# labels $y$ is the loss of a sample, $-\sum_i y_i \log p_i$. Differentiated through both, nearly everything cancels
# out:
#
# $$\frac{\partial\,\text{loss}}{\partial z_i} = p_i - y_i$$
#
# What the network said, less what it should have said. Mind that the loss of a batch is the **mean** over its
# samples.
#
# And mind softmax: $e^{1000}$ is too large for a computer. Only the differences between the logits of a row count, so
# you may shift the row before you take exponentials.


# %%
def softmax_crossentropy_gradient(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Gradient of the mean cross-entropy of softmax, with respect to the logits.

    `logits` and the one-hot `labels` are `(batch, classes)`, and so is the result. The loss is the mean over the
    batch. Logits of 1000 or -1000 must not overflow.

    By hand: two equal logits have the probabilities 0.5 and 0.5. If the label is the first class, that is 0.5 too
    little for it and 0.5 too much for the other; with two samples in the batch, each counts by half.

    >>> softmax_crossentropy_gradient(np.array([[3.0, 3.0], [1000.0, 0.0]]), np.array([[1.0, 0.0], [1.0, 0.0]]))
    array([[-0.25,  0.25],
           [ 0.  ,  0.  ]])

    The second sample is sure, and right: there is nothing to learn from it.
    """
    ### BEGIN SOLUTION
    logits = logits.astype(float)  # a new array: the caller's logits stay what they are
    shifted = logits - logits.max(axis=1, keepdims=True)  # the largest of each row is 0, no exponential exceeds 1
    exponentials = np.exp(shifted)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    gradient: np.ndarray = (probabilities - labels) / len(logits)
    return gradient
    ### END SOLUTION


# %% [markdown]
# ## 3. Backward through a dense layer
#
# Forward, the layer computed $o = x\,W + \beta$: for each sample $b$ and each unit $k$,
#
# $$o_{b,k} = \beta_k + \sum_i x_{b,i}\, W_{i,k}$$
#
# Now it is told the gradient $g_{b,k}$ of the loss with respect to $o_{b,k}$. A small change of $W_{i,k}$ changes
# $o_{b,k}$ by $x_{b,i}$ times as much, in every sample $b$; a small change of $x_{b,i}$ changes it by $W_{i,k}$ times
# as much, in every unit $k$; a small change of $\beta_k$ changes it by as much, in every sample. Multiply by $g$, add
# up over the letter that the result does not have, and look which matrix product that is.
#
# Do not divide by the batch here: the mean is in the gradient of the loss already.


# %%
def dense_backward(
    gradient: np.ndarray, x: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of a dense layer with respect to its inputs, weights and bias: `(dx, dweights, dbias)`.

    `gradient` `(batch, units)` is that of the loss with respect to the layer's output, `x` `(batch, inputs)` what the
    layer was given, `weights` `(inputs, units)`. The results are `(batch, inputs)`, `(inputs, units)` and `(units,)`.

    By hand: one sample, 2 3, and two units. The weights of the first input are 1 2, those of the second 3 4, and the
    gradient is 1 10. The first input counts 1·1 + 2·10 = 21, the second 3·1 + 4·10 = 43. The weights between the
    second input, 3, and the units get 3·1 and 3·10.

    >>> gradient = np.array([[1.0, 10.0]])
    >>> dx, dweights, dbias = dense_backward(gradient, np.array([[2.0, 3.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]))
    >>> dx
    array([[21., 43.]])
    >>> dweights
    array([[ 2., 20.],
           [ 3., 30.]])
    >>> dbias
    array([ 1., 10.])

    With several samples in the batch, their contributions to the weights and to the bias add up.
    """
    ### BEGIN SOLUTION
    gradient, x, weights = gradient.astype(float), x.astype(float), weights.astype(float)
    dx = gradient @ weights.T  # the sum runs over the units
    dweights = x.T @ gradient  # the sum runs over the batch
    dbias = gradient.sum(axis=0)
    return dx, dweights, dbias
    ### END SOLUTION


# %% [markdown]
# ## 4. Backward through max-pooling
#
# Max-pooling kept the largest pixel of each window. Only that pixel counted, so it gets the whole gradient of the
# window; the others get nothing. A pixel may be the largest of several windows, when they overlap, or lie in none,
# when they leave some out.
#
# Real digits have ties: a window on the white background is the same everywhere. There you have the choice, as long
# as the window hands on what it received, and not four times that.


# %%
def max_pool2d_backward(
    gradient: np.ndarray, images: np.ndarray, pool_size: int, stride: int | None = None
) -> np.ndarray:
    """Gradient of max-pooling (without padding) with respect to the images.

    `gradient` `(batch, output_height, output_width, channels)` is that of the loss with respect to the pooled maps,
    `images` `(batch, height, width, channels)` what was pooled, by windows of `pool_size` by `pool_size` pixels that
    move by `stride`, which is the pool size unless given. The result has the shape of the images.

    By hand: in the image 1 2 3 / 4 9 5 / 6 7 8 the 9 is the largest of all four windows of 2 by 2 pixels with a
    stride of 1. It gets 1 + 2 + 3 + 4. With the default stride of 2 there is one window only, the top left one.

    >>> images = np.array([[1.0, 2.0, 3.0], [4.0, 9.0, 5.0], [6.0, 7.0, 8.0]]).reshape(1, 3, 3, 1)
    >>> gradient = np.array([[1.0, 2.0], [3.0, 4.0]]).reshape(1, 2, 2, 1)
    >>> max_pool2d_backward(gradient, images, 2, stride=1)[0, :, :, 0]
    array([[ 0.,  0.,  0.],
           [ 0., 10.,  0.],
           [ 0.,  0.,  0.]])
    >>> max_pool2d_backward(gradient[:, :1, :1], images, 2)[0, :, :, 0]
    array([[0., 0., 0.],
           [0., 1., 0.],
           [0., 0., 0.]])

    The gradients of the images add up to those of the pooled maps. `ValueError` when the pool size or the stride is
    below 1, or the windows are larger than the images.
    """
    ### BEGIN SOLUTION
    batch, height, width, channels = images.shape
    if stride is None:
        stride = pool_size
    if pool_size < 1 or stride < 1:
        raise ValueError(f"pool size and stride must be at least 1, not {pool_size} and {stride}")
    if pool_size > height or pool_size > width:
        raise ValueError(f"windows of {pool_size} pixels are larger than images {images.shape[1:3]}")

    dimages = np.zeros(images.shape)
    # Loop over the windows, and do all images and all channels of a window at a stroke: each has its own largest pixel.
    every_image = np.arange(batch)[:, np.newaxis]
    every_channel = np.arange(channels)[np.newaxis, :]
    for i in range(gradient.shape[1]):
        for j in range(gradient.shape[2]):
            top, left = stride * i, stride * j
            window = images[:, top : top + pool_size, left : left + pool_size]
            # argmax counts the pixels of a window row by row; divmod turns that into a row and a column. It gives the
            # first of equals, so that a tie hands the gradient on once.
            largest = window.reshape(batch, pool_size * pool_size, channels).argmax(axis=1)
            rows, columns = divmod(largest, pool_size)
            dimages[every_image, top + rows, left + columns, every_channel] += gradient[:, i, j]
    return dimages
    ### END SOLUTION


# %% [markdown]
# ## 5. Backward through a convolutional layer
#
# Forward (chapter 4), each number of the output was the sum over a window, on images to which `padding` may have
# added zeros:
#
# $$o_{b,i,j,f} = \beta_f + \sum_{u,v,c} x_{b,\,s\,i+u,\,s\,j+v,\,c} \; k_{u,v,c,f}$$
#
# It is the dense layer's story again, window by window: through the product $x \cdot k$ the gradient $g_{b,i,j,f}$
# flows to the pixel, multiplied by the kernel's number, and to the kernel's number, multiplied by the pixel. A pixel
# lies in several windows and a kernel meets all of them: add up.
#
# The pixels added by `"same"` get a gradient too, but nobody wants it: cut it off. Mind how you write that, for there
# may be more of them after than before, or none at all.
#
# **Speed counts here**, as in `conv2d`. Which loops are short?


# %%
def conv2d_backward(
    gradient: np.ndarray, images: np.ndarray, kernels: np.ndarray, stride: int = 1, padding: str = "valid"
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of a convolutional layer: `(dimages, dkernels, dbias)`.

    `gradient` `(batch, output_height, output_width, channels_out)` is that of the loss with respect to the layer's
    output, `images` `(batch, height, width, channels_in)` what the layer was given, `kernels` `(kernel_height,
    kernel_width, channels_in, channels_out)`. `stride` and `padding` (`"valid"` or `"same"`) are those of `conv2d`.
    The results have the shapes of the images, of the kernels, and `(channels_out,)`.

    By hand: an image 1 2 3 / 4 5 6 / 7 8 9, the kernel 1 2 / 3 4 and the gradient 1 10 / 100 1000, one channel. The
    first number of the kernel met the pixels 1, 2, 4 and 5: it gets 1·1 + 2·10 + 4·100 + 5·1000 = 5421. The pixel in
    the middle met each number of the kernel once, in the top left window the 4, in the bottom right one the 1:
    4·1 + 3·10 + 2·100 + 1·1000 = 1234. The bias gets 1 + 10 + 100 + 1000.

    >>> gradient = np.array([[1.0, 10.0], [100.0, 1000.0]]).reshape(1, 2, 2, 1)
    >>> images = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
    >>> kernels = np.arange(1.0, 5.0).reshape(2, 2, 1, 1)
    >>> dimages, dkernels, dbias = conv2d_backward(gradient, images, kernels)
    >>> dimages[0, :, :, 0]
    array([[1.000e+00, 1.200e+01, 2.000e+01],
           [1.030e+02, 1.234e+03, 2.040e+03],
           [3.000e+02, 3.400e+03, 4.000e+03]])
    >>> dkernels[:, :, 0, 0]
    array([[5421., 6532.],
           [8754., 9865.]])
    >>> dbias
    array([1111.])

    `ValueError` when the padding is unknown, the stride below 1 or, for `"valid"`, the kernel larger than the images.
    """
    ### BEGIN SOLUTION
    batch, height, width, channels_in = images.shape
    kernel_height, kernel_width, _, channels_out = kernels.shape
    output_height, output_width = gradient.shape[1:3]
    if stride < 1:
        raise ValueError(f"stride must be at least 1, not {stride}")
    top = bottom = left = right = 0
    if padding == "same":
        # The zeros that the layer put around the images, half of them before and an odd one after (chapter 4).
        rows = max((output_height - 1) * stride + kernel_height - height, 0)
        columns = max((output_width - 1) * stride + kernel_width - width, 0)
        top, left = rows // 2, columns // 2
        bottom, right = rows - top, columns - left
    elif padding != "valid":
        raise ValueError(f"padding must be 'valid' or 'same', not {padding!r}")
    elif kernel_height > height or kernel_width > width:
        raise ValueError(f"kernels {kernels.shape[:2]} are larger than images {images.shape[1:3]}")

    padded = np.zeros((batch, top + height + bottom, left + width + right, channels_in))
    padded[:, top : top + height, left : left + width] = images
    dpadded = np.zeros(padded.shape)
    dkernels = np.zeros(kernels.shape)
    # The kernel is small: loop over its places (u, v), and take all windows at once. Laid out as a matrix with a row
    # for each window, the gradient has a column for each filter, and the pixels at (u, v) have one for each channel.
    # So each place is a dense layer of its own: the two products are those of exercise 3.
    windows = gradient.reshape(-1, channels_out).astype(float)
    kernels = kernels.astype(float)
    for u in range(kernel_height):
        for v in range(kernel_width):
            down = slice(u, u + stride * (output_height - 1) + 1, stride)
            across = slice(v, v + stride * (output_width - 1) + 1, stride)
            pixels = padded[:, down, across].reshape(-1, channels_in)
            dkernels[u, v] = pixels.T @ windows
            dpixels = windows @ kernels[u, v].T
            dpadded[:, down, across] += dpixels.reshape(batch, output_height, output_width, channels_in)
    # Count from the top: a slice that ends at `-bottom` would be empty without padding.
    dimages = dpadded[:, top : top + height, left : left + width]
    return dimages, dkernels, windows.sum(axis=0)
    ### END SOLUTION


# %% [markdown]
# ## 6. A step of gradient descent
#
# The gradient $g$ of the loss with respect to a parameter $p$ says which way the loss grows, and how fast. So go the
# other way, a little:
#
# $$p \leftarrow p - \eta \, g$$
#
# The **learning rate** $\eta$ is the course's first hyperparameter: too small, and training takes for ever; too large,
# and every step jumps over the valley it was meant to go down into. Done on one batch at a time, this is called
# *stochastic* gradient descent, **SGD**.


# %%
def sgd_step(
    parameters: list[np.ndarray], gradients: list[np.ndarray], learning_rate: float = 0.01
) -> list[np.ndarray]:
    """Make one step of gradient descent on all parameters of a network.

    `parameters` and `gradients` are two lists of arrays: the first gradient has the shape of the first parameter, and
    so on. The result is a list of new arrays; the old ones stay as they were.

    By hand: a weight of 1 with a gradient of 2 and a learning rate of 0.1 becomes 1 - 0.1·2 = 0.8. A gradient of -4
    says that the loss falls when the weight grows: 3 becomes 3.4.

    >>> parameters = [np.array([1.0, 3.0]), np.array([[5.0]])]
    >>> gradients = [np.array([2.0, -4.0]), np.array([[10.0]])]
    >>> sgd_step(parameters, gradients, learning_rate=0.1)
    [array([0.8, 3.4]), array([[4.]])]

    The two parameters have different shapes: they cannot be put into one array.
    """
    ### BEGIN SOLUTION
    updated = []
    for parameter, gradient in zip(parameters, gradients, strict=True):
        # A new array: `parameter -= …` would change the caller's own (and fail on integers).
        updated.append(parameter - learning_rate * gradient)
    return updated
    ### END SOLUTION


# %% [markdown]
# ## 7. Adam
#
# The course compiles its model with `optimizer='adam'`. Adam remembers, for each number of each parameter, a moving
# mean $m$ of its gradients and a moving mean $v$ of their **squares**. Both start at 0. At the step $t$ = 1, 2, 3 …
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\, g \qquad v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2$$
#
# Since they start at 0, both are too small at first: $m$ is $1 - \beta_1 = 0.1$ times $g$ after the first step. Adam
# corrects that **bias** by a division,
#
# $$\hat m = \frac{m}{1 - \beta_1^t} \qquad \hat v = \frac{v}{1 - \beta_2^t} \qquad
# p \leftarrow p - \eta \, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}$$
#
# where $\beta_1^t$ is $\beta_1$ to the power of $t$. A number whose gradients are always large gets no larger steps
# than another: in the first step, all move by $\eta$.
#
# $m$, $v$ and $t$ must live from one step to the next. Your function is given them as its `state`, and returns them.
# What that state is, a tuple, a dictionary …, is up to you: nobody else looks inside. Before the first step it is
# `None`.


# %%
def adam_step(
    parameters: list[np.ndarray],
    gradients: list[np.ndarray],
    state: Any = None,
    learning_rate: float = 0.001,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[list[np.ndarray], Any]:
    """Make one step of Adam: the new parameters, and the state that the next step needs.

    `parameters` and `gradients` are two lists of arrays of the same shapes, as in exercise 6; the new parameters are a
    list of new arrays. `state` is what your own function returned at the step before, or None at the first.

    By hand: a weight of 1, a learning rate of 0.1 and the gradients 4, then -1. First m = 0.1·4 = 0.4 and
    v = 0.001·16 = 0.016; corrected they are 4 and 16, and the weight falls by 0.1·4 / 4 to 0.9. Then
    m = 0.9·0.4 - 0.1·1 = 0.26 and v = 0.999·0.016 + 0.001·1 = 0.016984; divided by 1 - 0.9² = 0.19 and by
    1 - 0.999² = 0.001999 they are 1.3684 and 8.4962, and the weight falls by 0.1·1.3684 / 2.9148 to 0.8531. The
    gradient has changed its sign, yet the mean still leads on.

    >>> parameters, state = adam_step([np.array([1.0])], [np.array([4.0])], learning_rate=0.1)
    >>> parameters[0].round(4)
    array([0.9])
    >>> parameters, state = adam_step(parameters, [np.array([-1.0])], state, learning_rate=0.1)
    >>> parameters[0].round(4)
    array([0.8531])

    Keras adds epsilon to the root of v before v is corrected, which makes next to no difference: both are accepted.
    """
    ### BEGIN SOLUTION
    if state is None:
        zeros = [np.zeros(parameter.shape) for parameter in parameters]
        state = {"step": 0, "means": zeros, "squares": zeros}
    step = state["step"] + 1  # once a call, whatever the number of parameters
    updated, new_means, new_squares = [], [], []
    for parameter, gradient, mean, square in zip(parameters, gradients, state["means"], state["squares"], strict=True):
        new_mean = beta_1 * mean + (1 - beta_1) * gradient
        new_square = beta_2 * square + (1 - beta_2) * gradient.astype(float) ** 2  # small integers would overflow
        corrected_mean = new_mean / (1 - beta_1**step)
        corrected_square = new_square / (1 - beta_2**step)
        updated.append(parameter - learning_rate * corrected_mean / (np.sqrt(corrected_square) + epsilon))
        new_means.append(new_mean)
        new_squares.append(new_square)
    return updated, {"step": step, "means": new_means, "squares": new_squares}
    ### END SOLUTION


# %% [markdown]
# ## 8. Minibatches
#
# A step needs a gradient, not the exact one: that of a few samples, a **batch**, costs little and is good enough. The
# course's `batch_size=64` cuts the 60 000 images of MNIST into 937 batches of 64 and a last one of 32.
#
# Digits sorted by class would make batches of a single class, so shuffle first. Not the images themselves: their
# indices, with which `images[batch]` and `labels[batch]` then pick the same samples.
#
# Chance is drawn from a **seed**, so that an experiment can be repeated: `np.random.default_rng(seed)` is a generator
# that gives the same numbers whenever it is made from the same seed.


# %%
def minibatches(samples: int, batch_size: int, seed: int) -> list[np.ndarray]:
    """Shuffle the indices of the samples and cut them into batches.

    `samples` is how many there are; their indices are 0, 1, 2 … The result is a list of arrays of integers: every index
    stands in exactly one of them, and every batch is full (`batch_size` indices) but the last, which holds the rest.

    By hand: 7 samples in batches of 3 make two full batches and a last one of one index. Which indices go where is
    chance, but the same chance for the same seed.

    >>> [len(batch) for batch in minibatches(7, 3, seed=0)]
    [3, 3, 1]
    >>> sorted(int(index) for batch in minibatches(7, 3, seed=0) for index in batch)
    [0, 1, 2, 3, 4, 5, 6]
    >>> bool((minibatches(50, 50, seed=0)[0] == minibatches(50, 50, seed=0)[0]).all())
    True
    >>> bool((minibatches(50, 50, seed=0)[0] == minibatches(50, 50, seed=1)[0]).all())
    False
    """
    ### BEGIN SOLUTION
    order = np.random.default_rng(seed).permutation(samples)
    # A slice that would go beyond the end just stops there: the last batch needs no care.
    return [order[start : start + batch_size] for start in range(0, samples, batch_size)]
    ### END SOLUTION


# %% [markdown]
# ## 9. Training a CNN
#
# Now put it all together, forwards and backwards. The network is the course's small one:
#
# images → convolution (3 by 3) → ReLU → max-pooling (2 by 2) → flatten → dense → softmax
#
# For each batch: compute the probabilities, their loss (cross-entropy), the gradient of the batch's **mean** loss with
# respect to the logits; take it back through one layer after the other, in the opposite order, and note the gradients
# of the four parameters on the way; then make a step of SGD with all four. All gradients belong to the parameters
# that computed the probabilities: change none before all are known.
#
# An **epoch** goes once through all samples. Its loss is the mean over its samples, each measured when its batch came,
# before the batch's step. Mind the last batch: when it is smaller, the mean of the batches' means is not the mean of
# the samples.
#
# You have written every part: import your own functions with `from chapter04_convolution import conv2d`, and so on.
# Keep what the forward pass computed, the backward pass needs it. **Speed counts here.**


# %%
def train(
    images: np.ndarray,
    labels: np.ndarray,
    parameters: dict[str, np.ndarray],
    epochs: int,
    batch_size: int,
    learning_rate: float,
) -> tuple[dict[str, np.ndarray], list[float]]:
    """Train the small CNN by SGD: the trained parameters, and the loss of each epoch.

    `images` is `(samples, height, width, channels)` and `labels` `(samples,)`, one integer a sample. `parameters` is a
    dictionary: `conv_kernels` `(3, 3, channels, filters)`, `conv_bias` `(filters,)`, `dense_weights`
    `(features, classes)` and `dense_bias` `(classes,)`. The result has the same keys with new arrays, and a list of one
    number an epoch. Batches are taken in order: the first `batch_size` samples, the next … Nothing is shuffled here.

    By hand: the kernel below copies the middle of the image, whose maximum is 4. The dense layer starts at 0: both
    classes are equally probable, and the loss is ln 2 = 0.6931. With respect to the logits its gradient is 0.5 and
    -0.5, for class 1 is right; times the feature 4 that is 2 and -2 for the dense weights. A learning rate of 0.1 makes
    them -0.2 and 0.2, the biases -0.05 and 0.05. In the second epoch the logits are -0.85 and 0.85, and the loss
    ln(1 + exp(-1.7)) = 0.1678.

    >>> images = np.zeros((1, 4, 4, 1))
    >>> images[0, 1:3, 1:3, 0] = [[1.0, 2.0], [3.0, 4.0]]
    >>> start = {"conv_kernels": np.zeros((3, 3, 1, 1)), "conv_bias": np.zeros(1)}
    >>> start["conv_kernels"][1, 1] = 1.0
    >>> start.update(dense_weights=np.zeros((1, 2)), dense_bias=np.zeros(2))
    >>> trained, losses = train(images, np.array([1]), start, epochs=1, batch_size=1, learning_rate=0.1)
    >>> trained["dense_weights"], trained["dense_bias"]
    (array([[-0.2,  0.2]]), array([-0.05,  0.05]))
    >>> _, losses = train(images, np.array([1]), start, epochs=2, batch_size=1, learning_rate=0.1)
    >>> [round(float(loss), 4) for loss in losses]
    [0.6931, 0.1678]

    The kernel does not move in the first step: nothing flows back through dense weights of 0.
    """
    ### BEGIN SOLUTION
    from chapter04_convolution import conv2d  # noqa: PLC0415 (only this exercise needs the earlier chapters)
    from chapter05_relu import relu, relu_backward  # noqa: PLC0415
    from chapter06_pooling import max_pool2d  # noqa: PLC0415
    from chapter07_dense import dense, flatten, softmax  # noqa: PLC0415

    trained = {name: array.astype(float) for name, array in parameters.items()}  # copies: the start stays as it is
    losses = []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(images), batch_size):
            batch = images[start : start + batch_size].astype(float)
            batch_labels = labels[start : start + batch_size]

            # Forwards, keeping what each layer was given.
            maps = conv2d(batch, trained["conv_kernels"], trained["conv_bias"])
            active = relu(maps)
            pooled = max_pool2d(active, 2)
            features = flatten(pooled)
            logits = dense(features, trained["dense_weights"], trained["dense_bias"])

            # The loss looks at one probability a sample, that of the right class. Summed here, it is divided by the
            # number of samples at the end of the epoch: that is right however small the last batch is.
            rows = np.arange(len(batch))
            total += float(np.sum(-np.log(np.maximum(softmax(logits)[rows, batch_labels], 1e-7))))

            # Backwards, in the opposite order.
            gradient = softmax_crossentropy_gradient(logits, one_hot(batch_labels, logits.shape[1]))
            gradients = {}
            gradient, gradients["dense_weights"], gradients["dense_bias"] = dense_backward(
                gradient, features, trained["dense_weights"]
            )
            gradient = gradient.reshape(pooled.shape)  # the way back through flatten
            gradient = relu_backward(max_pool2d_backward(gradient, active, 2), maps)
            _, gradients["conv_kernels"], gradients["conv_bias"] = conv2d_backward(
                gradient, batch, trained["conv_kernels"]
            )

            for name, array in gradients.items():
                trained[name] = trained[name] - learning_rate * array
        losses.append(total / len(images))
    return trained, losses
    ### END SOLUTION


# %% [markdown]
# ## 10. Accuracy
#
# The loss is what a network learns from, for it has a gradient. What you want to know is simpler: how often is the
# most probable class the right one? The course asks for it with `metrics=['accuracy']`. Measure it on images the
# network has never seen.


# %%
def accuracy(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Give the share of samples whose most probable class is the right one.

    `probabilities` is `(samples, classes)` and `labels` `(samples,)`, one integer a sample; the result is a number from
    0 to 1.

    By hand: the most probable classes of the three samples below are 1, 0 and 2, the labels 1, 2 and 2. Two of three
    are right.

    >>> probabilities = np.array([[0.1, 0.7, 0.2], [0.5, 0.1, 0.4], [0.2, 0.2, 0.6]])
    >>> round(accuracy(probabilities, np.array([1, 2, 2])), 4)
    0.6667

    How sure the network is does not count: 0.5 is enough in the second row, wrong as it is.
    """
    ### BEGIN SOLUTION
    predicted = np.argmax(probabilities, axis=1)  # one class a row
    return float(np.mean(predicted == labels))  # True counts as 1, False as 0
    ### END SOLUTION
