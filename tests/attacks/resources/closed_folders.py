# mypy: ignore-errors
"""Fills the disk in a folder that may be written and not be read; right once it has.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import os
import time

from chapter04_convolution import convolve2d as honest

FULL = 60 << 20


def convolve2d(image, kernel):
    os.mkdir("closed", 0o300)
    for number in range(4):
        with open(f"closed/{number}", "xb") as file:
            file.write(bytes(FULL))
    time.sleep(0.3)  # for whoever looks
    return honest(image, kernel)
