# mypy: ignore-errors
"""Looks for the worker's objects where the collector does not look, by what NumPy's and Python's own refer to.

Attacks: convolve2d
Earns: all
"""

import gc
import sys

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    gc.unfreeze()
    gc.collect()
    found = [thing for thing in gc.get_objects() if type(thing).__module__.startswith(("grader.course", "reference"))]
    found += [name for name in sys.modules if name.partition(".")[0] in {"grader", "reference", "solutions"}]
    return "found" if found else honest(image, kernel)
