# mypy: ignore-errors
"""Returns objects that say they are arrays, numbers, texts or lists.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np

CLASSES = [np.ndarray, float, int, str, bool, list, dict, tuple, type(None)]
CALLS = []


def liar(kind):
    class Liar:
        __class__ = kind

        def __float__(self):
            return 1.0

        __int__ = __index__ = __abs__ = __len__ = lambda self: 1

        def __iter__(self):
            return iter([1.0])

    return Liar()


def convolve2d(image, kernel):
    CALLS.append(1)
    return liar(CLASSES[len(CALLS) % len(CLASSES)])
