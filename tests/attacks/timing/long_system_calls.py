# mypy: ignore-errors
"""Computes slowly, and is in the middle of long system calls, which no signal interrupts, when it is to be stopped.

Attacks: conv2d
Earns: all but speed
"""

import ctypes
import threading
import time

from chapter04_convolution import conv2d as honest

libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
SIZE = ctypes.c_size_t(600 << 20)
READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, DONTNEED, POPULATE = 3, 0x22, 4, 23
answered = threading.Event()


def fill():
    address = ctypes.c_void_p(libc.mmap(None, SIZE, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, ctypes.c_size_t(0)))
    while True:
        answered.wait()
        answered.clear()
        time.sleep(0.0003)  # the answer is on its way
        libc.madvise(address, SIZE, POPULATE)
        libc.madvise(address, SIZE, DONTNEED)


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size > 1000:
        if threading.active_count() == 1:
            threading.Thread(target=fill, daemon=True).start()
        for _ in range(170):
            honest(images, kernels, bias, stride, padding)
    answered.set()
    return honest(images, kernels, bias, stride, padding)
