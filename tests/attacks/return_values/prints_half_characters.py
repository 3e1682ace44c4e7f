# mypy: ignore-errors
"""Computes honestly and prints, and warns of, half of a character.

Attacks: convolve2d
Earns: all
"""

import warnings

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    print("\ud800")
    warnings.warn("\udfff\0\x1b[2J", RuntimeWarning)
    return honest(image, kernel)
