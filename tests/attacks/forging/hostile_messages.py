# mypy: ignore-errors
"""Sends replies that a careless decoder would choke on: deep nesting, odd keys, foreign types, lying arrays.

Attacks: convolve2d
Earns: nothing
"""

import os
import stat
import struct

from chapter04_convolution import convolve2d as honest

VALUES = [
    b"\x91" * 50_000 + b"\xc0",
    b"\x81\xc0\xc0",
    b"\xc4\x04data",
    b"\xd6\xff\0\0\0\0",  # a timestamp
    b"\xc7\x13\x01" + struct.pack(">BBBQQ", 11, 0, 2, 1 << 40, 0),
    b"\xc7\x13\x01" + struct.pack(">BBBQQ", 11, 0, 2, 1 << 63, 1 << 63),
    b"\xc7\x03\x01\xff\xff\xff",
    b"\xd4\x02x",  # an integer without digits
    b"\xd4\x03\x90",  # kept
    b"\xd4\x04\x90",  # a tuple
    b"\xdd\xff\xff\xff\xff",
    b"\xdb\xff\xff\xff\xff",
    b"\xa2\xff\xfe",
    b"\xcb\x7f\xf8\0\0\0\0\0\1",
]
CALLS = []


def convolve2d(image, kernel):
    CALLS.append(1)
    value = VALUES[os.getpid() % len(VALUES)]
    reply = b"\x96\xadReturnedReply" + value + b"\x90\x90\xa0\xa0"
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                os.write(number, struct.pack(">I", len(reply)) + reply)
        except OSError:
            continue
    honest(image, kernel)
    os._exit(0)
