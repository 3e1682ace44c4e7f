# mypy: ignore-errors
"""Closes the pipes to the grader.

Attacks: convolve2d
Earns: nothing
"""

import os

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    os.closerange(0, 1024)
    return honest(image, kernel)
