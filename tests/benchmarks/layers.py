"""Layers of the course and of well-known networks, on which the reference is compared with Keras."""

from __future__ import annotations

from typing import NamedTuple

Shape = tuple[int, ...]


class Layer(NamedTuple):
    """A convolutional layer: `(batch, height, width, channels_in)`, `(height, width, channels_in, channels_out)`."""

    name: str
    images: Shape
    kernels: Shape
    stride: int = 1
    padding: str = "same"


class Pooling(NamedTuple):
    """A pooling layer, without padding."""

    name: str
    images: Shape
    pool_size: int
    stride: int


LAYERS = (
    Layer("course, MNIST, first", (32, 28, 28, 1), (3, 3, 1, 32), padding="valid"),
    Layer("course, MNIST, second", (32, 13, 13, 32), (3, 3, 32, 64), padding="valid"),
    Layer("course, colours", (32, 32, 32, 3), (3, 3, 3, 32), padding="valid"),
    Layer("chapter 4, speed", (2, 18, 18, 64), (3, 3, 64, 32), padding="valid"),
    Layer("LeNet C1", (32, 28, 28, 1), (5, 5, 1, 6)),
    Layer("LeNet C3", (32, 14, 14, 6), (5, 5, 6, 16), padding="valid"),
    Layer("VGG conv1_1", (1, 224, 224, 3), (3, 3, 3, 64)),
    Layer("VGG conv2_1", (1, 112, 112, 64), (3, 3, 64, 128)),
    Layer("VGG conv3_1", (1, 56, 56, 128), (3, 3, 128, 256)),
    Layer("VGG conv5_1", (1, 14, 14, 512), (3, 3, 512, 512)),
    Layer("ResNet conv1", (1, 224, 224, 3), (7, 7, 3, 64), 2),
    Layer("ResNet conv2, 3 by 3", (1, 56, 56, 64), (3, 3, 64, 64)),
    Layer("ResNet conv2, 1 by 1", (1, 56, 56, 64), (1, 1, 64, 256)),
    Layer("ResNet conv3, shortcut", (1, 56, 56, 256), (1, 1, 256, 512), 2),
    Layer("ResNet conv4, 3 by 3", (1, 14, 14, 256), (3, 3, 256, 256)),
)

POOLINGS = (
    Pooling("course, MNIST", (32, 26, 26, 32), 2, 2),
    Pooling("chapter 6, speed", (1, 96, 96, 4), 3, 1),
    Pooling("LeNet S2", (32, 28, 28, 6), 2, 2),
    Pooling("LeNet S4", (32, 10, 10, 16), 2, 2),
    Pooling("VGG pool1", (1, 224, 224, 64), 2, 2),
    Pooling("VGG pool4", (1, 28, 28, 512), 2, 2),
    Pooling("ResNet pool1", (1, 114, 114, 64), 3, 2),
)
