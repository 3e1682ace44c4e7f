# mypy: ignore-errors
"""Returns an array whose every value is masked, so that no difference is seen.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np


def convolve2d(image, kernel):
    shape = (max(image.shape[0] - kernel.shape[0] + 1, 1), max(image.shape[1] - kernel.shape[1] + 1, 1))
    return np.ma.masked_all(shape)
