# mypy: ignore-errors
"""Returns arrays of records, dates, texts and raw bytes.

Attacks: convolve2d
Earns: nothing
"""

import numpy as np

DTYPES = ["f8,f8", "M8[s]", "m8[s]", "U10", "S10", "V8", "O", [("x" * 10_000, "f8")], "c16"]
CALLS = []


def convolve2d(image, kernel):
    CALLS.append(1)
    return np.zeros((2, 2), np.dtype(DTYPES[len(CALLS) % len(DTYPES)]))
