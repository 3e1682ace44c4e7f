# mypy: ignore-errors
"""Has NumPy raise exceptions for every roundoff, and Python for every warning.

Attacks: convolve2d
Earns: nothing
"""

import warnings

import numpy as np


def convolve2d(image, kernel):
    np.seterr(all="raise")
    np.seterrcall(lambda *given: 1 / 0)
    warnings.simplefilter("error")
    warnings.warn = None
