# mypy: ignore-errors
"""Stops every clock that Python has while it computes slowly.

Attacks: conv2d
Earns: all but speed
"""

import time
import timeit

from chapter04_convolution import conv2d as honest


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    for name in ("time", "perf_counter", "monotonic", "process_time", "thread_time"):
        setattr(time, name, lambda: 0.0)
        setattr(time, f"{name}_ns", lambda: 0)
    timeit.default_timer = lambda: 0.0
    for _ in range(800 if images.size > 1000 else 0):
        honest(images, kernels, bias, stride, padding)
    return honest(images, kernels, bias, stride, padding)
