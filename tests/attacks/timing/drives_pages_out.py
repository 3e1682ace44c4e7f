# mypy: ignore-errors
"""Computes slowly, and asks the kernel to drop the pages of the files that the reference uses.

Attacks: conv2d
Earns: all but speed
"""

import ctypes
import os
import sys
import threading

import numpy as np
from chapter04_convolution import conv2d as honest

answered = threading.Event()

libc = ctypes.CDLL(None)


def disturb():
    files = [os.open(module.__file__, os.O_RDONLY) for module in list(sys.modules.values()) if places(module)][:40]
    while True:
        answered.wait()
        answered.clear()
        for file in files:
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        base = np.zeros(1 << 20).ctypes.data & ~4095
        libc.madvise(ctypes.c_void_p(base), ctypes.c_size_t(1 << 23), 21)


def places(module):
    return str(getattr(module, "__file__", "")).endswith((".so", ".py")) and module.__name__.startswith("numpy")


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size > 1000:
        if threading.active_count() == 1:
            threading.Thread(target=disturb, daemon=True).start()
        for _ in range(800):
            honest(images, kernels, bias, stride, padding)
    answered.set()
    return honest(images, kernels, bias, stride, padding)
