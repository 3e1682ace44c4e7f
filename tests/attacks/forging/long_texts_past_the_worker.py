# mypy: ignore-errors
"""Sends a reply whose every text is hundreds of thousands of characters long, where the worker would have cut them.

Attacks: convolve2d
Earns: nothing
"""

import os
import stat
import struct

TEXT = b"\xdb" + struct.pack(">I", 200_000) + b"x" * 200_000
REPLY = b"\x97\xabRaisedReply\xa4call" + TEXT + TEXT + TEXT + b"\x01" + TEXT


def convolve2d(image, kernel):
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                with os.fdopen(os.dup(number), "wb") as pipe:
                    pipe.write(struct.pack(">II", len(REPLY) + 4, len(REPLY)) + REPLY)
        except OSError:
            continue
    os._exit(0)
