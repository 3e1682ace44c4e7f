# mypy: ignore-errors
"""Reserves memory that may only be read, which no limit counts, and makes it writable afterwards.

Attacks: convolve2d
Earns: nothing
"""

import ctypes
import time

SIZE = 100 << 20
READ, READ_WRITE, PRIVATE_ANONYMOUS = 1, 3, 0x22


TRIED = []


def convolve2d(image, kernel):
    if TRIED:
        return None
    TRIED.append(1)
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for _ in range(25):
        place = libc.mmap(None, SIZE, READ, PRIVATE_ANONYMOUS, -1, 0)
        if place in {None, ctypes.c_void_p(-1).value} or libc.mprotect(place, SIZE, READ_WRITE):
            break
        ctypes.memset(place, 1, SIZE)
    time.sleep(0.1)
