# mypy: ignore-errors
"""Looks through all objects for functions of the grader and gives them another body.

Attacks: convolve2d
Earns: nothing
"""

import gc
import types

from chapter04_convolution import convolve2d as honest


def nothing(*given, **options):
    return None


def convolve2d(image, kernel):
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and str(thing.__module__).startswith(
            ("grader", "msgspec", "reference")
        ):
            thing.__code__ = nothing.__code__
            thing.__defaults__ = thing.__kwdefaults__ = None
    return honest(image, kernel)
