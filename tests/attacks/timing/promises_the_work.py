# mypy: ignore-errors
"""Returns at once an array that is filled in later, by a thread and when it is looked at.

Attacks: conv2d
Earns: all but speed
"""

import threading

import numpy as np
from chapter04_convolution import conv2d as honest


def slow(result, *given):
    for _ in range(800):
        honest(*given)
    result[...] = honest(*given)


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size < 1000:
        return honest(images, kernels, bias, stride, padding)
    result = np.zeros((2, 16, 16, 32))
    threading.Thread(target=slow, args=(result, images, kernels, bias, stride, padding)).start()
    return result
