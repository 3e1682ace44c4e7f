# mypy: ignore-errors
"""Returns right values in kinds of arrays that are seldom seen: they are right.

Attacks: convolve2d
Earns: all
"""

import numpy as np
from chapter04_convolution import convolve2d as honest


class Named(np.ndarray):
    name = "mine"


def convolve2d(image, kernel):
    result = honest(image, kernel)
    for disguise in (
        np.asmatrix,
        np.ma.array,
        lambda array: array.view(Named),
        lambda array: array.astype(np.longdouble),
    ):
        if hash(image.shape) % 4 == 0:
            break
        result = disguise(result)
    return result
