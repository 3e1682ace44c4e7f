# mypy: ignore-errors
"""Maps memory that counts as a stack and not as data.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import ctypes
import time

SIZE = 100 << 20
READ_WRITE, PRIVATE_ANONYMOUS_GROWING = 3, 0x122


TRIED = []


def convolve2d(image, kernel):
    if TRIED:
        return None
    TRIED.append(1)
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    for _ in range(25):
        place = libc.mmap(None, SIZE, READ_WRITE, PRIVATE_ANONYMOUS_GROWING, -1, 0)
        if place in {None, ctypes.c_void_p(-1).value}:
            break
        ctypes.memset(place, 1, SIZE)
    time.sleep(0.1)
