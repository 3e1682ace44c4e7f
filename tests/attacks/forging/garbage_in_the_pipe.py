# mypy: ignore-errors
"""Writes random bytes where the replies go.

Attacks: convolve2d
Earns: nothing
"""

import os
import stat


def convolve2d(image, kernel):
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                os.write(number, b"\0\0\0\x40" + os.urandom(64))
        except OSError:
            continue
    return image
