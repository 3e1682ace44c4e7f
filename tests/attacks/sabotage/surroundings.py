# mypy: ignore-errors
"""Changes the current folder, the locale, the file mask, the time zone and the seed of random numbers.

Attacks: convolve2d
Earns: nothing
"""

import locale
import os
import random
import time

import numpy as np


def convolve2d(image, kernel):
    os.chdir(os.path.dirname(os.__file__))
    os.umask(0o777)
    os.environ["TZ"] = "Mars/Olympus"
    time.tzset()
    for name in ("C", "tr_TR.UTF-8", "de_DE.UTF-8", ""):
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            continue
    random.seed(0)
    np.random.seed(0)
    np.set_printoptions(precision=0, threshold=1)
