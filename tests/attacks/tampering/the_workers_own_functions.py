# mypy: ignore-errors
"""Finds the worker's functions by its frames and exchanges those that describe, encode and send an answer.

Attacks: convolve2d
Earns: nothing
"""

import sys

import numpy as np


def convolve2d(image, kernel):
    frame = sys._getframe()
    while frame is not None:
        for name in ("plain", "call_in_turn", "_answer", "_raised"):
            if name in frame.f_globals:
                frame.f_globals[name] = lambda *given, **options: np.ones((2, 2))
        if "wire" in frame.f_globals:
            frame.f_globals["wire"].encode = lambda message: b"\0\0\0\1\xc3"
        frame = frame.f_back
    return np.ones((2, 2))
