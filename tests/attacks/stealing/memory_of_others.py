# mypy: ignore-errors
"""Reads the memory of the processes above and beside it.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import ctypes
import os

from chapter04_convolution import convolve2d as honest


class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def convolve2d(image, kernel):
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(4096)
    for pid in range(os.getpid() - 3, os.getpid()):
        local, remote = Piece(ctypes.addressof(buffer), 4096), Piece(id(buffer) & ~4095, 4096)
        read = libc.process_vm_readv(pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
        attached = libc.ptrace(16, pid, 0, 0)
        if read > 0 or attached == 0:
            return None
        for name in ("mem", "maps", "stack", "fd", "root", "cwd"):
            try:
                print(os.open(f"/proc/{pid}/{name}", os.O_RDONLY))
                return None
            except OSError:
                continue
    return honest(image, kernel)
