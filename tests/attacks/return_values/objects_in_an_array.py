# mypy: ignore-errors
"""Returns an array of objects whose every operation runs its own code.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np


class Anything:
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    def __abs__(self):
        return 0.0

    def __le__(self, other):
        return True

    def __repr__(self):
        return "x" * (1 << 28)

    __rsub__, __lt__, __hash__ = __sub__, __le__, None


def convolve2d(image, kernel):
    result = np.empty((2, 2), object)
    result[...] = Anything()
    return result
