# mypy: ignore-errors
"""Prints the local variables of every frame above it, in its thread and in all others.

Attacks: convolve2d
Earns: all
"""

import sys

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    for frame in [sys._getframe(), *sys._current_frames().values()]:
        while frame is not None:
            for name, value in {**frame.f_locals, **frame.f_globals}.items():
                print(name, str(value)[:40])
            frame = frame.f_back
    return honest(image, kernel)
