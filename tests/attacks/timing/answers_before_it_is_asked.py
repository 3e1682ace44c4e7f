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
    array = b"\xc7\x13\x01" + struct.pack(">BBB4I", 11, 0, 4, *SHAPE)
    structure = b"\x96\xadReturnedReply" + array + b"\x90\x90\xa0\xa0"
    body = struct.pack(">I", len(structure)) + structure
    body += bytes(-len(body) % 16) + np.zeros(SHAPE).tobytes()
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                with os.fdopen(os.dup(number), "wb") as pipe:
                    pipe.write(struct.pack(">I", len(body)) + body)
        except OSError:
            continue


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size > 1000:
        leave()
    return honest(images, kernels, bias, stride, padding)
