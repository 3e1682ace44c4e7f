"""Receptive fields: from which part of an argument a value of the result is computed, where a window slides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.course.spec import Field, Span
from reference.chapter04_convolution import axis_padding


def span(start: int, length: int, size: int) -> Span:
    """Positions `start` to `start + length`, cut to an axis of `size`."""
    return max(start, 0), min(start + length, size)


def image_window(arguments: Mapping[str, Any], index: Sequence[int]) -> Field:
    """Of a grey image under a kernel, in the valid region."""
    image, kernel = arguments["image"], arguments["kernel"]
    stride = arguments.get("stride", 1)
    spans = (span(at * stride, k, size) for at, k, size in zip(index, kernel.shape, image.shape, strict=True))
    return {"image": tuple(spans)}


def centred_window(arguments: Mapping[str, Any], index: Sequence[int]) -> Field:
    """Of a grey image under a kernel that is centred on each pixel."""
    image, kernel = arguments["image"], arguments["kernel"]
    spans = (span(at - k // 2, k, size) for at, k, size in zip(index, kernel.shape, image.shape, strict=True))
    return {"image": tuple(spans)}


def layer_window(arguments: Mapping[str, Any], index: Sequence[int]) -> Field:
    """Of a batch of images under a layer's kernels: all channels."""
    return _batch_window(arguments, index, arguments["kernels"].shape[:2], slice_channels=False)


def pooling_window(arguments: Mapping[str, Any], index: Sequence[int]) -> Field:
    """Of a batch of images under a pooling window: one channel."""
    pool = arguments["pool_size"]
    return _batch_window(arguments, index, (pool, pool), slice_channels=True)


def _batch_window(
    arguments: Mapping[str, Any], index: Sequence[int], window: tuple[int, int], *, slice_channels: bool
) -> Field:
    images = arguments["images"]
    image, row, column, channel = index
    stride = arguments.get("stride") or window[0]
    spans = []
    for at, length, size in zip((row, column), window, images.shape[1:3], strict=True):
        before = axis_padding(size, length, stride, arguments.get("padding", "valid"))[0]
        spans.append(span(at * stride - before, length, size))
    channels = (channel, channel + 1) if slice_channels else (0, images.shape[3])
    return {"images": ((image, image + 1), *spans, channels)}
