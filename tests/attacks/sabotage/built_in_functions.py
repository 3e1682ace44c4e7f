# mypy: ignore-errors
"""Takes away the built-in functions that the exercises after it need.

Attacks: convolve2d
Earns: nothing
"""

import builtins


def convolve2d(image, kernel):
    builtins.range = builtins.max = builtins.float = builtins.ValueError = None
