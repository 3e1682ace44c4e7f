# mypy: ignore-errors
"""Looks for the work of another student beside its own and returns it.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import glob
import os
import sys


def convolve2d(image, kernel):
    loot = []
    for start in (*sys.argv, os.getcwd(), "{submission}", "{submission}/..", "{neighbour}", "/proc/self/cwd"):
        for path in glob.glob(f"{start}/**/*.py", recursive=True)[:50] or [start]:
            try:
                loot.append(open(path).read()[-100:])
            except OSError:
                continue
    return loot
