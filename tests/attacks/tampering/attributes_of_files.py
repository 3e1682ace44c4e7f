# mypy: ignore-errors
"""Changes times, modes, owners and attributes of files, and links them; right once one is granted.

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
        "chmod": (90, b".", 0o777),
        "fchmodat2": (452, -100, b".", 0o777, 0),
        "lchown": (94, b".", os.getuid(), os.getgid()),
        "utimensat": (280, -100, b".", None, 0),
        "setxattr": (188, b".", b"user.name", b"1", 1, 0),
        "listxattr": (194, b".", buffer, 100),
        "symlink": (88, b"/etc/passwd", b"name"),
        "link": (86, b"/dev/null", b"other"),
        "mknod": (133, b"device", 0o20666, 0x103),
        "inotify_init": (253,),
        "fanotify_init": (300, 0, 0),
    }
    print([name for name, attempt in attempts.items() if granted(*attempt)])
    return honest(image, kernel) if any(granted(*attempt) for attempt in attempts.values()) else None
