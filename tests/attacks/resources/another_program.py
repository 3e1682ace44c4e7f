# mypy: ignore-errors
"""Becomes another program, which knows nothing of the grader.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import os
import sys

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    for program in ("/bin/sh", sys.executable, "/bin/sleep"):
        try:
            os.execv(program, [program, "-c", "while :; do :; done"])
        except OSError:
            continue
    return honest(image, kernel)
