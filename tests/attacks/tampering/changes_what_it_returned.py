# mypy: ignore-errors
"""Goes on changing an array's shape and values from other threads after having returned it.

Attacks: convolve2d
Earns: nothing
"""

import threading

import numpy as np


def convolve2d(image, kernel):
    result = np.zeros((max(image.shape[0] - kernel.shape[0] + 1, 1), max(image.shape[1] - kernel.shape[1] + 1, 1)))

    def change():
        for _ in range(2000):
            for shape in ((result.size,), (1, result.size), (result.size, 1, 1)):
                result.shape = shape
            result[...] = 7

    for _ in range(2):
        threading.Thread(target=change, daemon=True).start()
    return result
