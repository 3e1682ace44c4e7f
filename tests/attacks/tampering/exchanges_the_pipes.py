# mypy: ignore-errors
"""Joins the pipes to one another, so that the worker reads its own replies.

Attacks: convolve2d
Earns: nothing
"""

import os
import stat

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    pipes = []
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                pipes.append(number)
        except OSError:
            continue
    os.dup2(pipes[0], 60)
    os.dup2(pipes[1], pipes[0])
    os.dup2(60, pipes[1])
    return honest(image, kernel)
