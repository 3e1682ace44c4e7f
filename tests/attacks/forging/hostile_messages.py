# mypy: ignore-errors
"""Sends replies that a careless decoder would choke on: deep nesting, odd keys, foreign types, lying arrays.

Attacks: convolve2d, cross_correlate2d, filter_image, strided_cross_correlate2d, zero_pad2d, same_padding, conv2d
Earns: nothing
"""

import os
import stat
import struct

VALUES = {
    "convolve2d": b"\x91" * 500_000 + b"\xc0",
    "cross_correlate2d": b"\xc7\x0b\x01" + struct.pack(">BBBII", 11, 0, 2, (1 << 32) - 1, (1 << 32) - 1),
    "filter_image": b"\xc7\x0b\x01" + struct.pack(">BBBII", 11, 0, 2, 1 << 20, 0),
    "strided_cross_correlate2d": b"\xdd\xff\xff\xff\xff",
    "zero_pad2d": b"\xd6\xff\0\0\0\0",  # a timestamp
    "same_padding": b"\x92\xd4\x02x\xd4\x03\x90",  # an integer without digits, something kept
    "conv2d": b"\x81\xc0\xa2\xff\xfe",  # a key that is no text, a text that is none
}


def send(value):
    structure = b"\x96\xadReturnedReply" + value + b"\x90\x90\xa0\xa0"
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                with os.fdopen(os.dup(number), "wb") as pipe:
                    pipe.write(struct.pack(">II", len(structure) + 4, len(structure)) + structure)
        except OSError:
            continue
    os._exit(0)


for name, value in VALUES.items():
    globals()[name] = lambda *given, value=value, **options: send(value)
