# mypy: ignore-errors
"""Returns numbers whose arithmetic and conversions are its own.

Attacks: same_padding
Earns: nothing
"""


class Whole(int):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __abs__(self):
        return 0

    def __int__(self):
        return 10**300

    def __le__(self, other):
        return True

    def __lt__(self, other):
        return True

    def __sub__(self, other):
        return 0

    __index__, __hash__, __rsub__, __trunc__ = __int__, None, __sub__, __int__


class Real(float):
    def __float__(self):
        return Real(2.0)

    def __eq__(self, other):
        return True

    __hash__ = None


def same_padding(size, kernel_size, stride):
    return (Whole(7), Whole(7)) if size % 2 else (Real(7), Whole(0))
