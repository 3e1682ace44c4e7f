# mypy: ignore-errors
"""Reads from every descriptor that it may have inherited and prints what it gets.

Attacks: convolve2d
Earns: all
"""

import os
import select

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    for number in range(1024):
        try:
            os.fstat(number)
            if select.select([number], [], [], 0)[0]:
                print(number, os.read(number, 200))
        except (OSError, ValueError):
            continue
    return honest(image, kernel)
