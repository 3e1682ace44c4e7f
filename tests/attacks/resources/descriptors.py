# mypy: ignore-errors
"""Opens files, pipes and event descriptors until no more can be opened.

Attacks: convolve2d
Earns: all
"""

import os
import select

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    hoard = []
    for make in (os.pipe, select.epoll, lambda: os.dup(1)):
        try:
            for _ in range(100_000):
                hoard.append(make())
        except OSError:
            continue
    for thing in hoard:
        for number in thing if isinstance(thing, tuple) else [thing]:
            number.close() if hasattr(number, "close") else os.close(number)
    return honest(image, kernel) if len(hoard) < 5000 else None
