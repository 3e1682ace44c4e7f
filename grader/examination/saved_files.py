"""What a submission saved: files of the scratch folder, read beside it with limits and without following links."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

LARGEST_MODEL = 16 << 20
LARGEST_TEXT = 500_000


class SavedFileError(ValueError):
    """A file that was to be saved is none that can be read; `code` says why."""

    def __init__(self, path: str, code: str) -> None:
        super().__init__(f"{path}: {code}")
        self.code = code


def check_file(path: str, largest: int) -> None:
    """`SavedFileError` unless there is an ordinary file of at most `largest` bytes."""
    try:
        found = os.lstat(path)
    except OSError:
        raise SavedFileError(path, "no file") from None
    if stat.S_ISLNK(found.st_mode):
        raise SavedFileError(path, "a link")
    if not stat.S_ISREG(found.st_mode):
        raise SavedFileError(path, "no file")
    if found.st_size > largest:
        raise SavedFileError(path, "too large")


def saved_model(path: str) -> Any:
    """The whole model in a file."""
    import keras  # noqa: PLC0415 (only where there are models)

    check_file(path, LARGEST_MODEL)
    try:
        return keras.models.load_model(path, compile=False, safe_mode=True)
    except MemoryError:
        raise
    except Exception as error:
        raise SavedFileError(path, "not readable") from error


def saved_text(path: str) -> str:
    """The text in a file."""
    check_file(path, LARGEST_TEXT)
    try:
        return Path(path).read_text("utf-8")
    except ValueError as error:
        raise SavedFileError(path, "not readable") from error


def load_saved_weights(model: Any, path: str) -> Any:
    """The model with the weights of a file."""
    check_file(path, LARGEST_MODEL)
    try:
        model.load_weights(path)
    except MemoryError:
        raise
    except Exception as error:
        raise SavedFileError(path, "not readable") from error
    return model
