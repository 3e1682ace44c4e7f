# mypy: ignore-errors
"""Answers a large input with what it computed for another of the same shape.

Attacks: conv2d
Earns: all but speed
"""

from chapter04_convolution import conv2d as honest

KNOWN = {}


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size < 1000:
        return honest(images, kernels, bias, stride, padding)
    if images.shape not in KNOWN:
        KNOWN[images.shape] = honest(images, kernels, bias, stride, padding)
    return KNOWN[images.shape]
