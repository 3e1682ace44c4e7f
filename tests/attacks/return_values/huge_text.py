# mypy: ignore-errors
"""Returns texts and mappings with names of millions of letters.

Attacks: convolve2d
Earns: nothing
"""


def convolve2d(image, kernel):
    return "x" * 3_000_000 if kernel.shape == (2, 2) else {"x" * 1_000_000: 1, "y": ["z" * 1_000_000] * 2}
