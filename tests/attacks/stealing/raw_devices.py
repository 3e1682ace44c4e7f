# mypy: ignore-errors
"""Opens disks, memory, the kernel's log and terminals, to read files past the file system.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import glob
import os

from chapter04_convolution import convolve2d as honest

DEVICES = ["/dev/mem", "/dev/kmsg", "/dev/tty", "/dev/console", "/dev/fuse", "/proc/kcore", "/dev/vda", "/dev/sda"]


def convolve2d(image, kernel):
    for path in [*DEVICES, *glob.glob("/dev/vd*"), *glob.glob("/dev/dm*"), *glob.glob("/sys/kernel/*")]:
        try:
            os.open(path, os.O_RDONLY)
        except OSError:
            continue
        return None
    return honest(image, kernel)
