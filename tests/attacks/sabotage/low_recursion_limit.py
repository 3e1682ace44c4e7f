# mypy: ignore-errors
"""Leaves so little room for calls that no other function can run.

Attacks: convolve2d
Earns: nothing
"""

import sys


def convolve2d(image, kernel):
    for limit in range(1, 1000):
        try:
            sys.setrecursionlimit(limit)
        except RecursionError:
            continue
        break
