# mypy: ignore-errors
"""Returns an object that becomes an array only when somebody asks for one.

Attacks: convolve2d
Earns: nothing
"""

from chapter04_convolution import convolve2d as honest


class Later:
    def __init__(self, image, kernel):
        self.given = image, kernel
        self.shape, self.dtype, self.ndim = (1, 1), float, 2

    def __array__(self, *given, **options):
        return honest(*self.given)

    def __float__(self):
        return 1.0

    def __getattr__(self, name):
        return getattr(honest(*self.given), name)


def convolve2d(image, kernel):
    return Later(image, kernel)
