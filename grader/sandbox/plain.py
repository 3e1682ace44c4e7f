"""Worker's side: turning what a function returned into plain data, or saying that it is none."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.answers import arrays_in
from grader.sandbox.wire import MAX_DEPTH, MAX_DIGITS, big_integer, is_numeric


class NoPlainDataError(Exception):
    """A value that cannot cross the boundary; the message names its type."""


class TooLargeError(Exception):
    """A value that is larger than an answer may be."""


def plain(value: Any, size_limit: int) -> Any:
    """The value as plain data: None, bool, int, float, str, list, dict with text keys, numeric base-class arrays.

    NumPy scalars become 0-d arrays. Raises `NoPlainDataError` or, over `size_limit` bytes, `TooLargeError`.
    """
    result = _plain(value, MAX_DEPTH, [size_limit])
    if sum(array.nbytes for array in arrays_in(result)) > size_limit:
        raise TooLargeError
    return result


def _plain(value: Any, depth: int, budget: list[int]) -> Any:
    budget[0] -= 1
    if budget[0] < 0:
        raise TooLargeError
    if depth == 0:
        raise NoPlainDataError(f"{type(value).__name__} that contains itself")
    match value:
        case None | bool() | str():
            return value
        case np.ndarray() | np.generic():
            return _plain_array(value)
        case float():
            return float(value)
        case int():
            return _plain_integer(value)
        case list() | tuple():
            return [_plain(item, depth - 1, budget) for item in value]
        case dict() if all(isinstance(key, str) for key in value):
            return {str(key): _plain(item, depth - 1, budget) for key, item in value.items()}
        case dict():
            raise NoPlainDataError("dict whose keys are not all text")
    raise NoPlainDataError(type(value).__name__)


def _plain_integer(value: int) -> Any:
    if abs(value) >= 10**MAX_DIGITS:
        raise NoPlainDataError("int")
    return int(value) if -(2**63) <= value < 2**63 else big_integer(value)


def _plain_array(value: np.ndarray | np.generic) -> np.ndarray:
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        raise NoPlainDataError("masked array")
    array = np.asarray(value)
    if array.dtype.kind == "f" and array.dtype.itemsize > np.dtype(np.float64).itemsize:
        array = array.astype(np.float64)
    if not is_numeric(array.dtype):
        raise NoPlainDataError(f"array of dtype {array.dtype}")
    return array
