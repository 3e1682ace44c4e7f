# mypy: ignore-errors
"""Prints more than anybody could read, each time a little.

Attacks: convolve2d
Earns: nothing
"""


def convolve2d(image, kernel):
    while True:
        try:
            print("x" * 10_000)
        except Exception:
            continue
