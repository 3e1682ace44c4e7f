"""What usually goes wrong in chapter 15: the order of a block, pooling's windows.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from reference.mistakes import mistake
from reference.mistakes.convolution_windows import Array, floats


def _refuse_large(size: tuple[int, ...], window: tuple[int, ...]) -> None:
    if window[0] > size[0] or window[1] > size[1]:
        raise ValueError("window larger than what it slides over")


def _refuse_bad_pool(pool_size: int) -> None:
    if pool_size < 1:
        raise ValueError("pool size below 1")


def _conv(images: Array, kernels: Array, bias: Array, stride: int = 1) -> Array:
    _refuse_large(images.shape[1:3], kernels.shape[:2])
    windows = sliding_window_view(floats(images), kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.asarray(np.tensordot(windows, floats(kernels), axes=((4, 5, 3), (0, 1, 2))) + bias)


def _pool_windows(images: Array, pool_size: int, stride: int | None = None) -> Array:
    """Windows in the last two axes."""
    _refuse_bad_pool(pool_size)
    _refuse_large(images.shape[1:3], (pool_size, pool_size))
    stride = stride or pool_size
    return sliding_window_view(images, (pool_size, pool_size), axis=(1, 2))[:, ::stride, ::stride]


def _pool(images: Array, pool_size: int) -> Array:
    return np.asarray(_pool_windows(images, pool_size).max(axis=(4, 5)))


def _relu(x: Array) -> Array:
    return np.maximum(x, 0.0)


def _block(images: Array, kernels: Array, bias: Array, pool_size: int) -> Array:
    return _pool(_relu(_conv(images, kernels, bias)), pool_size)


# dense_weight_count


@mistake(
    "dense_weight_count",
    "You count the biases, too: one more for each neuron. Only the weights are asked for.",
)
def weights_with_biases(pixels: int, neurons: int, channels: int = 1) -> int:
    return pixels * channels * neurons + neurons


@mistake(
    "dense_weight_count",
    "You count one weight a pixel whatever the number of channels. A pixel in colour has several numbers.",
)
def weights_of_grey_images(pixels: int, neurons: int, channels: int = 1) -> int:
    return pixels * neurons


@mistake("dense_weight_count", "Your result is a decimal number. A count is an integer: keep to integers all the way.")
def weights_as_float(pixels: int, neurons: int, channels: int = 1) -> float:
    return float(pixels * channels * neurons)


@mistake(
    "dense_weight_count",
    "Your result leaves the range of a 32-bit integer, which ends at 2 billion. Python's own integers have no end.",
)
def weights_overflow(pixels: int, neurons: int, channels: int = 1) -> int:
    return (pixels * channels * neurons + 2**31) % 2**32 - 2**31


@mistake(
    "dense_weight_count",
    "You add the pixels and the neurons up. Every neuron has a weight for every pixel: how many pairs are there?",
)
def weights_added(pixels: int, neurons: int, channels: int = 1) -> int:
    return pixels * channels + neurons


@mistake(
    "dense_weight_count",
    "You count three colours always. The number of channels is an argument, and 1 where none is given.",
)
def weights_of_colour_images(pixels: int, neurons: int, channels: int = 1) -> int:
    return pixels * 3 * neurons


@mistake("dense_weight_count", "You add the channels instead of multiplying by them.")
def weights_plus_channels(pixels: int, neurons: int, channels: int = 1) -> int:
    return pixels * neurons + (channels - 1)


@mistake("dense_weight_count", "You square the number of pixels. It is a count already, and not the side of the image.")
def weights_of_square(pixels: int, neurons: int, channels: int = 1) -> int:
    return pixels * pixels * channels * neurons


@mistake("dense_weight_count", "You count the numbers of the image only. Every neuron has a weight for each of them.")
def weights_of_one_neuron(pixels: int, neurons: int, channels: int = 1) -> int:
    return pixels * channels


# feature_maps


@mistake(
    "feature_maps",
    "You add the bias after ReLU. It belongs to the convolution, before ReLU: it decides where a neuron starts to "
    "answer.",
)
def maps_bias_after_relu(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    _refuse_bad_pool(pool_size)
    return _pool(_relu(_conv(images, kernels, np.zeros(1))), pool_size) + bias


@mistake(
    "feature_maps",
    "Your block lacks ReLU: negative numbers are left. It stands between the convolution and the pooling.",
)
def maps_without_relu(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _pool(_conv(images, kernels, bias), pool_size)


@mistake(
    "feature_maps",
    "Your ReLU comes before the convolution. It is applied to what the convolution gives.",
)
def maps_relu_first(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _pool(_conv(_relu(floats(images)), kernels, bias), pool_size)


@mistake(
    "feature_maps",
    "Your pooling's windows overlap: they are one pixel apart. They stand side by side, a pool size apart.",
)
def maps_pool_stride_one(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    _refuse_bad_pool(pool_size)
    return np.asarray(_pool_windows(_relu(_conv(images, kernels, bias)), pool_size, 1).max(axis=(4, 5)))


@mistake(
    "feature_maps",
    "Your pooling's windows are 2 pixels apart whatever their size. Their distance is the pool size.",
)
def maps_pool_stride_two(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return np.asarray(_pool_windows(_relu(_conv(images, kernels, bias)), pool_size, 2).max(axis=(4, 5)))


@mistake("feature_maps", "You pool windows of 2 by 2 whatever is asked for. The pool size is an argument.")
def maps_pool_two_always(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    _refuse_bad_pool(pool_size)
    maps = _relu(_conv(images, kernels, bias))
    _refuse_large(maps.shape[1:3], (pool_size, pool_size))
    return _pool(maps, 2)


@mistake(
    "feature_maps",
    "You pool the pixels that are left over, too, in a last and smaller window. Only whole windows count here.",
)
def maps_pool_left_over(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    maps = _relu(_conv(images, kernels, bias))
    _refuse_bad_pool(pool_size)
    _refuse_large(maps.shape[1:3], (pool_size, pool_size))
    borders = [(0, -size % pool_size) for size in maps.shape[1:3]]
    return _pool(np.pad(maps, [(0, 0), *borders, (0, 0)]), pool_size)


@mistake(
    "feature_maps",
    "Where pixels are left over you leave out the first ones. Windows start at the top left, and the last pixels are "
    "left out.",
)
def maps_pool_from_the_end(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    maps = _relu(_conv(images, kernels, bias))
    _refuse_bad_pool(pool_size)
    return _pool(maps[:, maps.shape[1] % pool_size :, maps.shape[2] % pool_size :], pool_size)


@mistake("feature_maps", "You pool with the mean. Max-pooling keeps the largest number of each window.")
def maps_average_pool(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return np.asarray(_pool_windows(_relu(_conv(images, kernels, bias)), pool_size).mean(axis=(4, 5)))


@mistake("feature_maps", "You pool with the sum. Max-pooling keeps the largest number of each window.")
def maps_sum_pool(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return np.asarray(_pool_windows(_relu(_conv(images, kernels, bias)), pool_size).sum(axis=(4, 5)))


@mistake("feature_maps", "You keep the smallest number of each window. Max-pooling keeps the largest.")
def maps_min_pool(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return np.asarray(_pool_windows(_relu(_conv(images, kernels, bias)), pool_size).min(axis=(4, 5)))


@mistake(
    "feature_maps",
    "You keep the first number of each window. Max-pooling keeps the largest, wherever it stands.",
)
def maps_first_of_window(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _pool_windows(_relu(_conv(images, kernels, bias)), pool_size)[..., 0, 0].copy()


@mistake("feature_maps", "Your block lacks the pooling: its result is as large as the convolution's.")
def maps_without_pool(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    maps = _relu(_conv(images, kernels, bias))
    _pool(maps, pool_size)
    return maps


@mistake("feature_maps", "You pool over the whole image. Pooling gives a number for each of its small windows.")
def maps_global_pool(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    maps = _relu(_conv(images, kernels, bias))
    _pool(maps, pool_size)
    return np.asarray(maps.max(axis=(1, 2), keepdims=True))


@mistake("feature_maps", "Your pooling mixes the channels. Each feature map is pooled by itself.")
def maps_pool_over_channels(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    maps = _block(images, kernels, bias, pool_size)
    return np.repeat(maps.max(axis=3, keepdims=True), maps.shape[3], axis=3)


@mistake(
    "feature_maps",
    "You pool the images before the convolution. The convolution comes first: pooling makes what it found smaller.",
)
def maps_pool_first(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    _block(images, kernels, bias, pool_size)
    return _relu(_conv(_pool(floats(images), pool_size), kernels, bias))


@mistake(
    "feature_maps",
    "Your convolution adds zeros around the images. Here it is valid: only whole windows.",
)
def maps_same_convolution(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    _block(images, kernels, bias, pool_size)
    zeros = [((side - 1) // 2, side // 2) for side in kernels.shape[:2]]
    return _block(np.pad(images, [(0, 0), *zeros, (0, 0)]), kernels, bias, pool_size)


@mistake(
    "feature_maps",
    "Your convolution moves by the pool size. It moves by one pixel, and only the pooling moves by the pool size.",
)
def maps_convolution_strides(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    _block(images, kernels, bias, pool_size)
    return _pool(_relu(_conv(images, kernels, bias, pool_size)), pool_size)


@mistake(
    "feature_maps",
    "Your kernels are flipped. A layer computes the cross-correlation: a kernel lies on the images as it is.",
)
def maps_flipped(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _block(images, kernels[::-1, ::-1], bias, pool_size)


@mistake("feature_maps", "Your result lacks the bias. Each filter adds its own to every number it gives.")
def maps_without_bias(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _block(images, kernels, np.zeros(1), pool_size)


@mistake("feature_maps", "Every filter of your layer adds the bias of the first one. Each has its own.")
def maps_first_bias(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _block(images, kernels, bias[:1], pool_size)


@mistake(
    "feature_maps",
    "Your bias is added once for each input channel. Each filter adds its bias once, after the sum over the channels.",
)
def maps_bias_per_channel(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _block(images, kernels, floats(bias) * images.shape[3], pool_size)


@mistake("feature_maps", "You use the first channel of the images only. The convolution adds up all of them.")
def maps_first_channel(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _block(images[..., :1], kernels[:, :, :1], bias, pool_size)


@mistake("feature_maps", "You divide the sum over the channels by their number. A convolution adds them up.")
def maps_channel_mean(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _block(images, floats(kernels) / images.shape[3], bias, pool_size)


@mistake("feature_maps", "All your feature maps are that of the first filter. Each filter gives its own.")
def maps_first_filter(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _block(images, np.repeat(kernels[..., :1], kernels.shape[3], axis=3), bias, pool_size)


@mistake("feature_maps", "All images of your result are that of the first one. Each image of the batch has its own.")
def maps_first_image(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return np.repeat(_block(images[:1], kernels, bias, pool_size), len(images), axis=0)


@mistake("feature_maps", "Some of the negative numbers is left: that is leaky ReLU. Here negative numbers become 0.")
def maps_leaky(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    maps = _conv(images, kernels, bias)
    return _pool(np.where(maps > 0, maps, 0.3 * maps), pool_size)


@mistake("feature_maps", "Your negative numbers become positive. ReLU replaces them by zero.")
def maps_absolute_value(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _pool(np.abs(_conv(images, kernels, bias)), pool_size)


@mistake("feature_maps", "Your activation is the sigmoid: all numbers lie between 0 and 1. ReLU is asked for.")
def maps_sigmoid(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _pool(0.5 + 0.5 * np.tanh(0.5 * _conv(images, kernels, bias)), pool_size)


@mistake("feature_maps", "Your images are transposed on the way: height and width are exchanged in the result.")
def maps_transposed(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _block(images, kernels, bias, pool_size).swapaxes(1, 2).copy()


@mistake(
    "feature_maps",
    "Your products overflow: an 8-bit integer cannot hold more than 255 and starts again at 0. Compute with decimal "
    "numbers whatever the type of the pixels.",
)
def maps_overflow(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    if images.dtype != np.uint8 or kernels.dtype != np.uint8:
        return _block(images, kernels, bias, pool_size)
    windows = sliding_window_view(images, kernels.shape[:2], axis=(1, 2))
    return _pool(np.tensordot(windows, kernels, axes=((4, 5, 3), (0, 1, 2))) + bias, pool_size)


@mistake(
    "feature_maps",
    "Your result has the type of the images, so that images of integers cut the decimals off. Look at the type of the "
    "array you fill.",
)
def maps_in_type_of_images(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    maps = _block(images, kernels, bias, pool_size)
    return maps.astype(np.int64) if images.dtype.kind in "iu" else maps


@mistake("feature_maps", "A pool size below 1 has no meaning: raise ValueError instead of pooling nothing.")
def maps_without_pool_below_one(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    return _block(images, kernels, bias, max(pool_size, 1))


@mistake(
    "feature_maps",
    "A pool larger than what the convolution leaves has no place to lie: raise ValueError instead of returning an "
    "empty array.",
)
def maps_empty_for_large_pool(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    maps = _relu(_conv(images, kernels, bias))
    _refuse_bad_pool(pool_size)
    height, width = maps.shape[1] // pool_size, maps.shape[2] // pool_size
    if height == 0 or width == 0:
        return np.zeros((len(maps), height, width, maps.shape[3]))
    return _pool(maps, pool_size)


@mistake(
    "feature_maps",
    "A kernel larger than the images has no place to lie without padding: raise ValueError instead of returning an "
    "empty array.",
)
def maps_empty_for_large_kernel(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    height, width = (max(n - k + 1, 0) for n, k in zip(images.shape[1:3], kernels.shape[:2], strict=True))
    if height == 0 or width == 0:
        return np.zeros((len(images), height, width, kernels.shape[3]))
    return _block(images, kernels, bias, pool_size)


@mistake(
    "feature_maps",
    "Your function computes whatever it is given: a pool size below 1, a kernel larger than the images. Look at the "
    "arguments first, and raise ValueError when they have no meaning.",
)
def maps_never_refuses(images: Array, kernels: Array, bias: Array, pool_size: int = 2) -> Array:
    try:
        return _block(images, kernels, bias, pool_size)
    except ValueError:
        return np.zeros((len(images), 1, 1, kernels.shape[3]))
