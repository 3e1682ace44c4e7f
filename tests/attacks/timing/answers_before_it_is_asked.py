# mypy: ignore-errors
"""Leaves an answer in the pipe for the next turn, so that it seems to take no time at all.

Attacks: conv2d
Earns: all but speed
"""

import os
import stat
import struct

import numpy as np
from chapter04_convolution import conv2d as honest

SHAPE = (2, 16, 16, 32)


def leave():
    array = struct.pack(">BBB4Q", 11, 0, 4, *SHAPE) + np.zeros(SHAPE).tobytes()
    packed = b"\xc9" + struct.pack(">Ib", len(array), 1) + array
    reply = b"\x96\xadReturnedReply" + packed + b"\x90\x90\xa0\xa0"
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                with os.fdopen(os.dup(number), "wb") as pipe:
                    pipe.write(struct.pack(">I", len(reply)) + reply)
        except OSError:
            continue


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size > 1000:
        leave()
    return honest(images, kernels, bias, stride, padding)
