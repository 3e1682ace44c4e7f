# mypy: ignore-errors
"""Returns integers of thousands of digits, and the largest that may pass.

Attacks: same_padding
Earns: nothing
"""

NUMBERS = [10**400 - 1, -(10**400 - 1), 10**399, 1 << 63, -(1 << 63) - 1, 10**100_000, (1 << 64) - 1]
CALLS = []


def same_padding(size, kernel_size, stride):
    CALLS.append(1)
    return NUMBERS[len(CALLS) % len(NUMBERS)], NUMBERS[(len(CALLS) + 1) % len(NUMBERS)]
