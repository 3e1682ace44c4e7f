# %% [markdown]
# # Chapter 5 · ReLU
#
# A convolution only multiplies and adds: two of them in a row are just another convolution. What lets a network
# compute more than that is the **activation** between the layers, a function that is not a straight line. The simplest
# is **ReLU** (rectified linear unit): negative numbers become zero, the others stay what they are. On a filtered
# image it keeps the places where the filter has found something.
#
# You write ReLU, its derivative, a cousin that leaks, and see why ReLU helps against the *vanishing gradient*.
#
# - All these functions treat every number of an array by itself: whatever its shape, the result has the same.
# - Never change an argument, and never give one back: whoever called you still needs it.
# - Arrays may hold integers, yet compute as if they were decimal numbers: in a `uint8`, `-1` is 255.
# - An activation that does not exist raises `ValueError`.

# %%
"""Exercises of chapter 5: ReLU."""

import numpy as np

# %% [markdown]
# ## 1. ReLU
#
# $$\mathrm{relu}(x) = \max(0, x)$$
#
# NumPy has functions and conditions that work on all numbers of an array at a stroke: no loop is needed, and the
# number of axes does not matter.


# %%
def relu(x: np.ndarray) -> np.ndarray:
    """Replace every negative number of an array by zero.

    `x` may have any shape; the result is a new array of that shape, even when there was nothing to replace.

    By hand: -2 and -0.5 are negative and become 0; 0, 1.5 and 3 stay.

    >>> relu(np.array([-2.0, -0.5, 0.0, 1.5, 3.0]))
    array([0. , 0. , 0. , 1.5, 3. ])
    >>> relu(np.array([[1.0, -1.0], [-4.0, 4.0]]))
    array([[1., 0.],
           [0., 4.]])

    The argument stays as it was: a student who sets its negative numbers to zero changes the caller's own array.
    """
    raise NotImplementedError


# %% [markdown]
# ## 2. ReLU backwards
#
# To learn, a network must know how its loss $L$ changes with every number on the way. Going backwards through ReLU we
# already have the gradient with respect to its *output* $y = \mathrm{relu}(x)$ and want the one with respect to its
# *input* $x$. The chain rule says
#
# $$\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} \cdot \mathrm{relu}'(x)$$
#
# The slope $\mathrm{relu}'(x)$ is 1 where $x > 0$ and 0 where $x < 0$. At $x = 0$ there is a corner, and no slope:
# everyone agrees to take 0.


# %%
def relu_backward(gradient: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Carry a gradient backwards through ReLU.

    `gradient` is the gradient with respect to `relu(x)`, and `x` what went into ReLU. Both have the same shape, as has
    the result, the gradient with respect to `x`.

    By hand: x is negative in the first place and 0 in the third, where nothing passes. In the second and the fourth it
    is positive, and the gradients 20 and -40 pass as they are: a gradient may well be negative.

    >>> relu_backward(np.array([10.0, 20.0, 30.0, -40.0]), np.array([-2.0, 5.0, 0.0, 0.5]))
    array([  0.,  20.,   0., -40.])

    The size of x does not matter, only its sign.
    """
    raise NotImplementedError


# %% [markdown]
# ## 3. Leaky ReLU
#
# Where $x < 0$ nothing passes backwards, and a neuron whose inputs are all negative never learns again: it is dead.
# **Leaky ReLU** keeps a small slope $a$ there:
#
# $$\mathrm{leaky}(x) = \begin{cases} x & \text{where } x > 0 \\ a\,x & \text{elsewhere} \end{cases}$$
#
# In Keras the slope is 0.3 unless you say otherwise.


# %%
def leaky_relu(x: np.ndarray, negative_slope: float = 0.3) -> np.ndarray:
    """Multiply every negative number of an array by a small slope, and keep the others.

    `x` may have any shape; the result is a new array of that shape. `negative_slope` is at least 0 and below 1.

    By hand: with the slope 0.3, -10 becomes -10 · 0.3 = -3; 0 and 4 stay. With the slope 0.1, -10 becomes -1.

    >>> leaky_relu(np.array([-10.0, 0.0, 4.0]))
    array([-3.,  0.,  4.])
    >>> leaky_relu(np.array([-10.0, 0.0, 4.0]), negative_slope=0.1)
    array([-1.,  0.,  4.])

    A slope of 0 has a meaning: it gives ReLU again.
    """
    raise NotImplementedError


# %% [markdown]
# ## 4. The vanishing gradient
#
# Apply an activation $f$ many times, as a deep network does: $f(f(\dots f(x)))$. By the chain rule its derivative is a
# product with one factor for every layer, each taken at the number that comes into that layer:
#
# $$f'(x) \cdot f'(f(x)) \cdot f'(f(f(x))) \cdots$$
#
# The sigmoid $\sigma(x) = 1 / (1 + e^{-x})$ has the derivative $\sigma'(x) = \sigma(x)\,(1 - \sigma(x))$, which is
# nowhere larger than ¼. Ten layers multiply ten such factors, and less than a millionth of the gradient is left: the
# first layers of the network hardly learn. The derivative of ReLU is 1 wherever its input is positive, and so is a
# product of any number of them.


# %%
def gradient_through_layers(x: float | np.ndarray, depth: int, activation: str) -> float | np.ndarray:
    """Give the derivative at `x` of an activation applied `depth` times.

    `x` is a number, or an array of numbers each treated by itself; the result is a number, or an array of the same
    shape. `depth` is at least 1, `activation` is `"relu"` or `"sigmoid"`.

    By hand: two sigmoids at 0. Into the first goes 0: it gives 0.5, with the slope 0.5 · (1 - 0.5) = 0.25. Into the
    second goes 0.5: it gives 0.6225, with the slope 0.6225 · (1 - 0.6225) = 0.235. Together 0.25 · 0.235 = 0.0588.

    >>> print(round(gradient_through_layers(0.0, 1, "sigmoid"), 4))
    0.25
    >>> print(round(gradient_through_layers(0.0, 2, "sigmoid"), 4))
    0.0588
    >>> gradient_through_layers(np.array([-3.0, 0.5, 2.0]), 10, "relu")
    array([0., 1., 1.])

    At 0 the derivative of ReLU is 0, as in exercise 2. `ValueError` when the activation is unknown.
    """
    raise NotImplementedError
