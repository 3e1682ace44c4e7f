"""Keras lists folders with a pool of threads, which wants semaphores that a worker has not: one that does without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def listing_at_once() -> Iterator[None]:
    """Lend Keras a pool that does each task when it is given."""
    from keras.src.utils import dataset_utils  # noqa: PLC0415 (only where data sets are loaded)

    usual = dataset_utils.ThreadPool
    dataset_utils.ThreadPool = _AtOnce
    try:
        yield
    finally:
        dataset_utils.ThreadPool = usual


class _Done:
    """A result that is there."""

    def __init__(self, result: Any) -> None:
        self._result = result

    def get(self) -> Any:
        """The result."""
        return self._result


class _AtOnce:
    """A pool without threads."""

    def apply_async(self, function: Callable[..., Any], arguments: Sequence[Any]) -> _Done:
        """The result, which is there already."""
        return _Done(function(*arguments))

    def close(self) -> None:
        """Nothing to do."""

    def join(self) -> None:
        """Nothing to wait for."""
