# mypy: ignore-errors
"""Raises an exception whose name has millions of letters.

Attacks: convolve2d
Earns: nothing
"""


def convolve2d(image, kernel):
    raise type("X" * 5_000_000, (Exception,), {})("y" * 50_000_000)
