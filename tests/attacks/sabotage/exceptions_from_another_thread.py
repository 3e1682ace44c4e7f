# mypy: ignore-errors
"""Raises exceptions in the main thread, again and again, from a thread of its own.

Attacks: convolve2d
Earns: nothing
"""

import ctypes
import threading
import time

MAIN = threading.get_ident()


def throw():
    while True:
        time.sleep(0.001)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(MAIN), ctypes.py_object(KeyboardInterrupt))


def convolve2d(image, kernel):
    if threading.active_count() == 1:
        threading.Thread(target=throw, daemon=True).start()
