# mypy: ignore-errors
"""Raises SystemExit(0), which a test program may take for success.

Attacks: convolve2d
Earns: nothing
"""

import sys


def convolve2d(image, kernel):
    sys.exit(0)
