"""Whichever way a layer is computed, it gives the same: each way is held against SciPy and against the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.signal import correlate

from reference import blocks, unrolling, winograd
from reference.chapter04_convolution import conv2d
from reference.chapter06_pooling import average_pool2d, max_pool2d
from reference.chapter08_training import conv2d_backward, max_pool2d_backward, train
from reference.convolution_ways import Way, way_of
from reference.largest import where

Array = NDArray[Any]
DTYPES = (np.float32, np.float64)


class Layer(NamedTuple):
    images: Array
    kernels: Array
    bias: Array
    stride: int

    def gradient(self) -> Array:
        """Draw one of its output."""
        return np.random.default_rng(1).normal(size=by_scipy(self).shape).astype(self.images.dtype)


def by_scipy(layer: Layer) -> Array:
    """The layer's output in float64, one filter of one image at a time."""
    kernels = np.moveaxis(layer.kernels.astype(float), 3, 0)
    images = layer.images.astype(float)
    maps = np.array([[correlate(image, kernel, "valid")[..., 0] for kernel in kernels] for image in images])
    every = slice(None, None, layer.stride)
    return np.asarray(np.moveaxis(maps, 1, 3)[:, every, every] + layer.bias)


@st.composite
def layers(draw: st.DrawFn, *, winograd_only: bool = False) -> Layer:
    """Layers of any shape, images and kernels not square."""
    kernel = (3, 3) if winograd_only else (draw(st.integers(1, 4)), draw(st.integers(1, 4)))
    stride = 1 if winograd_only else draw(st.integers(1, 4))
    sides = [draw(st.integers(side, 12)) for side in kernel]
    channels_in, channels_out, batch = (draw(st.integers(1, most)) for most in (6, 5, 3))
    rng, dtype = np.random.default_rng(draw(st.integers(0, 2**32 - 1))), draw(st.sampled_from(DTYPES))
    shapes = ((batch, *sides, channels_in), (*kernel, channels_in, channels_out), (channels_out,))
    images, kernels, bias = (np.asarray(rng.normal(size=shape), dtype) for shape in shapes)
    return Layer(images, kernels, bias, stride)


@pytest.fixture(autouse=True, params=[2**18, 64], ids=["one block", "many blocks"], scope="module")
def _block(request: pytest.FixtureRequest) -> Iterator[None]:
    with mock.patch.multiple(blocks, BLOCK=request.param, FEWEST_WINDOWS=1):
        yield


def close(one: Array, other: Array, dtype: Any) -> None:
    """Equal up to the roundoff of a dtype, which is that of the first."""
    assert one.dtype == dtype
    assert one.shape == other.shape
    np.testing.assert_allclose(one, other, rtol=0, atol=(1e-4 if dtype == np.float32 else 1e-12) * np.abs(other).max())


@given(layers())
def test_rows_and_planes_give_what_scipy_gives(layer: Layer) -> None:
    for way in (unrolling.output_by_rows, unrolling.output_by_planes):
        close(way(*layer), by_scipy(layer), layer.images.dtype)


@given(layers(winograd_only=True))
def test_winograds_products_give_what_scipy_gives(layer: Layer) -> None:
    close(winograd.layer_output(*layer[:3]), by_scipy(layer), layer.images.dtype)


@given(layers())
def test_rows_and_planes_give_the_gradients_that_belong_to_the_layer(layer: Layer) -> None:
    gradient, sides, dtype = layer.gradient(), layer.kernels.shape[:2], layer.images.dtype
    rows = unrolling.kernel_gradients_by_rows(gradient, layer.images, sides, layer.stride)
    planes = unrolling.kernel_gradients_by_planes(gradient, layer.images, sides, layer.stride)
    places = unrolling.kernel_gradients_by_places(gradient, layer.images, sides, layer.stride)
    by_places = unrolling.image_gradient_by_places(gradient, layer.kernels, layer.images.shape, layer.stride)
    by_planes = unrolling.image_gradient_by_planes(gradient, layer.kernels, layer.images.shape, layer.stride)
    for dimages, (dkernels, dbias) in ((by_places, rows), (by_planes, planes)):
        are_the_layers(layer, gradient, dimages, dkernels)
        close(dbias, gradient.sum(axis=(0, 1, 2), dtype=float) + np.zeros_like(dbias), dtype)
    close(by_planes, by_places, dtype)
    close(planes[0], rows[0], dtype)
    close(places[0], rows[0], dtype)


@given(layers(winograd_only=True))
def test_winograds_products_give_the_gradients_that_unrolling_gives(layer: Layer) -> None:
    gradient, shape, dtype = layer.gradient(), layer.images.shape, layer.images.dtype
    dimages = winograd.image_gradient(gradient, layer.kernels, shape)
    dkernels = winograd.kernel_gradient(gradient, layer.images)
    close(dimages, unrolling.image_gradient_by_places(gradient, layer.kernels, shape, 1), dtype)
    close(dkernels, unrolling.kernel_gradients_by_rows(gradient, layer.images, (3, 3), 1)[0], dtype)


def are_the_layers(layer: Layer, gradient: Array, dimages: Array, dkernels: Array) -> None:
    """A layer is linear in images and kernels: what it gives, times the gradient, is the same whichever way."""
    flowing = np.sum((by_scipy(layer) - layer.bias) * gradient)
    scale = np.sum(np.abs(by_scipy(layer) * gradient)) + np.sum(np.abs(layer.images.astype(float) * dimages))
    assert abs(np.sum(layer.images.astype(float) * dimages) - flowing) <= 1e-4 * scale
    assert abs(np.sum(layer.kernels.astype(float) * dkernels) - flowing) <= 1e-4 * scale


@pytest.mark.parametrize(
    ("images", "kernels", "stride", "way"),
    [
        ((2, 9, 8, 1), (3, 3, 1, 4), 1, "planes"),
        ((2, 9, 8, 4), (5, 2, 4, 3), 2, "planes"),
        ((2, 9, 8, 5), (3, 3, 5, 4), 1, "rows"),
        ((2, 9, 8, 32), (3, 3, 32, 4), 1, "rows"),
        ((2, 9, 8, 64), (3, 3, 64, 63), 1, "rows"),
        ((2, 9, 8, 64), (3, 3, 64, 64), 2, "rows"),
        ((1, 4, 4, 64), (3, 3, 64, 64), 1, "rows"),
        ((2, 9, 8, 64), (3, 2, 64, 64), 1, "rows"),
        ((2, 9, 8, 64), (3, 3, 64, 64), 1, "winograd"),
        ((2, 3, 6, 5), (1, 1, 5, 3), 1, "rows"),
    ],
)
class TestChosenWay:
    def test_depends_on_the_shape(
        self, images: tuple[int, ...], kernels: tuple[int, ...], stride: int, way: Way
    ) -> None:
        assert way_of(images, kernels, stride) == way

    @pytest.mark.parametrize("padding", ["valid", "same"])
    @pytest.mark.parametrize("dtype", DTYPES)
    def test_gives_the_layer_and_its_gradients_and_leaves_the_arguments_as_they_are(
        self, images: tuple[int, ...], kernels: tuple[int, ...], stride: int, way: Way, padding: str, dtype: Any
    ) -> None:
        del way
        rng = np.random.default_rng(0)
        drawn: tuple[Array, ...] = tuple(_fixed(rng, shape, dtype) for shape in (images, kernels, kernels[3:]))
        output = conv2d(drawn[0], drawn[1], drawn[2], stride, padding)
        gradient = _fixed(rng, output.shape, dtype)
        answers = (output, *conv2d_backward(gradient, drawn[0], drawn[1], stride, padding))
        with mock.patch("reference.convolution_ways.way_of", return_value="rows"):
            by_rows = conv2d(drawn[0], drawn[1], drawn[2], stride, padding)
            expected = (by_rows, *conv2d_backward(gradient, drawn[0], drawn[1], stride, padding))
        for answer, other in zip(answers, expected, strict=True):
            close(answer, other, dtype)
            assert answer.flags.writeable
            assert not any(np.shares_memory(answer, array) for array in (*drawn, gradient))


def _fixed(rng: np.random.Generator, shape: tuple[int, ...], dtype: Any) -> Array:
    """Draw an array that nobody can change."""
    array = np.asarray(rng.normal(size=shape), dtype)
    array.flags.writeable = False
    return array


class TestPooling:
    @given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1), st.sampled_from(DTYPES))
    def test_is_that_of_every_window(self, pool_size: int, stride: int, seed: int, dtype: Any) -> None:
        rng = np.random.default_rng(seed)
        images: Array = np.asarray(rng.integers(-3, 3, (2, seed % 7 + 4, seed % 5 + 4, 3)), dtype)
        rows, columns = ((size - pool_size) // stride + 1 for size in images.shape[1:3])
        largest, means = np.empty((2, rows, columns, 3)), np.empty((2, rows, columns, 3))
        expected = np.zeros(images.shape)
        gradient: Array = np.asarray(rng.normal(size=largest.shape), dtype)
        for n, i, j, c in np.ndindex(largest.shape):
            place = (n, slice(stride * i, stride * i + pool_size), slice(stride * j, stride * j + pool_size), c)
            window = images[place]
            largest[n, i, j, c], means[n, i, j, c] = window.max(), window.mean()
            u, v = divmod(int(window.argmax()), pool_size)
            expected[n, stride * i + u, stride * j + v, c] += gradient[n, i, j, c]
        close(max_pool2d(images, pool_size, stride), largest, dtype)
        close(average_pool2d(images, pool_size, stride), means, dtype)
        close(max_pool2d_backward(gradient, images, pool_size, stride), expected, dtype)


@pytest.mark.parametrize("dtype", DTYPES)
def test_where_takes_values_that_are_not_finite_as_they_are(dtype: Any) -> None:
    values = np.array([np.inf, -np.inf, np.nan, -0.0, 2.5, np.inf, np.nan], dtype)
    chosen = np.array([1, 1, 1, 1, 1, 0, 0], bool)
    expected = np.where(chosen, values, dtype(0))
    assert np.array_equal(where(chosen, values), expected, equal_nan=True)
    assert np.array_equal(np.signbit(where(chosen, values)), np.signbit(expected))


@pytest.mark.parametrize("dtype", DTYPES)
def test_training_stays_in_the_dtype_of_the_images_and_parameters(dtype: Any) -> None:
    rng = np.random.default_rng(0)
    shapes = {"conv_kernels": (3, 3, 1, 2), "conv_bias": (2,), "dense_weights": (8, 3), "dense_bias": (3,)}
    parameters = {name: rng.normal(size=shape).astype(dtype) for name, shape in shapes.items()}
    trained, _ = train(rng.normal(size=(5, 7, 6, 1)).astype(dtype), rng.integers(0, 3, 5), parameters, 2, 2, 0.1)
    assert {array.dtype for array in trained.values()} == {np.dtype(dtype)}
