# %% [markdown]
# # Chapter 2 · Neurons and layers
#
# An artificial **neuron** receives numbers, weighs each of them, adds everything up together with a **bias**, and
# passes the sum through an **activation function**. A **layer** is many neurons side by side, all looking at the same
# inputs. A **network** is layers one after the other.
#
# - A batch of inputs is `(batch, inputs)`: one example a row.
# - The weights of a layer are `(inputs, units)`: one neuron a column. Its bias is `(units,)`.
# - Never change an argument, and compute integers as if they were decimal numbers.

# %%
"""Exercises of chapter 2: neurons and layers."""

import numpy as np

# %% [markdown]
# ## 1. The sigmoid
#
# The sigmoid presses any number between 0 and 1:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}$$
#
# Written down just like that it has a flaw: for $x = -1000$ it asks for $e^{1000}$, which no decimal number of the
# computer can hold, and NumPy warns of an overflow. The sigmoid itself is harmless there, it is as good as 0. Find
# a way of writing it that never needs an enormous number.


# %%
def sigmoid(x: np.ndarray) -> np.ndarray:
    """Apply the sigmoid to each number of an array of any shape, or to a single number.

    The result has the shape of `x`; a single number gives a single number.

    By hand: e to the power of 0 is 1, and so the sigmoid of 0 is 1 / (1 + 1) = 0.5. For x = ln 3, e to the power of -x
    is 1/3, and the sigmoid is 1 / (4/3) = 0.75; for -ln 3 it is 1 / (1 + 3) = 0.25.

    >>> sigmoid(np.array([0.0, np.log(3), -np.log(3)]))
    array([0.5 , 0.75, 0.25])
    >>> sigmoid(np.array([-1000.0, 1000.0]))
    array([0., 1.])

    Numbers up to 1000 on both sides of 0 must be computed without a warning.
    """
    raise NotImplementedError


# %% [markdown]
# ## 2. A neuron
#
# $$y = \sigma\Big(\sum_i x_i\, w_i + b\Big)$$
#
# A weight says how much an input counts, and in which direction. The bias shifts the sum: it is there even when all
# inputs are 0.


# %%
def neuron(inputs: np.ndarray, weights: np.ndarray, bias: float) -> float:
    """Compute the output of a neuron with a sigmoid.

    `inputs` and `weights` are arrays of the same length, `bias` is a number; so is the result.

    By hand, the neuron of the course: 1·0.2 + 2·0.8 + 3·(-0.5) = 0.3. With the bias of 2 the sum is 2.3, whose sigmoid
    is 1 / (1 + 0.1003) = 0.9089.

    >>> round(neuron(np.array([1.0, 2.0, 3.0]), np.array([0.2, 0.8, -0.5]), 2.0), 4)
    0.9089

    The sum may be large, up to 1000 on both sides of 0.
    """
    raise NotImplementedError


# %% [markdown]
# ## 3. A layer of neurons
#
# Each column of the weights is a neuron. The product of two matrices computes all neurons for all examples at once:
#
# $$y_{b,u} = f\Big(\sum_i x_{b,i}\, w_{i,u} + \beta_u\Big)$$
#
# The activation $f$ is one of three:
#
# - `"linear"`: nothing, $f(z) = z$;
# - `"relu"`: negative numbers become 0, $f(z) = \max(z, 0)$;
# - `"sigmoid"`: the function of exercise 1.


# %%
def dense_layer(inputs: np.ndarray, weights: np.ndarray, bias: np.ndarray, activation: str = "linear") -> np.ndarray:
    """Compute a fully connected layer.

    `inputs` is `(batch, inputs)`, `weights` `(inputs, units)` and `bias` `(units,)`; the result is `(batch, units)`.
    `activation` is `"linear"`, `"relu"` or `"sigmoid"`, and is applied last.

    By hand: one example 1 2, and two neurons, whose weights are the columns 3 5 and 4 -6. The first gives
    1·3 + 2·5 + 10 = 23, the second 1·4 + 2·(-6) + 1 = -7, which ReLU replaces by 0.

    >>> inputs, weights = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, -6.0]])
    >>> dense_layer(inputs, weights, np.array([10.0, 1.0]))
    array([[23., -7.]])
    >>> dense_layer(inputs, weights, np.array([10.0, 1.0]), activation="relu")
    array([[23.,  0.]])

    `ValueError` when the activation is another one.
    """
    raise NotImplementedError


# %% [markdown]
# ## 4. A network with a hidden layer
#
# The course's first network has two layers. The hidden one, with ReLU, looks at the inputs; the output layer, with
# a sigmoid, looks at what the hidden one gave. Whatever ReLU has set to 0 is lost for the output.


# %%
def two_layer_network(
    inputs: np.ndarray,
    hidden_weights: np.ndarray,
    hidden_bias: np.ndarray,
    output_weights: np.ndarray,
    output_bias: np.ndarray,
) -> np.ndarray:
    """Compute a network of a hidden layer with ReLU and an output layer with a sigmoid.

    `inputs` is `(batch, inputs)`, `hidden_weights` `(inputs, hidden)`, `hidden_bias` `(hidden,)`, `output_weights`
    `(hidden, outputs)` and `output_bias` `(outputs,)`; the result is `(batch, outputs)`.

    By hand: the example 1 2 meets two hidden neurons, 1·1 + 2·1 - 1 = 2 and 1·1 + 2·(-1) + 0 = -1, which becomes 0. The
    output neuron sums up 2·1 + 0·5 - 2 = 0, whose sigmoid is 0.5.

    >>> hidden_weights, output_weights = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[1.0], [5.0]])
    >>> hidden_bias, output_bias = np.array([-1.0, 0.0]), np.array([-2.0])
    >>> two_layer_network(np.array([[1.0, 2.0]]), hidden_weights, hidden_bias, output_weights, output_bias)
    array([[0.5]])
    """
    raise NotImplementedError
