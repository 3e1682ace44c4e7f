# mypy: ignore-errors
"""Closes every descriptor and goes on living.

Attacks: convolve2d
Earns: nothing
"""

import os
import time


def convolve2d(image, kernel):
    os.closerange(0, 1024)
    while True:
        time.sleep(1000)
