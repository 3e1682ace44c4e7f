# mypy: ignore-errors
"""Sends an answer of several arrays, of which each claims the bytes of the others.

Attacks: same_padding
Earns: nothing
"""

import os
import stat
import struct

ARRAY = b"\xd6\x01" + struct.pack(">BBBB", 4, 0, 0, 0)
ONE = b"\xc7\x03\x01" + struct.pack(">BBB", 4, 0, 0)


def same_padding(size, kernel_size, stride):
    for parts in (ONE * 2, ARRAY * 2):
        structure = b"\x96\xadReturnedReply\x92" + parts + b"\x90\x90\xa0\xa0"
        body = struct.pack(">I", len(structure)) + structure
        body += bytes(-len(body) % 16) + struct.pack("<q", 1)
        for number in range(3, 64):
            try:
                if stat.S_ISFIFO(os.fstat(number).st_mode):
                    os.write(number, struct.pack(">I", len(body)) + body)
            except OSError:
                continue
    return 1, 1
