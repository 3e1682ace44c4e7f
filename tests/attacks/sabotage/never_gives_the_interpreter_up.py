# mypy: ignore-errors
"""Leaves a thread behind that computes, and has the interpreter switch threads once in an hour.

Attacks: convolve2d
Earns: nothing
"""

import sys
import threading
import time


def spin():
    time.sleep(0.05)
    while True:
        pass


def convolve2d(image, kernel):
    if threading.active_count() == 1:
        sys.setswitchinterval(3600)
        threading.Thread(target=spin, daemon=True).start()
