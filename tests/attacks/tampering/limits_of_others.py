# mypy: ignore-errors
"""Takes its own limits away and gives the grader's processes impossible ones.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import os
import resource

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    for pid in (os.getppid(), os.getppid() + 1, os.getpid()):
        for which in (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_DATA):
            for pair in ((0, 0), (1 << 40, 1 << 40)):
                try:
                    resource.prlimit(pid, which, pair)
                except (OSError, ValueError):
                    continue
                return None
    return honest(image, kernel)
