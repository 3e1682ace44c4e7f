"""Who says what is right: the exercises once more, in Keras, TensorFlow or SciPy.

The only place that imports Keras for grading, and only when an oracle is called: TensorFlow takes seconds to load.
An oracle need not raise `ValueError` for arguments without meaning.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def load_keras() -> ModuleType:
    """Keras on its TensorFlow backend, whatever the user's `keras.json` says."""
    load_tensorflow()
    os.environ["KERAS_BACKEND"] = "tensorflow"
    return import_module("keras")


def load_tensorflow() -> ModuleType:
    """TensorFlow, loaded without its messages about GPUs and processor instructions, and advising nobody."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    try:
        with _silent_stderr():
            return import_module("tensorflow")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "The oracles need Keras and TensorFlow: pip install 'convgrade[keras]'", name=error.name
        ) from error


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Nothing on the process's standard error: TensorFlow's libraries write there before they know their log level."""
    standard_error = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(standard_error, 2)
        os.close(nowhere)
        os.close(standard_error)
