# mypy: ignore-errors
"""Replaces the other exercises of its own module.

Attacks: convolve2d
Earns: nothing
"""

import sys


def convolve2d(image, kernel):
    for name in list(globals()):
        if name.endswith(("2d", "image", "padding")) and name != "convolve2d":
            globals()[name] = None
    del sys.modules[__name__]
