# mypy: ignore-errors
"""Tells timed calls by their size, and answers those at once with anything.

Attacks: conv2d
Earns: all but speed
"""

import numpy as np
from chapter04_convolution import conv2d as honest


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    return honest(images, kernels, bias, stride, padding) if images.size < 1000 else np.zeros((2, 16, 16, 32))
