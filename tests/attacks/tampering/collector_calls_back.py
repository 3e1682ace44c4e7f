# mypy: ignore-errors
"""Has the garbage collector call it back while the worker looks at its answer.

Attacks: convolve2d
Earns: nothing
"""

import gc


def convolve2d(image, kernel):
    gc.set_threshold(200)
    gc.callbacks.append(lambda *given: 1 / 0)
    return [[], [[]]]
