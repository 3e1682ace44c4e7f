# mypy: ignore-errors
"""Computes slowly, shared out among threads that work at the same time.

Attacks: conv2d
Earns: all but speed
"""

from concurrent.futures import ThreadPoolExecutor

from chapter04_convolution import conv2d as honest


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size > 1000:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: honest(images, kernels, bias, stride, padding), range(800)))
    return honest(images, kernels, bias, stride, padding)
