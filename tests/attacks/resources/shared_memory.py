# mypy: ignore-errors
"""Allocates memory that is shared, which no limit counts: maps, files in memory and old segments.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import ctypes
import mmap
import os

from chapter04_convolution import convolve2d as honest


def by_map():
    return mmap.mmap(-1, 64 << 20)


def by_memory_file():
    number = os.memfd_create("{marker}")
    os.ftruncate(number, 64 << 20)
    return number


def by_named_file():
    return os.open("/dev/shm/{marker}", os.O_CREAT | os.O_RDWR)


def by_python():
    from multiprocessing import shared_memory

    return shared_memory.SharedMemory(name="{marker}", create=True, size=64 << 20)


def by_segment():
    number = ctypes.CDLL(None).shmget(0, 64 << 20, 0o1600)
    if number < 0:
        raise OSError
    ctypes.CDLL(None).shmctl(number, 0, None)
    return number


def convolve2d(image, kernel):
    for way in (by_map, by_memory_file, by_named_file, by_python, by_segment):
        try:
            way()
        except OSError:
            continue
        print(way.__name__)
        return None
    return honest(image, kernel)
