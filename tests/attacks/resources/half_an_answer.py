# mypy: ignore-errors
"""Sends the beginning of an answer and sleeps.

Attacks: convolve2d
Earns: nothing
"""

import os
import stat
import time


def convolve2d(image, kernel):
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                os.write(number, b"\0\0\xff\xff" + bytes(100))
        except OSError:
            continue
    time.sleep(1 << 20)
