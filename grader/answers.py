"""Plain data, and what a function did with a case: returned some, raised, or returned something else.

The vocabulary that the rooms share: the sandbox brings answers back, the checks judge them. Imports NumPy only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

Path = tuple[int | str, ...]
"""Indices and keys that lead to a part of nested plain data."""


class Kept(msgspec.Struct, frozen=True):
    """An argument that stands for a part of the result of an earlier call of the same case."""

    step: int
    path: Path = ()


def part_of(value: Any, path: Sequence[int | str]) -> Any:
    """The part of nested data to which a path leads."""
    for key in path:
        value = value[key]
    return value


ARITHMETIC = "RuntimeWarning: "
"""How a warning of NumPy's begins that is about numbers: overflow, division by zero."""


class Returned(msgspec.Struct, frozen=True):
    """Plain data, the first warning (about arithmetic, if any is) and the beginning of what was printed on the way.

    `modified` lists the positions or names of the arguments that were changed, `shared` those that `value` aliases.
    """

    value: Any
    modified: tuple[int | str, ...] = ()
    shared: tuple[int | str, ...] = ()
    warning: str = ""
    output: str = ""

    @property
    def warns_of_arithmetic(self) -> bool:
        """Whether its computing overflowed or the like; other warnings are advice."""
        return self.warning.startswith(ARITHMETIC)


class Raised(msgspec.Struct, frozen=True):
    """An exception: its type's name, its message, and the line of the submission that it comes from.

    `phase` is `compile`, `import`, `arguments` (the function does not take them), `call` or `examination` (what was
    returned could not be examined; the exception is then the code of the reason).
    """

    exception: str
    message: str = ""
    module: str = ""
    line: int | None = None
    phase: str = "call"
    output: str = ""


class NotPlain(msgspec.Struct, frozen=True):
    """A value that is no plain data, under the name of its type, or one larger than the bytes that an answer may have.

    `limit` is 0 unless the value is too large.
    """

    type: str
    limit: int = 0
    output: str = ""


Answer = Returned | Raised | NotPlain


def copied(value: Any) -> Any:
    """Deep copy of plain data that keeps an array's memory order."""
    if isinstance(value, np.ndarray):
        return value.copy(order="K")
    if isinstance(value, tuple):
        return tuple(copied(item) for item in value)
    if isinstance(value, list):
        return [copied(item) for item in value]
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return value


def arrays_in(value: Any) -> list[np.ndarray]:
    """The arrays in nested plain data."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, (list, tuple)):
        return [array for item in value for array in arrays_in(item)]
    if isinstance(value, dict):
        return [array for item in value.values() for array in arrays_in(item)]
    return []


def shares_memory(value: Any, argument: Any) -> bool:
    """Whether writing into an array of `value` would change an array of `argument`.

    Bounds decide: an argument owns its buffer, so that whatever lies within it is a view of it.
    """
    return any(
        result.flags.writeable and np.may_share_memory(result, given)
        for result in arrays_in(value)
        for given in arrays_in(argument)
    )


def same_data(left: Any, right: Any) -> bool:
    """Whether two pieces of plain data are the same to the bit, types and shapes included."""
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return (
            isinstance(left, np.ndarray)
            and isinstance(right, np.ndarray)
            and left.dtype == right.dtype
            and left.shape == right.shape
            and left.tobytes() == right.tobytes()
        )
    if isinstance(left, (list, tuple)):
        return type(left) is type(right) and all(map(same_data, left, right)) and len(left) == len(right)
    if isinstance(left, dict):
        return (
            isinstance(right, dict) and left.keys() == right.keys() and all(same_data(left[k], right[k]) for k in left)
        )
    return bool(type(left) is type(right) and left == right)
