# mypy: ignore-errors
"""Prints the solutions of other chapters, the specification and the reference's mistakes.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import glob

from chapter04_convolution import convolve2d as honest

ROOT = "{root}"
PLACES = [
    "solutions/chapter06_pooling.py",
    "grader/course/chapter04_convolution.py",
    "grader/engine/chapter.py",
    "reference/mistakes/chapter04_convolution_filters.py",
    "pyproject.toml",
]


def convolve2d(image, kernel):
    for path in [f"{ROOT}/{place}" for place in PLACES] + glob.glob(f"{ROOT}/*/*.py"):
        try:
            print(open(path).read(300))
        except OSError:
            continue
    return honest(image, kernel)
