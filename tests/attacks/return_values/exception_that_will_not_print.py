# mypy: ignore-errors
"""Raises exceptions whose text, name and history are traps.

Attacks: convolve2d
Earns: nothing
"""

import os


class Meta(type):
    @property
    def __name__(cls):
        return 7


class Silent(Exception, metaclass=Meta):
    def __str__(self):
        os.abort()


class Trap(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__

    @property
    def __traceback__(self):
        raise KeyboardInterrupt


def convolve2d(image, kernel):
    raise Trap if kernel.shape == (2, 2) else Silent
