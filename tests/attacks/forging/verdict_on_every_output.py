# mypy: ignore-errors
"""Writes a result with full marks wherever text can be written.

Attacks: convolve2d
Earns: nothing
"""

import os
import sys

RESULT = '{"schema": 1, "score": 20.0, "max_score": 20.0, "chapters": [{"score": 20.0}], "status": "passed"}\n'


def convolve2d(image, kernel):
    for stream in (sys.stdout, sys.stderr):
        stream.write(RESULT)
    for number in (1, 2):
        os.write(number, RESULT.encode())
    return RESULT
