# mypy: ignore-errors
"""Computes slowly, and keeps every processor busy while the reference is measured.

Attacks: conv2d
Earns: all but speed
"""

import threading

import numpy as np
from chapter04_convolution import conv2d as honest


def burn():
    numbers = np.ones((700, 700))
    while True:
        numbers @ numbers  # without the interpreter's lock


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size > 1000:
        if threading.active_count() == 1:
            for _ in range(8):
                threading.Thread(target=burn, daemon=True).start()
        for _ in range(800):
            honest(images, kernels, bias, stride, padding)
    return honest(images, kernels, bias, stride, padding)
