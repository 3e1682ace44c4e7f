# mypy: ignore-errors
"""Returns a list of a hundred thousand views of the same small array.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np

TRIED = []


def convolve2d(image, kernel):
    if TRIED:
        return None
    TRIED.append(1)
    return [np.zeros((100, 100))] * 100_000
