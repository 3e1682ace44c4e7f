"""Worker's side: turning what a function returned into plain data, or saying that it is none.

The value is a stranger's object: its methods and properties may lie, fail or never end, so that none of them is
asked. What it is, its real type says; what it holds, the methods of `list`, `dict`, `str`, `int` and `float` themselves
and a base-class view of an array.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.sandbox.data import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_DIMENSIONS,
    MAX_ITEMS,
    STRUCTURE_LIMIT,
    is_numeric,
    is_sane,
    space,
)
from grader.sandbox.wire import big_integer

LARGEST_HEADER = 80
"""Bytes that stand for an array in a message's structure, at most."""
LEFT_FOR_WORDS = 1 << 16
"""Bytes of a message's structure that are not its value's."""
_DOUBLE = np.dtype(np.float64)
_type_name = type.__dict__["__name__"]


class NoPlainDataError(Exception):
    """A value that cannot cross the boundary; the message names its type."""


class TooLargeError(Exception):
    """A value that is larger than an answer may be."""


class _Budget:
    """What is left of an answer's size."""

    def __init__(self, array_bytes: int) -> None:
        self._items = MAX_ITEMS
        self._structure = STRUCTURE_LIMIT - LEFT_FOR_WORDS
        self._arrays = array_bytes

    def spend(self, structure: int, arrays: int = 0, items: int = 1) -> None:
        """So many bytes of structure and of arrays more."""
        self._items -= items
        self._structure -= structure
        self._arrays -= arrays
        if min(self._items, self._structure, self._arrays) < 0:
            raise TooLargeError


def plain(value: Any, size_limit: int) -> Any:
    """The value as plain data: None, bool, int, float, str, list, dict with text keys, numeric base-class arrays.

    NumPy scalars become 0-d arrays. Raises `NoPlainDataError` or, over `size_limit` bytes of arrays or the limits of
    a reply's structure, `TooLargeError`. No array is copied before its size is known to fit.
    """
    return _plain(value, MAX_DEPTH, _Budget(size_limit))


def _plain(value: Any, depth: int, budget: _Budget) -> Any:
    kind = type(value)
    if depth == 0:
        raise NoPlainDataError(f"{type_name(kind)} within {MAX_DEPTH} others")
    if value is None or kind is bool:
        budget.spend(1)
        return value
    if issubclass(kind, str):
        return _plain_text(value, budget)
    if issubclass(kind, (np.ndarray, np.generic)):
        return _plain_array(value, budget)
    budget.spend(9)
    if issubclass(kind, float):
        return float.__float__(value)
    if issubclass(kind, int):
        return _plain_integer(int.__index__(value), budget)
    return _plain_container(value, kind, depth, budget)


def _plain_container(value: Any, kind: type, depth: int, budget: _Budget) -> Any:
    if issubclass(kind, list):
        return [_plain(item, depth - 1, budget) for item in list.__iter__(value)]
    if issubclass(kind, tuple):
        return [_plain(item, depth - 1, budget) for item in tuple.__iter__(value)]
    if issubclass(kind, dict):
        if not all(issubclass(type(key), str) for key in dict.__iter__(value)):
            raise NoPlainDataError("dict whose keys are not all text")
        return {_plain_text(key, budget): _plain(item, depth - 1, budget) for key, item in dict.items(value)}
    raise NoPlainDataError(type_name(kind))


def type_name(kind: type) -> str:
    """The name of a type, whatever its metaclass says."""
    return str.__str__(_type_name.__get__(kind))


def _plain_text(value: str, budget: _Budget) -> str:
    budget.spend(5 + str.__len__(value))
    text = str.__str__(value)
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        raise NoPlainDataError("str with half a character in it") from None
    budget.spend(len(encoded) - len(text), items=0)
    return text


def _plain_integer(value: int, budget: _Budget) -> Any:
    if -(2**63) <= value < 2**63:
        return value
    if abs(value) >= 10**MAX_DIGITS:
        raise NoPlainDataError(f"int of more than {MAX_DIGITS} digits")
    budget.spend(MAX_DIGITS, items=0)
    return big_integer(value)


UNMASKED = frozenset({np.ndarray, np.float64, np.float32, np.int64, np.bool_})
"""The usual types, of which nothing is masked: for them NumPy need not load `numpy.ma`, which takes 8 ms."""


def _plain_array(value: np.ndarray | np.generic, budget: _Budget) -> np.ndarray:
    if type(value) not in UNMASKED and issubclass(type(value), np.ma.MaskedArray) and np.ma.is_masked(value):
        raise NoPlainDataError("masked array")
    array = np.asarray(value)
    longer = array.dtype.kind == "f" and array.dtype.itemsize > _DOUBLE.itemsize
    dtype = _DOUBLE if longer else array.dtype
    if not is_numeric(dtype):
        raise NoPlainDataError(f"array of dtype {dtype}")
    if array.ndim > MAX_DIMENSIONS:
        raise NoPlainDataError(f"array of {array.ndim} dimensions")
    budget.spend(LARGEST_HEADER, space(array.size * dtype.itemsize))
    if not is_sane(array.shape):
        raise NoPlainDataError(f"array of shape {array.shape}")
    return array.astype(dtype, copy=False)
