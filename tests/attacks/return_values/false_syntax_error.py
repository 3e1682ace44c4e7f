# mypy: ignore-errors
"""Raises a syntax error whose file name and line are no text and no number.

Attacks: convolve2d
Earns: nothing
"""


def convolve2d(image, kernel):
    error = SyntaxError("x")
    error.filename, error.lineno, error.msg = 7, "one", ["x"]
    raise error
