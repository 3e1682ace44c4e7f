# mypy: ignore-errors
"""Computes slowly, and walks over much memory until it is stopped, so that the reference finds the caches cold.

Attacks: conv2d
Earns: all but speed
"""

import threading

import numpy as np
from chapter04_convolution import conv2d as honest

answered = threading.Event()

memory = np.ones(64 << 17)


def disturb():
    while True:
        answered.wait()
        answered.clear()
        for _ in range(3):
            memory.sum()


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size > 1000:
        if threading.active_count() == 1:
            threading.Thread(target=disturb, daemon=True).start()
        for _ in range(800):
            honest(images, kernels, bias, stride, padding)
    answered.set()
    return honest(images, kernels, bias, stride, padding)
