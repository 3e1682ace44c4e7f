# mypy: ignore-errors
"""Is slow once for each input, and remembers what it answered.

Attacks: conv2d
Earns: all but speed
"""

from chapter04_convolution import conv2d as honest

KNOWN = {}


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    key = (images.tobytes(), images.shape, kernels.tobytes(), kernels.shape, bias.tobytes(), stride, padding)
    if key not in KNOWN:
        if images.size > 1000:
            for _ in range(800):
                honest(images, kernels, bias, stride, padding)
        KNOWN[key] = honest(images, kernels, bias, stride, padding)
    return KNOWN[key].copy()
