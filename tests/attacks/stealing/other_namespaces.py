# mypy: ignore-errors
"""Makes and enters namespaces, by the old calls and the new ones, and mounts in them; right once one is granted.

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
        "unshare": (272, 0x10000000),
        "setns": (308, 0, 0),
        "clone": (56, 0x10000000 | 17, 0, 0, 0, 0),
        "clone3": (435, buffer, 88),
        "chroot": (161, b"/"),
        "pivot_root": (155, b"/", b"/"),
        "mount": (165, b"none", b"/", b"tmpfs", 0, 0),
        "fsopen": (430, b"tmpfs", 0),
        "open_tree": (428, -100, b"/", 1),
        "move_mount": (429, -100, b"/", -100, b"/", 0),
        "listmount": (458, b"\x18" + bytes(23), buffer, 8, 0),
    }
    print([name for name, attempt in attempts.items() if granted(*attempt)])
    return honest(image, kernel) if any(granted(*attempt) for attempt in attempts.values()) else None
