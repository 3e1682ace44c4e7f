# mypy: ignore-errors
"""Blocks and ignores every signal it can, changes folder and mask, and lets timers run.

Attacks: convolve2d
Earns: all
"""

import os
import signal

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    for number in signal.valid_signals():
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
    os.umask(0o777)
    os.chdir("/")
    return honest(image, kernel)
