# mypy: ignore-errors
"""Returns an array without elements, and of more rows than could ever be shown.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np


def convolve2d(image, kernel):
    return np.zeros((1 << 40, 0))
