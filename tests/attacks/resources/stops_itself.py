# mypy: ignore-errors
"""Stops its own process, so that it neither answers nor ends.

Attacks: convolve2d
Earns: nothing
"""

import signal
import threading


def convolve2d(image, kernel):
    signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
