# mypy: ignore-errors
"""Returns an array without elements, and of a million rows.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np


def convolve2d(image, kernel):
    return np.zeros((1_000_000, 0))
