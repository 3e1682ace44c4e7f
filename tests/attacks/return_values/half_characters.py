# mypy: ignore-errors
"""Returns and raises texts with half of a character, which cannot be encoded.

Attacks: convolve2d
Earns: nothing
"""


def convolve2d(image, kernel):
    if kernel.shape == (2, 2):
        return "\ud800"
    if kernel.shape == (1, 1):
        raise SyntaxError("\udfff", ("\ud800.py", 10**30, "one", "\ud800"))
    return {"\ud800": 1}
