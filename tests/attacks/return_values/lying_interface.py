# mypy: ignore-errors
"""Returns objects that describe memory which is not theirs as an array.

Attacks: convolve2d
Earns: nothing
"""


class Interface:
    __array_interface__ = {"shape": (1 << 20,), "typestr": "<f8", "data": (4096, False), "version": 3}


class Buffer:
    def __buffer__(self, flags):
        raise SystemExit(0)


def convolve2d(image, kernel):
    return Interface() if image.shape[0] == 3 else Buffer()
