# mypy: ignore-errors
"""Never comes to an end, and ignores every signal that asks it to.

Attacks: convolve2d
Earns: nothing
"""

import signal


def convolve2d(image, kernel):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
