# mypy: ignore-errors
"""Opens files until it may open no more, and keeps them.

Attacks: convolve2d
Earns: nothing
"""

import os

HOARD = []


def convolve2d(image, kernel):
    while len(HOARD) < 10_000:
        try:
            HOARD.append(os.open("/dev/null", os.O_RDONLY))
        except OSError:
            break
