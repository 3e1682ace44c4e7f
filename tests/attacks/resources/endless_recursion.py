# mypy: ignore-errors
"""Calls itself without end, with the limit taken away.

Attacks: convolve2d
Earns: nothing
"""

import sys
import threading


def convolve2d(image, kernel):
    sys.setrecursionlimit(1 << 30)
    threading.stack_size(64 << 20)
    return convolve2d(image, kernel)
