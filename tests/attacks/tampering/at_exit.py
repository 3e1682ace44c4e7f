# mypy: ignore-errors
"""Registers what is to be done at the end: writing a result, and a file.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import atexit
import os
import threading
import weakref

from chapter04_convolution import convolve2d as honest


class Last:
    def __del__(self):
        leave()


def leave():
    os.write(1, b'{"score": 20.0}')
    open("{temporary}/{marker}", "w").write("at exit")


def convolve2d(image, kernel):
    atexit.register(leave)
    threading._register_atexit(leave)
    convolve2d.last = Last()
    weakref.finalize(convolve2d.last, leave)
    return honest(image, kernel)
