# mypy: ignore-errors
"""Makes system calls that a sandbox must not leave out, by number.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import ctypes
import platform

from chapter04_convolution import convolve2d as honest

X86_64 = {
    "socket": (41, 2, 1, 0),
    "ptrace": (101, 0, 0, 0, 0),
    "unshare": (272, 0x10000000),
    "setns": (308, 0, 0),
    "mount": (165, b"none", b"/", b"tmpfs", 0, 0),
    "bpf": (321, 0, 0, 0),
    "perf_event_open": (298, 0, 0, -1, -1, 0),
    "userfaultfd": (323, 0),
    "io_uring_setup": (425, 8, ctypes.create_string_buffer(256)),
    "keyctl": (250, 0, -3, 1),
    "add_key": (248, b"user", b"x", b"y", 1, -3),
    "memfd_create": (319, b"x", 0),
    "shmget": (29, 0, 4096, 0o1600),
    "semget": (64, 0, 1, 0o1600),
    "msgget": (68, 0, 0o1600),
    "mq_open": (240, b"x", 0o102, 0o600, 0),
    "inotify_init": (253,),
    "open_by_handle_at": (304, 0, 0, 0),
    "pidfd_open": (434, 1, 0),
    "sched_setscheduler": (144, 0, 1, ctypes.create_string_buffer(b"\1\0\0\0", 4)),
    "setpriority": (141, 0, 0, -20),
    "ioprio_set": (251, 1, 0, 0),
    "seccomp": (317, 0, 0, 0),
    "personality": (135, 0x0040000),
}


def convolve2d(image, kernel):
    syscall = ctypes.CDLL(None).syscall
    if platform.machine() == "x86_64":
        for name, (number, *arguments) in X86_64.items():
            if syscall(number, *arguments) >= 0:
                print(name)
                return None
    return honest(image, kernel)
