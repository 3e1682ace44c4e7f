# mypy: ignore-errors
"""Returns what is no data: generators, functions, views of memory, modules, exceptions, coroutines, types.

Attacks: convolve2d
Earns: nothing
"""

import sys

import numpy as np


async def later():
    return 1


THINGS = [lambda: (x for x in [1]), lambda: len, lambda: memoryview(b"x"), lambda: sys, ValueError, later, lambda: int]
THINGS += [lambda: np.ufunc, lambda: b"x", lambda: {1}, lambda: {1: 2}, lambda: 1j, lambda: Ellipsis, lambda: range(9)]
CALLS = []


def convolve2d(image, kernel):
    CALLS.append(1)
    return THINGS[len(CALLS) % len(THINGS)]()
