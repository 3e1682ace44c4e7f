# %% [markdown]
# # Chapter 3 · What a CNN is made of
#
# A CNN is a chain of layers. Before anything is computed one can already say what each of them makes of the shape of
# its input, and how many numbers (weights and biases) it has to learn. Those are the two columns of Keras's
# `model.summary()`, and this chapter fills them in.
#
# - **Convolution** slides filters over the image; each filter gives one channel of the output.
# - **Pooling** slides a window, too, and keeps one number of each. It treats each channel alone and learns nothing.
# - **Flattening** lays all numbers out in a row.
# - A **dense** layer connects each of its units to all numbers of the row.
#
# Shapes are `(height, width, channels)`, without the batch. Sizes and counts are integers. An argument without meaning
# (a stride of 0, a kernel larger than the image …) raises `ValueError`.

# %%
"""Exercises of chapter 3: what a CNN is made of."""

from typing import Any

# %% [markdown]
# ## 1. The output shape of a convolution
#
# How often does a kernel of $k$ pixels find place along an axis of $n$ pixels, when it moves by $s$ (the **stride**)?
# With the padding `"valid"` it stays inside the image:
#
# $$m = \left\lfloor \frac{n - k}{s} \right\rfloor + 1$$
#
# With `"same"` zeros are added around the image, just enough that the size of the kernel does not matter:
#
# $$m = \left\lceil \frac{n}{s} \right\rceil$$
#
# So `"same"` keeps the size of the image only when the stride is 1.


# %%
def conv2d_output_shape(
    input_shape: tuple[int, int, int],
    filters: int,
    kernel_size: tuple[int, int],
    stride: int = 1,
    padding: str = "valid",
) -> tuple[int, int, int]:
    """Compute the shape of what a convolutional layer gives.

    `input_shape` is `(height, width, channels)`, `kernel_size` is `(kernel_height, kernel_width)`; the result is
    `(output_height, output_width, filters)`. The stride is the same on both axes; `padding` is `"valid"` or `"same"`.

    By hand: along 28 pixels a kernel of 3 has 28 - 3 + 1 = 26 places. With a stride of 2 there are 25 // 2 + 1 = 13;
    with a stride of 3 and `"same"`, 28 / 3 rounded up, 10.

    >>> conv2d_output_shape((28, 28, 1), 32, (3, 3))
    (26, 26, 32)
    >>> conv2d_output_shape((28, 28, 1), 32, (3, 3), stride=2)
    (13, 13, 32)
    >>> conv2d_output_shape((28, 20, 3), 8, (5, 5), stride=3, padding="same")
    (10, 7, 8)

    `ValueError` when the padding is unknown, the stride below 1 or, for `"valid"`, the kernel larger than the image.
    """
    ### BEGIN SOLUTION
    if padding not in ("valid", "same"):
        raise ValueError(f"padding must be 'valid' or 'same', not {padding!r}")
    if stride < 1:
        raise ValueError(f"stride must be at least 1, not {stride}")
    height, width, _ = input_shape  # the kernels look at all channels: their number does not show in the output
    kernel_height, kernel_width = kernel_size
    if padding == "same":
        # Rounding up without leaving the integers: whatever is left over after the division counts as one more.
        return (height + stride - 1) // stride, (width + stride - 1) // stride, filters
    if kernel_height > height or kernel_width > width:
        raise ValueError(f"kernel {kernel_size} is larger than image {(height, width)}")
    return (height - kernel_height) // stride + 1, (width - kernel_width) // stride + 1, filters
    ### END SOLUTION


# %% [markdown]
# ## 2. The output shape of a pooling
#
# A pooling window is square and follows the same two formulas. Two things are different: the channels stay what they
# are, and unless a stride is given the windows lie side by side, which is a stride as large as the window.


# %%
def pool2d_output_shape(
    input_shape: tuple[int, int, int], pool_size: int, stride: int | None = None, padding: str = "valid"
) -> tuple[int, int, int]:
    """Compute the shape of what a pooling layer gives.

    `input_shape` is `(height, width, channels)` and `pool_size` the side of the window; the result is
    `(output_height, output_width, channels)`. A stride of `None` stands for the pool size.

    By hand: windows of 2 find 13 places side by side along 26 pixels. Along 7 pixels windows of 3 find 2, and one
    pixel is left over; with `"same"` that makes a third window.

    >>> pool2d_output_shape((26, 26, 32), 2)
    (13, 13, 32)
    >>> pool2d_output_shape((7, 7, 4), 3)
    (2, 2, 4)
    >>> pool2d_output_shape((7, 7, 4), 3, padding="same")
    (3, 3, 4)

    `ValueError` when the padding is unknown, the pool size or the stride below 1 or, for `"valid"`, the window larger
    than the image.
    """
    ### BEGIN SOLUTION
    if stride is None:  # not `if not stride`: a stride of 0 was given, and it is an error
        stride = pool_size
    if padding not in ("valid", "same"):
        raise ValueError(f"padding must be 'valid' or 'same', not {padding!r}")
    if pool_size < 1 or stride < 1:
        raise ValueError(f"pool size and stride must be at least 1, not {pool_size} and {stride}")
    height, width, channels = input_shape
    if padding == "same":
        return (height + stride - 1) // stride, (width + stride - 1) // stride, channels
    if pool_size > height or pool_size > width:
        raise ValueError(f"a window of {pool_size} is larger than image {(height, width)}")
    return (height - pool_size) // stride + 1, (width - pool_size) // stride + 1, channels
    ### END SOLUTION


# %% [markdown]
# ## 3. The parameters of a convolution
#
# A filter looks at all channels of its input: it has a whole kernel of weights for each of them. To the sum it adds
# its bias, a single number. The size of the image plays no part: the same filter serves everywhere. That is why
# convolutional layers are so small.


# %%
def conv2d_parameter_count(channels_in: int, filters: int, kernel_size: tuple[int, int]) -> int:
    """Count the weights and biases of a convolutional layer.

    `channels_in` is the number of channels of the input, `kernel_size` is `(kernel_height, kernel_width)`.

    By hand, 2 filters of 3 by 3 over 3 colours: each has 3 times 9 weights and a bias, which makes 28, and both
    together have 56. The course's first layer has 32 filters of 3 by 3 over a single channel, 10 numbers each.

    >>> conv2d_parameter_count(3, 2, (3, 3))
    56
    >>> conv2d_parameter_count(1, 32, (3, 3))
    320
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = kernel_size
    weights_of_a_filter = kernel_height * kernel_width * channels_in
    return filters * (weights_of_a_filter + 1)
    ### END SOLUTION


# %% [markdown]
# ## 4. The parameters of a dense layer
#
# Each unit is connected to every input, and has a bias of its own.


# %%
def dense_parameter_count(inputs: int, units: int) -> int:
    """Count the weights and biases of a fully connected layer.

    `inputs` is how many numbers the layer receives, `units` how many it gives; the result is an integer.

    By hand: 2 units that look at 3 inputs have 3 weights and a bias each, 8 numbers in all. The last layer of the
    course's model has 10 units over 64 inputs.

    >>> dense_parameter_count(3, 2)
    8
    >>> dense_parameter_count(64, 10)
    650
    """
    ### BEGIN SOLUTION
    return inputs * units + units
    ### END SOLUTION


# %% [markdown]
# ## 5. The summary of a model
#
# Now follow an image through the whole chain: the output of a layer is the input of the next one. A layer is described
# by a dict; what stands in brackets may be left out and is then what exercises 1 and 2 take without being told.
#
# - `{"type": "conv2d", "filters": 32, "kernel_size": (3, 3)}` with `["stride"]` and `["padding"]`
# - `{"type": "max_pool2d", "pool_size": 2}` with `["stride"]` and `["padding"]`
# - `{"type": "flatten"}`
# - `{"type": "dense", "units": 64}`
#
# The course's model has all four kinds, and 347 146 parameters. Nearly all of them are in one layer. Which one?


# %%
def summarize(input_shape: tuple[int, int, int], layers: list[dict[str, Any]]) -> list[tuple[tuple[int, ...], int]]:
    """List the output shape and the number of parameters of each layer of a model.

    `input_shape` is `(height, width, channels)`, `layers` a list of dicts as above; the result has one pair
    `(output_shape, parameters)` for each layer, in order. What is flat has a shape with one number, as `(5408,)`.
    Pooling and flattening have no parameters.

    >>> layers = [
    ...     {"type": "conv2d", "filters": 4, "kernel_size": (3, 3)},
    ...     {"type": "max_pool2d", "pool_size": 2},
    ...     {"type": "flatten"},
    ...     {"type": "dense", "units": 10},
    ... ]
    >>> summarize((8, 8, 1), layers)
    [((6, 6, 4), 40), ((3, 3, 4), 0), ((36,), 0), ((10,), 370)]

    By hand: 8 - 3 + 1 = 6 pixels on each side, halved by the pooling, and 3·3·4 = 36 numbers in a row. The filters have
    4·(9 + 1) = 40 parameters, the units 10·(36 + 1) = 370. `ValueError` when the type of a layer is unknown, and
    whenever exercises 1 and 2 ask for it.
    """

    ### BEGIN SOLUTION
    def places(size: int, window: int, stride: int, padding: str) -> int:
        """Count the places of a window along an axis, as in exercises 1 and 2."""
        if padding not in ("valid", "same") or stride < 1 or window < 1 or (padding == "valid" and window > size):
            raise ValueError(f"a window of {window}, stride {stride}, padding {padding!r} on {size} pixels")
        return (size + stride - 1) // stride if padding == "same" else (size - window) // stride + 1

    summary: list[tuple[tuple[int, ...], int]] = []
    shape: tuple[int, ...] = tuple(input_shape)
    for layer in layers:
        parameters = 0
        if layer["type"] == "conv2d":
            kernel_height, kernel_width = layer["kernel_size"]
            stride, padding = layer.get("stride", 1), layer.get("padding", "valid")
            parameters = layer["filters"] * (kernel_height * kernel_width * shape[2] + 1)
            height = places(shape[0], kernel_height, stride, padding)
            width = places(shape[1], kernel_width, stride, padding)
            shape = (height, width, layer["filters"])
        elif layer["type"] == "max_pool2d":
            side = layer["pool_size"]
            stride, padding = layer.get("stride", side), layer.get("padding", "valid")
            shape = (places(shape[0], side, stride, padding), places(shape[1], side, stride, padding), shape[2])
        elif layer["type"] == "flatten":
            features = 1
            for size in shape:
                features *= size
            shape = (features,)
        elif layer["type"] == "dense":
            parameters = shape[0] * layer["units"] + layer["units"]
            shape = (layer["units"],)
        else:
            raise ValueError(f"unknown type of layer: {layer['type']!r}")
        summary.append((shape, parameters))  # `shape` is now the input of the next layer
    return summary
    ### END SOLUTION
