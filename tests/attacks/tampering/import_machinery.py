# mypy: ignore-errors
"""Puts a finder first that gives every module a false NumPy, and hides the real one.

Attacks: convolve2d
Earns: nothing
"""

import builtins
import sys
import types


class Finder:
    def find_spec(self, *given):
        raise ImportError("mine")


def convolve2d(image, kernel):
    false = types.ModuleType("numpy")
    false.ndarray = object
    for name in list(sys.modules):
        if name.startswith("numpy"):
            sys.modules[name] = false
    sys.meta_path.insert(0, Finder())
    sys.path_hooks.clear()
    builtins.__import__ = lambda *given, **options: false
    return 1
