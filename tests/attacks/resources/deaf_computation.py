# mypy: ignore-errors
"""Computes in C what takes for ever, where no exception of Python's reaches it.

Attacks: convolve2d
Earns: nothing
"""

import re


def convolve2d(image, kernel):
    re.match(r"(?:a|a|aa)+$", "a" * 200 + "b")
