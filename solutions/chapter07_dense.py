# %% [markdown]
# # Chapter 7 · Fully connected layers and classification
#
# Convolutions and poolings have turned an image into **feature maps**: here an edge, there a corner. Now the network
# has to decide: is it a 3 or an 8? That is the work of its **fully connected** layers (*dense* in Keras), in which
# every neuron sees every number of the layer before. In Keras the head of a network reads
#
# `Flatten()` → `Dense(128, activation="relu")` → `Dense(10, activation="softmax")`
#
# You write each of these steps, and the measure that tells how good the answer is.
#
# - A batch of images or feature maps is `(batch, height, width, channels)`; the weights of a layer are
#   `(inputs, units)`, its bias is `(units,)`.
# - Never change an argument: whoever called you still needs it.
# - Integers are computed as if they were decimal numbers.

# %%
"""Exercises of chapter 7: fully connected layers and classification."""

import numpy as np

# %% [markdown]
# ## 1. Flatten
#
# A fully connected layer wants a row of numbers for each image. **Flattening** lays them out as you read: row by row
# from the top, in each row pixel by pixel from the left, and for each pixel channel by channel. No number changes, only
# the shape does, and the images of a batch stay apart.


# %%
def flatten(images: np.ndarray) -> np.ndarray:
    """Lay each image of a batch out in one row.

    `images` is `(batch, height, width, channels)`; the result is `(batch, height * width * channels)`, in reading
    order: the channels of the first pixel, then those of the pixel to its right, and so on.

    By hand: one image of 2 by 2 pixels with two channels. Its pixels are (1, 2) and (3, 4) in the first row, (5, 6) and
    (7, 8) in the second, so that its row is 1 2 3 4 5 6 7 8. A batch of one image still has two axes.

    >>> images = np.array([[[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]])
    >>> flatten(images)
    array([[1., 2., 3., 4., 5., 6., 7., 8.]])

    Here, and only here, the result may be a view of the argument.
    """
    ### BEGIN SOLUTION
    # -1 lets NumPy work out how many numbers an image has.
    return images.reshape(images.shape[0], -1)
    ### END SOLUTION


# %% [markdown]
# ## 2. A fully connected layer
#
# Unit $u$ weighs every input $i$ with a weight of its own, adds up, and adds its bias:
#
# $$o_{b,u} = \beta_u + \sum_i x_{b,i} \; w_{i,u}$$
#
# for each row $b$ of the batch. Look at the indices: the sum runs over the columns of $x$ and the rows of $w$.
#
# **Speed counts here.** Between 1000 inputs and 1000 units there are a million weights, and each of them meets each row
# of the batch. Which operation of linear algebra is written in the formula?


# %%
def dense(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Apply a fully connected layer, without activation.

    `x` is `(batch, inputs)`, `weights` `(inputs, units)` and `bias` `(units,)`; the result is `(batch, units)`.

    By hand: the row 1 2 meets the weights 1 10 / 3 20 and the biases 100 and 200. The first unit gives
    1·1 + 2·3 + 100 = 107, the second one 1·10 + 2·20 + 200 = 250.

    >>> weights = np.array([[1.0, 10.0], [3.0, 20.0]])
    >>> dense(np.array([[1.0, 2.0], [0.0, 1.0]]), weights, np.array([100.0, 200.0]))
    array([[107., 250.],
           [103., 220.]])

    Negative results stay negative: ReLU is another step.
    """
    ### BEGIN SOLUTION
    # The formula is a matrix product: each row of x with each column of the weights. Then the bias, which NumPy
    # repeats for every row of the batch, since it is as long as the last axis.
    output: np.ndarray = x.astype(float) @ weights + bias
    return output
    ### END SOLUTION


# %% [markdown]
# ## 3. Softmax
#
# The last layer gives a score to each class, its **logit**: any number, negative ones too. Softmax makes probabilities
# of them, positive numbers that sum to 1, and keeps their order:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# In the computer $e^{1000}$ is infinite, and infinite divided by infinite is not a number. But softmax does not change
# when the same number is added to all logits or taken from all of them. Which number makes all exponentials harmless?


# %%
def softmax(logits: np.ndarray) -> np.ndarray:
    """Turn logits into probabilities, along the last axis of any array.

    `logits` has any number of axes, and the result has its shape. For a batch, `(batch, classes)`, every row has a sum
    of its own.

    By hand: the exponentials of the logits 0, log 2 and log 5 are 1, 2 and 5. Their sum is 8, so that the probabilities
    are 1/8, 2/8 and 5/8.

    >>> softmax(np.array([[0.0, np.log(2.0), np.log(5.0)], [1000.0, 1000.0, -1000.0]]))
    array([[0.125, 0.25 , 0.625],
           [0.5  , 0.5  , 0.   ]])

    Logits of 1000 and of -1000 must work, even in the same array. The sums of all rows are 1.
    """
    ### BEGIN SOLUTION
    # Take the row's largest logit from all of its logits: the largest becomes 0, its exponential 1, and no other is
    # above. `keepdims=True` keeps the last axis, with size 1, so that each row meets its own maximum and its own sum.
    logits = logits.astype(float)
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities: np.ndarray = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return probabilities
    ### END SOLUTION


# %% [markdown]
# ## 4. Categorical cross-entropy
#
# How good is a prediction? The **loss** looks at the probability $p_k$ given to the right class: it is $-\log p_k$,
# 0 for a probability of 1, and the larger the smaller the probability. With **one-hot** labels $y$ (a 1 for the right
# class, 0 for the others) this is
#
# $$\ell_b = -\sum_k y_{b,k} \log p_{b,k}$$
#
# The logarithm of 0 is infinite, and one hopelessly wrong image would ruin the mean of all. So Keras first **clips**
# the probabilities: below $10^{-7}$ they become $10^{-7}$, above $1 - 10^{-7}$ they become $1 - 10^{-7}$.


# %%
def categorical_crossentropy(labels: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Measure the loss of each sample, with the natural logarithm.

    `labels` (one-hot) and `probabilities` (rows that sum to 1) are `(batch, classes)`; the result is `(batch,)`, one
    loss for each sample. Probabilities are clipped to [1e-7, 1 - 1e-7].

    By hand: the right class has the probability 0.5 in the first row, 0.25 in the second and 0 in the third. The losses
    are -log 0.5 = 0.693, -log 0.25 = 1.386 and -log 1e-7 = 16.118.

    >>> labels = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> probabilities = np.array([[0.5, 0.25, 0.25], [0.5, 0.25, 0.25], [0.5, 0.5, 0.0]])
    >>> categorical_crossentropy(labels, probabilities).round(3)
    array([ 0.693,  1.386, 16.118])

    An error of 1e-6 is allowed.
    """
    ### BEGIN SOLUTION
    clipped = np.clip(probabilities, 1e-7, 1 - 1e-7)  # a new array: the caller's probabilities stay what they are
    losses: np.ndarray = -np.sum(labels * np.log(clipped), axis=1)
    return losses
    ### END SOLUTION


# %% [markdown]
# ## 5. The predicted class
#
# The network's answer is the class with the largest probability. Classes are numbered from 0, in the order of the
# columns. Where two probabilities are equal, the first one wins.


# %%
def predict_classes(probabilities: np.ndarray) -> np.ndarray:
    """Find the most probable class of each sample, the first of equals.

    `probabilities` is `(batch, classes)`; the result is an array of integers, `(batch,)`.

    By hand: in the row 0.2 0.7 0.1 the largest probability is 0.7, that of class 1. In the row 0.4 0.2 0.4 the classes
    0 and 2 are equal, and the first of them is 0.

    >>> predict_classes(np.array([[0.2, 0.7, 0.1], [0.4, 0.2, 0.4]]))
    array([1, 0])

    A batch of one sample gives an array with one number.
    """
    ### BEGIN SOLUTION
    # `argmax` gives the index of the maximum instead of the maximum; of equals it takes the first.
    classes: np.ndarray = np.argmax(probabilities, axis=1)
    return classes
    ### END SOLUTION


# %% [markdown]
# ## 6. The head of a network
#
# Put together, that is the head which the course adds to its convolutions: flatten, a fully connected **hidden** layer
# with ReLU, and a fully connected output layer with softmax:
#
# $$h = \max(0,\; x W_1 + \beta_1) \qquad p = \operatorname{softmax}(h W_2 + \beta_2)$$
#
# where $x$ are the flattened features. You may call your functions from above.


# %%
def classification_head(
    features: np.ndarray,
    hidden_weights: np.ndarray,
    hidden_bias: np.ndarray,
    output_weights: np.ndarray,
    output_bias: np.ndarray,
) -> np.ndarray:
    """Turn feature maps into probabilities: flatten, dense + ReLU, dense + softmax.

    `features` is `(batch, height, width, channels)`, `hidden_weights` `(height * width * channels, hidden)`,
    `hidden_bias` `(hidden,)`, `output_weights` `(hidden, classes)` and `output_bias` `(classes,)`; the result is
    `(batch, classes)`.

    By hand: the features 1 and 2 meet the hidden weights 1 1 / 1 -1 and the biases 0 and 0. The sums are 3 and -1, of
    which ReLU makes 3 and 0. The output weights 1 1 / 5 7 and the biases -3 and log 3 - 3 give the logits 3 - 3 = 0 and
    3 + log 3 - 3 = log 3, the exponentials 1 and 3, and the probabilities 1/4 and 3/4.

    >>> features = np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
    >>> hidden_weights, output_weights = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[1.0, 1.0], [5.0, 7.0]])
    >>> output_bias = np.array([-3.0, np.log(3.0) - 3.0])
    >>> classification_head(features, hidden_weights, np.zeros(2), output_weights, output_bias).round(2)
    array([[0.25, 0.75]])
    """
    ### BEGIN SOLUTION
    hidden = np.maximum(dense(flatten(features), hidden_weights, hidden_bias), 0)
    return softmax(dense(hidden, output_weights, output_bias))
    ### END SOLUTION
