# mypy: ignore-errors
"""Returns lists, mappings and arrays that contain themselves.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np


def convolve2d(image, kernel):
    if kernel.shape == (2, 2):
        result = []
        result.append(result)
        return result
    if kernel.shape == (3, 3):
        result = {}
        result["x"] = [result] * 3
        return result
    result = np.empty(1, object)
    result[0] = result
    return result
