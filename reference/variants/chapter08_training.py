"""What is right in chapter 8 however unusual: loops, einsum, other tie rules, other memory orders."""

# ruff: noqa: D103 (the function's name says in which style it is written)
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]


def _floats(array: Array) -> Array:
    return np.array(array, dtype=np.float64)


# one_hot


@variant("one_hot")
def one_hot_of_integers(labels: Array, classes: int) -> Array:
    return np.eye(classes, dtype=np.int8)[labels]


@variant("one_hot")
def one_hot_by_comparison(labels: Array, classes: int) -> Array:
    return np.asarray((np.arange(classes)[np.newaxis, :] == labels[:, np.newaxis]).astype(np.float32))


@variant("one_hot")
def one_hot_of_nested_lists(labels: Array, classes: int) -> Array:
    return np.array([[int(column == label) for column in range(classes)] for label in labels.tolist()])


@variant("one_hot")
def one_hot_in_fortran_order(labels: Array, classes: int) -> Array:
    return np.stack([np.where(labels == column, 1.0, 0.0) for column in range(classes)]).T


@variant("one_hot")
def one_hot_by_flat_index(labels: Array, classes: int) -> Array:
    rows = np.zeros(len(labels) * classes, dtype=np.uint8)
    rows[np.arange(len(labels)) * classes + labels.astype(int)] = 1
    return rows.reshape(len(labels), classes)


@variant("one_hot")
def one_hot_put_along_axis(labels: Array, classes: int) -> Array:
    rows = np.zeros((labels.size, classes))
    np.put_along_axis(rows, labels.astype(np.intp)[:, None], 1, axis=1)
    return rows


# softmax_crossentropy_gradient


@variant("softmax_crossentropy_gradient")
def softmax_crossentropy_gradient_by_logarithms(logits: Array, labels: Array) -> Array:
    x = _floats(logits)
    largest = x.max(axis=-1)
    log_sum = largest + np.log(np.sum(np.exp(x - largest[:, None]), axis=-1))
    return np.asarray((np.exp(x - log_sum[:, None]) - labels) / x.shape[0])


@variant("softmax_crossentropy_gradient")
def softmax_crossentropy_gradient_in_loops(logits: Array, labels: Array) -> Array:
    result = np.empty(logits.shape)
    for row, (own, wanted) in enumerate(zip(logits.tolist(), labels.tolist(), strict=True)):
        exponentials = [np.exp(float(logit) - max(own)) for logit in own]
        for column, exponential in enumerate(exponentials):
            result[row, column] = (exponential / sum(exponentials) - wanted[column]) / len(logits)
    return result


@variant("softmax_crossentropy_gradient")
def softmax_crossentropy_gradient_at_the_label(logits: Array, labels: Array) -> Array:
    x = _floats(logits)
    result = np.exp(x - x.max(1, keepdims=True))
    result /= result.sum(1, keepdims=True)
    result[np.arange(len(x)), labels.argmax(1)] -= 1
    result *= 1 / len(x)
    return np.asarray(result)


@variant("softmax_crossentropy_gradient")
def softmax_crossentropy_gradient_through_the_jacobian(logits: Array, labels: Array) -> Array:
    x = _floats(logits)
    rows = []
    for own, wanted in zip(x, _floats(labels), strict=True):
        p = np.exp(own - own.max())
        p /= p.sum()
        rows.append((np.diag(p) - np.outer(p, p)) @ (-wanted / np.clip(p, 1e-12, 1)) / len(x))
    return np.stack(rows)


@variant("softmax_crossentropy_gradient")
def softmax_crossentropy_gradient_single_precision(logits: Array, labels: Array) -> Array:
    x = logits.astype(np.float32)
    exponentials = np.exp(x - x.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return np.asarray((probabilities - labels.astype(np.float32)) / np.float32(len(x)))


@variant("softmax_crossentropy_gradient")
def softmax_crossentropy_gradient_clipped(logits: Array, labels: Array) -> Array:
    x = _floats(logits)
    exponentials = np.exp(np.maximum(x - x.max(axis=1, keepdims=True), -700))
    probabilities = np.clip(exponentials / exponentials.sum(axis=1, keepdims=True), 1e-7, 1 - 1e-7)
    return np.asfortranarray((probabilities - labels) / len(x))


# dense_backward


@variant("dense_backward")
def dense_backward_by_einsum(gradient: Array, x: Array, weights: Array) -> list[Array]:
    g = _floats(gradient)
    return [
        np.einsum("bu,iu->bi", g, _floats(weights)),
        np.einsum("bi,bu->iu", _floats(x), g),
        np.einsum("bu->u", g),
    ]


@variant("dense_backward")
def dense_backward_sample_by_sample(gradient: Array, x: Array, weights: Array) -> tuple[Array, Array, Array]:
    dx, dweights, dbias = np.zeros(x.shape), np.zeros(weights.shape), np.zeros(weights.shape[1])
    for sample, arriving in enumerate(_floats(gradient)):
        dx[sample] = _floats(weights) @ arriving
        dweights += np.outer(_floats(x)[sample], arriving)
        dbias += arriving
    return dx, dweights, dbias


@variant("dense_backward")
def dense_backward_with_a_column_of_ones(gradient: Array, x: Array, weights: Array) -> tuple[Array, Array, Array]:
    extended = np.hstack([_floats(x), np.ones((len(x), 1))]).T @ _floats(gradient)
    return (_floats(weights) @ _floats(gradient).T).T, extended[:-1], extended[-1]


@variant("dense_backward")
def dense_backward_single_precision(gradient: Array, x: Array, weights: Array) -> tuple[Array, Array, Array]:
    g, inputs, own = (np.asarray(array, np.float32) for array in (gradient, x, weights))
    return np.asfortranarray(g @ own.T), np.asfortranarray(inputs.T @ g), np.asarray(g.sum(0))


@variant("dense_backward")
def dense_backward_in_loops(gradient: Array, x: Array, weights: Array) -> tuple[Array, Array, Array]:
    dx, dweights, dbias = np.zeros(x.shape), np.zeros(weights.shape), np.zeros(weights.shape[1])
    for b, i, u in np.ndindex(*x.shape, weights.shape[1]):
        dx[b, i] += float(gradient[b, u]) * float(weights[i, u])
        dweights[i, u] += float(gradient[b, u]) * float(x[b, i])
        dbias[u] += float(gradient[b, u]) / x.shape[1]
    return dx, dweights, dbias


@variant("dense_backward")
def dense_backward_by_broadcasting(gradient: Array, x: Array, weights: Array) -> tuple[Array, Array, Array]:
    products = _floats(gradient)[:, None, :] * _floats(weights)[None]
    return products.sum(2), (_floats(x)[:, :, None] * _floats(gradient)[:, None, :]).sum(0), _floats(gradient).sum(0)


# max_pool2d_backward


def _step(images: Array, pool_size: int, stride: int | None) -> int:
    step = pool_size if stride is None else stride
    if pool_size < 1 or step < 1 or pool_size > min(images.shape[1:3]):
        raise ValueError("no such windows")
    return step


@variant("max_pool2d_backward")
def max_pool2d_backward_with_four_loops(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _step(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for b, i, j, c in np.ndindex(gradient.shape):
        top, left = i * step, j * step
        window = images[b, top : top + pool_size, left : left + pool_size, c]
        u, v = np.unravel_index(np.argmax(window), window.shape)
        dimages[b, top + u, left + v, c] += gradient[b, i, j, c]
    return dimages


@variant("max_pool2d_backward")
def max_pool2d_backward_to_every_tie(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _step(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for i, j in np.ndindex(gradient.shape[1:3]):
        rows, columns = slice(i * step, i * step + pool_size), slice(j * step, j * step + pool_size)
        window = images[:, rows, columns]
        mask = window == window.max(axis=(1, 2), keepdims=True)
        dimages[:, rows, columns] += mask * gradient[:, i : i + 1, j : j + 1]
    return dimages


@variant("max_pool2d_backward")
def max_pool2d_backward_shared_between_ties(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _step(images, pool_size, stride)
    dimages = np.zeros(images.shape, order="F")
    for i, j in np.ndindex(gradient.shape[1:3]):
        rows, columns = slice(i * step, i * step + pool_size), slice(j * step, j * step + pool_size)
        mask = images[:, rows, columns] == np.max(images[:, rows, columns], axis=(1, 2), keepdims=True)
        arriving = gradient[:, i, j][:, None, None] / mask.sum(axis=(1, 2), keepdims=True)
        dimages[:, rows, columns] += np.where(mask, arriving, 0)
    return dimages


@variant("max_pool2d_backward")
def max_pool2d_backward_by_add_at(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    step = _step(images, pool_size, stride)
    windows = sliding_window_view(images, (pool_size, pool_size), axis=(1, 2))[:, ::step, ::step]
    places = windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)
    b, i, j, c = np.indices(places.shape)
    dimages = np.zeros(images.shape, dtype=np.float32)
    np.add.at(dimages, (b, i * step + places // pool_size, j * step + places % pool_size, c), gradient)
    return dimages


@variant("max_pool2d_backward")
def max_pool2d_backward_by_bincount(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    step = _step(images, pool_size, stride)
    numbers = np.arange(images.size).reshape(images.shape)
    values = sliding_window_view(images, (pool_size, pool_size), axis=(1, 2))[:, ::step, ::step]
    places = sliding_window_view(numbers, (pool_size, pool_size), axis=(1, 2))[:, ::step, ::step]
    flat_values, flat_places = (array.reshape(gradient.size, -1) for array in (values, places))
    chosen = np.take_along_axis(flat_places, flat_values.argmax(1)[:, None], 1)[:, 0]
    return np.bincount(chosen, weights=gradient.ravel(), minlength=images.size).reshape(images.shape)


@variant("max_pool2d_backward")
def max_pool2d_backward_last_of_ties(
    gradient: Array, images: Array, pool_size: int, stride: int | None = None
) -> Array:
    step = _step(images, pool_size, stride)
    dimages = np.zeros(images.shape)
    for b, i, j, c in np.ndindex(gradient.shape):
        places = [(i * step + u, j * step + v) for u in range(pool_size) for v in range(pool_size)]
        row, column = max(reversed(places), key=lambda place: float(images[b, place[0], place[1], c]))
        dimages[b, row, column, c] += gradient[b, i, j, c]
    return dimages


@variant("max_pool2d_backward")
def max_pool2d_backward_by_images(gradient: Array, images: Array, pool_size: int, stride: int | None = None) -> Array:
    """Whole integers stay integers, where they are exact."""
    step = _step(images, pool_size, stride)
    exact = gradient.dtype.kind in "iu"
    dimages = np.zeros(images.shape, dtype=np.int64 if exact else np.float64)
    for image, own, result in zip(images, gradient, dimages, strict=True):
        for i, j in np.ndindex(own.shape[:2]):
            window = image[i * step :, j * step :][:pool_size, :pool_size].reshape(-1, image.shape[2])
            u, v = np.divmod(window.argmax(axis=0), pool_size)
            result[i * step + u, j * step + v, np.arange(image.shape[2])] += own[i, j]
    return dimages


# conv2d_backward


def _pads(images: Array, kernels: Array, stride: int, padding: str) -> list[tuple[int, int]]:
    if stride < 1 or padding not in ("valid", "same"):
        raise ValueError("no such layer")
    pads = []
    for size, side in zip(images.shape[1:3], kernels.shape[:2], strict=True):
        if padding == "valid" and side > size:
            raise ValueError("no window")
        total = max(side - stride if size % stride == 0 else side - size % stride, 0) if padding == "same" else 0
        pads.append((total // 2, total - total // 2))
    return [(0, 0), *pads, (0, 0)]


def _cut(dpadded: Array, images: Array, pads: list[tuple[int, int]]) -> Array:
    return dpadded[:, pads[1][0] :, pads[2][0] :][:, : images.shape[1], : images.shape[2]]


@variant("conv2d_backward")
def conv2d_backward_window_by_window(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array, Array]:
    pads = _pads(images, kernels, stride, padding)
    padded = np.pad(_floats(images), pads)
    dpadded, dkernels = np.zeros(padded.shape), np.zeros(kernels.shape)
    for b, i, j, f in np.ndindex(gradient.shape):
        rows, columns = (slice(stride * n, stride * n + side) for n, side in zip((i, j), kernels.shape, strict=False))
        dpadded[b, rows, columns] += float(gradient[b, i, j, f]) * kernels[..., f]
        dkernels[..., f] += padded[b, rows, columns] * float(gradient[b, i, j, f])
    return _cut(dpadded, images, pads), dkernels, _floats(gradient).sum((0, 1, 2))


@variant("conv2d_backward", naive=True)
def conv2d_backward_seven_loops(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array, Array]:
    (_, (top, _), (left, _), _) = _pads(images, kernels, stride, padding)
    dimages, dkernels, dbias = np.zeros(images.shape), np.zeros(kernels.shape), np.zeros(kernels.shape[3])
    for b, i, j, f in np.ndindex(gradient.shape):
        arriving = float(gradient[b, i, j, f])
        dbias[f] += arriving
        for u, v, c in np.ndindex(kernels.shape[:3]):
            row, column = stride * i + u - top, stride * j + v - left
            if 0 <= row < images.shape[1] and 0 <= column < images.shape[2]:
                dimages[b, row, column, c] += arriving * float(kernels[u, v, c, f])
                dkernels[u, v, c, f] += arriving * float(images[b, row, column, c])
    return dimages, dkernels, dbias


@variant("conv2d_backward")
def conv2d_backward_as_full_convolution(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> list[Array]:
    """Dilate the gradient by the stride, pad it, and convolve it with the kernels, turned by half a turn."""
    pads = _pads(images, kernels, stride, padding)
    padded = np.pad(_floats(images), pads)
    height, width = (padded.shape[axis + 1] - kernels.shape[axis] + 1 for axis in (0, 1))
    dilated = np.zeros((len(gradient), height, width, kernels.shape[3]))
    dilated[:, ::stride, ::stride][:, : gradient.shape[1], : gradient.shape[2]] = gradient
    rows, columns = kernels.shape[0] - 1, kernels.shape[1] - 1
    framed = np.pad(dilated, ((0, 0), (rows, rows), (columns, columns), (0, 0)))
    windows = sliding_window_view(framed, kernels.shape[:2], axis=(1, 2))
    dpadded = np.einsum("bijfuv,uvcf->bijc", windows, _floats(kernels)[::-1, ::-1])
    seen = sliding_window_view(padded, (height, width), axis=(1, 2))
    return [_cut(dpadded, images, pads), np.einsum("buvcij,bijf->uvcf", seen, dilated), np.einsum("bijf->f", dilated)]


@variant("conv2d_backward")
def conv2d_backward_by_im2col(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array, Array]:
    pads = _pads(images, kernels, stride, padding)
    padded = np.pad(images.astype(np.float32), pads)
    own, arriving = kernels.astype(np.float32), gradient.astype(np.float32)
    height, width, channels, filters = kernels.shape
    batch, output_height, output_width, _ = gradient.shape
    strides = padded.strides
    windows = as_strided(
        padded,
        (batch, output_height, output_width, height, width, channels),
        (strides[0], strides[1] * stride, strides[2] * stride, *strides[1:]),
    )
    rows = arriving.reshape(-1, filters)
    dkernels = (windows.reshape(len(rows), -1).T @ rows).reshape(kernels.shape)
    dwindows = (rows @ own.reshape(-1, filters).T).reshape(windows.shape)
    dpadded = np.zeros_like(padded)
    for i, j in np.ndindex(output_height, output_width):
        dpadded[:, stride * i :, stride * j :][:, :height, :width] += dwindows[:, i, j]
    return np.ascontiguousarray(_cut(dpadded, images, pads)), dkernels, rows.sum(axis=0)


@variant("conv2d_backward")
def conv2d_backward_as_a_matrix(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array, Array]:
    """Add up at the numbers of the pixels that each window saw."""
    pads = _pads(images, kernels, stride, padding)
    padded = np.pad(_floats(images), pads)
    sides = zip(gradient.shape[1:3], kernels.shape[:2], strict=True)
    rows, columns = (stride * np.arange(outputs)[:, None] + np.arange(side) for outputs, side in sides)
    place: tuple[Any, ...] = (slice(None), rows[:, None, :, None], columns[None, :, None, :])
    dkernels = np.tensordot(padded[place], _floats(gradient), ((0, 1, 2), (0, 1, 2)))
    dpadded = np.zeros(padded.shape)
    dwindows = np.tensordot(_floats(gradient), _floats(kernels), (3, 3))
    for image, own in zip(dpadded, dwindows, strict=True):
        np.add.at(image, place[1:], own)
    return _cut(dpadded, images, pads), np.asfortranarray(dkernels), _floats(gradient).sum(0).sum(0).sum(0)


@variant("conv2d_backward")
def conv2d_backward_channels_first(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array, Array]:
    pads = _pads(images, kernels, stride, padding)
    padded = np.pad(_floats(images), pads).transpose(0, 3, 1, 2)
    arriving, own = _floats(gradient).transpose(0, 3, 1, 2), _floats(kernels).transpose(3, 2, 0, 1)
    dpadded, dkernels = np.zeros(padded.shape), np.zeros(own.shape)
    for i, j in np.ndindex(arriving.shape[2:]):
        place = (..., slice(stride * i, stride * i + own.shape[2]), slice(stride * j, stride * j + own.shape[3]))
        dkernels += np.einsum("bf,bcuv->fcuv", arriving[..., i, j], padded[place])
        dpadded[place] += np.einsum("bf,fcuv->bcuv", arriving[..., i, j], own)
    dimages = _cut(dpadded.transpose(0, 2, 3, 1), images, pads)
    return dimages, dkernels.transpose(2, 3, 1, 0), arriving.sum(axis=(0, 2, 3))


@variant("conv2d_backward")
def conv2d_backward_by_linearity(
    gradient: Array, images: Array, kernels: Array, stride: int = 1, padding: str = "valid"
) -> tuple[Array, Array, Array]:
    """The layer is linear in its images and in its kernels: push each unit image and each unit kernel through it."""
    pads = _pads(images, kernels, stride, padding)

    def forward(some_images: Array, some_kernels: Array) -> Array:
        windows = sliding_window_view(np.pad(some_images, pads), kernels.shape[:2], axis=(1, 2))
        return np.asarray(np.einsum("bijcuv,uvcf->bijf", windows[:, ::stride, ::stride], some_kernels))

    dimages, dkernels = np.zeros(images.shape), np.zeros(kernels.shape)
    for place in np.ndindex(images.shape[1:]):
        unit = np.zeros(images.shape)
        unit[(slice(None), *place)] = 1
        dimages[(slice(None), *place)] = (forward(unit, _floats(kernels)) * gradient).sum(axis=(1, 2, 3))
    for number in np.ndindex(kernels.shape):
        unit = np.zeros(kernels.shape)
        unit[number] = 1
        dkernels[number] = np.sum(forward(_floats(images), unit) * gradient)
    return dimages, dkernels, _floats(gradient).sum(axis=(0, 1, 2))
