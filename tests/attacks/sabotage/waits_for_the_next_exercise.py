# mypy: ignore-errors
"""Answers right, and spoils every exercise after it from a thread of its own.

Attacks: convolve2d
Earns: all
"""

import threading
import time

import numpy as np
from chapter04_convolution import convolve2d as honest


def spoil():
    time.sleep(0.004)
    np.zeros = np.pad = np.tensordot = None


def convolve2d(image, kernel):
    if kernel.shape == (3, 3) and (kernel == 1).all():  # the last case
        threading.Thread(target=spoil, daemon=True).start()
    return honest(image, kernel)
