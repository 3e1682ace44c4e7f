# mypy: ignore-errors
"""Ends the process from another thread, while another exercise runs.

Attacks: convolve2d
Earns: nothing
"""

import os
import threading


def convolve2d(image, kernel):
    threading.Timer(0.01, os._exit, (0,)).start()
