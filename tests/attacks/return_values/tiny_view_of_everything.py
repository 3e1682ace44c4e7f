# mypy: ignore-errors
"""Returns a view of one number that has ten thousand million elements.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np


def convolve2d(image, kernel):
    return np.broadcast_to(1.0, (100_000, 100_000))
