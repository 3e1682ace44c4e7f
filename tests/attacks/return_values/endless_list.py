# mypy: ignore-errors
"""Returns a list that never comes to an end.

Attacks: convolve2d
Earns: nothing
"""

import itertools


class Endless(list):
    def __iter__(self):
        return itertools.repeat(1.0)

    def __len__(self):
        return 2


TRIED = []


def convolve2d(image, kernel):
    if TRIED:
        return None
    TRIED.append(1)
    return Endless([1.0, 2.0])
