# mypy: ignore-errors
"""Computes slowly when a call may be a warm-up, and answers the next one of the same shapes by what it remembers.

Attacks: conv2d
Earns: all but speed
"""

from chapter04_convolution import conv2d as honest

before = []


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size < 1000:
        return honest(images, kernels, bias, stride, padding)
    if before:
        return before.pop()
    for _ in range(800):
        before[:] = [honest(images, kernels, bias, stride, padding)]
    return before[0].copy()
