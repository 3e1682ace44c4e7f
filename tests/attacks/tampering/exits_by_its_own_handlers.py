# mypy: ignore-errors
"""Runs the handlers registered for the end itself, and ends the process while it is being cleaned up.

Attacks: convolve2d
Earns: nothing
"""

import atexit
import os


def convolve2d(image, kernel):
    atexit._run_exitfuncs()
    atexit.register(os.abort)
    raise SystemExit(atexit._run_exitfuncs())
