# mypy: ignore-errors
"""Returns an object whose type's name has millions of letters.

Attacks: convolve2d
Earns: nothing
"""


def convolve2d(image, kernel):
    return type("X" * 5_000_000, (), {})()
