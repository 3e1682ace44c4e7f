"""Chapter 4 by other hands: SciPy's signal and image functions, Keras layers, TensorFlow's own `"SAME"`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

Array = NDArray[Any]


def convolve2d(image: Array, kernel: Array) -> Array:
    """`scipy.signal.convolve2d` over the valid region."""
    from scipy import signal  # noqa: PLC0415 (lazy, as all of this package's imports)

    return np.asarray(signal.convolve2d(np.asarray(image, np.float64), np.asarray(kernel, np.float64), mode="valid"))


def cross_correlate2d(image: Array, kernel: Array) -> Array:
    """`scipy.signal.correlate2d` over the valid region."""
    from scipy import signal  # noqa: PLC0415 (lazy)

    return np.asarray(signal.correlate2d(np.asarray(image, np.float64), np.asarray(kernel, np.float64), mode="valid"))


def filter_image(image: Array, kernel: Array) -> Array:
    """`scipy.ndimage.convolve`, whose mode `reflect` mirrors between two pixels."""
    from scipy import ndimage  # noqa: PLC0415 (lazy)

    return np.asarray(ndimage.convolve(np.asarray(image, np.float64), np.asarray(kernel, np.float64), mode="reflect"))


def strided_cross_correlate2d(image: Array, kernel: Array, stride: int) -> Array:
    """Keras `Conv2D` with one image, one channel and one filter."""
    kernels = np.asarray(kernel)[:, :, np.newaxis, np.newaxis]
    return conv2d(np.asarray(image)[np.newaxis, :, :, np.newaxis], kernels, np.zeros(1), stride)[0, :, :, 0]


def zero_pad2d(image: Array, padding: int) -> Array:
    """Keras `ZeroPadding2D`."""
    layer = load_keras().layers.ZeroPadding2D(padding, data_format="channels_last", dtype="float64")
    return np.asarray(layer(np.asarray(image, np.float64)[np.newaxis, :, :, np.newaxis]))[0, :, :, 0]


def same_padding(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    """Zeros that TensorFlow puts beside a column of ones, counted in the first and in the last window it cuts out."""
    tensorflow = load_tensorflow()
    windows = tensorflow.image.extract_patches(
        tensorflow.ones((1, size, 1, 1)),
        sizes=(1, kernel_size, 1, 1),
        strides=(1, stride, 1, 1),
        rates=(1, 1, 1, 1),
        padding="SAME",
    ).numpy()[0, :, 0]
    return int(np.argmax(windows[0])), int(np.argmax(windows[-1, ::-1]))


def conv2d(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    """Keras `Conv2D` in float64."""
    kernel_height, kernel_width, channels_in, channels_out = kernels.shape
    layer = load_keras().layers.Conv2D(
        channels_out,
        (kernel_height, kernel_width),
        strides=stride,
        padding=padding,
        data_format="channels_last",
        dtype="float64",
    )
    layer.build((None, None, None, channels_in))
    layer.set_weights([kernels, bias])
    return np.asarray(layer(np.asarray(images, np.float64)))
