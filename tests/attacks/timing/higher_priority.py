# mypy: ignore-errors
"""Asks for a higher priority, for another scheduler and for every processor; right once it has one of them.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import ctypes

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
        "setpriority": (141, 0, 0, -20),
        "ioprio_set": (251, 1, 0, 0x2000),
        "sched_setaffinity": (203, 0, 8, b"\xff" * 8),
        "sched_setscheduler": (144, 0, 1, b"\x01\0\0\0"),
        "sched_setparam": (142, 0, b"\x01\0\0\0"),
        "sched_setattr": (314, 0, b"\x38" + bytes(55), 0),
    }
    print([name for name, attempt in attempts.items() if granted(*attempt)])
    return honest(image, kernel) if any(granted(*attempt) for attempt in attempts.values()) else None
