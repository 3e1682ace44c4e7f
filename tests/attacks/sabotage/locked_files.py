# mypy: ignore-errors
"""Locks every file that it may read, for whoever wants to lock it next.

Attacks: convolve2d
Earns: all
"""

import fcntl
import os

import numpy as np
from chapter04_convolution import convolve2d as honest

kept = []


def convolve2d(image, kernel):
    for path in (os.__file__, np.__file__, "/dev/null", "."):
        if len(kept) < 20:
            kept.append(os.open(path, os.O_RDONLY))
            try:
                fcntl.flock(kept[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                pass
    return honest(image, kernel)
