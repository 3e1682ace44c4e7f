# mypy: ignore-errors
"""Is fast where the answers are judged and sleeps where they are timed, up to the limit.

Attacks: conv2d
Earns: all but speed
"""

import time

from chapter04_convolution import conv2d as honest


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size > 1000:
        time.sleep(2.5)
    return honest(images, kernels, bias, stride, padding)
