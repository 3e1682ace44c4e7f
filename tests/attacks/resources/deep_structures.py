# mypy: ignore-errors
"""Has the parser, the printer and the destructor of nested things run out of stack.

Attacks: convolve2d
Earns: nothing
"""

import json
import re
import sys


def convolve2d(image, kernel):
    sys.setrecursionlimit(1 << 30)
    nested = []
    for _ in range(1_000_000):
        nested = [nested]
    for attempt in (
        lambda: eval("-" * 1_000_000 + "1"),
        lambda: json.loads("[" * 1_000_000),
        lambda: re.compile("(" * 10_000 + ")" * 10_000),
        lambda: repr(nested),
        lambda: nested == [nested],
    ):
        try:
            attempt()
        except Exception as error:
            print(type(error).__name__)
    return nested
