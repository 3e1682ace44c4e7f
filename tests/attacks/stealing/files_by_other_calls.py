# mypy: ignore-errors
"""Opens and moves data by the calls that a list of file calls forgets; right once one is granted.

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
        "io_uring_setup": (425, 4, buffer),
        "openat2": (437, -100, b".", bytes(24), 24),
        "name_to_handle_at": (303, -100, b"/", b"\x80" + bytes(200), buffer, 0),
        "open_by_handle_at": (304, -100, bytes(64), 0),
        "memfd_create": (319, b"x", 0),
        "memfd_secret": (447, 0),
        "splice": (275, 0, None, 1, None, 1, 0),
        "tee": (276, 0, 1, 1, 0),
        "vmsplice": (278, 1, bytes(16), 0, 0),
        "quotactl": (179, 0x800001 << 8, b"", 0, 0),
        "syslog": (103, 10, None, 0),
        "readahead": (187, 0, 0, 4096),
    }
    print([name for name, attempt in attempts.items() if granted(*attempt)])
    return honest(image, kernel) if any(granted(*attempt) for attempt in attempts.values()) else None
