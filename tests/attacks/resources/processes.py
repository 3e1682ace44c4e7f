# mypy: ignore-errors
"""Starts processes that start processes.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import ctypes
import multiprocessing
import os
import subprocess
import time

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    libc = ctypes.CDLL(None)
    children = []
    ways = [
        os.fork,
        os.forkpty,
        libc.fork,
        lambda: libc.syscall(57),
        lambda: libc.syscall(58),
        lambda: libc.syscall(56, 17, 0, 0, 0, 0),
        lambda: libc.syscall(435, ctypes.create_string_buffer(88), 88),
        lambda: os.posix_spawn("/bin/sleep", ["sleep", "30"], {}),
        lambda: subprocess.Popen(["sleep", "30"]).pid,
        lambda: multiprocessing.get_context("fork").Process(target=time.sleep, args=(30,)).start() or 1,
    ]
    for way in ways:
        try:
            pid = way()
        except Exception:
            continue
        if pid == 0:
            try:
                os.setsid()
                time.sleep(30)
            finally:
                os._exit(0)
        if isinstance(pid, tuple) or pid > 0:
            children.append(pid)
    return None if children else honest(image, kernel)
