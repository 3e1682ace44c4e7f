"""What usually goes wrong in chapter 8 on the way back through max pooling: overlaps, strides, the largest pixel.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.backward_passes import Array, Place, floats


def _check_pool(images: Array, pool_size: int, stride: int | None) -> int:
    step = pool_size if stride is None else stride
    if pool_size < 1 or step < 1:
        raise ValueError("pool size or stride below 1")
    if pool_size > images.shape[1] or pool_size > images.shape[2]:
        raise ValueError("windows larger than the images")
    return step


def _windows(gradient: Array, row_stride: int, column_stride: int, pool_size: int) -> Iterator[tuple[int, int, Place]]:
    """The windows of all pooled pixels, with the row and the column of the latter."""
    for i, j in np.ndindex(gradient.shape[1:3]):
        top, left = row_stride * i, column_stride * j
        yield i, j, (slice(None), slice(top, top + pool_size), slice(left, left + pool_size))


def _largest(window: Array) -> Array:
    """Mask of the largest pixel of each image and channel of a window."""
    return np.asarray(window == window.max(axis=(1, 2), keepdims=True, initial=-np.inf))


def _unpool(
    gradient: Array,
    images: Array,
    pool_size: int,
    row_stride: int,
    column_stride: int,
    chosen: Callable[[Array], Array] = _largest,
) -> Array:
    """Hand the gradient of each window on to its pixels, multiplied by what `chosen` says of them."""
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, row_stride, column_stride, pool_size):
        arriving = floats(gradient)[:, i : i + 1, j : j + 1]
        dimages[place] += chosen(floats(images[place])) * arriving
    return dimages


def _unpool_right(gradient: Array, images: Array, pool_size: int, stride: int | None) -> Array:
    step = _check_pool(images, pool_size, stride)
    return _unpool(gradient, images, pool_size, step, step)


def _unpool_by(
    gradient: Array, images: Array, pool_size: int, stride: int | None, chosen: Callable[[Array], Array]
) -> Array:
    step = _check_pool(images, pool_size, stride)
    return _unpool(gradient, images, pool_size, step, step, chosen)


@mistake(
    "max_pool2d_backward",
    "Where windows overlap, yours overwrite what a pixel received before. A pixel that is the largest of several "
    "windows gets the sum of their gradients.",
)
def max_pool2d_backward_overwrites(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, step, step, pool_size):
        dimages[place] = _largest(images[place]) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward",
    "The largest pixels are overwritten when windows overlap: the last window that chose a pixel has its gradient. "
    "Add them up.",
)
def max_pool2d_backward_overwrites_largest(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, step, step, pool_size):
        arriving = np.broadcast_to(gradient[:, i : i + 1, j : j + 1], images[place].shape)
        largest = _largest(images[place])
        dimages[place][largest] = arriving[largest]
    return dimages


@mistake(
    "max_pool2d_backward",
    "Where windows overlap, you take the mean of what a pixel receives. It gets the sum.",
)
def max_pool2d_backward_mean_of_overlaps(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    times = _unpool_right(np.ones(gradient.shape), images, pool_size, stride)
    return _unpool_right(gradient, images, pool_size, stride) / np.maximum(times, 1)


@mistake(
    "max_pool2d_backward",
    "A pixel gets the gradient of a window because another place holds the same value as that window's largest. Look "
    "for the largest within its own window.",
)
def max_pool2d_backward_looks_everywhere(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, step, step, pool_size):
        largest = images[place].max(axis=(1, 2), keepdims=True)
        dimages += (images == largest) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward",
    "Your windows move by their own size whatever the stride. They do so only when no stride is given.",
)
def max_pool2d_backward_stride_ignored(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, pool_size, pool_size, pool_size):
        if images[place].size:
            dimages[place] += _largest(images[place]) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward", "Without a stride, your windows move by one pixel. The stride defaults to the pool size."
)
def max_pool2d_backward_default_of_one(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    _check_pool(images, pool_size, stride)
    step = 1 if stride is None else stride
    return _unpool(gradient, images, pool_size, step, step)


@mistake("max_pool2d_backward", "Your windows always move by one pixel. They move by the stride.")
def max_pool2d_backward_moves_by_one(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    _check_pool(images, pool_size, stride)
    return _unpool(gradient, images, pool_size, 1, 1)


@mistake("max_pool2d_backward", "Your windows move by 2 pixels whatever the stride and the pool size.")
def max_pool2d_backward_moves_by_two(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, 2, 2, pool_size):
        if images[place].size:
            dimages[place] += _largest(images[place]) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward", "Your windows move by the stride from top to bottom only. They do so from left to right too."
)
def max_pool2d_backward_strided_rows_only(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool(gradient, images, pool_size, _check_pool(images, pool_size, stride), 1)


@mistake(
    "max_pool2d_backward",
    "Your result covers the windows only. It has the shape of the images: pixels that no window covers get 0.",
)
def max_pool2d_backward_covered_only(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _check_pool(images, pool_size, stride)
    height, width = (step * (size - 1) + pool_size for size in gradient.shape[1:3])
    return _unpool_right(gradient, images, pool_size, stride)[:, :height, :width].copy()


@mistake(
    "max_pool2d_backward",
    "Your result is as large as the windows laid side by side. It has the shape of the images, whatever the stride.",
)
def max_pool2d_backward_enlarged(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros((len(images), pool_size * gradient.shape[1], pool_size * gradient.shape[2], images.shape[3]))
    for (i, j, place), (_, _, own) in zip(
        _windows(gradient, step, step, pool_size), _windows(gradient, pool_size, pool_size, pool_size), strict=True
    ):
        dimages[own] = _largest(images[place]) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward",
    "You count from 0 while you look for the largest pixel, and miss it where all are negative.",
)
def max_pool2d_backward_from_zero(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: (window > 0) & _largest(window))


@mistake("max_pool2d_backward", "You choose the pixel furthest from 0. The largest is meant, the sign included.")
def max_pool2d_backward_of_absolutes(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: _largest(np.abs(window)))


@mistake("max_pool2d_backward", "You choose the smallest pixel of each window. It is the largest that was kept.")
def max_pool2d_backward_of_minima(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: _largest(-window))


@mistake(
    "max_pool2d_backward",
    "Every pixel of a window gets its whole gradient. Only the largest one counted, and only it gets any.",
)
def max_pool2d_backward_to_all(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, np.ones_like)


@mistake(
    "max_pool2d_backward",
    "You share the gradient between all pixels of a window: that is the backward pass of average pooling.",
)
def max_pool2d_backward_shared(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: np.full(window.shape, 1 / pool_size**2))


@mistake(
    "max_pool2d_backward", "You put the gradient into the top left pixel of each window. It belongs to the largest."
)
def max_pool2d_backward_to_the_corner(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    def corner(window: Array) -> Array:
        chosen = np.zeros(window.shape)
        chosen[:, 0, 0] = 1
        return chosen

    return _unpool_by(gradient, images, pool_size, stride, corner)


@mistake(
    "max_pool2d_backward",
    "Your gradient is multiplied by the value of the pixel. It goes to the largest pixel as it is.",
)
def max_pool2d_backward_times_value(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: _largest(window) * window)


@mistake(
    "max_pool2d_backward",
    "You mark the largest pixels, but with ones: the gradient that arrives is lost.",
)
def max_pool2d_backward_mask_only(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_right(np.ones(gradient.shape), images, pool_size, stride)


@mistake(
    "max_pool2d_backward",
    "Row and column of the largest pixel are exchanged within its window: argmax counts row by row.",
)
def max_pool2d_backward_row_for_column(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_by(gradient, images, pool_size, stride, lambda window: _largest(window).transpose(0, 2, 1, 3))


@mistake(
    "max_pool2d_backward",
    "The place of the largest pixel is counted within its window, but you use it in the image. Add where the window "
    "starts.",
)
def max_pool2d_backward_without_offset(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(gradient, step, step, pool_size):
        dimages[:, :pool_size, :pool_size] += _largest(images[place]) * gradient[:, i : i + 1, j : j + 1]
    return dimages


@mistake(
    "max_pool2d_backward",
    "You look for the largest pixel over all channels together. Each channel has its own in every window.",
)
def max_pool2d_backward_over_channels(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_by(
        gradient, images, pool_size, stride, lambda window: window == window.max(axis=(1, 2, 3), keepdims=True)
    )


@mistake(
    "max_pool2d_backward",
    "All channels use the place that is the largest in the first one. Each channel has its own largest pixel.",
)
def max_pool2d_backward_first_channel_decides(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_by(
        gradient,
        images,
        pool_size,
        stride,
        lambda window: np.broadcast_to(_largest(window[..., :1]), window.shape),
    )


@mistake("max_pool2d_backward", "Only the first channel gets a gradient, the others stay zero.")
def max_pool2d_backward_first_channel_only(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    dimages = _unpool_right(gradient, images, pool_size, stride)
    dimages[..., 1:] = 0
    return dimages


@mistake(
    "max_pool2d_backward",
    "You look for the largest pixel over all images of the batch together. Each image has its own in every window.",
)
def max_pool2d_backward_over_batch(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_by(
        gradient, images, pool_size, stride, lambda window: window == window.max(axis=(0, 1, 2), keepdims=True)
    )


@mistake("max_pool2d_backward", "Only the first image of the batch gets a gradient, the others stay zero.")
def max_pool2d_backward_first_image_only(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    dimages = _unpool_right(gradient, images, pool_size, stride)
    dimages[1:] = 0
    return dimages


@mistake("max_pool2d_backward", "Your gradient is divided by the batch. The mean is in the gradient you are given.")
def max_pool2d_backward_divided_again(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_right(gradient, images, pool_size, stride) / len(images)


@mistake("max_pool2d_backward", "Your gradient is divided by the size of the window. The largest pixel gets all of it.")
def max_pool2d_backward_divided_by_window(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_right(gradient, images, pool_size, stride) / pool_size**2


@mistake(
    "max_pool2d_backward",
    "You go through as many columns as the pooled maps have rows: width and height are not the same.",
)
def max_pool2d_backward_square(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    step = _check_pool(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j, place in _windows(np.ones((1, gradient.shape[1], gradient.shape[1])), step, step, pool_size):
        dimages[place] += _largest(images[place]) * gradient[:, i, j][:, np.newaxis, np.newaxis]
    return dimages


@mistake("max_pool2d_backward", "Negative gradients are lost. It is the pixels that are compared, not the gradients.")
def max_pool2d_backward_positive_only(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_right(np.maximum(floats(gradient), 0), images, pool_size, stride)


@mistake(
    "max_pool2d_backward",
    "Your result has the type of the images, so that images of integers cut the decimals of the gradient off. Look at "
    "the type of the array you fill.",
)
def max_pool2d_backward_cut_off(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_right(gradient, images, pool_size, stride).astype(images.dtype)


@mistake(
    "max_pool2d_backward",
    "Your sums overflow: you add gradients up in an array of 8-bit integers. Compute with decimal numbers whatever the "
    "type of the gradient.",
)
def max_pool2d_backward_overflowing(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_right(gradient, images, pool_size, stride).astype(gradient.dtype)


@mistake(
    "max_pool2d_backward",
    "Your function writes into the images it is given. Keep what is yours in an array of your own.",
)
def max_pool2d_backward_writes_into_images(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    dimages = _unpool_right(gradient, images, pool_size, stride)
    images[dimages == 0] = 0
    return dimages


@mistake(
    "max_pool2d_backward",
    "Your function computes whatever it is given: a pool size or stride below 1, windows larger than the images. Look "
    "at the arguments first, and raise ValueError when they have no meaning.",
)
def max_pool2d_backward_checks_nothing(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    try:
        return _unpool_right(gradient, images, pool_size, stride)
    except ValueError:
        return np.zeros(images.shape)


@mistake("max_pool2d_backward", "A stride of 0 or below has no meaning: raise ValueError.")
def max_pool2d_backward_any_stride(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    return _unpool_right(gradient, images, pool_size, stride if stride is None else max(stride, 1))


@mistake(
    "max_pool2d_backward",
    "A stride of 0 is not the same as none: raise ValueError for it instead of using the pool size.",
)
def max_pool2d_backward_zero_is_none(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return _unpool_right(gradient, images, pool_size, stride or pool_size)


@mistake(
    "max_pool2d_backward",
    "Windows larger than the images have no place to stand: raise ValueError instead of returning zeros.",
)
def max_pool2d_backward_too_large_is_zero(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    if pool_size > min(images.shape[1:3]) and (stride is None or stride > 0):
        return np.zeros(images.shape)
    return _unpool_right(gradient, images, pool_size, stride)


@mistake("max_pool2d_backward", "Windows as large as the images have a meaning: there is one of them.")
def max_pool2d_backward_refuses_one_window(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    if pool_size >= min(images.shape[1:3]):
        raise ValueError("windows too large")
    return _unpool_right(gradient, images, pool_size, stride)


@mistake("max_pool2d_backward", "Your result holds nothing but zeros: the array is made, but never filled.")
def max_pool2d_backward_never_filled(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    return np.zeros_like(_unpool_right(gradient, images, pool_size, stride))
