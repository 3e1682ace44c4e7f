# mypy: ignore-errors
"""Answers right at first, and on its last case wrong for all: by a profile function that raises in every call.

Attacks: convolve2d
Earns: nothing
"""

import sys


def refuse(*given):
    raise RuntimeError("no function shall be called")


def convolve2d(image, kernel):
    sys.setprofile(refuse)
