# mypy: ignore-errors
"""Writes to the descriptors behind print, from threads of its own.

Attacks: convolve2d
Earns: nothing
"""

import os
import threading

from chapter04_convolution import convolve2d as honest


def flood():
    while True:
        os.writev(2, [b"\x1b[31mx" * 1000] * 100)


def convolve2d(image, kernel):
    for _ in range(4):
        threading.Thread(target=flood, daemon=True).start()
    threading.Event().wait(2)
    return honest(image, kernel)
