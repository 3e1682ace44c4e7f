# mypy: ignore-errors
"""Has its pipes work in packets, without waiting, or with signals, as far as descriptors can be set.

Attacks: convolve2d
Earns: all
"""

import fcntl
import os
import signal

from chapter04_convolution import convolve2d as honest

signal.signal(signal.SIGIO, signal.SIG_IGN)
FLAGS = (os.O_DIRECT, os.O_ASYNC, os.O_APPEND, os.O_NOATIME)


def convolve2d(image, kernel):
    for descriptor in range(64):
        for flag in FLAGS:
            try:
                fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | flag)
                fcntl.fcntl(descriptor, 1031, 1 << 20)
            except OSError:
                pass
    return honest(image, kernel)
