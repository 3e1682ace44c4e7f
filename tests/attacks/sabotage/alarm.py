# mypy: ignore-errors
"""Sets an alarm that ends the process while another exercise runs.

Attacks: convolve2d
Earns: nothing
"""

import signal


def convolve2d(image, kernel):
    signal.setitimer(signal.ITIMER_REAL, 0.01)
