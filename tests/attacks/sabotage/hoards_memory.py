# mypy: ignore-errors
"""Keeps all the memory that it can get.

Attacks: convolve2d
Earns: nothing
"""

HOARD = []


def convolve2d(image, kernel):
    size = 1 << 28
    while size > 1 << 10:
        try:
            HOARD.append(bytearray(size))
        except MemoryError:
            size //= 2
