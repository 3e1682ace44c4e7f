"""What is right in chapter 4: convolution, stride and padding.

Sizes, `same` padding and windows are public here because pooling (chapter 6) and training (chapter 8) slide the
same windows over the same images.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from reference.convolution_ways import layer_output

Array = NDArray[Any]


def convolve2d(image: Array, kernel: Array) -> Array:
    """Mathematical convolution of `image` `(height, width)` with `kernel` `(kernel_height, kernel_width)`.

    `output[i, j] = Σ image[i + u, j + v] · kernel[kernel_height - 1 - u, kernel_width - 1 - v]` over the valid region,
    `(height - kernel_height + 1, width - kernel_width + 1)`: the kernel is flipped on both axes, as in
    `scipy.signal.convolve2d(image, kernel, mode="valid")`. `ValueError` when the kernel is larger than the image.
    """
    return cross_correlate2d(image, np.asarray(kernel)[::-1, ::-1])


def cross_correlate2d(image: Array, kernel: Array) -> Array:
    """Cross-correlation of `image` `(height, width)` with `kernel` `(kernel_height, kernel_width)`.

    `output[i, j] = Σ image[i + u, j + v] · kernel[u, v]` over the valid region, which is what deep learning calls
    convolution (Goodfellow, Bengio & Courville, Deep Learning, eq. 9.6). `ValueError` when the kernel is larger than
    the image.
    """
    return strided_cross_correlate2d(image, kernel, 1)


def filter_image(image: Array, kernel: Array) -> Array:
    """Convolution of `image` with a `kernel` of odd sides that keeps the shape `(height, width)`.

    Beyond its borders the image goes on as in a mirror standing between two pixels (`dcba|abcd|dcba`), as in
    `scipy.ndimage.convolve(image, kernel, mode="reflect")`. `ValueError` when a side of the kernel is even or larger
    than the image's.
    """
    image, kernel = as_floats(image), as_floats(kernel)
    if kernel.shape[0] % 2 == 0 or kernel.shape[1] % 2 == 0:
        raise ValueError(f"Expected a kernel of odd sides, received {kernel.shape}")
    for size, kernel_size in zip(image.shape, kernel.shape, strict=True):
        check_fits(size, kernel_size)
    return convolve2d(np.pad(image, [(side // 2, side // 2) for side in kernel.shape], mode="symmetric"), kernel)


def strided_cross_correlate2d(image: Array, kernel: Array, stride: int) -> Array:
    """Cross-correlation of `image` `(height, width)` with `kernel`, every `stride` pixels on both axes.

    `output[i, j] = Σ image[stride·i + u, stride·j + v] · kernel[u, v]`, of sides
    `(size - kernel_size) // stride + 1` (Dumoulin & Visin, A guide to convolution arithmetic, relationship 5).
    `ValueError` when the stride is below 1 or the kernel larger than the image.
    """
    image, kernel = as_floats(image), as_floats(kernel)
    windows = windows2d(image[np.newaxis, :, :, np.newaxis], kernel.shape, stride)[0, ..., 0]
    return np.tensordot(windows, kernel, axes=2)


def zero_pad2d(image: Array, padding: int) -> Array:
    """`image` `(height, width)` inside a frame of `padding` zeros: `(height + 2·padding, width + 2·padding)`.

    Always a new array. `ValueError` when the padding is negative.
    """
    if padding < 0:
        raise ValueError(f"Expected a padding of at least 0, received {padding}")
    return np.pad(as_floats(image), padding)


def same_padding(size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    """Zeros `(before, after)` that `"same"` adds along an axis of `size` pixels.

    There are `ceil(size / stride)` outputs; the zeros are as many as the last window lacks, half of them before, and
    an odd one after (TensorFlow, `tf.nn`: "Notes on padding"). `ValueError` when the stride is below 1.
    """
    check_stride(stride)
    outputs = -(-size // stride)
    total = max((outputs - 1) * stride + kernel_size - size, 0)
    return total // 2, total - total // 2


def conv2d(images: Array, kernels: Array, bias: Array, stride: int = 1, padding: str = "valid") -> Array:
    """Apply a convolutional layer, as Keras `Conv2D` without activation.

    `images` `(batch, height, width, channels_in)`, `kernels` `(kernel_height, kernel_width, channels_in,
    channels_out)` and `bias` `(channels_out,)` give `(batch, output_height, output_width, channels_out)`:
    cross-correlation summed over the input channels, plus the filter's bias. `padding` is `"valid"` or `"same"`.
    `ValueError` for another padding, a stride below 1 or a kernel larger than a valid input.

    Matrix products do it, in the way that is fastest for the layer's shape (`reference/convolution_ways.py`).
    """
    images, kernels, bias = as_floats(images), as_floats(kernels), as_floats(bias)
    padded = pad2d(images, kernels.shape[:2], stride, padding)
    dtype = np.result_type(images, kernels, bias)
    padded, kernels, bias = (array.astype(dtype, copy=False) for array in (padded, kernels, bias))
    return layer_output(padded, kernels, bias, stride)


def as_floats(array: Array) -> Array:
    """`array` itself where it holds float32 or float64, else its values in float64, so that no byte overflows."""
    array = np.asarray(array)
    return array if array.dtype == np.float32 else array.astype(np.float64, copy=False)


def check_stride(stride: int) -> None:
    """`ValueError` for a stride (or a pool size) below 1."""
    if stride < 1:
        raise ValueError(f"Expected a stride of at least 1, received {stride}")


def check_fits(size: int, kernel_size: int) -> None:
    """`ValueError` for a kernel (or a window) larger than an axis of `size` pixels."""
    if kernel_size > size:
        raise ValueError(f"Expected a kernel of at most {size} pixels on this axis, received {kernel_size}")


def axis_padding(size: int, kernel_size: int, stride: int, padding: str) -> tuple[int, int]:
    """Zeros `(before, after)` along an axis for `"valid"` or `"same"`.

    `ValueError` for another padding, a stride below 1 or a kernel larger than a valid input.
    """
    if padding == "same":
        return same_padding(size, kernel_size, stride)
    if padding != "valid":
        raise ValueError(f"Expected padding 'valid' or 'same', received {padding!r}")
    check_stride(stride)
    check_fits(size, kernel_size)
    return 0, 0


def output_size(size: int, kernel_size: int, stride: int, padding: str) -> int:
    """How many windows of `kernel_size` pixels stand along an axis of `size`; errors as `axis_padding`."""
    return (size + sum(axis_padding(size, kernel_size, stride, padding)) - kernel_size) // stride + 1


def pad2d(images: Array, kernel_size: tuple[int, int], stride: int, padding: str, value: float = 0.0) -> Array:
    """`images` `(batch, height, width, channels)` with the border that `padding` asks for, filled with `value`.

    `images` itself when there is nothing to add; errors as `axis_padding`.
    """
    batch, height, width, channels = images.shape
    top, bottom = axis_padding(height, kernel_size[0], stride, padding)
    left, right = axis_padding(width, kernel_size[1], stride, padding)
    if top == bottom == left == right == 0:
        return images
    padded = np.full((batch, top + height + bottom, left + width + right, channels), value, images.dtype)
    padded[:, top : top + height, left : left + width] = images
    return padded


def windows2d(images: Array, kernel_size: tuple[int, ...], stride: int) -> Array:
    """Windows of `images`, a view: `(batch, output_height, output_width, kernel_height, kernel_width, channels)`.

    `ValueError` for a stride below 1 or a window larger than the images.
    """
    check_stride(stride)
    for size, side in zip(images.shape[1:3], kernel_size, strict=True):
        check_fits(size, side)
    windows = sliding_window_view(images, kernel_size, axis=(1, 2))[:, ::stride, ::stride]
    return np.moveaxis(windows, 3, -1)
