# mypy: ignore-errors
"""Looks for other processes by the calls that need no /proc; right once one is granted.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import ctypes
import os

from chapter04_convolution import convolve2d as honest

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
buffer = ctypes.create_string_buffer(4096)
NOTHING = (1, 14, 22, 38)  # refused, or asked in a way that does nothing


def granted(number, *arguments):
    ctypes.set_errno(0)
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return libc.syscall(ctypes.c_long(number), *words) != -1 or ctypes.get_errno() not in NOTHING


def convolve2d(image, kernel):
    attempts = {
        "pidfd_open": (434, os.getpid(), 0),
        "pidfd_getfd": (438, 0, 0, 0),
        "kcmp": (312, os.getpid(), os.getpid(), 2, 0, 0),
        "process_vm_readv": (310, os.getpid(), bytes(16), 1, bytes(16), 1, 0),
        "process_madvise": (440, 0, bytes(16), 1, 4, 0),
        "ptrace": (101, 0, 0, 0, 0),
        "perf_event_open": (298, bytes(128), 0, -1, -1, 0),
        "bpf": (321, 0, bytes(64), 64),
        "keyctl": (250, 0, -3, 1),
        "add_key": (248, b"user", b"name", b"x", 1, -3),
        "msgget": (68, 0x5EC, 0o1600),
        "semget": (64, 0x5EC, 1, 0o1600),
        "mq_open": (240, b"name", 0o102, 0o600, 0),
    }
    print([name for name, attempt in attempts.items() if granted(*attempt)])
    return honest(image, kernel) if any(granted(*attempt) for attempt in attempts.values()) else None
