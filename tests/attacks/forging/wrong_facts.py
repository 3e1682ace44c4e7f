# mypy: ignore-errors
"""Sends replies whose arguments do not exist and whose line is absurd.

Attacks: convolve2d
Earns: nothing
"""

import os
import stat
import struct

REPLIES = [
    b"\x96\xadReturnedReply\xcb\x40\0\0\0\0\0\0\0\x91\x63\x90\xa0\xa0",
    b"\x96\xadReturnedReply\xcb\x40\0\0\0\0\0\0\0\x91\xa4none\x91\xff\xa0\xa0",
    b"\x97\xabRaisedReply\xa4else\xb2NotImplementedErro\xa0\xa0\xd3\x80\0\0\0\0\0\0\0\xa0",
]
CALLS = []


def convolve2d(image, kernel):
    reply = REPLIES[len(CALLS) % len(REPLIES)]
    CALLS.append(1)
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                os.write(number, struct.pack(">II", len(reply) + 4, len(reply)) + reply)
        except OSError:
            continue
    return 0
