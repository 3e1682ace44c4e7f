# mypy: ignore-errors
"""Returns an array that says it equals whatever it is compared with.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np


class Equal(np.ndarray):
    def __eq__(self, other):
        return np.True_

    def __ne__(self, other):
        return np.False_

    def __sub__(self, other):
        return np.zeros_like(other)

    __rsub__ = __abs__ = __sub__
    __hash__ = None

    def __array_ufunc__(self, *given, **options):
        return np.True_

    def __array_function__(self, *given, **options):
        return np.True_


def convolve2d(image, kernel):
    shape = (image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1)
    return np.zeros(shape if min(shape) > 0 else (1, 1)).view(Equal)
