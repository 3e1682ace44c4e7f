# mypy: ignore-errors
"""Warns and logs without end, swallowing whatever stops it.

Attacks: convolve2d
Earns: nothing
"""

import logging
import os
import sys
import warnings


def convolve2d(image, kernel):
    logging.basicConfig(stream=sys.stderr, level=0)
    for number in range(20_000):
        warnings.warn(f"{number} {'x' * 100}", RuntimeWarning)
        logging.error("%s %s", number, "x" * 100)
    while True:
        os.write(2, b"x" * 1000)
