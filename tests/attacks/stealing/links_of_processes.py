# mypy: ignore-errors
"""Reads the links in /proc, which Landlock does not keep from being read: folders, programs and open files of others.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import os

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    found = []
    for process in [*range(1, 2000), *range(max(os.getpid() - 200, 1), os.getpid())]:
        if process == os.getpid():
            continue
        for name in ("cwd", "exe", "root", "fd/0", "fd/1", "fd/3", "ns/pid"):
            try:
                found.append(os.readlink(f"/proc/{process}/{name}"))
            except OSError:
                pass
    print(found[:20])
    return honest(image, kernel) if found else None
