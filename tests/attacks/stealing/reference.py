# mypy: ignore-errors
"""Imports the reference, reads it as a file, and hands its answer in.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import sys


def convolve2d(image, kernel):
    sys.path.insert(0, "{root}")
    try:
        from reference.chapter04_convolution import convolve2d as right

        return right(image, kernel)
    except ImportError as error:
        print(error)
    try:
        namespace = {}
        exec(open("{root}/reference/chapter04_convolution.py").read(), namespace)
        return namespace["convolve2d"](image, kernel)
    except OSError as error:
        print(error)
