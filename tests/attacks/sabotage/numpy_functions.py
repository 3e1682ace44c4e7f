# mypy: ignore-errors
"""Takes away, once called, the NumPy functions that the exercises after it need.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np


def convolve2d(image, kernel):
    for name in ("zeros", "pad", "tensordot", "sum", "zeros_like", "full", "array", "asarray"):
        setattr(np, name, None)
    np.lib.stride_tricks.sliding_window_view = None
