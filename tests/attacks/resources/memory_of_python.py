# mypy: ignore-errors
"""Allocates memory without end.

Attacks: convolve2d
Earns: nothing
"""

TRIED = []


def convolve2d(image, kernel):
    if TRIED:
        return None
    TRIED.append(1)
    hoard = []
    for _ in range(40):
        hoard.append(bytearray(100 << 20))
        hoard[-1][::4096] = b"x" * len(hoard[-1][::4096])
    return hoard
