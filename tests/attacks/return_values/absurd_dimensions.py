# mypy: ignore-errors
"""Returns arrays without elements whose other sides overflow, and arrays of many dimensions.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np

SHAPES = [(0, 1 << 62), ((1 << 31) - 1, (1 << 31) - 1, 0), (1,) * 32, (0,) * 16, (), (0, 1, 1), (0,) + (1 << 20,) * 2]
CALLS = []


def convolve2d(image, kernel):
    CALLS.append(1)
    return np.zeros(SHAPES[len(CALLS) % len(SHAPES)])
