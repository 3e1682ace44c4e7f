# mypy: ignore-errors
"""Closes and replaces the streams that the exercises after it print to.

Attacks: convolve2d
Earns: nothing
"""

import os
import sys


def convolve2d(image, kernel):
    sys.stdout.close()
    sys.stdout = sys.stderr = sys.__stdout__ = sys.stdin = None
    for number in range(3):
        os.close(number) if number in map(int, "012") else None
