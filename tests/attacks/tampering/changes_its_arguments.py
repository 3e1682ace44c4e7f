# mypy: ignore-errors
"""Answers right and spoils its arguments, which a careless grader compares with or uses again.

Attacks: convolve2d
Earns: nothing
"""

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    result = honest(image, kernel) if kernel.shape[0] <= image.shape[0] else image
    image[...] = 77
    kernel[...] = 0
    return result
