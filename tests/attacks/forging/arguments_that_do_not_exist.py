# mypy: ignore-errors
"""Computes honestly and has its replies say that it changed an argument which the function has not.

Attacks: convolve2d
Earns: nothing
"""

import sys

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    frame = sys._getframe()
    while frame is not None:
        if "effects" in frame.f_locals:
            frame.f_locals["effects"].modified.append(99)
        frame = frame.f_back
    return honest(image, kernel)
