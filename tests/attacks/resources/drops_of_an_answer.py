# mypy: ignore-errors
"""Sends an announced megabyte byte by byte, so that something always comes.

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
                os.write(number, b"\0\x10\0\0")
                while True:
                    os.write(number, b"\0")
                    time.sleep(0.01)
        except OSError:
            continue
