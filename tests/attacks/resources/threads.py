# mypy: ignore-errors
"""Starts thousands of threads with small stacks.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import threading
import time

TRIED = []


def convolve2d(image, kernel):
    if TRIED:
        return None
    TRIED.append(1)
    threading.stack_size(32 << 10)
    for _ in range(2500):
        threading.Thread(target=time.sleep, args=(2,), daemon=True).start()
    time.sleep(0.3)
