# mypy: ignore-errors
"""Traces and profiles all that runs after it, the worker included, and changes its variables.

Attacks: convolve2d
Earns: nothing
"""

import sys
import threading


def watch(frame, event, argument):
    frame.f_trace_opcodes = True
    for name in ("value", "effects", "reply", "result"):
        if name in frame.f_locals:
            frame.f_locals[name] = None
    if event == "return":
        raise RuntimeError("never returns")
    return watch


def convolve2d(image, kernel):
    sys.settrace(watch)
    sys.setprofile(watch)
    threading.settrace(watch)
    frame = sys._getframe()
    while frame is not None:
        frame.f_trace = watch
        frame = frame.f_back
    return 1
