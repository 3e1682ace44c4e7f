# mypy: ignore-errors
"""Replaces its own source, and that of the others in its folder, while it is being graded.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""

import os


def convolve2d(image, kernel):
    for action in (
        lambda: open("{submission}/chapter04_convolution.py", "w").write("convolve2d = max\n"),
        lambda: os.truncate("{submission}/chapter04_convolution.py", 0),
        lambda: os.rename("{submission}/chapter04_convolution.py", "{submission}/{marker}"),
        lambda: os.unlink("{submission}/chapter04_convolution.py"),
        lambda: os.rename("{submission}", "{submission}-{marker}"),
        lambda: os.chmod("{submission}/chapter04_convolution.py", 0o777),
        lambda: os.utime("{submission}/chapter04_convolution.py", (0, 0)),
        lambda: os.setxattr("{submission}/chapter04_convolution.py", "user.x", b"x"),
    ):
        try:
            action()
        except OSError:
            continue
