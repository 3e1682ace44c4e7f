# mypy: ignore-errors
"""Leaves threads behind that compute for ever.

Attacks: convolve2d
Earns: nothing
"""

import threading


def spin():
    while True:
        pass


def convolve2d(image, kernel):
    if threading.active_count() < 8:
        threading.Thread(target=spin, daemon=True).start()
